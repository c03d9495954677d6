"""Step 0011: how the cost of each payslip comes about is published beside it, one row a step."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLE = "out_post_workings"
_CLOSED = {
    "tranche": "'current', 'correction', 'arrears'",
    "component": "'basic', 'elements', 'ni', 'pension', 'levy'",
    "side": "'single', 'now', 'before', 'with', 'without'",
    "step": "'basic_segment', 'element', 'rounding', 'less_already_paid', 'assumed_pay', 'insurance',"
    " 'split_over_posts', 'pension', 'levy', 'difference', 'split_over_months', 'odd_pennies'",
    "element": "'allowance', 'honorarium', 'acting_up', 'overtime', 'one_off', 'reduction', 'sacrifice'",
    "frequency": "'monthly', 'annual', 'once'",
    "part_month": "'calendar_days', '365ths', 'working_days'",
}


def upgrade() -> None:
    """Make the table; releases made before have no working."""
    op.create_table(
        _TABLE,
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        *_whose(),
        *_pay(),
        *_rates(),
        *_closed(),
        sa.PrimaryKeyConstraint("release_id", "row_number", name=f"pk_{_TABLE}"),
    )


def _closed() -> Iterator[sa.CheckConstraint]:
    for name, listed in _CLOSED.items():
        yield sa.CheckConstraint(f"{name} IN ({listed})", name=op.f(f"ck_{_TABLE}_{name}"))


def _texts(*names: str, may_be_empty: bool = False) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.Text(), nullable=may_be_empty) for name in names)


def _pence(name: str) -> sa.Column[Any]:
    return sa.Column(f"{name}_pence", sa.BigInteger())


def _whose() -> Iterator[sa.Column[Any]]:
    yield from _texts("post", "council", "occupant_ref", "occupant_key_id", "paid", "earned", "tranche", "component")
    yield sa.Column("step_number", ROW_NUMBER, nullable=False)
    yield from _texts("side", "step", "source_file")
    yield sa.Column("source_row", ROW_NUMBER, nullable=False)


def _pay() -> Iterator[sa.Column[Any]]:
    yield from _texts("element", "frequency", may_be_empty=True)
    yield sa.Column("is_insured", sa.Boolean())
    yield sa.Column("is_pensionable", sa.Boolean())
    yield from _texts("pay_scale", "pay_point")
    yield _pence("annual")
    yield from _texts("fte", "weeks_per_year", "part_of_year", "uplift", may_be_empty=True)
    yield sa.Column("first_date", sa.Date())
    yield sa.Column("last_date", sa.Date())
    yield sa.Column("days", ROW_NUMBER)
    yield sa.Column("out_of_days", ROW_NUMBER)
    yield from _texts("part_month", may_be_empty=True)


def _rates() -> Iterator[sa.Column[Any]]:
    yield _pence("base")
    yield _pence("threshold")
    yield sa.Column("threshold_from", sa.Date())
    yield from _texts("threshold_source", "rate_of")
    yield from _texts("rate", may_be_empty=True)
    yield sa.Column("rate_from", sa.Date())
    yield from _texts("source")
    yield sa.Column("is_illustrative", sa.Boolean())
    yield from _texts("part", "unrounded", may_be_empty=True)
    yield _pence("result")
    yield _pence("amount")
