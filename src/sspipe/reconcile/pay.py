"""Basic pay of one person on one post in one month, as HR knew it then and at the pay values implemented then.

Rules R3 and R4. A month is worked out under a `View`: whose knowledge (the cut-off of one pay month) and which awards
(those implemented by one pay month). Late money is the same month under two views.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from sspipe.errors import NoTermInForce
from sspipe.model.councils import Council
from sspipe.model.money import rounded_pence
from sspipe.model.periods import Period
from sspipe.model.posts import Occupancy
from sspipe.model.rates import PointValue, Rates
from sspipe.reconcile.knowledge import HrKnowledge, Rows

ONE_DAY = timedelta(days=1)
FULL_YEAR_WEEKS = 52


@dataclass(frozen=True, slots=True, order=True)
class Job:
    """One person on one post of one council."""

    occupant_ref: str
    post_ref: str


@dataclass(frozen=True, slots=True)
class View:
    """The pay month whose cut-off bounds what HR knew, and the pay month by which an award must be implemented."""

    known_at: Period
    paid_at: Period


@dataclass(frozen=True, slots=True)
class Segment:
    """Days of a month on which nothing changes, and the unrounded basic pay in pence of those days."""

    job: Job
    first: date
    last: date
    basic: Fraction


class Payroll:
    """One council's pay: its knowledge, its rates and its first month; answers are kept."""

    def __init__(self, council: Council, knowledge: HrKnowledge, rates: Rates, first: Period, known_on: date) -> None:
        """Nothing is settled that was settled after `known_on`."""
        self.council = council
        self.rates = rates
        self.first = first
        self._knowledge = knowledge
        self._known_on = known_on
        self._segments: dict[tuple[Period, View], tuple[Segment, ...]] = {}

    def rows(self, known_at: Period) -> Rows:
        """What HR knew at the cut-off of a pay month, or on the knowledge date where that is earlier."""
        return self._knowledge.at(self.council.council, min(self.council.cut_off_of(known_at), self._known_on))

    def segments(self, month: Period, view: View) -> tuple[Segment, ...]:
        """The month's segments under a view, all posts.

        Raises:
            NoTermInForce: when a point has no value, or a post is not paid over the whole year.
        """
        key = (month, view)
        if key not in self._segments:
            self._segments[key] = tuple(self._cut(month, view))
        return self._segments[key]

    def gross(self, month: Period, view: View) -> Mapping[Job, int]:
        """Basic pay in whole pence by job: the month's segments added up, rounded once (R3)."""
        exact: dict[Job, Fraction] = defaultdict(Fraction)
        for segment in self.segments(month, view):
            exact[segment.job] += segment.basic
        return {job: rounded_pence(amount) for job, amount in sorted(exact.items())}

    def holds_post_in(self, occupant_ref: str, month: Period) -> bool:
        """Whether a person holds any post with this employer in a month, as known at its cut-off."""
        return any(row.occupant_ref == occupant_ref and _overlaps(row, month) for row in self.rows(month))

    def implemented_in(self, scale: str, value: PointValue) -> Period | None:
        """The pay month in which a value is first paid; None while it is not settled (R4)."""
        if value.settled_on is None or value.settled_on > self._known_on:
            return None
        recorded = self._awards.get((scale, value.effective))
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
    def _awards(self) -> Mapping[tuple[str, date], date]:
        ours = (award for award in self.rates.awards if award.council == self.council.council)
        return {(award.scale, award.effective): award.implemented_on for award in ours}

    def _value(self, row: Occupancy, day: date, view: View) -> PointValue:
        values = self.rates.values_of(row.pay_scale, row.pay_point)
        confirmed_to = self.rates.scales[row.pay_scale].confirmed_to
        paid = [v for v in values if v.effective <= day and self._counts(row, v, Period.of(day), view.paid_at)]
        if not paid or (confirmed_to is not None and day > confirmed_to):
            where = f"{row.pay_scale} point {row.pay_point} on {day}"
            raise NoTermInForce(where, "no settled value in force", "one", "Add the value with its source and dates.")
        return paid[-1]

    def _counts(self, row: Occupancy, value: PointValue, earned: Period, paid_at: Period) -> bool:
        implemented = self.implemented_in(row.pay_scale, value)
        if implemented is None or implemented > paid_at:
            return False
        return earned >= implemented or implemented < self.first or self.holds_post_in(row.occupant_ref, implemented)

    def _cut(self, month: Period, view: View) -> Iterator[Segment]:
        for row in self.rows(view.known_at):
            if not row.is_vacant and _overlaps(row, month):
                yield from self._cut_row(row, month, view)

    def _cut_row(self, row: Occupancy, month: Period, view: View) -> Iterator[Segment]:
        if row.weeks_per_year != FULL_YEAR_WEEKS or row.fte is None:
            where = f"{row.council} post {row.post_ref}"
            raise NoTermInForce(
                where, "no part-year divisor", "52 weeks a year and an FTE", "Ask HR, or add a divisor."
            )
        first = max(row.valid_from, month.first_day)
        last = min(row.valid_to or month.last_day, month.last_day)
        for start, end in _stretches(first, last, self._value_starts(row, first, last)):
            days = (end - start).days + 1
            annual = self.annual_pence(row, start, view)
            basic = Fraction(annual) * row.fte * days / month.days / 12
            yield Segment(Job(row.occupant_ref, row.post_ref), start, end, basic)

    def _value_starts(self, row: Occupancy, first: date, last: date) -> list[date]:
        values = self.rates.values_of(row.pay_scale, row.pay_point)
        return [value.effective for value in values if first < value.effective <= last]


def _overlaps(row: Occupancy, month: Period) -> bool:
    if row.is_vacant or row.valid_from > month.last_day:
        return False
    return row.valid_to is None or row.valid_to >= month.first_day


def _stretches(first: date, last: date, starts: list[date]) -> Iterator[tuple[date, date]]:
    bounds = [first, *sorted(starts), last + ONE_DAY]
    return ((start, after - ONE_DAY) for start, after in pairwise(bounds))
