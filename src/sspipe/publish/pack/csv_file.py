"""A sheet as a CSV file that drops into a report: plain headings, typed values, and no text that acts as a formula.

UTF-8 with the mark by which spreadsheets know it, commas, lines ending in CR LF, days as 2022-09-30. A missing value is
an empty cell.
"""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import StringIO
from types import MappingProxyType

from sspipe.model.money import in_pounds
from sspipe.publish.pack.sheets import AcrossSum, Cell, Column, Kind, RowsSum, Sheet, SheetSum, ThousandsSum
from sspipe.publish.pack.writing import ACTS

_NO_CHANGE: Mapping[str, str] = MappingProxyType({})
_MARK = "\ufeff"
_FLAGS = {True: "yes", False: "no"}


def csv_bytes(sheet: Sheet, headings: Mapping[str, str] = _NO_CHANGE) -> bytes:
    """The sheet's rows below its headings; `headings` by column where the file words one otherwise."""
    held = StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(headings.get(column.key, column.heading) for column in sheet.columns)
    for row in sheet.rows:
        writer.writerow(_written(column, row.get(column.key)) for column in sheet.columns)
    return (_MARK + held.getvalue()).encode()


def _written(column: Column, cell: Cell) -> str:
    if isinstance(cell, SheetSum | RowsSum | AcrossSum):
        return _number(cell.amount_pence, column.kind)
    if isinstance(cell, ThousandsSum):
        return _number(cell.amount_thousands, column.kind)
    if isinstance(cell, bool):
        return _FLAGS[cell]
    return _number(cell, column.kind) if isinstance(cell, int) else _words(cell)


def _words(cell: str | Decimal | date | None) -> str:
    """Words that a spreadsheet takes for a formula begin with an apostrophe."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(ACTS) else cell
    return cell.isoformat() if isinstance(cell, date) else f"{cell:f}"


def _number(amount: int, kind: Kind) -> str:
    """Whole pence as pounds, whole thousands in the unit that the column shows, anything else as it is."""
    if kind is Kind.POUNDS:
        return in_pounds(amount).replace("£", "").replace(",", "")
    if kind is Kind.MILLIONS:
        whole, rest = divmod(abs(amount), 1000)
        return f"{'-' if amount < 0 else ''}{whole}.{rest:03d}"
    return str(amount)
