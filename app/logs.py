"""Structured logs on standard error: one JSON object a line, never with personal data, texts or addresses."""

import datetime as dt
import json
import logging
import logging.config
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

_OWN_WORDS = ("uvicorn", "huey")
"""Loggers whose messages are known to hold no more than addresses of machines and ids of jobs."""
_log = structlog.get_logger("gunning")


class _StandardError:
    """Writes lines to standard error as it is at that moment, in one write each."""

    def msg(self, line: str) -> None:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()

    debug = info = warning = error = critical = msg


def configure_logs(level: str) -> None:
    """Set up structlog for the process. `level`: debug, info, warning or error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: _StandardError(),
        cache_logger_on_first_use=False,
    )


def configure_process(level: str) -> None:
    """The same, and all else that writes to standard error: libraries, warnings and what nobody caught."""
    configure_logs(level)
    logging.config.dictConfig(server_log_config())
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda found: _uncaught(found.exc_type, found.exc_value, found.exc_traceback)
    sys.unraisablehook = lambda found: _uncaught(found.exc_type, found.exc_value, found.exc_traceback)


def places_of(trace: TracebackType | None) -> list[str]:
    """The innermost frames of a failure: places only, since an exception's message may quote what was sent."""
    frames = traceback.extract_tb(trace)[-6:]
    return [f"{Path(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in frames]


def _uncaught(kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        _log.error("uncaught", error=kind.__name__, where=places_of(trace))


class ServerLine(logging.Formatter):
    """A record of somebody else's logger as such a line, without an exception's words.

    The server and the queue are told in their own words. Of any other library only who spoke and where: its message
    may quote a value.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        time = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat().replace("+00:00", "Z")
        line: dict[str, Any] = {"level": record.levelname.lower(), "time": time}
        if record.name.split(".")[0] in _OWN_WORDS:
            event = "queue" if record.name.startswith("huey") else "server"
            line |= {"event": event, "message": record.getMessage()}
        else:
            line |= {"event": "library", "logger": record.name, "where": f"{record.filename}:{record.lineno}"}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, sort_keys=True)


def _is_no_traceback(record: logging.LogRecord) -> bool:
    # Why the application cannot start is told in a line of its own.
    return not record.getMessage().startswith("Traceback")


def server_log_config() -> dict[str, Any]:
    """The configuration of all loggers but ours (`logging.config.dictConfig`): from warnings up."""
    handled = {"handlers": ["stderr"], "level": "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": ServerLine}},
        "filters": {"no_traceback": {"()": lambda: _is_no_traceback}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_traceback"]}},
        "root": handled,
        "loggers": {name: {**handled, "propagate": False} for name in _OWN_WORDS},
    }
