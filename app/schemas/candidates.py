"""Candidates on the wire."""

from collections.abc import Iterable
from typing import Annotated, Any, Self, TypeAlias

from pydantic import Field, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.criteria.base import Value
from app.criteria.profile import Profile, Retention
from app.schemas.base import Identity
from app.schemas.profile_checks import Finding, check_candidate

ExternalId: TypeAlias = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        pattern=r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$",
        description="The id that the ATS gave; unique. Best a number or code that does not name the person.",
    ),
]


class CandidateInput(Profile):
    """A candidate to store. Unknown members of `resume` are kept as given."""

    external_id: ExternalId | None = None
    retention: Retention = Retention()

    @model_validator(mode="wrap")
    @classmethod
    def _report_everything_at_once(cls, sent: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:  # noqa: ANN401
        found = list(check_candidate(sent))
        try:
            value = handler(sent)
        except ValidationError as error:
            if not found:
                raise
            raise _combined(cls.__name__, error, found) from None
        if found:
            raise _combined(cls.__name__, None, found)
        return value

    @property
    def profile(self) -> Profile:
        """What matching may see."""
        return Profile(resume=self.resume, engagement=self.engagement, cv=self.cv)


def _combined(title: str, error: ValidationError | None, found: Iterable[Finding]) -> ValidationError:
    lines = [
        InitErrorDetails(
            type=PydanticCustomError(item["type"], "invalid", item.get("ctx")),
            loc=item["loc"],
            input=None,
        )
        for item in (error.errors(include_url=False, include_input=False) if error else ())
    ]
    known = {line["loc"] for line in lines}
    lines += [
        InitErrorDetails(type=PydanticCustomError(code, "invalid"), loc=path, input=None)
        for path, code in found
        if path not in known
    ]
    return ValidationError.from_exception_data(title, lines)


class Candidate(Profile, Identity):
    """A stored candidate."""

    external_id: str | None
    retention: Retention


class CandidatePage(Value):
    """A page of candidates, oldest first; `nextCursor` is null on the last page."""

    items: tuple[Candidate, ...]
    next_cursor: str | None
