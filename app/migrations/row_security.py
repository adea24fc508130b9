"""Row-level security on PostgreSQL: a second keeper of what the sessions keep apart."""

from alembic import op

_MAY = "tenant_id = current_setting('gunning.tenant', true) OR current_setting('gunning.tenant', true) = '*'"


def keep_apart(table: str) -> None:
    """Let a table's rows be seen and written by their tenant only; nothing on SQLite, which has no such thing.

    It binds the table's owner too, but no superuser: the service must not be one.
    """
    if op.get_context().dialect.name == "postgresql":
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY tenant ON "{table}" USING ({_MAY}) WITH CHECK ({_MAY})')


def let_together(table: str) -> None:
    """Undo it."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(f'DROP POLICY tenant ON "{table}"')
        op.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
