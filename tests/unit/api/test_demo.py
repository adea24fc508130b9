"""The demonstration says plainly why it cannot run."""

import sys
from pathlib import Path

import pytest

from demo.__main__ import main


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("latin.txt", "café".encode("latin-1"), "is not a text in UTF-8"),
        ("missing.txt", None, "No such file or directory"),
        ("folder", b"", "Is a directory"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
    told: str,
) -> None:
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(sys, "argv", ["demo", "--posting", str(path)])

    assert main() == 1
    assert capsys.readouterr().err.splitlines()[-1].endswith(told)
