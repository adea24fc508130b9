"""Runs a command against replicas: `python -m bench.replicas -- COMMAND`, in which {address} is where they are.

They are two services on one new database, behind a proxy that takes them in turns; the exit status is the command's.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.service import RoundRobin, database, replicas


def main() -> int:
    """The command's exit status, 1 where it reached one of the replicas only."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m bench.replicas")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--count", type=int, default=2)
    parser.add_argument("command", nargs="+")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with database(given.database, folder) as url, replicas(url, folder, given.count, LOG_LEVEL="info") as services:
            proxy = RoundRobin([service.port for service in services])
            address = f"http://127.0.0.1:{proxy.port}"
            status = subprocess.run([part.replace("{address}", address) for part in given.command], check=False)
            proxy.close()
            answered = [service.log.read_text(encoding="utf-8").count('"answered"') for service in services]
        print(f"answered by the replicas: {', '.join(map(str, answered))}")
    return status.returncode if all(answered) else status.returncode or 1


if __name__ == "__main__":
    sys.exit(main())
