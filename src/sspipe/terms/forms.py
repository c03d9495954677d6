"""The small types that every YAML kind of a site is written in: text, days, portions, pounds, dated values."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    StringConstraints,
    WithJsonSchema,
)

from sspipe.model.calendars import DayRule, Roll
from sspipe.model.effective import Dated, Effective
from sspipe.model.money import from_pounds

Value = TypeVar("Value")
Entry = TypeVar("Entry")

_PORTION = r"\d+(\.\d+)?|\d+/[1-9]\d*"
UNSET = "unset"


class Form(BaseModel):
    """A YAML mapping with no entries but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FileForm(Form):
    """A whole YAML file, with the version of its form."""

    schema_version: Literal[1]


def _portion(found: object) -> Fraction:
    if not isinstance(found, str) or not re.fullmatch(_PORTION, found):
        message = "a number in quotes, such as '0.138' or '1/2'"
        raise ValueError(message)
    return Fraction(found)


def _pounds(found: object) -> int:
    message = "pounds in quotes, such as '47665' or '£1,234.56'"
    if not isinstance(found, str):
        raise ValueError(message)  # noqa: TRY004 - pydantic reports a ValueError with its place
    try:
        return from_pounds(found)
    except ValueError as error:
        raise ValueError(message) from error


def _or_unset(read: Callable[[object], Value]) -> Callable[[object], Value | None]:
    return lambda found: None if found == UNSET else read(found)


def _earliest_first(entries: dict[date, Any]) -> dict[date, Any]:
    if list(entries) != sorted(entries):
        message = "the values in order of their start, the earliest first"
        raise ValueError(message)
    return entries


Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Truth = Annotated[bool, Strict()]
Day = Annotated[date, Strict()]
Whole = Annotated[int, Strict(), Field(ge=0)]
Portion = Annotated[
    Fraction, PlainValidator(_portion), WithJsonSchema({"type": "string", "pattern": f"^({_PORTION})$"})
]
PortionOrUnset = Annotated[Fraction | None, PlainValidator(_or_unset(_portion)), WithJsonSchema({"type": "string"})]
Pounds = Annotated[int, PlainValidator(_pounds), WithJsonSchema({"type": "string"})]
PoundsOrUnset = Annotated[int | None, PlainValidator(_or_unset(_pounds)), WithJsonSchema({"type": "string"})]
ByDay = Annotated[dict[Day, Entry], Field(min_length=1), AfterValidator(_earliest_first)]


class DatedForm(Form, Generic[Value]):
    """A value from a day on, with its source; `unset` says that it exists and is not known."""

    value: Value
    source: Text
    illustrative: Truth = False
    note: Text | None = None


class DayRuleForm(Form):
    """A day of the month and where it moves to when nobody is at work."""

    day: Annotated[int, Strict(), Field(ge=1, le=31)]
    roll: Roll
    months_after: Whole = 0

    def rule(self) -> DayRule:
        """The rule in the model's words."""
        return DayRule(self.day, self.roll, self.months_after)


def effective(name: str, entries: Mapping[date, DatedForm[Any]], confirmed_to: date | None = None) -> Effective[Any]:
    """Turn the dated entries of a file into a dated term."""
    dated = tuple(Dated(day, entry.value, entry.source, entry.illustrative) for day, entry in entries.items())
    return Effective(name, dated, confirmed_to)
