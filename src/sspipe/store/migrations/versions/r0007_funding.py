"""Step 0007: the forecast outturn of the year by council, post and role."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of the forecast."""
    _create_out_forecast()


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
