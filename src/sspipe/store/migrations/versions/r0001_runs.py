"""Step 0001: runs, their files, findings and decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
MOMENT = sa.DateTime(timezone=True)
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _create_run()
    _create_run_step()
    _create_source_file()
    _create_feed_status()
    _create_finding()
    _create_quarantined_row()
    _create_decision()


def _create_run() -> None:
    op.create_table(
        "run",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("code_version", sa.Text(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('running', 'done', 'unchanged', 'refused', 'broken')", name=op.f("ck_run_outcome")
        ),
        sa.PrimaryKeyConstraint("run_id", name="pk_run"),
    )


def _create_run_step() -> None:
    op.create_table(
        "run_step",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("rows", ROW_NUMBER, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('running', 'done', 'unchanged', 'refused', 'broken')", name=op.f("ck_run_step_outcome")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], name="fk_run_step_run_id"),
        sa.PrimaryKeyConstraint("run_id", "step", "unit", name="pk_run_step"),
    )


def _create_source_file() -> None:
    op.create_table(
        "source_file",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("source_file", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Date(), nullable=False),
        sa.Column("size_bytes", ROW_NUMBER, nullable=False),
        sa.Column("rows_read", ROW_NUMBER, nullable=False),
        sa.Column("debit_pence", sa.BigInteger(), nullable=False),
        sa.Column("credit_pence", sa.BigInteger(), nullable=False),
        sa.Column("rows_used", ROW_NUMBER, nullable=False),
        sa.Column("rows_quarantined", ROW_NUMBER, nullable=False),
        sa.Column("rows_excluded", ROW_NUMBER, nullable=False),
        sa.Column("first_run_id", sa.Text(), nullable=False),
        sa.Column("last_run_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("feed", "source_file", "file_name", name="pk_source_file"),
    )


def _create_feed_status() -> None:
    op.create_table(
        "feed_status",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("source_file", sa.Text(), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "status IN ('not_due', 'arrived', 'late', 'missing', 'refused')", name=op.f("ck_feed_status_status")
        ),
        sa.PrimaryKeyConstraint("site", "feed", "period", name="pk_feed_status"),
    )


def _create_finding() -> None:
    op.create_table(
        "finding",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("finding_number", ROW_NUMBER, nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("source_file", sa.Text(), nullable=False),
        sa.Column("source_row", ROW_NUMBER, nullable=True),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.CheckConstraint("severity IN ('critical', 'reject', 'warn', 'info')", name=op.f("ck_finding_severity")),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], name="fk_finding_run_id"),
        sa.PrimaryKeyConstraint("run_id", "finding_number", name="pk_finding"),
    )


def _create_quarantined_row() -> None:
    op.create_table(
        "quarantined_row",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("source_file", sa.Text(), nullable=False),
        sa.Column("source_row", ROW_NUMBER, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("debit_pence", sa.BigInteger(), nullable=False),
        sa.Column("credit_pence", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], name="fk_quarantined_row_run_id"),
        sa.PrimaryKeyConstraint("run_id", "source_file", "source_row", "rule", name="pk_quarantined_row"),
    )


def _create_decision() -> None:
    op.create_table(
        "decision",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("break_id", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("second_role", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("first_run_id", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('matched_by_hand', 'accepted_once', 'accepted_until', 'disputed', 'drift_confirmed')",
            name=op.f("ck_decision_kind"),
        ),
        sa.PrimaryKeyConstraint("site", "decision_id", name="pk_decision"),
    )
