"""`python -m clients.trial [--examples N] [--seed N]`: made-up requests to a running service, all checks on.

The service asks for a key, and the tester has one of all scopes. Exits 1 for a failure, or where fewer were tried.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from app.access.__main__ import create_key
from app.access.tokens import read_key
from app.database import Database
from app.principal import Scope
from demo.server import running_service

_HERE = Path(__file__).parent
_OPERATIONS = 33
"""About as many as the document has: examples are asked for by operation."""


def main() -> int:
    """Try the service; the exit status."""
    parser = argparse.ArgumentParser(prog="make schemathesis", description="Made-up requests, every check on.")
    parser.add_argument("--examples", type=int, default=5_000, help="in all, at least")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gunning-") as folder, running_service(Path(folder)) as service:
        key = create_key(Database(f"sqlite:///{folder}/gunning.db"), "default", "schemathesis", list(Scope))
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            *("--config-file", str(_HERE / "schemathesis.toml")),
            *("run", f"{service.base}/v1/openapi.json", "--origin", service.base),
            *("--header", f"Authorization: Bearer {key}"),
            *("--max-examples", str(-(-given.examples // _OPERATIONS))),
            *("--seed", str(given.seed)),
            "--continue-on-failure",
        ]
        done = subprocess.run(
            command,
            env=os.environ
            | {
                "GUNNING_KEY_ID": presented.id if (presented := read_key(key)) else "",
                "PYTHONPATH": str(_HERE.parent),
                "COLUMNS": "120",
            },
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    sys.stdout.write(done.stdout)
    found = re.search(r"([0-9]+) generated", done.stdout)
    tried = int(found.group(1)) if found else 0
    if tried < given.examples:
        sys.stderr.write(f"only {tried} of {given.examples} examples were tried\n")
        return 1
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
