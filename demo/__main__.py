"""`python -m demo [--posting FILE] [--candidates FILE]`: the whole path once, from text to ranking."""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from demo.render import Terminal, render_match, render_posting
from demo.server import ServiceError, running_service

_HERE = Path(__file__).parent


def main() -> int:
    """Run the demonstration; the exit status."""
    parser = argparse.ArgumentParser(prog="make demo", description="Read a posting and rank candidates against it.")
    parser.add_argument("--posting", type=Path, default=_HERE / "posting.txt", help="a text file in UTF-8")
    parser.add_argument("--candidates", type=Path, default=_HERE / "candidates.json", help="a JSON list of candidates")
    options = parser.parse_args()
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    terminal = Terminal(width=min(shutil.get_terminal_size((100, 24)).columns, 120), colour=colour)
    try:
        # Notepad on Windows begins a file with a mark that is no part of the text.
        text = options.posting.read_text(encoding="utf-8-sig")
        candidates = json.loads(options.candidates.read_text(encoding="utf-8"))
        show(text, options.posting.name, candidates, terminal)
    except UnicodeDecodeError:
        return _failed(f"{options.posting} is not a text in UTF-8")
    except OSError as error:
        return _failed(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except (ServiceError, json.JSONDecodeError) as error:
        return _failed(str(error))
    return 0


def show(text: str, filename: str, candidates: list[dict[str, object]], terminal: Terminal) -> None:
    """Send a posting and candidates to a service started for it, and print its answers."""
    _progress("Starting the service ...")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="gunning-") as folder, running_service(Path(folder)) as service:
        _progress(f"Ready after {time.monotonic() - began:.1f} s. Reading {filename} ...")
        began = time.monotonic()
        posting = service.post("/v1/postings", {"text": text, "filename": filename})
        read = time.monotonic() - began
        names: dict[str, str] = {}
        for candidate in candidates:
            stored = service.post("/v1/candidates", candidate)
            names[stored["id"]] = ((stored["resume"]["basics"] or {}).get("name")) or stored["externalId"]
        began = time.monotonic()
        match = service.post(f"/v1/postings/{posting['id']}/matches", {"limit": max(len(names), 1)})
        matched = time.monotonic() - began
    print(render_posting(posting, terminal))
    print()
    print(render_match(match, names, terminal))
    _progress(f"Read in {read * 1000:.0f} ms, {len(names)} candidates judged and ranked in {matched * 1000:.0f} ms.")


def _failed(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return 1


def _progress(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
