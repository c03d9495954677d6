"""How the cost of every payslip of a month comes about, step by step, as the payslip is made (R3, R4).

Only the month being closed is told: the releases of earlier months hold theirs. What cannot be costed has no working.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sspipe.errors import NoTermInForce
from sspipe.model.councils import Component
from sspipe.model.effective import Dated
from sspipe.model.periods import Period
from sspipe.model.rates import NO_SCHEME
from sspipe.model.statement import CostItem
from sspipe.model.working import Side, Step, Tranche, WorkingRow
from sspipe.reconcile.earnings import Earnings
from sspipe.reconcile.elements import JobMonth
from sspipe.reconcile.expected import PaySlip, PersonMonth, people
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.late import ON_COSTS, lay
from sspipe.reconcile.pay import Payroll
from sspipe.reconcile.segments import Job, View
from sspipe.reconcile.steps_oncosts import insurance_steps, late_on_cost_steps, levy_steps, pension_steps
from sspipe.reconcile.steps_pay import assumed_pay_steps, counted, late_pay_steps, pay_steps, result_of

Gross = Mapping[str, Earnings]
Insured = Mapping[str, int]
Paid = tuple[Gross, Insured]
SIDES = (Side.WITHOUT, Side.WITH)


def show_working(facts: Facts, payrolls: Mapping[str, Payroll]) -> Iterator[WorkingRow]:
    """The steps of every cost of joint posts that is paid in the period, joint posts under their identity."""
    by_ref = facts.site.post_of_ref()
    for payroll in payrolls.values() if facts.period.is_month else ():
        for row in steps_of_month(payroll, facts.period):
            post = by_ref.get((row.council, row.post))
            if post is not None:
                yield replace(row, post=post.post)


def steps_of_month(payroll: Payroll, month: Period) -> list[WorkingRow]:
    """The steps of all payslips of a council's month; none where a rate is missing, which the costs tell."""
    try:
        jobs = JobsOfMonths(payroll)
        persons = sorted(people(payroll, month).items())
        return [row for ref, person in persons for row in WorkedPaySlip(payroll, month, ref, person, jobs).working()]
    except NoTermInForce:
        return []


class JobsOfMonths:
    """What each job holds in a month under a view, gathered once for all payslips."""

    def __init__(self, payroll: Payroll) -> None:
        """Nothing is gathered before it is asked for."""
        self._payroll = payroll
        self._held: dict[tuple[Period, View], dict[Job, JobMonth]] = {}

    def held(self, job: Job, month: Period, view: View) -> JobMonth | None:
        """What a job holds; None where it holds nothing."""
        key = (month, view)
        if key not in self._held:
            self._held[key] = dict(self._payroll.jobs(month, view))
        return self._held[key].get(job)


