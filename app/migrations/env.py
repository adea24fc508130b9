"""Alembic's entry: runs on the connection it is given, or on DATABASE_URL when called from the command line."""

from alembic import context
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

from app import idempotency_tables, tables, webhook_tables
from app.database import Database
from app.migrations.check import is_ours
from app.settings import Settings

_METADATA = SQLModel.metadata
_ = tables, idempotency_tables, webhook_tables


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=_METADATA,
        compare_type=True,
        compare_server_default=True,
        include_name=is_ours,
        render_as_batch=connection.dialect.name == "sqlite",
        # So that a lock is held for one change only, and an index can be made beside those who work.
        transaction_per_migration=connection.dialect.name == "postgresql",
    )
    with context.begin_transaction():
        context.run_migrations()


_given = context.config.attributes.get("connection")
if _given is not None:
    _run(_given)
else:
    _database = Database(Settings().database_url)
    with _database.changing_schema() as _connection:
        _run(_connection)
    _database.close()
