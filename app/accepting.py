"""Which of the media types offered a caller wants most (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence

from app.errors import AppError

_MOST_CHARACTERS = 1_000


def chosen(accept: str | None, offered: Sequence[str]) -> str:
    """The offered type with the highest quality, the first of equals; raises the 406 where none is allowed."""
    if not accept or len(accept) > _MOST_CHARACTERS:
        return offered[0]
    ranges = [_parsed(part) for part in accept.split(",") if part.strip()]
    best = max(offered, key=lambda one: _quality(one, ranges))
    if _quality(best, ranges) <= 0:
        raise AppError("not-acceptable", offered=", ".join(offered))
    return best


def _parsed(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return name, min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return name, 0.0
    return name, 1.0


def _quality(offered: str, ranges: Sequence[tuple[str, float]]) -> float:
    # The most precise range that names it decides.
    for name in (offered, f"{offered.split('/', maxsplit=1)[0]}/*", "*/*"):
        for given, quality in ranges:
            if given == name:
                return quality
    return 0.0
