"""The words of a sheet before it is a file: a title, a sentence, columns that say their unit and sign, rows, totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

NOTHING = "Nothing on file."


class Kind(StrEnum):
    """What the cells of a column hold. THOUSANDS and MILLIONS hold whole thousands of pounds, shown in that unit."""

    TEXT = "text"
    POUNDS = "pounds"
    THOUSANDS = "thousands"
    MILLIONS = "millions"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class SheetSum:
    """A sum over a column of another sheet, of the rows whose cells hold these texts; a live formula in the file.

    `way`: 1 of the plus amounts alone, -1 the size of the minus amounts alone, 0 of all as they stand.
    """

    amount_pence: int
    sheet: str
    column: str
    where: tuple[tuple[str, str], ...] = ()
    way: int = 0


@dataclass(frozen=True, slots=True)
class RowsSum:
    """A sum over the same column from one row of the sheet to another, both counted from nought."""

    amount_pence: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class AcrossSum:
    """A sum over other columns of the same row."""

    amount_pence: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThousandsSum:
    """A sum over the same column from one row to another, both counted from nought, in whole thousands of pounds."""

    amount_thousands: int
    first: int
    last: int


Formula = SheetSum | RowsSum | AcrossSum
Cell = str | int | Decimal | date | bool | Formula | ThousandsSum | None
CellRow = Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. Amounts of money are whole pence until they are written; `missing` is read where there is no value.

    A cell to fill takes one of `choices`, or of the cells of a column of another sheet (`chosen_from`: sheet and key).
    """

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    width: int = 14
    missing: str = ""
    choices: tuple[str, ...] = ()
    chosen_from: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A row of sums below the table: over all rows that are shown, or over those whose cells hold these texts."""

    label: str
    columns: tuple[str, ...]
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet, one table. `headlines` are rows, counted from nought, that open a part; `blank_rows` are to fill."""

    name: str
    title: str
    says: str
    columns: tuple[Column, ...]
    rows: Sequence[CellRow]
    totals: tuple[Total, ...] = ()
    headlines: frozenset[int] = frozenset()
    frozen_columns: int = 1
    blank_rows: int = 0
    empty: str = NOTHING

    def column(self, key: str) -> Column:
        """The column of a key."""
        return next(column for column in self.columns if column.key == key)

    def total_pence(self, total: Total, key: str) -> int:
        """What a total of a column comes to, in whole pence; rows without an amount add nothing."""
        return sum(_amount(row.get(key)) for row in self.rows if holds(row, total.where))


def holds(row: CellRow, where: Sequence[tuple[str, str]]) -> bool:
    """Whether the row's cells hold all these texts."""
    return all(row.get(key) == text for key, text in where)


def _amount(cell: Cell) -> int:
    if isinstance(cell, SheetSum | RowsSum | AcrossSum):
        return cell.amount_pence
    return cell if isinstance(cell, int) else 0


def text(key: str, heading: str, width: int = 14) -> Column:
    """A column of words."""
    return Column(key=key, heading=heading, width=width)


def pounds(key: str, heading: str, missing: str = "") -> Column:
    """A column of money."""
    return Column(key=key, heading=heading, kind=Kind.POUNDS, width=15, missing=missing)


def day(key: str, heading: str, missing: str = "") -> Column:
    """A column of dates."""
    return Column(key=key, heading=heading, kind=Kind.DATE, width=18, missing=missing)


def number(key: str, heading: str, missing: str = "") -> Column:
    """A column of counts and measures."""
    return Column(key=key, heading=heading, kind=Kind.NUMBER, width=12, missing=missing)


def thousands(key: str, heading: str, kind: Kind, missing: str = "") -> Column:
    """A column of money in thousands of pounds, shown in thousands or in millions."""
    return Column(key=key, heading=heading, kind=kind, width=13, missing=missing)


def flag(key: str, heading: str, missing: str = "") -> Column:
    """A column of yes and no."""
    return Column(key=key, heading=heading, kind=Kind.FLAG, width=12, missing=missing)
