"""What a result depends on besides its input: the rules, and the words that they know."""

import hashlib
from importlib.resources import files

RULES = "1.2.0"
"""Grows with every change of the code that can change a verdict."""
_DIGITS = 12


def _data_hash() -> str:
    """The beginning of the SHA-256 of all data files, by name."""
    digest = hashlib.sha256()
    for package in ("app.concepts", "app.matching"):
        folder = files(package).joinpath("data")
        for file in sorted((one for one in folder.iterdir() if one.is_file()), key=lambda one: one.name):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:_DIGITS]


ENGINE_VERSION = f"{RULES}+{_data_hash()}"
"""Stands with every result: the same version gives the same bytes for the same input."""
