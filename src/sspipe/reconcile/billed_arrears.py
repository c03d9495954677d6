"""The host billed arrears that were earned before the post was shared, month by month or in one line for all."""

from collections.abc import Iterator
from dataclasses import replace

from sspipe.model.councils import Component
from sspipe.model.money import in_pounds
from sspipe.model.periods import Period, months_between
from sspipe.model.statement import Posted
from sspipe.model.working import Tranche
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.due import is_shared
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.part_of_month import share_of_month
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.shares import Split
from sspipe.reconcile.supposing import put_right


def arrears_before_sharing(month: RechargeMonth) -> Iterator[Hypothesis]:
    """The share of arrears that were earned before the post was shared."""
    agreed = month.split
    if agreed is None:
        return
    if month.month.first_day < agreed.due_from:
        for paid, pence in _arrears(month, agreed, month.month).items():
            billed = share_of_month(month, agreed, pence)
            yield _before_sharing(month, agreed, paid, billed, month.billed_at(billed))
    for line in month.lines.billed:
        for paid in _paid_by(month, agreed, line):
            yield _before_sharing(month, agreed, paid, line.amount_pence, (line,))


def _paid_by(month: RechargeMonth, agreed: Split, line: Posted) -> Iterator[Period]:
    """The pay month whose arrears a line over several months bills whole, those before sharing among them."""
    said = month.books.line_of(line)
    if not line.is_allocated or said.service_from is None or said.service_from >= agreed.due_from:
        return
    span = list(months_between(Period.of(said.service_from), Period.of(said.service_to or said.service_from)))
    ours = [part for flow, part in month.books.laid_from(line) if part.post == line.post and flow == month.flow]
    total = sum(part.amount_pence for part in ours)
    earned = {each: _arrears(month, agreed, each) for each in span}
    for paid in sorted({paid for arrears in earned.values() for paid in arrears}):
        amounts = {each: arrears.get(paid, 0) for each, arrears in earned.items()}
        by_month = sum(share_of_month(replace(month, month=each), agreed, pence) for each, pence in amounts.items())
        if total in (by_month, share_of_month(month, agreed, sum(amounts.values()))):
            yield paid


def _arrears(month: RechargeMonth, agreed: Split, earned: Period) -> dict[Period, int]:
    """What a month earned of arrears that the terms share, by the pay month that paid them."""
    terms = agreed.version_on(earned.last_day).terms
    found = month.books.arrears_of(month.flow.post, month.flow.host, earned)
    return {
        paid: sum(pence for component, pence in parts.items() if is_shared(Component(component), terms))
        for paid, parts in found.items()
    }


def _before_sharing(
    month: RechargeMonth, agreed: Split, paid: Period, billed: int, lines: tuple[Posted, ...]
) -> Hypothesis:
    rightly = sum(item.due_pence for item in month.billable if (item.paid, item.tranche) == (paid, Tranche.ARREARS))
    return Hypothesis(
        code="ARREARS_BEFORE_SHARING",
        cause_class=CauseClass.RECORDED,
        parts={None: billed - rightly},
        what=f"{month.partner}'s share of arrears that were earned before the post was shared",
        sentence=(
            f"{month.host} billed {in_pounds(billed)} of arrears for {month.label}; the post is shared from "
            f"{agreed.due_from:%-d %B %Y}, and {in_pounds(rightly)} of them is due. The {in_pounds(billed - rightly)} "
            f"more was earned before.{put_right(month, billed - rightly)}"
        ),
        decides=f"the working of the invoice, from {month.host_officer}",
        evidence=evidence_of(*(lines or month.lines.billed)),
        has_own_rows=bool(lines),
    )
