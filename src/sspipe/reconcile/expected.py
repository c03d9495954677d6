"""What each post should cost: every component of every pay month, by occupant and by the month that earned it.

Rules R3 and R4. In a pay month a person gets the month itself, corrections of earlier months that HR has recorded since
the last cut-off, and arrears of awards implemented now, in this order; each step's on-costs are the pay month with it
less without it. Added up by `paid` the items are the view `month_paid`, by `earned` the view `month_earned`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sspipe.errors import NoTermInForce
from sspipe.model.councils import Component
from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.periods import Period, months_between
from sspipe.model.posts import Occupancy
from sspipe.model.rates import NO_SCHEME
from sspipe.model.statement import CostItem
from sspipe.model.working import Tranche
from sspipe.reconcile.earnings import NOTHING, Earnings
from sspipe.reconcile.late import spread
from sspipe.reconcile.oncosts import PayDay
from sspipe.reconcile.pay import Payroll
from sspipe.reconcile.segments import Job, View

Gross = dict[str, Earnings]


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """One person's money in one pay month, by post reference (and month earned), without on-costs."""

    current: Mapping[str, Earnings]
    unpaid_before: Mapping[Period, Mapping[str, Earnings]]
    corrections: Mapping[tuple[str, Period], Earnings]
    arrears: Mapping[tuple[str, Period], Earnings]

    @property
    def post_refs(self) -> set[str]:
        """Every post of the person that money stands on."""
        late = {ref for ref, _ in (*self.corrections, *self.arrears)}
        return set(self.current) | late | {ref for gross in self.unpaid_before.values() for ref in gross}


def expect_costs(payroll: Payroll, through: Period) -> tuple[list[CostItem], list[Finding]]:
    """Every cost item of a council paid from its first month through a period; and what could not be costed."""
    items: list[CostItem] = []
    findings: list[Finding] = []
    for month in months_between(payroll.first, through):
        try:
            items.extend(expect_month(payroll, month))
        except NoTermInForce as fault:
            findings.append(uncosted(payroll.council.council, month, fault, Severity.CRITICAL))
    return items, findings


def uncosted(council: str, month: Period, fault: NoTermInForce, severity: Severity) -> Finding:
    """What to tell of a pay month that lacks a rate."""
    return Finding(
        severity=severity,
        rule="no_term_in_force",
        where=Where(council=council, feed="posts", file_name=f"{month.label}: {fault.where}"),
        found=fault.found,
        expected=fault.expected,
        action=fault.action,
    )


def expect_month(payroll: Payroll, month: Period) -> Iterator[CostItem]:
    """Every cost item of a council paid in one month.

    Raises:
        NoTermInForce: when a rate or a pay value that the month needs is not on file.
    """
    for occupant_ref, person in sorted(people(payroll, month).items()):
        pay_slip = PaySlip(payroll, month, occupant_ref, person)
        yield from pay_slip.items()


def people(payroll: Payroll, month: Period) -> dict[str, PersonMonth]:
    """Everybody with money in a pay month."""
    current = payroll.earnings(month, View(month, month))
    before = month.month_after(-1)
    corrections: dict[tuple[Job, Period], Earnings] = {}
    arrears: dict[tuple[Job, Period], Earnings] = {}
    unpaid: dict[str, dict[Period, Gross]] = defaultdict(dict)
    for earned in months_between(payroll.first, before):
        then = payroll.earnings(earned, View(before, before))
        now = payroll.earnings(earned, View(month, before))
        awarded = payroll.earnings(earned, View(month, month))
        if then is now and now is awarded:
            continue
        wholly = _wholly_unpaid(then, now)
        for occupant_ref in wholly:
            unpaid[occupant_ref][earned] = _of_person(now, occupant_ref)
        changed = {job: money for job, money in _difference(now, then).items() if job.occupant_ref not in wholly}
        corrections |= {(job, earned): money for job, money in changed.items()}
        arrears |= {(job, earned): money for job, money in _difference(awarded, now).items()}
    occupants = {job.occupant_ref for job in current} | set(unpaid)
    occupants |= {job.occupant_ref for job, _ in (*corrections, *arrears)}
    paid_now, late = _by_person(current), (_late_by_person(corrections), _late_by_person(arrears))
    return {
        ref: PersonMonth(paid_now.get(ref, {}), unpaid.get(ref, {}), late[0].get(ref, {}), late[1].get(ref, {}))
        for ref in occupants
    }


def _wholly_unpaid(then: Mapping[Job, Earnings], now: Mapping[Job, Earnings]) -> set[str]:
    paid_then = {job.occupant_ref for job, money in then.items() if money}
    return {job.occupant_ref for job, money in now.items() if money} - paid_then


def _difference(now: Mapping[Job, Earnings], then: Mapping[Job, Earnings]) -> dict[Job, Earnings]:
    jobs = sorted({*now, *then})
    changes = {job: now.get(job, NOTHING) - then.get(job, NOTHING) for job in jobs}
    return {job: money for job, money in changes.items() if money}


def _of_person(gross: Mapping[Job, Earnings], occupant_ref: str) -> Gross:
    return {job.post_ref: money for job, money in gross.items() if job.occupant_ref == occupant_ref}


def _by_person(gross: Mapping[Job, Earnings]) -> dict[str, Gross]:
    found: dict[str, Gross] = defaultdict(dict)
    for job, money in gross.items():
        found[job.occupant_ref][job.post_ref] = money
    return found


