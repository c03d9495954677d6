"""Where a sheet's rows and columns stand in the file, and the live formulas over them."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from sspipe.publish.pack.heights import letters_across
from sspipe.publish.pack.sheets import AcrossSum, Kind, RowsSum, Sheet, SheetSum, ThousandsSum, Total

TITLE_ROW, SAYS_ROW = 0, 1
FEWEST_LETTERS, MOST_LETTERS = 80, 200
"""A line above the table takes so many letters: what one window of a spreadsheet program shows without moving it."""
DECIMALS_OF_MILLIONS = 3


@dataclass(frozen=True)
class Place:
    """One sheet as it stands in the file: rows and columns counted from nought."""

    sheet: Sheet

    @cached_property
    def says(self) -> tuple[str, ...]:
        """What the sheet says of itself, in lines as wide as its table: words that run past a window nobody reads."""
        letters = letters_across(sum(column.width for column in self.sheet.columns))
        return tuple(textwrap.wrap(self.sheet.says, min(max(letters, FEWEST_LETTERS), MOST_LETTERS))) or ("",)

    @property
    def head_row(self) -> int:
        """The row of headings."""
        return SAYS_ROW + len(self.says)

    @property
    def first_row(self) -> int:
        """The first row of the table."""
        return self.head_row + 1

    @property
    def last_row(self) -> int:
        """The last row of the table; a table without rows keeps one, which says so."""
        return self.first_row + max(len(self.sheet.rows), self.sheet.blank_rows, 1) - 1

    def column(self, key: str) -> int:
        """The number of a column."""
        return next(at for at, column in enumerate(self.sheet.columns) if column.key == key)

    def cells(self, key: str, *, is_here: bool = True) -> str:
        """The cells of a column's rows, as a formula names them on the sheet itself or from another."""
        at = self.column(key)
        named = str(xl_range_abs(self.first_row, at, self.last_row, at))
        return named if is_here else f"{quoted_sheet(self.sheet.name)}!{named}"


def quoted_sheet(name: str) -> str:
    """A sheet's name as a formula writes it."""
    return "'" + name.replace("'", "''") + "'"


def total_formula(place: Place, total: Total, key: str) -> str:
    """A sum below the table: over the rows that a filter leaves, or over those that hold the total's texts."""
    if not total.where:
        return _rounded(f"SUBTOTAL(109,{place.cells(key)})")
    conditions = _conditions((place.cells(name), text) for name, text in total.where)
    return _rounded(f"SUMPRODUCT({conditions},{place.cells(key)})")


def sheet_formula(places: Mapping[str, Place], asked: SheetSum) -> str:
    """A sum over another sheet."""
    place = places[asked.sheet]
    amounts = place.cells(asked.column, is_here=False)
    conditions = _conditions((place.cells(name, is_here=False), text) for name, text in asked.where)
    if asked.way:
        sign, side = ("", ">") if asked.way > 0 else ("-1*", "<")
        return _rounded(f"SUMPRODUCT({sign}{conditions}*({amounts}{side}0),{amounts})")
    return _rounded(f"SUMPRODUCT({conditions},{amounts})")


def rows_formula(place: Place, at_column: int, asked: RowsSum) -> str:
    """A sum over rows of the same column."""
    cells = xl_range_abs(place.first_row + asked.first, at_column, place.first_row + asked.last, at_column)
    return _rounded(f"SUM({cells})")


def thousands_formula(place: Place, at_column: int, asked: ThousandsSum, kind: Kind) -> str:
    """A sum over rows of the same column, in the unit that the column shows."""
    cells = xl_range_abs(place.first_row + asked.first, at_column, place.first_row + asked.last, at_column)
    return f"=ROUND(SUM({cells}),{DECIMALS_OF_MILLIONS if kind is Kind.MILLIONS else 0})"


def across_formula(place: Place, at_row: int, asked: AcrossSum) -> str:
    """A sum over columns of the same row."""
    cells: Sequence[str] = [xl_rowcol_to_cell(at_row, place.column(key)) for key in asked.columns]
    return _rounded(f"SUM({','.join(cells)})")


def _rounded(formula: str) -> str:
    """Pennies are no binary fractions: a sheet's sum is brought back to the penny."""
    return f"=ROUND({formula},2)"


def _conditions(pairs: Iterable[tuple[str, str]]) -> str:
    """Rows whose cells hold exactly these texts; no text acts as a pattern or an operator.

    The leading 1 makes a number of a single condition, which Excel would otherwise not count.
    """
    return "*".join(("1", *(f'({cells}="{text.replace(chr(34), chr(34) * 2)}")' for cells, text in pairs)))
