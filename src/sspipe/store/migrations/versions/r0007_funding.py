"""Step 0007: the forecast outturn of the year by council, post and role, and the position on the schools grant."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make both tables."""
    _create_out_forecast()
    _create_out_dsg_position()


def _create_out_forecast() -> None:
    op.create_table(
        "out_forecast",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("budget_pence", sa.BigInteger(), nullable=False),
        sa.Column("actual_to_date_pence", sa.BigInteger(), nullable=False),
        sa.Column("expected_left_pence", sa.BigInteger(), nullable=False),
        sa.Column("provision_pence", sa.BigInteger(), nullable=False),
        sa.Column("recharge_pence", sa.BigInteger(), nullable=False),
        sa.Column("forecast_pence", sa.BigInteger(), nullable=False),
        sa.Column("variance_pence", sa.BigInteger(), nullable=False),
        sa.Column("budget_is_missing", sa.Boolean(), nullable=False),
        sa.Column("provision_is_missing", sa.Boolean(), nullable=False),
        sa.Column("is_incomplete", sa.Boolean(), nullable=False),
        sa.Column("is_unapproved", sa.Boolean(), nullable=False),
        sa.Column("is_allocated", sa.Boolean(), nullable=False),
        sa.Column("is_of_several_funds", sa.Boolean(), nullable=False),
        sa.CheckConstraint("role IN ('host', 'partner')", name=op.f("ck_out_forecast_role")),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_forecast"),
    )


def _create_out_dsg_position() -> None:
    op.create_table(
        "out_dsg_position",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("financial_year", sa.Text(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("first_published_on", sa.Date(), nullable=False),
        sa.Column("first_pence", sa.BigInteger(), nullable=False),
        sa.Column("latest_published_on", sa.Date(), nullable=False),
        sa.Column("latest_pence", sa.BigInteger(), nullable=False),
        sa.Column("movement_pence", sa.BigInteger(), nullable=False),
        sa.Column("like_published_on", sa.Date()),
        sa.Column("like_pence", sa.BigInteger()),
        sa.Column("like_before_published_on", sa.Date()),
        sa.Column("like_before_pence", sa.BigInteger()),
        sa.Column("like_change_pence", sa.BigInteger()),
        sa.Column("planned_published_on", sa.Date()),
        sa.Column("planned_pence", sa.BigInteger()),
        sa.Column("kept_at_most_pence", sa.BigInteger()),
        sa.Column("planned_spend_pence", sa.BigInteger()),
        sa.Column("planned_headroom_pence", sa.BigInteger()),
        sa.Column("headroom_as_charged_pence", sa.BigInteger()),
        sa.Column("headroom_once_recharged_pence", sa.BigInteger()),
        sa.Column("is_within_limit", sa.Boolean()),
        sa.Column("is_of_joint_posts_only", sa.Boolean(), nullable=False),
        sa.Column("is_each_tested_alone", sa.Boolean(), nullable=False),
        sa.Column("is_limit_illustrative", sa.Boolean(), nullable=False),
        sa.Column("is_incomplete", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('allocation', 'central_spend')", name=op.f("ck_out_dsg_position_kind")),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_dsg_position"),
    )
