"""Candidates on the wire."""

from collections.abc import Iterator
from typing import Annotated, TypeAlias

from pydantic import Field

from app.criteria.base import Value
from app.criteria.profile import Profile, Retention
from app.schemas.base import Identity
from app.schemas.checked_input import CheckedInput
from app.schemas.json_types import Finding
from app.schemas.profile_checks import check_candidate

EXTERNAL_ID_LENGTH = 200
EXTERNAL_ID_PATTERN = r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$"
"""No control characters, and no white space at its ends."""

ExternalId: TypeAlias = Annotated[
    str,
    Field(
        min_length=1,
        max_length=EXTERNAL_ID_LENGTH,
        pattern=EXTERNAL_ID_PATTERN,
        description="The id that the ATS gave; unique. Best a number or code that does not name the person.",
    ),
]


class CandidateInput(Profile, CheckedInput):
    """A candidate to store. Unknown members of `resume` are kept as given."""

    external_id: ExternalId | None = None
    retention: Retention = Retention()

    @classmethod
    def check_sent(cls, sent: object) -> Iterator[Finding]:
        """Types, and dates and hours that cannot be."""
        yield from super().check_sent(sent)
        yield from check_candidate(sent)

    @property
    def profile(self) -> Profile:
        """What matching may see."""
        return Profile(resume=self.resume, engagement=self.engagement, cv=self.cv)


class Candidate(Profile, Identity):
    """A stored candidate."""

    external_id: str | None
    retention: Retention


class CandidatePage(Value):
    """A page of candidates, oldest first; `nextCursor` is null on the last page."""

    items: tuple[Candidate, ...]
    next_cursor: str | None
