"""Step 0003: published costs, recharges, draft lines and settlement."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _create_out_post_costs()
    _create_out_recharges()
    _create_out_draft_lines()
    _create_out_settlement()


def _create_out_post_costs() -> None:
    op.create_table(
        "out_post_costs",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("occupant_ref", sa.Text(), nullable=False),
        sa.Column("occupant_key_id", sa.Text(), nullable=False),
        sa.Column("paid", sa.Text(), nullable=False),
        sa.Column("earned", sa.Text(), nullable=False),
        sa.Column("tranche", sa.Text(), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "component IN ('basic', 'elements', 'ni', 'pension', 'levy')", name=op.f("ck_out_post_costs_component")
        ),
        sa.CheckConstraint("tranche IN ('current', 'correction', 'arrears')", name=op.f("ck_out_post_costs_tranche")),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_post_costs"),
    )


def _create_out_recharges() -> None:
    op.create_table(
        "out_recharges",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("shared_pence", sa.BigInteger(), nullable=False),
        sa.Column("part_pence", sa.BigInteger(), nullable=False),
        sa.Column("due_pence", sa.BigInteger(), nullable=False),
        sa.Column("not_yet_billable_pence", sa.BigInteger(), nullable=False),
        sa.Column("billable_pence", sa.BigInteger(), nullable=False),
        sa.Column("billed_pence", sa.BigInteger(), nullable=False),
        sa.Column("unbilled_pence", sa.BigInteger(), nullable=False),
        sa.Column("unbilled_in_transit_pence", sa.BigInteger(), nullable=False),
        sa.Column("booked_pence", sa.BigInteger(), nullable=False),
        sa.Column("unbooked_pence", sa.BigInteger(), nullable=False),
        sa.Column("unbooked_in_transit_pence", sa.BigInteger(), nullable=False),
        sa.Column("host_accrued_pence", sa.BigInteger(), nullable=False),
        sa.Column("partner_accrued_pence", sa.BigInteger(), nullable=False),
        sa.Column("is_assumed", sa.Boolean(), nullable=False),
        sa.Column("is_allocated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_recharges"),
    )


def _create_out_draft_lines() -> None:
    op.create_table(
        "out_draft_lines",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("accrual_id", sa.Text(), nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("scheduled_pence", sa.BigInteger(), nullable=False),
        sa.Column("raised_pence", sa.BigInteger(), nullable=False),
        sa.Column("reversed_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('accrual')", name=op.f("ck_out_draft_lines_kind")),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_draft_lines"),
        sa.UniqueConstraint("release_id", "accrual_id", name="uq_out_draft_lines_accrual_id"),
    )


def _create_out_settlement() -> None:
    op.create_table(
        "out_settlement",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("opening_pence", sa.BigInteger(), nullable=False),
        sa.Column("due_pence", sa.BigInteger(), nullable=False),
        sa.Column("not_yet_billable_pence", sa.BigInteger(), nullable=False),
        sa.Column("unbilled_pence", sa.BigInteger(), nullable=False),
        sa.Column("unbooked_pence", sa.BigInteger(), nullable=False),
        sa.Column("booked_pence", sa.BigInteger(), nullable=False),
        sa.Column("in_transit_pence", sa.BigInteger(), nullable=False),
        sa.Column("closing_pence", sa.BigInteger(), nullable=False),
        sa.Column("host_accrued_pence", sa.BigInteger(), nullable=False),
        sa.Column("partner_accrued_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("scope IN ('period', 'year_to_date')", name=op.f("ck_out_settlement_scope")),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_settlement"),
    )
