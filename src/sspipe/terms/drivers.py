"""Shares worked out from a driver: counts become portions, and small movements leave the estimate standing.

Rule R6. The counts of a day give new shares; they replace the shares that stand only where one council's share moves by
more than the tolerance. Exactly at the tolerance the earlier shares stand. What is compared are the shares as they
would be used, after rounding.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, Field

from sspipe.model.agreements import Shares
from sspipe.model.effective import Dated, Effective
from sspipe.model.money import split
from sspipe.terms.forms import ByDay, Code, Form, Portion, Text, Truth, Whole

PER_CENT = 100


class Rounding(StrEnum):
    """How a driver's portions are rounded; whole percents go to the largest remainder."""

    WHOLE_PERCENT = "whole_percent"
    EXACT = "exact"


class ToleranceKind(StrEnum):
    """What a tolerance counts in: points of a percentage, or percent of the share that stands."""

    PERCENTAGE_POINTS = "percentage_points"
    RELATIVE = "relative"


class ToleranceForm(Form):
    """How far a share may move before it changes; `value` in percentage points, or in percent of the share."""

    kind: ToleranceKind
    value: Portion


def _something_counted(counts: dict[str, int]) -> dict[str, int]:
    if sum(counts.values()) == 0:
        message = "at least one count above nil"
        raise ValueError(message)
    return counts


class CountsForm(Form):
    """What was counted for each council."""

    counts: Annotated[dict[Code, Whole], AfterValidator(_something_counted)]
    source: Text
    illustrative: Truth = False


class DriverForm(Form):
    """A driver of shares, for the posts that it splits."""

    name: Text
    counts: ByDay[CountsForm]
    rounding: Rounding
    tolerance: ToleranceForm
    posts: Annotated[tuple[Code, ...], Field(min_length=1)]


def driven_shares(name: str, driver: DriverForm, councils: Sequence[str]) -> Effective[Shares]:
    """The shares that a driver gives, from the day of each count that moved them."""
    standing: list[Dated[Shares]] = []
    for day, counted in driver.counts.items():
        shares = shares_from_counts(counted.counts, driver.rounding, councils)
        if not standing or not stands(_in_force(standing), shares, driver.tolerance):
            standing.append(Dated(day, shares, counted.source, counted.illustrative))
    return Effective(name, tuple(standing))


def shares_from_counts(counts: Mapping[str, int], rounding: Rounding, councils: Sequence[str]) -> Shares:
    """Turn counts into portions that sum to one; equal remainders go to the council that stands first."""
    weights = [(council, Fraction(counts.get(council, 0))) for council in councils]
    whole = sum((weight for _, weight in weights), Fraction(0))
    if rounding is Rounding.EXACT:
        return {council: weight / whole for council, weight in weights}
    return {council: Fraction(part, PER_CENT) for council, part in split(PER_CENT, weights).items()}


def stands(standing: Shares, counted: Shares, tolerance: ToleranceForm) -> bool:
    """Whether the shares that stand survive a new count (exactly at the tolerance they do)."""
    return all(
        PER_CENT * abs(counted[council] - share) <= tolerance.value * _measure(share, tolerance.kind)
        for council, share in standing.items()
    )


def _measure(share: Fraction, kind: ToleranceKind) -> Fraction:
    return share if kind is ToleranceKind.RELATIVE else Fraction(1)


def _in_force(standing: Sequence[Dated[Shares]]) -> Shares:
    return standing[-1].value or {}


def first_count(driver: DriverForm) -> date:
    """The day of the first count."""
    return min(driver.counts)
