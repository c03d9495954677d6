"""The lines that a host has still to bill, drafted with a reference that the partner is asked to quote (R11).

A draft stands for what one pay month added to one service month. It keeps its reference from pack to pack for as long
as it is unbilled, so that a line that quotes it says exactly what it is for. Nothing is posted.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sspipe.model.drafts import DraftInvoice
from sspipe.model.dues import DueItem
from sspipe.model.periods import Period
from sspipe.model.site import Site
from sspipe.model.statement import AccrualRow, Posted
from sspipe.reconcile.recharges import FlowLines, Lines, Moment


def draft_invoices(
    site: Site, flows: Sequence[FlowLines], moment: Moment, accruals: Sequence[AccrualRow]
) -> Iterator[DraftInvoice]:
    """Every part of due that is not billed at a moment; over a service month they add up to due less billed.

    A minus amount is a credit note: the partner has been billed more than is due. `accruals` are the lines of a
    schedule; a draft for service that its host accrued says the accrual's id, for the invoice to quote (R7).
    """
    accrued = {(row.council, row.post, row.service): row.accrual_id for row in accruals if row.raised_pence}
    codes = {post.post: post.code for post in site.posts}
    for lines in flows:
        flow = lines.flow
        for service, month in lines.by_month(moment).items():
            for paid, amount_pence in _unbilled(month).items():
                yield DraftInvoice(
                    reference=_reference(paid, codes[flow.post], site.councils[flow.partner].short_code, service),
                    accrual_id=accrued.get((flow.host, flow.post, service), ""),
                    agreement=flow.agreement,
                    post=flow.post,
                    council=flow.host,
                    counterparty=flow.partner,
                    service=service,
                    paid=paid,
                    amount_pence=amount_pence,
                    billable_on=_billable_on(month, paid),
                )


def _reference(paid: Period, code: str, short_code: str, service: Period) -> str:
    """Which pay month's addition to which service month of which post, and who is asked to pay."""
    return f"SSP-{_year(paid)}-P{paid.number:02d}-{code}-{short_code}-{_year(service)}P{service.number:02d}"


def _year(period: Period) -> str:
    return f"{period.year_start % 100:02d}{(period.year_start + 1) % 100:02d}"


def _billable_on(lines: Lines, paid: Period) -> date | None:
    return max((item.billable_on for item in lines.due if item.paid == paid), default=None)


def _unbilled(lines: Lines) -> dict[Period, int]:
    """What is left of each pay month's part, none of them nil; a month billed without due stands under itself."""
    parts = _by_paid(lines.due)
    left = _without_exact(parts, lines.billed)
    spent = sum(parts.values()) - sum(left.values())
    rest = sum(line.amount_pence for line in lines.billed) - spent
    for paid in sorted(left):
        taken = _within(rest, left[paid])
        left[paid] -= taken
        rest -= taken
    if rest:
        last = max(parts, default=max(line.service for line in lines.billed))
        left[last] = left.get(last, 0) - rest
    return {paid: pence for paid, pence in sorted(left.items()) if pence}


def _by_paid(due: Sequence[DueItem]) -> dict[Period, int]:
    parts: dict[Period, int] = defaultdict(int)
    for item in due:
        parts[item.paid] += item.due_pence
    return dict(parts)


def _without_exact(parts: Mapping[Period, int], billed: Sequence[Posted]) -> dict[Period, int]:
    """The parts that no single line bills to the penny; a line answers one part, the earliest first."""
    amounts = [line.amount_pence for line in billed]
    left = {}
    for paid, pence in sorted(parts.items()):
        if pence in amounts:
            amounts.remove(pence)
        else:
            left[paid] = pence
    return left


def _within(rest: int, part: int) -> int:
    """Of what was billed, what can answer a part: between nil and the part, whichever its sign."""
    low, high = min(part, 0), max(part, 0)
    return min(max(rest, low), high)
