"""What the partner owes of each service month, in the parts in which it became known, and when each may be billed.

Rule R7: the first payment of a month is split once by that month's shares; each late addition, and each cause of the
cost that the terms share, is split on its own by the same month's shares as known when it was paid, so that what was
due before does not move.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sspipe.model.agreements import BillingMonth, Frequency, PensionBasis, Sharing, Terms
from sspipe.model.councils import Component
from sspipe.model.dues import DueItem, SharedCause, SharedDays
from sspipe.model.money import rounded_pence, split
from sspipe.model.periods import LAST_MONTH, Period
from sspipe.model.posts import JointPost
from sspipe.model.statement import Cause, CostItem
from sspipe.model.working import Tranche
from sspipe.reconcile.hypotheses import Part
from sspipe.reconcile.pay import Payroll
from sspipe.reconcile.segments import View
from sspipe.reconcile.shared_causes import is_shared_cause
from sspipe.reconcile.shares import Split
from sspipe.reconcile.split_parts import part_by_part

MONTHS_BILLED = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: LAST_MONTH}


@dataclass(frozen=True, slots=True, order=True)
class Addition:
    """One part of a service month: what one pay month paid of it, and why."""

    service: Period
    paid: Period
    tranche: Tranche


def due_of_post(
    post_split: Split, payrolls: Mapping[str, Payroll], costs: Iterable[CostItem], approved_on: date
) -> Iterator[DueItem]:
    """Every part of every service month that a partner owes for one post, in order of service."""
    by_addition: dict[Addition, dict[str, list[CostItem]]] = defaultdict(lambda: defaultdict(list))
    for item in costs:
        by_addition[Addition(item.earned, item.paid, item.tranche)][item.council].append(item)
    for addition in sorted(by_addition):
        for council, items in by_addition[addition].items():
            if council in post_split.hosts_in(addition.service):
                yield from _due_of_addition(post_split, payrolls[council], addition, items, approved_on)


def _due_of_addition(
    post_split: Split, payroll: Payroll, addition: Addition, items: list[CostItem], approved_on: date
) -> Iterator[DueItem]:
    terms = post_split.version_on(addition.service.last_day).terms
    shared: dict[Part, int] = defaultdict(int)
    for item in items:
        shared[item.component] += item.amount_pence if is_shared(item.component, terms) else 0
    yield from _due_of_parts(post_split, payroll, addition, (items[0].post, shared), approved_on)


@dataclass(frozen=True, slots=True)
class CauseOfMonth:
    """Why a council's ledger differs from a post's expected cost in the month that it paid."""

    council: str
    paid: Period
    cause: Cause


def due_of_causes(
    post_split: Split,
    payrolls: Mapping[str, Payroll],
    post: JointPost,
    causes: Iterable[CauseOfMonth],
    approved_on: date,
) -> Iterator[DueItem]:
    """Every cause of the cost of one post that the terms of its month share; components that they do not stay out."""
    for each in causes:
        service = each.cause.service or each.paid
        terms = post_split.version_on(service.last_day).terms
        if each.council not in post_split.hosts_in(service) or not is_shared_cause(each.cause, terms):
            continue
        shared = {part: pence for part, pence in each.cause.parts if part is None or is_shared(part, terms)}
        addition = Addition(service, each.paid, Tranche.CAUSE)
        named = SharedCause(code=each.cause.code, rivals=each.cause.rivals, sentence=each.cause.sentence)
        what = (post.refs[each.council], shared)
        for item in _due_of_parts(post_split, payrolls[each.council], addition, what, approved_on):
            if item.part_pence:
                yield replace(item, cause=named)


def _due_of_parts(
    post_split: Split, payroll: Payroll, addition: Addition, what: tuple[str, Mapping[Part, int]], approved_on: date
) -> Iterator[DueItem]:
    """Each partner's part of the shared components of a post, by the host's reference of it."""
    post_ref, shared = what
    version = post_split.version_on(addition.service.last_day)
    terms = version.terms
    shared_pence = sum(shared.values())
    host, *partners = split(shared_pence, weights_of(post_split, payroll, addition, post_ref)).items()
    for partner, part_pence in partners:
        days = _days(post_split, payroll, addition, post_ref, partner)
        yield DueItem(
            agreement=post_split.agreement.agreement,
            version=version.version,
            post=post_split.post,
            host=host[0],
            partner=partner,
            service=addition.service,
            paid=addition.paid,
            tranche=addition.tranche,
            shared_pence=shared_pence,
            part_pence=part_pence,
            due_pence=rounded_pence(part_pence * (1 + terms.overhead)),
            billable_on=billable_on(terms, addition.paid, approved_on),
            days=days,
            components=part_by_part(shared, part_pence, days),
        )


def weights_of(post_split: Split, payroll: Payroll, addition: Addition, post_ref: str) -> list[tuple[str, Fraction]]:
    """Each party's weight in one part of a month, as known when it was paid; the host stands first."""
    view = View(addition.paid, addition.paid)
    segments = payroll.segments_on(post_ref, addition.service, view)
    return post_split.weights(addition.service, segments, payroll.council.council)


def _days(
    post_split: Split, payroll: Payroll, addition: Addition, post_ref: str, partner: str
) -> tuple[SharedDays, ...]:
    """The days and shares behind a partner's part, as known when it was paid."""
    known = payroll.segments_on(post_ref, addition.service, View(addition.paid, addition.paid))
    return post_split.days_of(addition.service, known, payroll.council.council, partner)


def is_shared(component: Component, terms: Terms) -> bool:
    """Whether the terms share a component; elements that they do not share have been taken out before (see `dues`)."""
    return {
        Component.BASIC: True,
        Component.NI: True,
        Component.ELEMENTS: True,
        Component.PENSION: terms.pension_basis is PensionBasis.HOST_RATE,
        Component.LEVY: terms.levy is Sharing.SHARED,
    }[component]


def billable_on(terms: Terms, paid: Period, approved_on: date) -> date:
    """The billing day of the month that paid, or the first one after the second approval where that is later (R7)."""
    month = paid.month
    day = _billing_day(terms, month)
    while day <= approved_on:
        month = month.month_after()
        day = _billing_day(terms, month)
    return day


def _billing_day(terms: Terms, paid: Period) -> date:
    """The billing day of the run of months that a pay month is billed with."""
    run = MONTHS_BILLED[terms.frequency]
    last = paid.month_after((run - paid.number % run) % run)
    month = last if terms.billing_day.month is BillingMonth.SAME else last.month_after()
    return month.first_day.replace(day=min(terms.billing_day.day, month.days))
