"""Due, billed and booked as rows, the accrual schedule as draft lines, and the settlement by post."""

from collections.abc import Iterable

from sspipe.model.statement import AccrualRow, RechargeRow, SettlementRow
from sspipe.publish.plain import Row, numbered, row_of

ACCRUAL = "accrual"


def shape_recharges(recharges: Iterable[RechargeRow]) -> list[Row]:
    """Rows of `out_recharges`."""
    return numbered(row_of(recharge) for recharge in recharges)


def shape_draft_lines(accruals: Iterable[AccrualRow]) -> list[Row]:
    """Rows of `out_draft_lines`: for now the accruals of the year end."""
    return numbered({"kind": ACCRUAL, **row_of(accrual)} for accrual in accruals)


def shape_settlement(settlement: Iterable[SettlementRow]) -> list[Row]:
    """Rows of `out_settlement`."""
    return numbered(row_of(row) for row in settlement)
