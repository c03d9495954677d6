"""The stretches of a month on which nothing changes for one person on one post, and what each of their days earns."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from sspipe.model.part_months import DaysPaid, PartMonth, days_paid
from sspipe.model.periods import Period
from sspipe.model.posts import Occupancy
from sspipe.model.rates import PointValue

ONE_DAY = timedelta(days=1)


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


@dataclass(frozen=True)
class Segment:
    """Days of a month on which nothing changes for a job.

    `value` is the point's; `annual` the unrounded pence of a year of this holder (FTE and weeks counted); `is_whole`
    says whether the person holds the post on every day of the month.
    """

    job: Job
    month: Period
    first: date
    last: date
    row: Occupancy
    value: PointValue
    annual: Fraction
    basis: PartMonth
    is_whole: bool

    @property
    def annual_pence(self) -> int:
        """The point's full-time annual value in pence."""
        return self.value.annual_pence

    @cached_property
    def basic(self) -> Fraction:
        """The unrounded basic pay in pence of all its days."""
        return self.basic_between(self.first, self.last)

    def basic_between(self, first: date, last: date) -> Fraction:
        """The unrounded basic pay in pence of some of its days, both ends counted, on the scale's part-month basis."""
        return self.annual * self.part_between(first, last)

    def part_between(self, first: date, last: date) -> Fraction:
        """The part of a year's pay that some of its days are, both ends counted."""
        return self.days_between(first, last).part

    def days_between(self, first: date, last: date) -> DaysPaid:
        """How some of its days are paid, both ends counted."""
        return days_paid(self.basis, self.month, first, last, is_whole=self.is_whole)


def by_post(segments: Iterable[Segment]) -> dict[str, list[Segment]]:
    """Segments by the council's reference of their post."""
    found: dict[str, list[Segment]] = defaultdict(list)
    for segment in segments:
        found[segment.job.post_ref].append(segment)
    return dict(found)


def stretches(first: date, last: date, starts: Iterable[date]) -> Iterator[tuple[date, date]]:
    """The days from the first to the last, cut wherever something starts."""
    bounds = [first, *sorted(set(starts)), last + ONE_DAY]
    return ((start, after - ONE_DAY) for start, after in pairwise(bounds))
