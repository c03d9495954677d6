"""A sheet as a table of the page: caption, headings, rows, totals, and what stands there where it has no row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sspipe.publish.pack.sheets import CellRow, Column, Kind, Sheet, Total
from sspipe.publish.page.cells import Shown, is_figure, shown_cell, shown_pounds

TO_FILL = "To be filled in, and returned, in the workbook."
MANY, VERY_MANY = 9, 15
"""From so many columns on a table is printed smaller."""
_BROAD = 40
"""A column of words that is so wide in the workbook is given room on the page too."""


@dataclass(frozen=True, slots=True)
class Head:
    """One column's heading."""

    words: str
    is_figure: bool
    is_broad: bool
    sorts_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table; `empty` is told in place of its rows. Stacked: on a narrow page a row's cells stand in a pile."""

    ident: str
    caption: str
    heads: Sequence[Head]
    lines: Sequence[Sequence[Shown]]
    totals: Sequence[Sequence[Shown]] = ()
    empty: str = ""
    is_stacked: bool = False

    @property
    def size(self) -> str:
        """How small it must be to go on paper."""
        return "vast" if len(self.heads) > VERY_MANY else "large" if len(self.heads) > MANY else "small"

    @property
    def is_sortable(self) -> bool:
        """Whether an order makes a difference."""
        return len(self.lines) > 1


def table_of(sheet: Sheet, ident: str) -> Table:
    """A whole sheet."""
    return Table(
        ident=ident,
        caption=sheet.title,
        heads=heads_of(sheet.columns),
        lines=lines_of(sheet.rows, sheet.columns),
        totals=[_total_line(sheet, total) for total in sheet.totals],
        empty=TO_FILL if sheet.blank_rows else sheet.empty,
    )


def heads_of(columns: Iterable[Column]) -> list[Head]:
    """Headings, each with the side and the order of its cells."""
    return [
        Head(
            words=column.heading,
            is_figure=is_figure(column.kind),
            is_broad=column.kind is Kind.TEXT and column.width >= _BROAD,
            sorts_as="number" if is_figure(column.kind) else "text",
        )
        for column in columns
    ]


def lines_of(rows: Iterable[CellRow], columns: Sequence[Column]) -> list[list[Shown]]:
    """Rows cell by cell, in the order of the columns."""
    return [[shown_cell(row.get(column.key), column) for column in columns] for row in rows]


def _total_line(sheet: Sheet, total: Total) -> list[Shown]:
    others = sheet.columns[1:]
    return [Shown(total.label), *(_total_cell(sheet, total, column) for column in others)]


def _total_cell(sheet: Sheet, total: Total, column: Column) -> Shown:
    return shown_pounds(sheet.total_pence(total, column.key)) if column.key in total.columns else Shown("")
