"""Health on the wire."""

from typing import Literal

from app.criteria.base import Value


class Health(Value):
    """Whether the process lives, or can work."""

    status: Literal["ok"]
