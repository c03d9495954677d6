"""Step 0004: published breaks, causes, evidence, conservation and performance."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _create_out_breaks()
    _create_out_causes()
    _create_out_cause_evidence()
    _create_out_conservation()
    _create_out_pprr_performance()


def _create_out_breaks() -> None:
    op.create_table(
        "out_breaks",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False),
        sa.Column("break_id", sa.Text(), nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("cost_centre", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("counterparty", sa.Text(), nullable=False),
        sa.Column("pair", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("first_seen", sa.Text(), nullable=False),
        sa.Column("age_periods", ROW_NUMBER, nullable=False),
        sa.Column("age_working_days", ROW_NUMBER, nullable=False),
        sa.Column("owner_council", sa.Text(), nullable=False),
        sa.Column("owner_side", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "pair IN ('ledger-expected', 'billed-due', 'booked-billed', 'accrued-scheduled', 'not-attributed')",
            name=op.f("ck_out_breaks_pair"),
        ),
        sa.CheckConstraint("state IN ('open', 'cleared')", name=op.f("ck_out_breaks_state")),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_breaks"),
        sa.UniqueConstraint("release_id", "break_id", name="uq_out_breaks_break_id"),
    )


def _create_out_causes() -> None:
    op.create_table(
        "out_causes",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False),
        sa.Column("break_id", sa.Text(), nullable=False),
        sa.Column("cause_number", ROW_NUMBER, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("cause_class", sa.Text(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("is_supposed", sa.Boolean(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("tried", ROW_NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_causes"),
        sa.UniqueConstraint("release_id", "break_id", "cause_number", name="uq_out_causes_cause"),
    )


def _create_out_cause_evidence() -> None:
    op.create_table(
        "out_cause_evidence",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False),
        sa.Column("break_id", sa.Text(), nullable=False),
        sa.Column("cause_number", ROW_NUMBER, nullable=False),
        sa.Column("source_file", sa.Text(), nullable=False),
        sa.Column("source_row", ROW_NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_cause_evidence"),
    )


def _create_out_conservation() -> None:
    op.create_table(
        "out_conservation",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("source_file", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("cost_centre", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("rows", ROW_NUMBER, nullable=True),
        sa.Column("debit_pence", sa.BigInteger(), nullable=True),
        sa.Column("credit_pence", sa.BigInteger(), nullable=True),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("is_proved_complete", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "fate IN ('read', 'used', 'quarantined', 'excluded', 'total', 'attributed', 'not_joint', 'break')",
            name=op.f("ck_out_conservation_fate"),
        ),
        sa.CheckConstraint("kind IN ('file', 'cost_centre')", name=op.f("ck_out_conservation_kind")),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_conservation"),
    )


def _create_out_pprr_performance() -> None:
    op.create_table(
        "out_pprr_performance",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("year_label", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("value_marker", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("polarity", sa.Text(), nullable=False),
        sa.Column("previous_year_label", sa.Text(), nullable=False),
        sa.Column("previous_value", sa.Text(), nullable=True),
        sa.Column("trend", sa.Text(), nullable=False),
        sa.Column("trend_reason", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("source_file", sa.Text(), nullable=False),
        sa.Column("source_row", ROW_NUMBER, nullable=False),
        sa.CheckConstraint("polarity IN ('high', 'low', 'neither')", name=op.f("ck_out_pprr_performance_polarity")),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_pprr_performance"),
    )