def _late_by_person(late: Mapping[tuple[Job, Period], Earnings]) -> dict[str, dict[tuple[str, Period], Earnings]]:
    found: dict[str, dict[tuple[str, Period], Earnings]] = defaultdict(dict)
    for (job, month), money in late.items():
        found[job.occupant_ref][job.post_ref, month] = money
    return found


class PaySlip:
    """One person's pay month turned into cost items."""

    def __init__(self, payroll: Payroll, month: Period, occupant_ref: str, person: PersonMonth) -> None:
        self._payroll = payroll
        self._month = month
        self._occupant_ref = occupant_ref
        self._person = person
        self._records = {ref: _record_of(payroll, month, occupant_ref, ref) for ref in sorted(person.post_refs)}
        category = max(self._records.values(), key=lambda row: row.valid_from).ni_category
        council = payroll.council
        self._pay_day = PayDay(payroll.rates, council.council, council.pay_date_of(month), category)

    def items(self) -> Iterator[CostItem]:
        """The month itself, months unpaid until now, corrections, arrears."""
        base = {ref: self._person.current.get(ref, NOTHING) for ref in self._records}
        insured = self._pay_day.insurance_by_post(base)
        corrected = _with(base, self._person.corrections)
        insured_corrected = self._pay_day.insurance_by_post(corrected)
        awarded = _with(corrected, self._person.arrears)
        insured_awarded = self._pay_day.insurance_by_post(awarded)
        yield from self._whole(self._month, Tranche.CURRENT, base, insured)
        yield from self._unpaid_before()
        yield from self._late(
            Tranche.CORRECTION, self._person.corrections, (base, corrected), (insured, insured_corrected)
        )
        yield from self._late(
            Tranche.ARREARS, self._person.arrears, (corrected, awarded), (insured_corrected, insured_awarded)
        )

    def _whole(
        self, month: Period, tranche: Tranche, gross: Mapping[str, Earnings], insured: Mapping[str, int]
    ) -> Iterator[CostItem]:
        """A month that is paid whole: each post's pay and the on-costs on it."""
        for ref, earned in sorted(gross.items()):
            parts = {**_gross(earned), Component.NI: insured[ref], **self._rated(ref, earned)}
            yield from self._of(ref, month, tranche, parts)

    def _unpaid_before(self) -> Iterator[CostItem]:
        """Months in which the person was paid nothing at all: NI on the month's own threshold (R3)."""
        for earned, gross in sorted(self._person.unpaid_before.items()):
            own_day = self._payroll.council.pay_date_of(earned)
            threshold = self._payroll.rates.threshold_of(self._pay_day.category).on(own_day)
            insured = self._pay_day.insurance_by_post(gross, threshold)
            yield from self._whole(earned, Tranche.CORRECTION, gross, insured)

    def _late(
        self,
        tranche: Tranche,
        late: Mapping[tuple[str, Period], Earnings],
        gross: tuple[Mapping[str, Earnings], Mapping[str, Earnings]],
        insured: tuple[Mapping[str, int], Mapping[str, int]],
    ) -> Iterator[CostItem]:
        """One step: each post's late gross with the difference that it makes to the on-costs."""
        for ref in self._records:
            months = {earned: money for (post_ref, earned), money in late.items() if post_ref == ref}
            shift = insured[1][ref] - insured[0][ref]
            if not months:
                yield from self._of(ref, self._month, Tranche.CURRENT, {Component.NI: shift})
                continue
            rated = _less(self._rated(ref, gross[1][ref]), self._rated(ref, gross[0][ref]))
            for earned, parts in spread(months, {Component.NI: shift, **rated}).items():
                yield from self._of(ref, earned, tranche, parts)

    def _rated(self, ref: str, earned: Earnings) -> dict[Component, int]:
        scheme = self._records[ref].pension_scheme or NO_SCHEME
        return {
            Component.PENSION: self._pay_day.pension(scheme, earned.pensionable_pence),
            Component.LEVY: self._pay_day.levy(earned.insured_pence),
        }

    def _of(self, ref: str, earned: Period, tranche: Tranche, parts: Mapping[Component, int]) -> Iterator[CostItem]:
        record = self._records[ref]
        for component, pence in parts.items():
            if pence:
                yield CostItem(
                    post=ref,
                    council=self._payroll.council.council,
                    occupant_ref=self._occupant_ref,
                    occupant_key_id=record.occupant_key_id,
                    paid=self._month,
                    earned=earned,
                    tranche=tranche,
                    component=component,
                    amount_pence=pence,
                    source_file=record.source_file,
                    source_row=record.source_row,
                )


def _gross(earned: Earnings) -> dict[Component, int]:
    return {Component.BASIC: earned.basic_pence, Component.ELEMENTS: earned.elements_pence}


def _with(base: Mapping[str, Earnings], late: Mapping[tuple[str, Period], Earnings]) -> Gross:
    total = dict(base)
    for (ref, _), money in late.items():
        total[ref] += money
    return total


def _less(more: Mapping[Component, int], less: Mapping[Component, int]) -> dict[Component, int]:
    return {component: more[component] - less[component] for component in more}


def _record_of(payroll: Payroll, month: Period, occupant_ref: str, post_ref: str) -> Occupancy:
    """The person's latest record on a post: scheme and category of the pay month, or the last that were known."""
    known = (payroll.rows_of(occupant_ref, known_at) for known_at in (month, month.month_after(-1)))
    ours = ([row for row in rows if row.post_ref == post_ref and row.valid_from <= month.last_day] for rows in known)
    return max(next(filter(None, ours)), key=lambda row: row.valid_from)
