"""The host shared another cost than it should: without an on-cost, with an error of its pay, or of a vacant month."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from sspipe.model.agreements import Terms
from sspipe.model.councils import Component
from sspipe.model.dues import DueItem
from sspipe.model.money import in_pounds, more_or_less
from sspipe.model.statement import Cause
from sspipe.model.working import Tranche
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.due import is_shared
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.other_shares import part_at, shared_components
from sspipe.reconcile.part_of_month import own_share_of_month, share_of_month
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.shared_causes import is_shared_cause
from sspipe.reconcile.shares import Split
from sspipe.reconcile.supposing import as_billed, put_right, supposed
from sspipe.reconcile.vacant_months import cost_of_vacant_month

ON_COSTS = {
    Component.NI: "employer's National Insurance",
    Component.PENSION: "the employer's pension contribution",
    Component.LEVY: "the apprenticeship levy",
}
OF_ONE_COMPONENT = frozenset({"NI_MISSING", "PENSION_MISSING", "OPTED_OUT", "LEVY_MISSING", "CENTRAL_ONCOST"})
"""Causes by which the ledger lacks a component: a bill of what it shows looks like one that left it out."""
_AND_PAID = ", and what was paid for it is the host's to bear"
NO_CAUSE = frozenset({"UNEXPLAINED"})


def oncost_omitted(month: RechargeMonth) -> Iterator[Hypothesis]:
    """The split of the total without exactly one of its on-costs, or without all of them."""
    agreed = month.split
    if agreed is None:
        return
    for omitted in (*((each,) for each in ON_COSTS), tuple(ON_COSTS)):
        said = ON_COSTS[omitted[0]] if len(omitted) == 1 else "all the employer's on-costs"
        for each in supposed(month, _without(month, agreed, omitted)):
            yield as_billed(
                month,
                "ONCOST_OMITTED",
                CauseClass.RATE,
                each,
                what=f"{month.partner}'s share of {said} left out",
                why=f"{month.partner}'s share of {said}, which was left out",
                decides=f"the working of the invoice, from {month.host_officer}",
            )


def _without(month: RechargeMonth, agreed: Split, omitted: Sequence[Component]) -> Callable[[DueItem], int | None]:
    def amount(item: DueItem) -> int | None:
        shared = shared_components(item) or {}
        left_out = sum(shared.get(component, 0) for component in omitted)
        if not left_out:
            return item.due_pence if item.cause else None
        return part_at(month, item, agreed, item.shared_pence - left_out)

    return amount


def host_error_billed(month: RechargeMonth) -> Iterator[Hypothesis]:
    """The share of a difference of the host's own ledger that is not shared: of each cause, and of all together."""
    agreed = month.split
    if agreed is None:
        return
    causes, terms = _unshared_causes(month), agreed.version_on(month.month.last_day).terms
    sets = [*((cause,) for cause in causes), *([tuple(causes)] if len(causes) > 1 else [])]
    for chosen in sets:
        error = sum(_error_pence(cause, terms) for cause in chosen)
        may_be_omitted = any(_codes(cause) & OF_ONE_COMPONENT for cause in chosen)
        ways = [supposed(month, _with_error(month, agreed, error, is_apart=is_apart)) for is_apart in (False, True)]
        for each in chain(*ways):
            hypothesis = as_billed(
                month,
                "HOST_ERROR_BILLED",
                CauseClass.RECORDED,
                each,
                what=f"{month.partner}'s share of the {more_or_less(error)} that {month.host}'s ledger holds",
                why=f"{month.partner}'s share of the {more_or_less(error)} that {month.host}'s ledger holds for the "
                f"post than it should, which is {month.host}'s to bear until it is cleared",
                decides=f"the working of the invoice, from {month.host_officer}",
            )
            yield replace(hypothesis, weighs_as=CauseClass.RATE if may_be_omitted else None)


def _error_pence(cause: Cause, terms: Terms) -> int:
    """What a cause comes to in the components that are shared; the whole of it where it touches none of them."""
    shared = [pence for part, pence in cause.parts if part is None or is_shared(part, terms)]
    return sum(shared) if shared else cause.amount_pence


def _codes(cause: Cause) -> set[str]:
    """What a cause of the cost is or may be."""
    return {cause.code, *cause.rivals.split(",")}


def _unshared_causes(month: RechargeMonth) -> list[Cause]:
    """The causes of the cost that are the host's to bear; what is shared by the terms is due, and no error billed."""
    key = (month.flow.post, month.flow.host, month.month)
    found = month.books.cost_causes.get(key, ())
    terms = month.flow.terms if month.split is None else month.split.version_on(month.month.last_day).terms
    return [cause for cause in found if cause.code not in NO_CAUSE and not is_shared_cause(cause, terms)]


def _with_error(
    month: RechargeMonth, agreed: Split | None, error_pence: int, *, is_apart: bool
) -> Callable[[DueItem], int | None]:
    """What is billed with an error in the cost that is split, or with the error split by itself beside it.

    The error is in the month's own pay; in what was paid of it first where its own pay came late.
    """
    own = [each for each in month.billable if each.tranche is not Tranche.CAUSE]
    erring = min(own, key=lambda each: (each.tranche is not Tranche.CURRENT, each.paid), default=None)

    def amount(item: DueItem) -> int | None:
        if agreed is None or item is not erring:
            return None
        if is_apart:
            return item.due_pence + part_at(month, item, agreed, error_pence)
        return part_at(month, item, agreed, item.shared_pence + error_pence)

    return amount


def vacant_post_billed(month: RechargeMonth) -> Iterator[Hypothesis]:
    """The share of a month in which nobody held the post, at the last holder's terms.

    Where the host's ledger paid the month all the same, it may be the share of that error: owed is the same (R9 e).
    """
    cost = cost_of_vacant_month(month.payroll, month.post_ref, month.month)
    agreed = month.split
    if cost is None or agreed is None or any(item.due_pence for item in month.billable):
        return
    terms = agreed.version_on(month.month.last_day).terms
    shared = sum(pence for component, pence in cost.items() if is_shared(component, terms))
    is_paid = any("VACANT_POST_PAID" in _codes(cause) for cause in _unshared_causes(month))
    for amount_pence in dict.fromkeys(
        (share_of_month(month, agreed, shared), own_share_of_month(month, agreed, shared))
    ):
        yield _vacant(
            month, amount_pence, "VACANT_POST_BILLED", f"{month.partner}'s share of a month without holder", ""
        )
        if is_paid:
            yield _vacant(
                month,
                amount_pence,
                "HOST_ERROR_BILLED",
                f"{month.partner}'s share of what {month.host}'s payroll paid for that month by mistake",
                _AND_PAID,
            )


def _vacant(month: RechargeMonth, amount_pence: int, code: str, what: str, also: str) -> Hypothesis:
    lines = month.billed_at(amount_pence)
    return Hypothesis(
        code=code,
        cause_class=CauseClass.RECORDED,
        parts={None: amount_pence},
        what=what,
        sentence=(
            f"{month.host} billed {in_pounds(amount_pence)} for {month.label}, {month.partner}'s share as for "
            f"the last holder; nobody held the post in that month{also}.{put_right(month, amount_pence)}"
        ),
        decides=f"the working of the invoice, from {month.host_officer}",
        evidence=evidence_of(*(lines or month.lines.billed)),
        has_own_rows=bool(lines),
    )
