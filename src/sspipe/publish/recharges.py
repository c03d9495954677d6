"""Due, billed and booked as rows, the lines still to be billed and accrued, and the settlement by post."""

from collections.abc import Iterable

from sspipe.model.drafts import DraftInvoice
from sspipe.model.dues import DueItem
from sspipe.model.prices import PriceRow
from sspipe.model.settlement import NetRow, SettlementRow
from sspipe.model.statement import AccrualRow, Posted, RechargeRow
from sspipe.publish.plain import Row, numbered, row_of
from sspipe.publish.shared_components import components_as_published
from sspipe.publish.shared_days import days_as_published

ACCRUAL, INVOICE, CREDIT_NOTE = "accrual", "invoice", "credit_note"
BILLED, BOOKED = "billed", "booked"
IN_ORDER = (
    "kind",
    "reference",
    "accrual_id",
    "agreement",
    "post",
    "council",
    "counterparty",
    "service",
    "paid",
    "billable_on",
    "amount_pence",
    "raised_pence",
    "reversed_pence",
)


def shape_recharges(recharges: Iterable[RechargeRow]) -> list[Row]:
    """Rows of `out_recharges`."""
    return numbered(row_of(recharge) for recharge in recharges)


def shape_due_parts(due: Iterable[DueItem]) -> list[Row]:
    """Rows of `out_due_parts`: what `due_pence` of `out_recharges` is made of, with the days and shares behind it."""
    return numbered(_due_part(item) for item in due)


def _due_part(item: DueItem) -> Row:
    cause = row_of(item.cause) if item.cause else {"code": "", "rivals": "", "sentence": ""}
    return {
        **row_of(item, without=frozenset({"cause"})),
        "cause": cause.pop("code"),
        **cause,
        "days": days_as_published(item.days),
        "components": components_as_published(item.components),
    }


def shape_recharge_lines(billed: Iterable[Posted], booked: Iterable[Posted]) -> list[Row]:
    """Rows of `out_recharge_lines`: what `out_recharges` is made of, line by line."""
    sides = ((BILLED, billed), (BOOKED, booked))
    return numbered({"kind": kind, **row_of(line)} for kind, lines in sides for line in lines)


def shape_draft_lines(drafts: Iterable[DraftInvoice], accruals: Iterable[AccrualRow]) -> list[Row]:
    """Rows of `out_draft_lines`: what is still to be billed, and the accruals of the year end."""
    return numbered((*map(_invoice, drafts), *map(_accrual, accruals)))


def _invoice(draft: DraftInvoice) -> Row:
    kind = INVOICE if draft.amount_pence > 0 else CREDIT_NOTE
    return _in_order({"kind": kind, **row_of(draft), "raised_pence": 0, "reversed_pence": 0})


def _accrual(accrual: AccrualRow) -> Row:
    row = row_of(accrual, without=frozenset({"scheduled_pence"}))
    return _in_order(
        {
            "kind": ACCRUAL,
            "reference": accrual.accrual_id,
            "counterparty": "",
            "paid": None,
            "billable_on": None,
            "amount_pence": accrual.scheduled_pence,
            **row,
        }
    )


def _in_order(row: Row) -> Row:
    return {name: row[name] for name in IN_ORDER}


def shape_settlement(settlement: Iterable[SettlementRow]) -> list[Row]:
    """Rows of `out_settlement`."""
    return numbered(row_of(row) for row in settlement)


def shape_net(net: Iterable[NetRow]) -> list[Row]:
    """Rows of `out_net`."""
    return numbered(row_of(row) for row in net)


def shape_prices(prices: Iterable[PriceRow]) -> list[Row]:
    """Rows of `out_prices`."""
    return numbered(row_of(row) for row in prices)