class WorkedPaySlip(PaySlip):
    """A payslip that writes down how each of its items comes about, from what it makes the item of."""

    def __init__(
        self, payroll: Payroll, month: Period, occupant_ref: str, person: PersonMonth, jobs: JobsOfMonths
    ) -> None:
        """`jobs` may serve many payslips of one payroll."""
        super().__init__(payroll, month, occupant_ref, person)
        self._jobs = jobs
        self._rows: list[WorkingRow] = []

    def working(self) -> list[WorkingRow]:
        """Every step, numbered within its component and month earned."""
        self._rows = []
        tuple(self.items())  # the steps are written down as the items are made
        return list(_numbered(self._rows))

    def _whole(self, month: Period, tranche: Tranche, gross: Gross, insured: Insured) -> Iterator[CostItem]:
        view, _ = self._views(tranche)
        for ref in sorted(gross):
            of = self._identity(ref, month, tranche)
            held = self._jobs.held(Job(self._occupant_ref, ref), month, view)
            if not gross[ref] and not (held and held.segments):
                continue  # the post is there for late money alone
            for rows in pay_steps(of, held, self._payroll.rates):
                self._rows += counted(rows)
            self._rows += assumed_pay_steps(of, held, self._payroll.rates)
            for component in ON_COSTS:
                self._rows += counted(self._on_cost(of, component, ref, (gross, insured)))
        yield from super()._whole(month, tranche, gross, insured)

    def _late(
        self,
        tranche: Tranche,
        late: Mapping[tuple[str, Period], Earnings],
        gross: tuple[Gross, Gross],
        insured: tuple[Insured, Insured],
    ) -> Iterator[CostItem]:
        for ref in self._records:
            months = {earned: money for (post_ref, earned), money in late.items() if post_ref == ref}
            of = self._identity(ref, self._month, tranche if months else Tranche.CURRENT)
            for month in months:
                self._rows += self._late_pay(replace(of, earned=month), ref)
            self._rows += self._late_on_costs(of, ref, months, tuple(zip(gross, insured, strict=True)))
        yield from super()._late(tranche, late, gross, insured)

    def _late_pay(self, of: WorkingRow, ref: str) -> Iterator[WorkingRow]:
        job, views = Job(self._occupant_ref, ref), self._views(of.tranche)
        now, before = (self._jobs.held(job, of.earned, view) for view in views)
        return late_pay_steps(of, now, before, self._payroll.rates)

    def _late_on_costs(
        self, of: WorkingRow, ref: str, months: Mapping[Period, Earnings], paid: tuple[Paid, ...]
    ) -> Iterator[WorkingRow]:
        """Each on-cost with the late money less without it, laid on the months that earned the money."""
        without, with_it = (self._on_costs(of, ref, side, each) for side, each in zip(SIDES, paid, strict=True))
        shifts = {each: result_of(with_it[each]) - result_of(without[each]) for each in ON_COSTS}
        laid = lay(months, shifts) if len(months) > 1 else {}
        for month in months or (self._month,):
            for component in ON_COSTS:
                said = replace(of, earned=month, component=component)
                part = laid[month][component] if laid else None
                sides = (*with_it[component], *without[component])
                steps = list(late_on_cost_steps(said, sides, shifts[component], part))
                yield from steps if any(row.amount_pence for row in steps) else ()

    def _on_costs(self, of: WorkingRow, ref: str, side: Side, paid: Paid) -> dict[Component, list[WorkingRow]]:
        return {component: self._on_cost(replace(of, side=side), component, ref, paid) for component in ON_COSTS}

    def _on_cost(self, of: WorkingRow, component: Component, ref: str, paid: Paid) -> list[WorkingRow]:
        """One on-cost of a post, as it stands before it is counted."""
        earned, _ = paid
        if component is Component.NI:
            return list(insurance_steps(of, self._pay_day, self._threshold_of(of), ref, paid))
        if component is Component.PENSION:
            scheme = self._records[ref].pension_scheme or NO_SCHEME
            return list(pension_steps(of, self._pay_day, scheme, earned[ref]))
        return list(levy_steps(of, self._pay_day, earned[ref]))

    def _threshold_of(self, of: WorkingRow) -> Dated[int]:
        """That of the month's own pay date; late money stands on the threshold of the month that pays it (R3)."""
        return self._pay_day.threshold_on(self._payroll.council.pay_date_of(of.earned))

    def _views(self, tranche: Tranche) -> tuple[View, View]:
        """What a month is paid under in a tranche, and what had been paid of it before."""
        this, before = self._month, self._month.month_after(-1)
        if tranche is Tranche.CORRECTION:
            return View(this, before), View(before, before)
        return View(this, this), View(this, before)

    def _identity(self, ref: str, month: Period, tranche: Tranche) -> WorkingRow:
        """A row that says whose step it is, and which record of HR says how the person is paid."""
        record = self._records[ref]
        return WorkingRow(
            post=ref,
            council=self._payroll.council.council,
            occupant_ref=self._occupant_ref,
            occupant_key_id=record.occupant_key_id,
            paid=self._month,
            earned=month,
            tranche=tranche,
            component=Component.BASIC,
            step_number=0,
            side=Side.SINGLE,
            step=Step.BASIC_SEGMENT,
            source_file=record.source_file,
            source_row=record.source_row,
        )


def _numbered(rows: Iterable[WorkingRow]) -> Iterator[WorkingRow]:
    """Count the steps of each component of each post, month earned and tranche from one."""
    counts: dict[tuple[object, ...], int] = defaultdict(int)
    for row in rows:
        key = (row.post, row.earned, row.tranche, row.component)
        counts[key] += 1
        yield replace(row, step_number=counts[key])
