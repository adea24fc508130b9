"""What can be wrong with a request for a match or for decisions in one, all of it at once."""

from collections.abc import Iterable, Iterator, Sequence

from app.errors import field_error, invalid_input
from app.schemas.matches import Match
from app.schemas.overrides import OverridesInput
from app.schemas.problems import ProblemError
from app.settings import Settings


def check_limit(limit: int, settings: Settings) -> Iterator[ProblemError]:
    """More results than this service answers with."""
    most = settings.max_match_limit
    if limit > most:
        yield field_error("page_too_large", "/limit", limit=most)


def check_ids(ids: Sequence[str], settings: Settings) -> Iterator[ProblemError]:
    """Too many candidates, or the same one twice."""
    return check_listed(ids, "/candidateIds", settings.max_candidate_ids)


def check_listed(ids: Sequence[str], pointer: str, most: int) -> Iterator[ProblemError]:
    """More ids than `most`, or the same one twice, in the list at `pointer`."""
    if len(ids) > most:
        yield field_error("too_many_items", pointer, limit=most)
        return
    first_at: dict[str, int] = {}
    for index, one in enumerate(ids):
        if first_at.setdefault(one, index) != index:
            yield field_error("duplicate", f"{pointer}/{index}")


def refuse_unknown(
    ids: Iterable[str], present: set[str], pointer: str = "/candidateIds", code: str = "unknown_candidate"
) -> None:
    """Raises the 400 that names everything listed at `pointer` that is not stored."""
    unknown = [index for index, one in enumerate(ids) if one not in present]
    if unknown:
        raise invalid_input(*(field_error(code, f"{pointer}/{index}") for index in unknown))


def unknown_places(match: Match, given: OverridesInput) -> Iterator[ProblemError]:
    """Decisions about candidates or criteria that the match did not answer with."""
    lines = {result.candidate_id: {line.criterion_id for line in result.criteria} for result in match.results}
    for index, one in enumerate(given.overrides):
        if one.candidate_id not in lines:
            yield field_error("unknown_result", f"/overrides/{index}/candidateId")
        elif one.criterion_id not in lines[one.candidate_id]:
            yield field_error("unknown_criterion", f"/overrides/{index}/criterionId")
