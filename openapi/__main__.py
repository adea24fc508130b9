"""Write `openapi.json`, or with --check exit 1 when it is not what the code says."""

import json
import sys
from pathlib import Path

from app.main import create_app

EXPORT = Path(__file__).with_name("openapi.json")


def render() -> str:
    """The document as the file holds it."""
    return json.dumps(create_app().openapi(), indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write or compare; the exit status."""
    document = render()
    if "--check" not in arguments:
        EXPORT.write_text(document, encoding="utf-8")
        return 0
    if EXPORT.exists() and EXPORT.read_text(encoding="utf-8") == document:
        return 0
    sys.stderr.write("openapi/openapi.json is not what the code says: run `make openapi` and look at the difference\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
