"""Step 0008: savings, milestones and risks of the programme; what a release's own measures need beside a feed's."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
_CERTAINTIES = "'agreed', 'proposed', 'disputed', 'planned', 'stated', 'done', 'ended'"
_RATINGS = "'green', 'amber', 'red'"
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the programme's tables, and room for the measures that a release works out itself."""
    _create_out_savings()
    _create_out_milestones()
    _create_out_risks()
    _widen_performance()


def _widen_performance() -> None:
    """What a release works out has no day of its own and no file; releases made before say nothing of new data."""
    name = "out_pprr_performance"
    with op.batch_alter_table(name) as table:
        table.alter_column("published_on", existing_type=sa.Date(), nullable=True)
        table.alter_column("source_row", existing_type=ROW_NUMBER, nullable=True)
        table.add_column(sa.Column("has_new_data", sa.Boolean()))
    if op.get_bind().dialect.name == "sqlite":  # SQLite's copy leaves the checks behind
        with op.batch_alter_table(name) as table:
            table.create_check_constraint(op.f(f"ck_{name}_polarity"), "polarity IN ('high', 'low', 'neither')")


def _create(name: str, *rest: Any) -> None:
    op.create_table(
        name,
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        *rest,
        sa.PrimaryKeyConstraint("release_id", "row_number", name=f"pk_{name}"),
    )


def _texts(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.Text(), nullable=False) for name in names)


def _source(*, status_may_be_empty: bool = False) -> Iterator[sa.Column[Any]]:
    yield sa.Column("status", sa.Text(), nullable=status_may_be_empty)
    yield from _texts("paper", "paper_title", "paragraph")
    yield sa.Column("stated_on", sa.Date())
    yield sa.Column("is_illustrative", sa.Boolean(), nullable=False)
    yield from _texts("note")


def _check(table: str, column: str, listed: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def _create_out_savings() -> None:
    name = "out_savings"
    _create(
        name,
        *_texts("year", "scope", "saving", "owner", "title"),
        *(sa.Column(f"{figure}_pence", sa.BigInteger()) for figure in ("baseline", "target", "delivered", "forecast")),
        sa.Column("rating", sa.Text()),
        sa.Column("is_one_sided", sa.Boolean()),
        *_texts("basis"),
        *_source(status_may_be_empty=True),
        _check(name, "scope", "'owner', 'together'"),
        _check(name, "rating", _RATINGS),
        _check(name, "status", _CERTAINTIES),
    )


def _create_out_milestones() -> None:
    name = "out_milestones"
    _create(
        name,
        *_texts("milestone", "council", "title", "expected"),
        sa.Column("expected_by", sa.Date(), nullable=False),
        *_texts("output"),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        *_source(),
        _check(name, "status", _CERTAINTIES),
    )


def _create_out_risks() -> None:
    name = "out_risks"
    _create(
        name,
        *_texts("risk", "council", "title", "implication", "action"),
        sa.Column("rating", sa.Text()),
        *_source(),
        _check(name, "rating", _RATINGS),
        _check(name, "status", _CERTAINTIES),
    )
