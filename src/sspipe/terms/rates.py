"""A dated rate from its file: one series, or one for each key."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from sspipe.model.effective import Effective
from sspipe.model.grants import PassThrough
from sspipe.model.money import HalfPenny
from sspipe.terms.forms import (
    ByDay,
    Code,
    DatedForm,
    Day,
    FileForm,
    Form,
    PortionOrUnset,
    PoundsOrUnset,
    Text,
    effective,
)

Letter = Annotated[str, Field(strict=True, pattern=r"^[A-Z]$")]


def _part_of_pay(value: Fraction | None) -> Fraction | None:
    if value is not None and value > 1:
        message = "a part of pay, at most 1, such as '0.138' for 13.8%"
        raise ValueError(message)
    return value


class DatedPortion(DatedForm[Annotated[PortionOrUnset, AfterValidator(_part_of_pay)]]):
    """A part of pay from a day on."""


class DatedPounds(DatedForm[PoundsOrUnset]):
    """An amount in pounds from a day on."""


class DatedRounding(DatedForm[HalfPenny]):
    """A rule for the halfpenny from a day on."""


class RateFile(FileForm):
    """What every file of a rate says of itself. `confirmed_to`: nothing newer applied by then, somebody has checked."""

    name: Text
    unit: Text
    note: Text | None = None
    confirmed_to: Day


class NiRateFile(RateFile):
    """Employer National Insurance: the rate above the threshold."""

    term: Literal["employer_ni_rate"]
    values: ByDay[DatedPortion]


class LevyFile(RateFile):
    """The apprenticeship levy."""

    term: Literal["apprenticeship_levy"]
    values: ByDay[DatedPortion]


class TeachersPensionFile(RateFile):
    """The employer's contribution to the Teachers' Pension Scheme."""

    term: Literal["teachers_pension"]
    values: ByDay[DatedPortion]


class NiRoundingFile(RateFile):
    """Where National Insurance sends an exact halfpenny."""

    term: Literal["ni_rounding"]
    values: ByDay[DatedRounding]


class ThresholdGroupForm(Form):
    """One threshold and the category letters that it holds for."""

    letters: Annotated[tuple[Letter, ...], Field(min_length=1)]
    values: ByDay[DatedPounds]


class NiThresholdFile(RateFile):
    """The earnings of a month up to which the employer pays nothing, by group of category letters."""

    term: Literal["employer_ni_threshold"]
    keyed: dict[Code, ThresholdGroupForm]


class EntitlementForm(Form):
    """One entitlement: the lines of an allocation that fund it, and what of them is passed on."""

    lines: Annotated[tuple[Code, ...], Field(min_length=1)]
    values: ByDay[DatedPortion]


class PassThroughFile(RateFile):
    """What of each early years entitlement goes to providers at least."""

    term: Literal["early_years_pass_through"]
    keyed: dict[Code, EntitlementForm]


class LgpsFile(RateFile):
    """The employer's contribution to the Local Government Pension Scheme, by council."""

    term: Literal["lgps_employer_rate"]
    keyed: dict[Code, ByDay[DatedPortion]]


def portions_of(file: NiRateFile | LevyFile | TeachersPensionFile) -> Effective[Fraction]:
    """The series of a file of fractions."""
    return effective(file.name, file.values, file.confirmed_to)


def rounding_of(file: NiRoundingFile) -> Effective[HalfPenny]:
    """The series of the rounding rule."""
    return effective(file.name, file.values, file.confirmed_to)


def thresholds_of(file: NiThresholdFile) -> Mapping[str, Effective[int]]:
    """The thresholds by category letter, in pence a month."""
    return {
        letter: effective(f"{file.name}, category {letter}", group.values, file.confirmed_to)
        for group in file.keyed.values()
        for letter in group.letters
    }


def pass_through_of(file: PassThroughFile) -> tuple[PassThrough, ...]:
    """The entitlements that are tested, each with its dated limit."""
    return tuple(
        PassThrough(
            entitlement=entitlement,
            lines=form.lines,
            passed_on=effective(f"{file.name}, {entitlement}", form.values, file.confirmed_to),
        )
        for entitlement, form in file.keyed.items()
    )


def lgps_of(file: LgpsFile) -> Mapping[str, Effective[Fraction]]:
    """The rates by council."""
    return {
        council: effective(f"{file.name}, {council}", entries, file.confirmed_to)
        for council, entries in file.keyed.items()
    }
