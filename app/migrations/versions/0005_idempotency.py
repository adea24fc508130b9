"""Requests under a key, and their answers."""

import sqlalchemy as sa
from alembic import op

from app.migrations.row_security import keep_apart, let_together

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OWNED = ("idempotency", "idempotency_candidate")


def upgrade() -> None:
    op.create_table(
        "idempotency",
        sa.Column("tenant_id", sa.String(40), server_default=sa.text("''"), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("target", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(36), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_sha256", sa.String(64), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("of_many", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tenant_id", "key", name="uq_idempotency_key"),
    )
    op.create_index("ix_idempotency_expires_at", "idempotency", ["expires_at"])
    op.create_table(
        "idempotency_candidate",
        sa.Column("tenant_id", sa.String(40), server_default=sa.text("''"), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("candidate_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["idempotency.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("request_id", "candidate_id"),
    )
    op.create_index("ix_idempotency_candidate_candidate_id", "idempotency_candidate", ["candidate_id"])
    for table in _OWNED:
        keep_apart(table)


def downgrade() -> None:
    for table in _OWNED:
        let_together(table)
    op.drop_table("idempotency_candidate")
    op.drop_table("idempotency")
