"""What one person earns on one post in one month, as HR knew it then and at the pay values implemented then.

Rules R3 and R4. A month is worked out under a `View`: whose knowledge (the cut-off of one pay month) and which awards
(those implemented by one pay month). Late money is the same month under two views.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cached_property, partial

from sspipe.errors import NoTermInForce
from sspipe.model.councils import Council
from sspipe.model.pay_elements import PayElement
from sspipe.model.periods import Period
from sspipe.model.posts import Occupancy
from sspipe.model.rates import PointValue, Rates
from sspipe.reconcile.earnings import Earnings
from sspipe.reconcile.elements import JobMonth
from sspipe.reconcile.held import days_held, held_throughout, job_of, overlaps
from sspipe.reconcile.knowledge import ElementKnowledge, HrKnowledge, Rows
from sspipe.reconcile.segments import Job, Segment, View, by_post, stretches
from sspipe.reconcile.views import Views


class Payroll:
    """One council's pay: its knowledge, its rates and its first month; answers are kept."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a payroll is made of
        self,
        council: Council,
        knowledge: HrKnowledge,
        elements: ElementKnowledge,
        rates: Rates,
        first: Period,
        known_on: date,
    ) -> None:
        """Nothing is settled that was settled after `known_on`."""
        self.council = council
        self.rates = rates
        self.first = first
        self.knowledge = knowledge
        self.known_on = known_on
        self.element_knowledge = elements
        self._segments: dict[tuple[Period, View], tuple[Segment, ...]] = {}
        self._by_post: dict[tuple[Period, View], Mapping[str, Sequence[Segment]]] = {}
        self._earnings: dict[tuple[Period, View], Mapping[Job, Earnings]] = {}

    def altered(
        self,
        knowledge: HrKnowledge | None = None,
        elements: ElementKnowledge | None = None,
        rates: Rates | None = None,
    ) -> "Payroll":
        """The same council's payroll under other records or rates; nothing that was worked out before is kept."""
        other = (knowledge or self.knowledge, elements or self.element_knowledge, rates or self.rates)
        return Payroll(self.council, *other, self.first, self.known_on)

    def rows(self, known_at: Period) -> Rows:
        """What HR knew at the cut-off of a pay month, or on the knowledge date where that is earlier."""
        return self.knowledge.at(self.council.council, self._day_known(known_at))

    def rows_of(self, occupant_ref: str, known_at: Period) -> Rows:
        """Of these rows one person's."""
        return self.knowledge.of_people(self.council.council, self._day_known(known_at), (occupant_ref,))

    def segments(self, month: Period, view: View) -> tuple[Segment, ...]:
        """The month's segments under a view, all posts.

        Raises:
            NoTermInForce: when a point has no value, or a post is not paid over the whole year.
        """
        key = (month, self._views.alike(view))
        if key not in self._segments:
            self._segments[key] = tuple(self._cut(month, view))
        return self._segments[key]

    def segments_on(self, post_ref: str, month: Period, view: View) -> Sequence[Segment]:
        """Of these segments one post's; each month is sorted by post once."""
        key = (month, self._views.alike(view))
        if key not in self._by_post:
            self._by_post[key] = by_post(self.segments(month, view))
        return self._by_post[key].get(post_ref, ())

    def earnings(self, month: Period, view: View) -> Mapping[Job, Earnings]:
        """What each job earns in a month: basic pay and the elements recorded for it (R3).

        Raises:
            NoTermInForce: as `segments`; and when an uplifted element began before its point has a value.
        """
        key = (month, self._views.alike(view))
        if key not in self._earnings:
            jobs = self.jobs(month, view)
            self._earnings[key] = {job: paid for job, held in jobs if (paid := held.earnings()) or held.segments}
        return self._earnings[key]

    def elements(self, known_at: Period) -> tuple[PayElement, ...]:
        """The pay elements that HR knew of at the cut-off of a pay month."""
        return self.element_knowledge.at(self.council.council, self._day_known(known_at))

    def holds_post_in(self, occupant_ref: str, month: Period) -> bool:
        """Whether a person holds any post with this employer in a month, as known at its cut-off."""
        return any(
            row.occupant_ref == occupant_ref and overlaps(row, month) for row in self.rows_of(occupant_ref, month)
        )

    def implemented_in(self, scale: str, value: PointValue) -> Period | None:
        """The pay month that first pays a value; None while unsettled. A recorded day is the first step's (R4)."""
        if value.settled_on is None or value.settled_on > self.known_on:
            return None
        recorded = self._awards.get((scale, value.effective)) if value.step == 1 else None
        if recorded is not None:
            return Period.of(recorded)
        month = Period.of(value.settled_on)
        return month if value.settled_on <= self.council.cut_off_of(month) else month.month_after()

    def annual_pence(self, row: Occupancy, day: date, view: View) -> int:
        """The annual full-time value that a row's point is paid at for a day.

        Raises:
            NoTermInForce: when no value is in force, or the scale is confirmed only to an earlier day.
        """
        return self._value(row, day, view).annual_pence

    @cached_property
    def _views(self) -> Views:
        code, scales = self.council.council, self.rates.scales
        return Views(
            lambda month: (_facts(self.rows(month)), _facts(self.element_knowledge.at(code, self._day_known(month)))),
            (
                implemented
                for scale, listed in scales.items()
                for values in listed.points.values()
                for value in values
                if (implemented := self.implemented_in(scale, value)) is not None
            ),
        )

    def _day_known(self, known_at: Period) -> date:
        return min(self.council.cut_off_of(known_at), self.known_on)

    @cached_property
    def _awards(self) -> Mapping[tuple[str, date], date]:
        ours = (award for award in self.rates.awards if award.council == self.council.council)
        return {(award.scale, award.effective): award.implemented_on for award in ours}

    def _value(self, row: Occupancy, day: date, view: View) -> PointValue:
        values = self._values_of(row)
        confirmed_to = self.rates.scales[row.pay_scale].confirmed_to
        paid = [v for v in values if v.effective <= day and self._counts(row, v, Period.of(day), view.paid_at)]
        if not paid or (confirmed_to is not None and day > confirmed_to):
            where = f"{_place(row)} on {day}"
            raise NoTermInForce(where, "no settled value in force", "one", "Add the value with its source and dates.")
        return paid[-1]

    def _values_of(self, row: Occupancy) -> tuple[PointValue, ...]:
        """The values of a row's point; what is told names the row and the scale, for the point is the council's own."""
        try:
            return self.rates.values_of(row.pay_scale, row.pay_point)
        except NoTermInForce as fault:
            raise NoTermInForce(_place(row), fault.found, fault.expected, fault.action) from None

    def _counts(self, row: Occupancy, value: PointValue, earned: Period, paid_at: Period) -> bool:
        implemented = self.implemented_in(row.pay_scale, value)
        if implemented is None or implemented > paid_at:
            return False
        return earned >= implemented or implemented < self.first or self.holds_post_in(row.occupant_ref, implemented)

    def salary(self, row: Occupancy, day: date, view: View) -> Fraction:
        """The unrounded yearly pay in pence of a row's holder, as paid for a day: point, FTE and weeks a year (R3).

        Raises:
            NoTermInForce: as `annual_pence`, or when the scale does not say what the row's weeks are paid.
        """
        return self.annual_pence(row, day, view) * self._part_worked(row, day)

    def _part_worked(self, row: Occupancy, day: date) -> Fraction:
        if row.fte is None:
            where = f"{row.council} post {row.post_ref}"
            raise NoTermInForce(where, "no FTE of a holder", "an FTE", "Ask HR to enter it.")
        return row.fte * self.rates.scale_of(row.pay_scale).part_paid(row.weeks_per_year, day)

    def jobs(self, month: Period, view: View) -> Iterator[tuple[Job, JobMonth]]:
        """Every job that holds its post in the month, and others that may be paid an element; in order.

        Raises:
            NoTermInForce: as `segments`.
        """
        segments, elements = defaultdict(list), defaultdict(list)
        for segment in self.segments(month, view):
            segments[segment.job].append(segment)
        for element in self.elements(view.known_at):
            if element.valid_from <= month.last_day:
                elements[Job(element.occupant_ref, element.post_ref)].append(element)
        for job in sorted({*segments, *elements}):
            records = self._records_of(job, month, view) if job in elements else ()
            value_on = partial(self.annual_pence, view=view)
            yield job, JobMonth(month, segments[job], elements[job] if records else (), records, value_on)

    def _records_of(self, job: Job, month: Period, view: View) -> list[Occupancy]:
        """Every record by which a person has held a post up to the end of a month."""
        known = self.rows_of(job.occupant_ref, view.known_at)
        return [row for row in known if not row.is_vacant and job_of(row) == job and row.valid_from <= month.last_day]

    def _cut(self, month: Period, view: View) -> Iterator[Segment]:
        rows = [row for row in self.rows(view.known_at) if overlaps(row, month)]
        whole = held_throughout(rows, month)
        for row in rows:
            yield from self._cut_row(row, month, view, whole)

    def _cut_row(self, row: Occupancy, month: Period, view: View, whole: Collection[Job]) -> Iterator[Segment]:
        job = job_of(row)
        scale = self.rates.scale_of(row.pay_scale)
        first, last = days_held(row, month)
        for start, end in stretches(first, last, self._changes(row, first, last)):
            value = self._value(row, start, view)
            annual = value.annual_pence * self._part_worked(row, start)
            yield Segment(job, month, start, end, row, value, annual, scale.part_month, is_whole=job in whole)

    def _changes(self, row: Occupancy, first: date, last: date) -> list[date]:
        values = self._values_of(row)
        starts = [value.effective for value in values if first < value.effective <= last]
        return [*starts, *self.rates.scale_of(row.pay_scale).part_starts(row.weeks_per_year, first, last)]


def _facts(rows: Iterable[Occupancy | PayElement]) -> Mapping[Occupancy | PayElement, int]:
    """What rows say and how often, whichever extract and line says it."""
    return Counter(replace(row, source_file="", source_row=0) for row in rows)


def _place(row: Occupancy) -> str:
    return f"post {row.post_ref} (row {row.source_row} of the HR extract), pay scale {row.pay_scale}"
