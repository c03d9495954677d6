"""The kinds of cell that a layout may declare, each naming the headings that it reads.

Every kind is a closed form: what it does not allow is a fault of the row. Patterns are regular expressions over the
whole trimmed cell.
"""

import re
from typing import Annotated, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator


def _checked_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        message = "a regular expression"
        raise ValueError(message) from error
    pc.match_substring_regex(pa.array([""]), pattern=pattern)
    return pattern


Pattern = Annotated[str, AfterValidator(_checked_pattern)]


class CellKind(BaseModel):
    """What all kinds share: the headings they read, and whether a blank cell is allowed."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    blank: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that the cell reads, in the order in which it needs them."""
        one = getattr(self, "column", None)
        return (one,) if isinstance(one, str) else ()


class CodeCell(CellKind):
    """A code or a name out of a limited alphabet; without a pattern nothing passes."""

    kind: Literal["code", "text"]
    column: str
    pattern: Pattern


class ConstantCell(CellKind):
    """The same value in every row."""

    kind: Literal["constant"]
    value: str


class ChoiceCell(CellKind):
    """A closed list of values, each with the code that stands for it; a plain list stands for itself."""

    kind: Literal["choice"]
    column: str
    values: dict[str, str]

    @field_validator("values", mode="before", json_schema_input_type=dict[str, str] | list[str])
    @classmethod
    def _stand_for_themselves(cls, values: object) -> object:
        return {value: value for value in values} if isinstance(values, list) else values


class AliasCell(CellKind):
    """A title or counterparty in one of the ways the site knows, case and punctuation aside."""

    kind: Literal["alias"]
    column: str
    known: Literal["titles", "counterparties"]


class DateCell(CellKind):
    """A day, in one of the formats listed (`%d/%m/%Y`)."""

    kind: Literal["date"]
    column: str
    formats: list[str]


class MonthCell(CellKind):
    """A month, of which the first or the last day is taken (`%Y%m`, `%b %Y`)."""

    kind: Literal["month"]
    column: str
    format: str
    day: Literal["first", "last"]


class SignRule(BaseModel):
    """A column that says debit or credit. `signed` amounts say so too, and must agree; `unsigned` ones have no sign."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    column: str
    debit: str
    credit: str
    amounts: Literal["signed", "unsigned"]


class PoundsCell(CellKind):
    """An amount in pounds, or a debit and a credit column of which one is filled; a blank that is allowed is nil."""

    kind: Literal["pounds"]
    column: str = ""
    debit: str = ""
    credit: str = ""
    signs: SignRule | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns of the amount; then the column of the sign."""
        return (*self.amounts, self.signs.column) if self.signs else self.amounts

    @property
    def amounts(self) -> tuple[str, ...]:
        """The column, or both columns."""
        return (self.debit, self.credit) if self.debit else (self.column,)


class FractionCell(CellKind):
    """A decimal, or one column over another, as an exact fraction."""

    kind: Literal["fraction"]
    column: str
    over: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """Numerator, and denominator where there is one."""
        return (self.column, self.over) if self.over else (self.column,)


class DecimalCell(CellKind):
    """A plain decimal; the markers of `missing` mean that there is no value, and float artefacts are cleaned."""

    kind: Literal["decimal"]
    column: str
    missing: list[str] = Field(default_factory=list)


class OccupantCell(CellKind):
    """An employee number, of which only the keyed hash goes on."""

    kind: Literal["occupant"]
    column: str
    pattern: Pattern


class PeriodCell(CellKind):
    """A ledger period out of one or more columns, joined by `|`.

    Named groups: `start` (the year in which the financial year starts) with `number` or `month` (Apr), or
    `calendar_year` with `month` or `calendar_month`.
    """

    kind: Literal["period"]
    columns: list[str]
    pattern: Pattern

    @property
    def headings(self) -> tuple[str, ...]:
        """All columns of the period."""
        return tuple(self.columns)


class KnownFromCell(CellKind):
    """The day from which the file is known: its extract or publication date."""

    kind: Literal["known_from"]


class NameYearCell(CellKind):
    """The financial year in the file's name; the pattern's group `start` is the year in which it starts."""

    kind: Literal["year_of_name"]
    pattern: Pattern


class RowNumberCell(CellKind):
    """The row's own number, for files whose lines have none."""

    kind: Literal["row_number"]


Cell = Annotated[
    CodeCell
    | ConstantCell
    | ChoiceCell
    | AliasCell
    | DateCell
    | MonthCell
    | PoundsCell
    | FractionCell
    | DecimalCell
    | OccupantCell
    | PeriodCell
    | KnownFromCell
    | NameYearCell
    | RowNumberCell,
    Field(discriminator="kind"),
]
