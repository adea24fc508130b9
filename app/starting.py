"""What every process does first: read the settings, and tell in one line why it cannot start."""

import structlog
from pydantic import ValidationError

from app.logs import configure_logs
from app.settings import Settings

BAD_SETTINGS = 2
CANNOT_START = 3
_log = structlog.get_logger("gunning")


def read_settings() -> Settings | None:
    """The environment's settings; null where some make no sense, which are logged by name, never with their values."""
    try:
        return Settings()
    except ValidationError as error:
        configure_logs("error")
        for item in error.errors(include_url=False, include_context=False, include_input=False):
            _log.error("bad_setting", setting="".join(map(str, item["loc"])).upper(), reason=item["msg"])
        return None


def tell_failure(error: Exception) -> None:
    """Log why a process cannot start: the driver's own first line, where it is the database."""
    reason = next(iter(str(getattr(error, "orig", error)).splitlines()), "")
    _log.error("cannot_start", error=type(error).__name__, reason=reason)
