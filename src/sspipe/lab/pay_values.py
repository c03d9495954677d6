"""What a pay point is worth on a day, as far as a council pays it yet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sspipe.lab.days import CouncilDays
from sspipe.lab.months import Month

Point = tuple[str, str]
LONG_AGO = Month(1900, 1)
NEVER = Month(2999, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayValue:
    """One value of a point: since when, how much a year, and when it was settled (None: not yet)."""

    effective: date
    pounds: Fraction
    settled_on: date | None
    is_old: bool = False
    implemented: Mapping[str, date] = field(default_factory=dict)

    def implemented_month(self, council: str, days: CouncilDays) -> Month:
        """The first month in which a council pays this value."""
        if council in self.implemented:
            return Month.of(self.implemented[council])
        if self.is_old:
            return LONG_AGO
        if self.settled_on is None:
            return NEVER
        month = Month.of(self.settled_on)
        return month if days.cut_off(month) >= self.settled_on else month.plus(1)


@dataclass(frozen=True, slots=True)
class PayScales:
    """Every point's values, earliest first."""

    values: Mapping[Point, Sequence[PayValue]]

    def starts(self, point: Point) -> list[date]:
        """The days on which a point's value changes."""
        return [value.effective for value in self.values[point]]

    def annual_pounds(self, point: Point, day: date, counts: Callable[[PayValue], bool]) -> Fraction:
        """The year's pay of the latest value that has begun and counts."""
        begun = [value for value in self.values[point] if value.effective <= day and counts(value)]
        if not begun:
            message = f"point {point[1]} of {point[0]} has no value on {day}"
            raise LookupError(message)
        return begun[-1].pounds
