"""Step 0010: the lines of the councils' reports of resources."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NAME = "out_pprr_resources"
_FIGURES = (
    "budget_before",
    "budget_change",
    "budget_now",
    "spent_to_date",
    "forecast",
    "variance",
    "variance_before",
    "movement",
)


def upgrade() -> None:
    """Make the table; releases made before have none of its rows."""
    op.create_table(
        _NAME,
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        *_texts("report", "report_council", "report_title", "period_label"),
        sa.Column("quarter", sa.Text()),
        *_texts("unit", "council", "section", "line_kind", "service", "service_line"),
        *(sa.Column(f"{figure}_pence", sa.BigInteger()) for figure in _FIGURES),
        *(sa.Column(f"{figure}_thousands", ROW_NUMBER) for figure in _FIGURES),
        *(sa.Column(f"{pair}_residual_thousands", ROW_NUMBER) for pair in ("budget", "variance", "movement")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("is_outturn", "is_incomplete", "is_short")),
        sa.PrimaryKeyConstraint("release_id", "row_number", name=f"pk_{_NAME}"),
        _check("quarter", "'Q1', 'Q2', 'Q3', 'Q4'"),
        _check("unit", "'thousand_pounds', 'million_pounds'"),
        _check("section", "'cash_limit', 'dsg', 'reserves', 'not_stated', 'savings'"),
        _check("line_kind", "'line', 'rounding', 'total'"),
    )


def _texts(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.Text(), nullable=False) for name in names)


def _check(column: str, listed: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{_NAME}_{column}"))
