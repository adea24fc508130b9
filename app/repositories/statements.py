"""Statements that several tables need."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlmodel import Session, col

from app.tables import CounterRow
from app.tenancy import tenant_of


def changed_rows(session: Session, statement: sa.Update | sa.Delete) -> int:
    """How many rows of the session's tenant a statement changed. Rows that the session holds are not told of it."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)  # noqa: S101 - what a change gives
    return result.rowcount


def raised(session: Session, name: str, by: int = 1) -> int:
    """A counter of the session's tenant, raised, from 0; other writers of it wait until the transaction ends."""
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(CounterRow)
    begun = insert.values(tenant_id=tenant_of(session), name=name, value=by)
    total = col(CounterRow.value) + by
    found = begun.on_conflict_do_update(index_elements=["tenant_id", "name"], set_={"value": total})
    value: int = session.connection().execute(found.returning(col(CounterRow.value))).scalar_one()
    return value
