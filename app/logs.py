"""Structured logs on standard error: one JSON object a line, never with personal data, texts or addresses."""

import datetime as dt
import json
import logging
import sys
from typing import Any

import structlog


class _StandardError:
    """Writes lines to standard error as it is at that moment, in one write each."""

    def msg(self, line: str) -> None:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()

    debug = info = warning = error = msg


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


class ServerLine(logging.Formatter):
    """A record of the HTTP server or the queue as such a line: its own words, without an exception's."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        time = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat().replace("+00:00", "Z")
        event = "queue" if record.name.startswith("huey") else "server"
        line = {"event": event, "level": record.levelname.lower(), "message": record.getMessage(), "time": time}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, sort_keys=True)


def _is_no_traceback(record: logging.LogRecord) -> bool:
    # Why the application cannot start is told in a line of its own.
    return not record.getMessage().startswith("Traceback")


def server_log_config() -> dict[str, Any]:
    """The configuration of the server's and the queue's loggers (`logging.config.dictConfig`): from warnings up."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": ServerLine}},
        "filters": {"no_traceback": {"()": lambda: _is_no_traceback}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_traceback"]}},
        "loggers": {
            name: {"handlers": ["stderr"], "level": "WARNING", "propagate": False} for name in ("uvicorn", "huey")
        },
    }
