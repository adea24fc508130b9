"""Write down what is decided, in the transaction that decides it, and show it."""

import base64
import binascii
import datetime as dt
from collections.abc import Iterable

from app.database import Database
from app.errors import field_error, invalid_input
from app.principal import logged_actor
from app.repositories.decisions import DecisionRepository, Entry, Logged, Sought
from app.schemas.decisions import Action, Decision, DecisionPage, LogHead
from app.services.paging import page_size
from app.settings import Settings
from app.tables import DecisionRow

_MOST_DIGITS = 18


def note(
    log: DecisionRepository,
    action: Action,
    at: dt.datetime,
    *,
    posting_id: str | None = None,
    candidate_id: str | None = None,
    match_id: str | None = None,
    job_id: str | None = None,
    **details: object,
) -> Logged:
    """Log what the one who acts does. Call it last in the transaction: other writers of the tenant wait from then on.

    `details`: ids, versions, digests and counts; nothing that was said by or of a person.
    """
    actor = logged_actor(log.tenant_id)
    return log.append([Entry(at, actor, action, posting_id, candidate_id, match_id, job_id, details)])[0]


def note_candidates(log: DecisionRepository, at: dt.datetime, stored: Iterable[tuple[Action, str]]) -> None:
    """Log many candidates at once, an entry for each, so that each can be found by its id."""
    actor = logged_actor(log.tenant_id)
    log.append([Entry(at, actor, action, candidate_id=one) for action, one in stored])


class DecisionService:
    """The use case of reading the log."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    def page(
        self,
        cursor: str | None,
        limit: int | None,
        *,
        posting_id: str | None = None,
        candidate_id: str | None = None,
        match_id: str | None = None,
        action: Action | None = None,
        after: int | None = None,
    ) -> DecisionPage:
        """A page of the log, oldest first: entries about these, with a number above `after`.

        Those about a candidate include those of the matches that speak of them.
        """
        size = page_size(limit, self._settings)
        sought = Sought(posting_id, candidate_id, match_id, action, max(_read_cursor(cursor) or 0, after or 0))
        with self._database.read() as session:
            log = DecisionRepository(session)
            head = log.head()
            rows = log.find(sought, size + 1)
            items = tuple(map(decision_of, rows[:size]))
        following = _cursor(items[-1].number) if len(rows) > size else None
        return DecisionPage(items=items, next_cursor=following, head=LogHead(number=head.number, hash=head.hash))


def decision_of(row: DecisionRow) -> Decision:
    """An entry as the API shows it."""
    members = {name: getattr(row, name) for name in Decision.model_fields if name != "tenant"}
    return Decision(tenant=row.tenant_id, **members)


def _cursor(number: int) -> str:
    return base64.urlsafe_b64encode(str(number).encode()).decode().rstrip("=")


def _read_cursor(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    try:
        found = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        found = ""
    if not (found.isdigit() and len(found) <= _MOST_DIGITS):
        raise invalid_input(field_error("cursor", "cursor", "query"))
    return int(found)
