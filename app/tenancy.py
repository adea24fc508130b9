"""Sessions that see and write the rows of one tenant only, whatever statement they are given.

Three things keep tenants apart: every ORM statement gets the filter here; a statement that names a table of tenants and
does not compare its tenant is refused before it reaches the database; and on PostgreSQL row-level security holds too.
"""

import re
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import Session, SQLModel, col

from app.tables import CounterRow, TenantOwned

FIRST_TENANT = "default"
"""The tenant of a service that needs no keys, and of all rows stored before there were tenants."""
EVERYWHERE = "*"
"""In the place of a tenant: all of them. For sweeps and commands of the operator only."""
TENANT = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
"""What a tenant may be called."""
TENANT_OPTION = "gunning_tenant"
"""The execution option that tells a connection whose rows it is for."""
_NAMED = re.compile(r'(?:\bFROM|\bJOIN|\bUPDATE|,)\s+"?(\w+)"?(?:\s+AS\s+"?(\w+)"?)?', re.IGNORECASE)
_INSERTED = re.compile(r'\s*INSERT\s+INTO\s+"?(\w+)"?\s*\(([^)]*)\)', re.IGNORECASE)
# The unit of work writes what its session has read, by primary key.
_flushing: ContextVar[bool] = ContextVar("flushing", default=False)


class UnfilteredError(RuntimeError):
    """A statement would have reached rows of any tenant: a programming error."""


class TenantSession(Session):
    """A session of one tenant. New rows become the tenant's; rows of others are not there."""

    def __init__(self, bind: Engine, tenant_id: str, **options: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
        super().__init__(bind.execution_options(**{TENANT_OPTION: tenant_id}), **options)
        self.tenant_id = tenant_id

    def flush(self, objects: Any = None) -> None:  # noqa: ANN401 - SQLAlchemy's own
        """Write what is pending."""
        token = _flushing.set(True)
        try:
            super().flush(objects)
        finally:
            _flushing.reset(token)


def tenant_of(session: Session) -> str:
    """The tenant of a session, for statements that name it themselves; raises where there is not just one."""
    if not isinstance(session, TenantSession) or session.tenant_id == EVERYWHERE:
        raise UnfilteredError("no session of one tenant")
    return session.tenant_id


def guard(engine: Engine) -> None:
    """Let every connection of this engine know its tenant, and refuse what would pass over it."""
    sa.event.listen(engine, "before_cursor_execute", _refuse_unfiltered)
    if engine.dialect.name == "postgresql":
        sa.event.listen(engine, "begin", _tell_postgres)


def _tell_postgres(connection: Connection) -> None:
    tenant = connection.get_execution_options().get(TENANT_OPTION)
    if tenant is not None:
        connection.exec_driver_sql("SELECT set_config('gunning.tenant', %(tenant)s, true)", {"tenant": tenant})


@sa.event.listens_for(TenantSession, "do_orm_execute")
def _filter(state: ORMExecuteState) -> None:
    session = state.session
    assert isinstance(session, TenantSession)  # noqa: S101 - what the event is for
    tenant = session.tenant_id
    if tenant == EVERYWHERE:
        return
    if state.is_select or state.is_update or state.is_delete:
        state.statement = state.statement.options(*_criteria(tenant))
    elif state.is_insert:
        given: Any = state.parameters
        rows = given if isinstance(given, list) else [given or {}]
        state.parameters = [{**row, "tenant_id": tenant} for row in rows]


@lru_cache(maxsize=1_024)
def _criteria(tenant_id: str) -> tuple[ExecutableOption, ...]:
    """The filter of each table of tenants."""
    owned: list[Any] = [*TenantOwned.__subclasses__(), CounterRow]
    return tuple(
        with_loader_criteria(table, col(table.tenant_id) == tenant_id, include_aliases=True) for table in owned
    )


@sa.event.listens_for(TenantSession, "before_flush")
def _own(session: TenantSession, _context: object, _instances: object) -> None:
    for row in (*session.new, *session.dirty):
        if isinstance(row, TenantOwned | CounterRow):
            if not row.tenant_id and session.tenant_id != EVERYWHERE:
                row.tenant_id = session.tenant_id
            if not row.tenant_id or session.tenant_id not in {row.tenant_id, EVERYWHERE}:
                raise UnfilteredError("a row of another tenant, or of none")


def _refuse_unfiltered(
    connection: Connection, _cursor: object, statement: str, _parameters: object, _context: object, _many: bool
) -> None:
    tenant = connection.get_execution_options().get(TENANT_OPTION)
    if tenant is None or tenant == EVERYWHERE or _flushing.get():
        return
    if (table := _unfiltered(statement)) is not None:
        raise UnfilteredError(f"the statement does not compare the tenant of {table}")


@lru_cache(maxsize=2_048)
def _unfiltered(statement: str) -> str | None:
    """The table of tenants that a statement names without comparing its tenant, or null."""
    inserted = _INSERTED.match(statement)
    if inserted and inserted[1] in _owned_tables() and "tenant_id" not in inserted[2]:
        return inserted[1]
    for table, alias in _NAMED.findall(statement):
        if table in _owned_tables() and not re.search(rf'\b"?{alias or table}"?\.tenant_id = ', statement):
            return str(table)
    return None


@lru_cache(maxsize=1)
def _owned_tables() -> frozenset[str]:
    return frozenset(name for name, table in SQLModel.metadata.tables.items() if "tenant_id" in table.columns)
