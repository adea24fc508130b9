"""Tenants and their keys; every row belongs to a tenant, what was there before to the one called `default`."""

import datetime as dt

import sqlalchemy as sa
from alembic import op

from app.migrations.row_security import keep_apart, let_together

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OWNED = (
    "posting",
    "candidate",
    "match",
    "match_candidate",
    "candidate_change",
    "job",
    "job_posting",
    "job_rank",
)
_FIRST = "default"


def upgrade() -> None:
    on_sqlite = op.get_context().dialect.name == "sqlite"
    tenant = op.create_table(
        "tenant",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    now = dt.datetime.now(dt.UTC)
    op.bulk_insert(tenant, [{"id": _FIRST, "created_at": now.replace(tzinfo=None) if on_sqlite else now}])
    op.create_table(
        "api_key",
        sa.Column("tenant_id", sa.String(40), server_default=sa.text("''"), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("secret_hash", sa.String(128), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rotated_to", sa.String(36), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for table in _OWNED:
        _give_owner(table, on_sqlite)
    with op.batch_alter_table("candidate", naming_convention={"uq": "uq_candidate_external_id"}) as candidate:
        # Unnamed when it was made: PostgreSQL gave it a name of its own.
        candidate.drop_constraint("uq_candidate_external_id" if on_sqlite else "candidate_external_id_key", "unique")
        candidate.create_unique_constraint("uq_candidate_external_id", ["tenant_id", "external_id"])
    op.drop_index("ix_candidate_change_number", "candidate_change")
    op.create_index("ix_candidate_change_number", "candidate_change", ["tenant_id", "number"])
    for table in ("posting", "candidate", "job"):
        op.create_index(f"ix_{table}_tenant", table, ["tenant_id", "id"])
    op.rename_table("counter", "counter_before")
    op.create_table(
        "counter",
        sa.Column("tenant_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "name", name="pk_counter"),
    )
    op.execute(f"INSERT INTO counter (tenant_id, name, value) SELECT '{_FIRST}', name, value FROM counter_before")  # noqa: S608 - no input
    op.drop_table("counter_before")
    for table in ("api_key", "counter", *_OWNED):
        keep_apart(table)


def _give_owner(table: str, on_sqlite: bool) -> None:
    # Whoever forgets to name a tenant has stored a row of nobody's.
    if on_sqlite:
        op.add_column(table, sa.Column("tenant_id", sa.String(40), server_default=sa.text("''"), nullable=False))
        op.execute(f"UPDATE \"{table}\" SET tenant_id = '{_FIRST}'")  # noqa: S608 - no input
    else:
        # No row is written: PostgreSQL keeps the default of those that are there apart.
        op.add_column(table, sa.Column("tenant_id", sa.String(40), server_default=_FIRST, nullable=False))
        op.alter_column(table, "tenant_id", server_default=sa.text("''"))


def downgrade() -> None:
    """Only where one tenant is left: two could have candidates of one external id."""
    on_sqlite = op.get_context().dialect.name == "sqlite"
    for table in ("api_key", "counter", *_OWNED):
        let_together(table)
    op.rename_table("counter", "counter_after")
    op.create_table(
        "counter",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counter_name"),
    )
    op.execute("INSERT INTO counter (name, value) SELECT name, max(value) FROM counter_after GROUP BY name")
    op.drop_table("counter_after")
    for table in ("posting", "candidate", "job"):
        op.drop_index(f"ix_{table}_tenant", table)
    op.drop_index("ix_candidate_change_number", "candidate_change")
    op.create_index("ix_candidate_change_number", "candidate_change", ["number"])
    with op.batch_alter_table("candidate") as candidate:
        candidate.drop_constraint("uq_candidate_external_id", "unique")
        candidate.create_unique_constraint("candidate_external_id_key", ["external_id"])
        if on_sqlite:
            candidate.drop_column("tenant_id")
    for table in _OWNED:
        if table != "candidate" or not on_sqlite:
            with op.batch_alter_table(table) as altered:
                altered.drop_column("tenant_id")
    op.drop_table("api_key")
    op.drop_table("tenant")
