"""The log of decisions, which can only grow, and the receipts of erasures."""

import sqlalchemy as sa
from alembic import op

from app.migrations.row_security import keep_apart, let_together

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_REFUSED = "the log of decisions is never changed"


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("tenant_id", sa.String(40), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("posting_id", sa.String(36), nullable=True),
        sa.Column("candidate_id", sa.String(36), nullable=True),
        sa.Column("match_id", sa.String(36), nullable=True),
        sa.Column("job_id", sa.String(36), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "number"),
    )
    for what in ("posting", "candidate", "match"):
        op.create_index(f"ix_decision_{what}", "decision", ["tenant_id", f"{what}_id", "number"])
    op.create_table(
        "erasure",
        sa.Column("tenant_id", sa.String(40), server_default=sa.text("''"), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("candidate_id", sa.String(36), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(64), nullable=True),
        sa.Column("matches", sa.Integer(), nullable=False),
        sa.Column("overrides", sa.Integer(), nullable=False),
        sa.Column("job_ranks", sa.Integer(), nullable=False),
        sa.Column("idempotency_records", sa.Integer(), nullable=False),
        sa.Column("log_number", sa.BigInteger(), nullable=False),
        sa.Column("log_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_erasure_candidate", "erasure", ["tenant_id", "candidate_id"])
    for table in ("decision", "erasure"):
        keep_apart(table)
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_decision_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER decision_stays BEFORE UPDATE OR DELETE ON decision "
            "FOR EACH ROW EXECUTE FUNCTION refuse_decision_change()"
        )
        op.execute(
            "CREATE TRIGGER decision_all_stay BEFORE TRUNCATE ON decision "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_decision_change()"
        )
    else:
        for name, change in (("decision_stays_same", "UPDATE"), ("decision_stays", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {change} ON decision BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
            )


def downgrade() -> None:
    """The log goes with its table; a service that goes back had better keep a copy."""
    for table in ("decision", "erasure"):
        let_together(table)
        op.drop_table(table)
    op.execute("DELETE FROM counter WHERE name = 'decision'")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_decision_change()")
