"""The expected cost of joint posts, how it comes about, what the ledger shows of it, and the tie-out, as rows."""

from collections.abc import Iterable

from sspipe.model.statement import CostItem, LedgerItem
from sspipe.model.tie_out import TieOutRow
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


def shape_tie_out(tie_out: Iterable[TieOutRow]) -> list[Row]:
    """Rows of `out_tie_out`."""
    return numbered(row_of(row) for row in tie_out)
