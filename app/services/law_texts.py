"""What people are told about their rights: the Dutch texts, read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_MESSAGES = Path(__file__).parent.parent / "messages"


@cache
def law_texts() -> dict[str, Any]:
    """The texts of receipts and exports."""
    return tomllib.loads((_MESSAGES / "law.toml").read_text(encoding="utf-8"))


@cache
def explanation_texts() -> dict[str, Any]:
    """The texts of the document that explains a result to the person it is about."""
    return tomllib.loads((_MESSAGES / "explanation.toml").read_text(encoding="utf-8"))
