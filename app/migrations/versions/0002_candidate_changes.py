"""The order in which candidates change, by which each process keeps its index up to date."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    counter = op.create_table(
        "counter",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.bulk_insert(counter, [{"name": "candidate_change", "value": 0}])
    op.create_table(
        "candidate_change",
        sa.Column("candidate_id", sa.String(36), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("candidate_id"),
    )
    op.create_index("ix_candidate_change_number", "candidate_change", ["number"])


def downgrade() -> None:
    op.drop_table("candidate_change")
    op.drop_table("counter")
