"""The dated rates that a cost is made of: National Insurance, pension, levy and pay points."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from sspipe.errors import NoTermInForce
from sspipe.model.effective import Effective
from sspipe.model.grants import PassThrough
from sspipe.model.money import HalfPenny
from sspipe.model.part_months import PartMonth

NO_SCHEME = "NONE"
FULL_YEAR_WEEKS = 52
WHOLE = Fraction(1)
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointValue:
    """The annual value of one pay point from a day on. `settled_on` None: offered or expected, not settled (R4).

    An award may be settled in several steps from one day; `step` counts them, and the last one settled is paid.
    """

    effective: date
    annual_pence: int
    settled_on: date | None
    source: str
    illustrative: bool = False
    step: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PayScale:
    """The points of one pay scale, each with its values by effective date, the earliest first.

    `part_month` is how a month is paid of which only some days count; `part_year` the part of the full-time annual
    salary that is paid for fewer than 52 weeks a year, by those weeks (R3).
    """

    scale: str
    points: Mapping[str, tuple[PointValue, ...]]
    confirmed_to: date | None
    part_month: PartMonth = PartMonth.CALENDAR_DAYS
    part_year: Mapping[Fraction, Effective[Fraction]] = field(default_factory=lambda: MappingProxyType({}))

    def part_paid(self, weeks_per_year: Fraction | None, day: date) -> Fraction:
        """The part of the full-time annual salary that a post of so many weeks is paid, the whole for 52.

        Raises:
            NoTermInForce: when the scale says nothing of these weeks, or nothing for the day.
        """
        if weeks_per_year == FULL_YEAR_WEEKS:
            return WHOLE
        if weeks_per_year is None or weeks_per_year not in self.part_year:
            where = f"pay scale {self.scale} at {weeks_per_year} weeks a year"
            raise NoTermInForce(where, "no part-year divisor", "the part of a year's pay", "Ask HR, or add a divisor.")
        return self.part_year[weeks_per_year].on(day)

    def part_starts(self, weeks_per_year: Fraction | None, first: date, last: date) -> tuple[date, ...]:
        """Days after the first and up to the last on which another part starts to be paid."""
        parts = self.part_year.get(weeks_per_year) if weeks_per_year is not None else None
        return tuple(parts.starts_between(first, last)) if parts else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """The day a council first paid the values of a scale that are effective from a day, as first settled."""

    scale: str
    effective: date
    council: str
    implemented_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Every rate that a site's costs need.

    `ni_threshold` is in pence a month by category letter; `pension` by scheme and council (a scheme with one national
    rate stands under each council).
    """

    ni_rate: Effective[Fraction]
    ni_threshold: Mapping[str, Effective[int]]
    ni_rounding: Effective[HalfPenny]
    levy: Effective[Fraction]
    pension: Mapping[tuple[str, str], Effective[Fraction]]
    scales: Mapping[str, PayScale]
    awards: tuple[Award, ...]
    pass_through: tuple[PassThrough, ...] = ()

    def threshold_of(self, category: str) -> Effective[int]:
        """The monthly secondary threshold of a category.

        Raises:
            NoTermInForce: when the category has none.
        """
        return _listed(self.ni_threshold, category, "National Insurance threshold of category", category)

    def pension_of(self, scheme: str, council: str) -> Effective[Fraction]:
        """The employer's rate of a scheme.

        Raises:
            NoTermInForce: when the site has no rate of the scheme for the employer.
        """
        return _listed(self.pension, (scheme, council), "pension rate", f"{scheme} at {council}")

    def values_of(self, scale: str, point: str) -> tuple[PointValue, ...]:
        """The values of a pay point, the earliest first.

        Raises:
            NoTermInForce: when the scale or the point has none.
        """
        return _listed(self.scale_of(scale).points, point, f"pay point of {scale}", point)

    def scale_of(self, scale: str) -> PayScale:
        """A pay scale.

        Raises:
            NoTermInForce: when the site has no scale of the name.
        """
        return _listed(self.scales, scale, "pay scale", scale)


def _listed(terms: Mapping[Key, Value], key: Key, what: str, shown: str) -> Value:
    if key not in terms:
        raise NoTermInForce(
            f"{what} {shown}", "no value on file", "a dated value with its source", "Add it to the rates."
        )
    return terms[key]
