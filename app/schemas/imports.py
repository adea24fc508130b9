"""Taking in many candidates at once, on the wire."""

from enum import StrEnum

from app.criteria.base import Value
from app.schemas.problems import ProblemError


class ImportOutcome(StrEnum):
    """What became of a line."""

    CREATED = "created"
    REPLACED = "replaced"
    REFUSED = "refused"


class ImportedLine(Value):
    """What became of one line. `line` counts from 1, empty lines too; `errors` say why a line was refused."""

    line: int
    outcome: ImportOutcome
    external_id: str | None
    candidate_id: str | None
    errors: tuple[ProblemError, ...]
