"""Jobs: what was asked, which postings each is about, and the rankings found."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(64), nullable=True),
        sa.Column("owner", sa.String(36), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_job_state", "job", ["state"])
    op.create_table(
        "job_posting",
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("posting_id", sa.String(36), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posting_revision", sa.Integer(), nullable=True),
        sa.Column("reference_date", sa.Date(), nullable=True),
        sa.Column("engine_version", sa.String(64), nullable=True),
        sa.Column("eligible", sa.Integer(), nullable=True),
        sa.Column("needs_review", sa.Integer(), nullable=True),
        sa.Column("not_eligible", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "posting_id"),
    )
    op.create_index("ix_job_posting_posting_id", "job_posting", ["posting_id"])
    op.create_table(
        "job_rank",
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("posting_id", sa.String(36), nullable=False),
        sa.Column("candidate_id", sa.String(36), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("hourly_rate", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id", "posting_id"], ["job_posting.job_id", "job_posting.posting_id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "posting_id", "candidate_id"),
    )
    op.create_index("ix_job_rank_candidate_id", "job_rank", ["candidate_id"])


def downgrade() -> None:
    for table in ("job_rank", "job_posting", "job"):
        op.drop_table(table)
