"""Input that is checked as it was sent, so that what a type cannot express is reported together with what it can."""

from collections.abc import Iterable, Iterator
from typing import Any, Self

from pydantic import ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.criteria.base import Value
from app.schemas.json_types import Finding, wrong_types


class CheckedInput(Value):
    """A body whose numbers, booleans and dates must be sent as the schema says; a subclass may check more."""

    @classmethod
    def check_sent(cls, sent: object) -> Iterator[Finding]:
        """Every (path, code) that is wrong with the JSON as sent, besides what the schema finds."""
        yield from wrong_types(cls, sent)

    @model_validator(mode="wrap")
    @classmethod
    def _report_everything_at_once(cls, sent: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:  # noqa: ANN401
        found = list(cls.check_sent(sent))
        try:
            value = handler(sent)
        except ValidationError as error:
            if not found:
                raise
            raise _combined(cls.__name__, error, found) from None
        if found:
            raise _combined(cls.__name__, None, found)
        return value


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
