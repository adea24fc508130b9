"""Whether a service may be started without keys."""

import structlog

from app.access.gate import is_loopback
from app.access.keyring import Keyring
from app.database import Database
from app.settings import Settings

_log = structlog.get_logger("gunning.access")
_HOW = "make one: python -m app.access create-key --tenant default --name first --scope admin"


class NoKeysError(Exception):
    """The service would be open to whoever reaches it."""


def is_open(settings: Settings) -> bool:
    """Whether callers on this machine need no key while there is none: only where nobody else can reach us."""
    return is_loopback(settings.host) and settings.oidc_issuer is None


def check_row_security(database: Database) -> None:
    """Say so where PostgreSQL's row-level security does not bind the service; the sessions keep tenants apart alone."""
    if database.engine.dialect.name == "postgresql" and not database.row_security_binds():
        _log.warning("row_security_does_not_bind", hint="connect as a role that is no superuser")


def check_access(settings: Settings, keyring: Keyring) -> None:
    """Say who gets in; raises NoKeysError where that would be everybody."""
    if settings.oidc_issuer is not None or keyring.has_keys():
        return
    if not is_open(settings):
        raise NoKeysError(f"HOST {settings.host} can be reached from elsewhere, and there is no key; {_HOW}")
    _log.warning("open_without_keys", host=settings.host, tenant="default", hint=_HOW)
