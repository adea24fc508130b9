"""What time alone brings: postings that close soon, and deliveries that need not be kept any longer."""

import datetime as dt
from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from app.database import Database
from app.repositories.webhook_endpoints import WebhookEndpointRepository
from app.repositories.webhook_events import WebhookEventRepository
from app.schemas.webhook_events import WebhookEventType
from app.services.clock import Clock
from app.services.outbox import Outbox
from app.services.webhook_events import posting_closing_soon
from app.settings import Settings

_AT_ONCE = 500


class WebhookSweeps:
    """Each may run in several processes at once, and be killed at any moment."""

    def __init__(self, database: Database, settings: Settings, clock: Clock, outbox: Outbox) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._outbox = outbox

    def closing_soon(self, stopping: Callable[[], bool]) -> None:
        """Tell of every posting whose submission deadline is near, once for each deadline."""
        event_type = WebhookEventType.POSTING_CLOSING_SOON
        while not stopping():
            now = self._clock()
            until = now + dt.timedelta(hours=self._settings.closing_soon_hours)
            with self._database.read() as session:
                if not WebhookEndpointRepository(session).told_of(event_type):
                    return
                near = WebhookEventRepository(session).untold_deadlines(event_type, now, until, _AT_ONCE)
            for posting_id, revision, deadline in near:
                try:
                    with self._database.write() as session:
                        event = posting_closing_soon(posting_id, revision, deadline, now)
                        self._outbox.tell(session, event, once=(posting_id, deadline))
                except IntegrityError:
                    continue  # another worker told it at the same moment
            if len(near) < _AT_ONCE:
                return

    def remove_old(self, stopping: Callable[[], bool]) -> None:
        """Remove events and deliveries from more than as many days ago as are kept, but for those pending."""
        before = self._clock() - dt.timedelta(days=self._settings.webhook_keep_days)
        removed = _AT_ONCE
        while removed == _AT_ONCE and not stopping():
            with self._database.write() as session:
                removed = WebhookEventRepository(session).delete_old(before, _AT_ONCE)
