"""Pay scales from their files: the annual value of each point, when it took effect and when it was settled.

`part_month` names the basis on which a month is paid of which only some days count (calendar days where nobody names
one); `part_year` says by weeks a year which part of the full-time annual salary is paid (R3).

A value without `settled_on` was settled by the day it took effect; `settled_on: null` is an offer or an expectation and
does not exist for a cost yet (R4). A value marked `unset` took effect and is not known: nothing before it may stand in
for it, so the values up to it are left out, and after the last of them the scale is confirmed no further.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import takewhile
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sspipe.model.effective import Effective
from sspipe.model.part_months import PartMonth
from sspipe.model.rates import PayScale, PointValue
from sspipe.terms.forms import ByDay, Day, Form, Pounds, PoundsOrUnset, Text, Truth, effective
from sspipe.terms.rates import DatedPortion, RateFile

ONE_DAY = timedelta(days=1)
PointName = Annotated[str, Field(strict=True, min_length=1)]
Weeks = Annotated[str, Field(strict=True, pattern=r"^[1-9]\d?(\.\d{1,4})?$")]
ScaleName = Annotated[str, Field(strict=True, pattern=r"^[A-Z0-9_]+$")]


class StepForm(Form):
    """A further step of the same award, backdated to the same day: the whole value from then on."""

    value: Pounds
    settled_on: Day | None
    source: Text
    illustrative: Truth = False
    note: Text | None = None


class PointForm(Form):
    """The value of a point from a day on; `then` holds further steps of the award in the order they were settled."""

    value: PoundsOrUnset
    settled_on: Day | None = None
    source: Text
    illustrative: Truth = False
    note: Text | None = None
    then: tuple[StepForm, ...] = ()

    @model_validator(mode="after")
    def _known_values_only_are_settled(self) -> "PointForm":
        if self.value is None and self.settled_on is not None:
            message = "no settled_on beside a value that is unset"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _steps_follow_one_another(self) -> "PointForm":
        """A step that is not settled is the last; the first may have been settled before there were dates."""
        steps = [self.settled_on or date.min, *(step.settled_on or date.max for step in self.then)]
        if self.then and (self.value is None or steps != sorted(set(steps))):
            message = "further steps of a known value, each settled after the one before it"
            raise ValueError(message)
        return self


class PayPointsFile(RateFile):
    """The points of one pay scale."""

    term: Literal["pay_points"]
    scale: ScaleName
    part_month: PartMonth | None = None
    part_year: dict[Weeks, ByDay[DatedPortion]] = Field(default_factory=dict)
    keyed: dict[PointName, ByDay[PointForm]]


def scales_of(national: Iterable[PayPointsFile], site: Iterable[PayPointsFile]) -> Mapping[str, PayScale]:
    """The pay scales in use: national points with the site's added, the site's standing where both have one."""
    national, site = tuple(national), tuple(site)
    names = dict.fromkeys(file.scale for file in (*national, *site))
    return {name: _scale(name, _of(national, name), _of(site, name)) for name in names}


def _of(files: Iterable[PayPointsFile], scale: str) -> tuple[PayPointsFile, ...]:
    return tuple(file for file in files if file.scale == scale)


def _scale(name: str, national: Sequence[PayPointsFile], site: Sequence[PayPointsFile]) -> PayScale:
    series: dict[str, Mapping[date, PointForm]] = {}
    standing: dict[str, date] = {}
    for file in (*national, *site):
        series.update(file.keyed)
        standing.update(dict.fromkeys(file.keyed, file.confirmed_to))
    ends = [end - ONE_DAY for end in map(unknown_from, series.values()) if end is not None]
    points = {point: known_values(entries) for point, entries in series.items()}
    return PayScale(
        scale=name,
        points=points,
        confirmed_to=min([*standing.values(), *ends], default=None),
        part_month=_part_month((*national, *site)),
        part_year=_part_year(name, (*national, *site)),
    )


def _part_month(files: Iterable[PayPointsFile]) -> PartMonth:
    """The basis that the last file names, a site's standing over the national one; calendar days where none does."""
    named = [file.part_month for file in files if file.part_month is not None]
    return named[-1] if named else PartMonth.CALENDAR_DAYS


def _part_year(scale: str, files: Iterable[PayPointsFile]) -> Mapping[Fraction, Effective[Fraction]]:
    return {
        Fraction(weeks): effective(f"pay for {weeks} weeks of {scale}", entries, file.confirmed_to)
        for file in files
        for weeks, entries in file.part_year.items()
    }


def unknown_from(entries: Mapping[date, PointForm]) -> date | None:
    """The day from which a point's values are unset to the end; None where the last one is known."""
    trailing = tuple(takewhile(lambda day: entries[day].value is None, reversed(list(entries))))
    return trailing[-1] if trailing else None


def known_values(entries: Mapping[date, PointForm]) -> tuple[PointValue, ...]:
    """The values that may be used: those after the last gap, where a gap is an unset value that a known one follows."""
    end = unknown_from(entries)
    kept = {day: entry for day, entry in entries.items() if end is None or day < end}
    last_gap = max((day for day, entry in kept.items() if entry.value is None), default=date.min)
    known = ((day, entry, entry.value) for day, entry in kept.items() if day > last_gap and entry.value)
    return tuple(value for day, entry, pence in known for value in (_value(day, entry, pence), *_steps(day, entry)))


def _steps(day: date, form: PointForm) -> Iterator[PointValue]:
    for step, further in enumerate(form.then, 2):
        yield PointValue(
            effective=day,
            annual_pence=further.value,
            settled_on=further.settled_on,
            source=further.source,
            illustrative=further.illustrative,
            step=step,
        )


def _value(day: date, form: PointForm, annual_pence: int) -> PointValue:
    return PointValue(
        effective=day,
        annual_pence=annual_pence,
        settled_on=form.settled_on if "settled_on" in form.model_fields_set else day,
        source=form.source,
        illustrative=form.illustrative,
    )
