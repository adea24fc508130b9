"""Exit 1 when the tables in `app/tables.py` are not what the migrations make: `python -m app.migrations.check`."""

import sys

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

from app import idempotency_tables, tables, webhook_tables
from app.database import QUEUE_TABLES, Database

_ = tables, idempotency_tables, webhook_tables


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether Alembic is to look at something of this name: not at the queue's tables, which it makes itself."""
    return kind != "table" or not (name or "").startswith(QUEUE_TABLES)


def drift(database: Database) -> list[object]:
    """What would have to change in a migrated database to fit the tables; empty when nothing."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": is_ours,
                "target_metadata": SQLModel.metadata,
            },
        )
        return list(compare_metadata(context, SQLModel.metadata))


def main() -> int:
    """Migrate an empty database in memory and compare; the exit status."""
    database = Database("sqlite://")
    database.migrate()
    found = drift(database)
    database.close()
    for difference in found:
        sys.stderr.write(f"not migrated: {difference!r}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
