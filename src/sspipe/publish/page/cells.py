"""What a cell of a sheet says on the page, on which side it stands, and by what its column is sorted."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sspipe.model.money import in_pounds
from sspipe.publish.pack.sheets import AcrossSum, Cell, Column, Formula, Kind, RowsSum, SheetSum, ThousandsSum

_WORDED = frozenset({Kind.TEXT, Kind.DATE, Kind.FLAG})
_OF_THOUSANDS = frozenset({Kind.THOUSANDS, Kind.MILLIONS})
_SHORT = 17
_FLAGS = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell in words. `order` sorts it among its column's; empty where the cell has no value, which goes last."""

    words: str
    order: str = ""
    is_figure: bool = False

    @property
    def is_short(self) -> bool:
        """Whether the words can stay on one line: a month, a day, a yes or no."""
        return len(self.words) <= _SHORT


def is_figure(kind: Kind) -> bool:
    """Whether a column's cells stand on the right and sort by size."""
    return kind not in _WORDED


def shown_cell(cell: Cell, column: Column) -> Shown:
    """A cell as its column's kind has it: pounds from whole pence, days in full, what is missing in words."""
    if isinstance(cell, SheetSum | RowsSum | AcrossSum | ThousandsSum):
        return _shown_sum(cell, column.kind)
    if cell is None:
        return Shown(column.missing, is_figure=is_figure(column.kind))
    if isinstance(cell, bool):
        return Shown(_FLAGS[cell], _FLAGS[cell])
    if isinstance(cell, str):
        return Shown(cell, cell, is_figure=is_figure(column.kind))
    if isinstance(cell, date):
        return Shown(f"{cell:%-d %B %Y}", cell.isoformat())
    return _shown_number(cell, column.kind)


def _shown_sum(cell: Formula | ThousandsSum, kind: Kind) -> Shown:
    if isinstance(cell, ThousandsSum):
        return shown_thousands(cell.amount_thousands, kind)
    return shown_pounds(cell.amount_pence)


def shown_pounds(amount_pence: int) -> Shown:
    """An amount of whole pence in pounds."""
    return Shown(in_pounds(amount_pence), str(amount_pence), is_figure=True)


def shown_thousands(amount_thousands: int, kind: Kind) -> Shown:
    """Whole thousands of pounds, or millions to three places; a minus in brackets, as the reports have it (R15)."""
    size = abs(amount_thousands)
    words = f"{Decimal(size).scaleb(-3):,.3f}" if kind is Kind.MILLIONS else f"{size:,}"
    return Shown(f"({words})" if amount_thousands < 0 else words, str(amount_thousands), is_figure=True)


def _shown_number(cell: int | Decimal, kind: Kind) -> Shown:
    if kind is Kind.POUNDS and isinstance(cell, int):
        return shown_pounds(cell)
    if kind in _OF_THOUSANDS and isinstance(cell, int):
        return shown_thousands(cell, kind)
    if isinstance(cell, Decimal):
        return Shown(f"{cell:,f}", f"{cell:f}", is_figure=True)
    return Shown(f"{cell:,}", str(cell), is_figure=True)
