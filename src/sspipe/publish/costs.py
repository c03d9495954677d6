"""The expected cost of joint posts and what the host's ledger shows of it, as rows."""

from collections.abc import Iterable

from sspipe.model.statement import CostItem, LedgerItem
from sspipe.publish.plain import Row, numbered, row_of


def shape_costs(costs: Iterable[CostItem]) -> list[Row]:
    """Rows of `out_post_costs`."""
    return numbered(row_of(item) for item in costs)


def shape_ledger(ledger: Iterable[LedgerItem]) -> list[Row]:
    """Rows of `out_post_ledger`: one per line, post and component."""
    return numbered(row_of(item) for item in ledger)
