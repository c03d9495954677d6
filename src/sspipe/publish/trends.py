"""Whether a measure gets better, and how it stands against its target, each with the reason in words."""

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from sspipe.model.measures import Measure, MeasureValue, Polarity


class Trend(StrEnum):
    """Where a value moved since the last year that it may be compared with."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NONE = "none"


class Status(StrEnum):
    """How a value stands against its target."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"


Compared = tuple[MeasureValue | None, Trend, str]
_YEAR = re.compile(r"\d{4}")
_NEW_SERIES = re.compile(r"a new series begins in (?P<label>.+); earlier years are not comparable")


def year_order(label: str) -> tuple[int, str]:
    """Sort `2019`, `2021-22` and `2021-22 (OT)` by the year that they begin with."""
    match = _YEAR.search(label)
    return (int(match[0]) if match else 0, label)


def trend_of(value: MeasureValue, earlier: Sequence[MeasureValue], measure: Measure | None) -> Compared:
    """The year compared with, the trend, and why; `earlier` holds the area's earlier years, the latest last."""
    if value.value is None:
        return None, Trend.NONE, "the value is missing"
    previous = _previous(value, earlier)
    if previous is None or previous.value is None:
        return None, Trend.NONE, "no earlier year to compare with"
    begins = _new_series(previous, value, measure)
    if begins:
        return None, Trend.NONE, f"a new series begins in {begins}; earlier years are not comparable"
    if measure is None or measure.polarity is Polarity.NEITHER:
        return previous, Trend.NONE, "nothing says which way is good"
    return previous, _moved(value.value - previous.value, measure.polarity), f"compared with {previous.year_label}"


def new_series_in(reason: str) -> str:
    """The year label at which a trend's reason says that a new series begins; empty where it says nothing of it.

    >>> new_series_in("a new series begins in 2022; earlier years are not comparable")
    '2022'
    """
    match = _NEW_SERIES.fullmatch(reason)
    return match["label"] if match else ""


def _previous(value: MeasureValue, earlier: Sequence[MeasureValue]) -> MeasureValue | None:
    """The latest earlier year that has a value of the same kind of year and unit."""
    same_kind = (each for each in reversed(earlier) if _kind(each) == _kind(value))
    return next((each for each in same_kind if each.value is not None), None)


def _kind(value: MeasureValue) -> tuple[str, str]:
    return re.sub(r"\d", "9", value.year_label), value.unit


def _new_series(previous: MeasureValue, value: MeasureValue, measure: Measure | None) -> str:
    """The year label at which a new series begins between the two; empty where none does."""
    first, last = year_order(previous.year_label), year_order(value.year_label)
    breaks = measure.breaks_before if measure else ()
    return max((label for label in breaks if first < year_order(label) <= last), default="")


def _moved(difference: Decimal, polarity: Polarity) -> Trend:
    if difference == 0:
        return Trend.SAME
    return Trend.BETTER if (difference > 0) is (polarity is Polarity.HIGH) else Trend.WORSE


def status_of(value: MeasureValue, measure: Measure | None) -> tuple[Status, str]:
    """Green at the target or on its good side, amber within the tolerance of it, else red."""
    if value.value is None:
        return Status.NONE, "the value is missing"
    if measure is None or measure.polarity is Polarity.NEITHER:
        return Status.NONE, "nothing says which way is good"
    if value.target is None:
        return Status.NONE, "no target is set"
    if measure.tolerance is None:
        return Status.NONE, "no tolerance is set"
    gap = value.target - value.value if measure.polarity is Polarity.HIGH else value.value - value.target
    status = Status.GREEN if gap <= 0 else Status.AMBER if gap <= measure.tolerance else Status.RED
    return status, f"target {value.target:f}, tolerance {measure.tolerance:f}"
