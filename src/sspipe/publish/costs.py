"""The expected cost of joint posts, how it comes about, and what the host's ledger shows of it, as rows."""

from collections.abc import Iterable

from sspipe.model.statement import CostItem, LedgerItem
from sspipe.model.working import WorkingRow
from sspipe.publish.plain import Row, numbered, row_of


def shape_costs(costs: Iterable[CostItem]) -> list[Row]:
    """Rows of `out_post_costs`."""
    return numbered(row_of(item) for item in costs)


def shape_workings(working: Iterable[WorkingRow]) -> list[Row]:
    """Rows of `out_post_workings`: one a step, fractions as exact text."""
    return numbered(row_of(row) for row in working)


def shape_ledger(ledger: Iterable[LedgerItem]) -> list[Row]:
    """Rows of `out_post_ledger`: one per line, post and component."""
    return numbered(row_of(item) for item in ledger)
