"""Cells written by kind: words as words and never as formulas, pounds as numbers, sums as formulas with their value."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sspipe.publish.pack.heights import points_of, row_points
from sspipe.publish.pack.places import (
    Place,
    across_formula,
    rows_formula,
    sheet_formula,
    thousands_formula,
    total_formula,
)
from sspipe.publish.pack.sheets import AcrossSum, Cell, Column, Formula, Kind, RowsSum, SheetSum, ThousandsSum, Total
from sspipe.publish.pack.styles import Styles

LONGEST = 32_000
"""A cell takes 32,767 characters; what is longer is cut, and says so."""
CUT = " (cut; the rest stands in the database)"
ACTS = ("=", "+", "-", "@", "\t", "\r")
_MARKUP = "<r>"
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_FLAGS = {True: "yes", False: "no"}


def in_pounds_cell(amount_pence: int) -> float:
    """The number that a spreadsheet holds for whole pence: of all its numbers the nearest to the penny."""
    return amount_pence / 100


def in_unit_cell(amount_thousands: int, kind: Kind) -> float:
    """The number that a spreadsheet holds for whole thousands of pounds, in the unit that the column shows."""
    return amount_thousands / 1000 if kind is Kind.MILLIONS else amount_thousands


def harmless(text: str) -> str:
    """A text that the file can hold and that is no markup of the file's own."""
    clean = _UNWRITABLE.sub("\ufffd", text)
    shown = f" {clean}" if clean.startswith(_MARKUP) else clean
    return shown if len(shown) <= LONGEST else shown[: LONGEST - len(CUT)] + CUT


class Writer:
    """Writes the cells of one sheet."""

    def __init__(self, page: Any, place: Place, places: Mapping[str, Place], styles: Styles) -> None:
        """`page` is the library's sheet; `places` are those of every sheet, for sums over them."""
        self._page = page
        self._place = place
        self._places = places
        self._styles = styles

    def row(self, number: int) -> None:
        """Write one row of the table."""
        sheet = self._place.sheet
        weight = "headline" if number in sheet.headlines else "line"
        self._page.set_row(self._place.first_row + number, row_points(sheet.columns, sheet.rows[number]))
        for at, column in enumerate(sheet.columns):
            self._cell(self._place.first_row + number, at, column, sheet.rows[number].get(column.key), weight)

    def blank(self, number: int) -> None:
        """Write one row to be filled in."""
        for at, column in enumerate(self._place.sheet.columns):
            self._page.write_blank(self._place.first_row + number, at, None, self._empty_style(column))

    def total(self, number: int, total: Total) -> None:
        """Write one row of sums below the table."""
        at_row = self._place.last_row + 1 + number
        self._page.set_row(at_row, points_of([(total.label, self._place.sheet.columns[0].width)]))
        for at, column in enumerate(self._place.sheet.columns):
            if column.key in total.columns:
                amount_pence = self._place.sheet.total_pence(total, column.key)
                self._formula(at_row, at, total_formula(self._place, total, column.key), amount_pence, "total")
            else:
                self.words(at_row, at, "" if at else total.label, "total")

    def words(self, at_row: int, at_column: int, text: str, weight: str, side: str = "left") -> None:
        """Write words; an empty cell keeps its look."""
        style = self._styles.words(weight, is_quoted=text.startswith(ACTS), side=side)
        if text:
            self._page.write_string(at_row, at_column, harmless(text), style)
        else:
            self._page.write_blank(at_row, at_column, None, style)

    def _cell(self, at_row: int, at: int, column: Column, cell: Cell, weight: str) -> None:
        if isinstance(cell, SheetSum | RowsSum | AcrossSum):
            self._formula(at_row, at, self._asked(at_row, at, cell), cell.amount_pence, weight)
        elif isinstance(cell, ThousandsSum):
            style = self._styles.value(column.kind, weight)
            formula = thousands_formula(self._place, at, cell, column.kind)
            self._page.write_formula(at_row, at, formula, style, in_unit_cell(cell.amount_thousands, column.kind))
        elif cell is None:
            missing = "" if weight == "headline" else column.missing
            self.words(at_row, at, missing, weight, "left" if column.kind is Kind.TEXT else "right")
        elif isinstance(cell, bool):
            self.words(at_row, at, _FLAGS[cell], weight)
        elif isinstance(cell, str):
            self.words(at_row, at, cell, weight)
        else:
            self._value(at_row, at, column.kind, cell, weight)

    def _value(self, at_row: int, at: int, kind: Kind, cell: int | Decimal | date, weight: str) -> None:
        if isinstance(cell, date):
            self._page.write_datetime(at_row, at, cell, self._styles.value(Kind.DATE, weight))
        elif kind in (Kind.THOUSANDS, Kind.MILLIONS):
            self._page.write_number(at_row, at, in_unit_cell(int(cell), kind), self._styles.value(kind, weight))
        else:
            is_money = kind is Kind.POUNDS and isinstance(cell, int)
            shown = in_pounds_cell(int(cell)) if is_money else float(cell)
            style = self._styles.value(Kind.POUNDS if is_money else Kind.NUMBER, weight)
            self._page.write_number(at_row, at, shown, style)

    def _asked(self, at_row: int, at: int, asked: Formula) -> str:
        if isinstance(asked, SheetSum):
            return sheet_formula(self._places, asked)
        if isinstance(asked, RowsSum):
            return rows_formula(self._place, at, asked)
        return across_formula(self._place, at_row, asked)

    def _formula(self, at_row: int, at: int, formula: str, amount_pence: int, weight: str) -> None:
        style = self._styles.value(Kind.POUNDS, weight)
        self._page.write_formula(at_row, at, formula, style, in_pounds_cell(amount_pence))

    def _empty_style(self, column: Column) -> Any:
        is_valued = column.kind in (Kind.POUNDS, Kind.DATE, Kind.NUMBER)
        return self._styles.value(column.kind, "line") if is_valued else self._styles.words("line")
