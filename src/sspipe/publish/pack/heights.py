"""How high a row must be for its words, as not every spreadsheet program works that out by itself."""

import textwrap
from collections.abc import Iterable

from sspipe.publish.pack.sheets import CellRow, Column, Kind

LINE_POINTS = 13.0
PADDING_POINTS = 3.0
MOST_POINTS = 400.0
_LETTERS = 1.1
"""So many letters of a text go into the width of one figure."""
_ARROW = 2
"""So many letters of a heading's width are taken by the arrow of its filter."""


def row_points(columns: Iterable[Column], row: CellRow) -> float:
    """The height of a row of the table, in points."""
    return points_of((str(row.get(column.key) or ""), column.width) for column in columns if column.kind is Kind.TEXT)


def heading_points(columns: Iterable[Column]) -> float:
    """The height of the row of headings, in points."""
    return points_of((column.heading, column.width - _ARROW) for column in columns)


def points_of(texts: Iterable[tuple[str, int]]) -> float:
    """The height for texts in columns of given widths, in points."""
    lines = max((_lines(text, letters_across(width)) for text, width in texts), default=1)
    return min(MOST_POINTS, max(lines, 1) * LINE_POINTS + PADDING_POINTS)


def letters_across(width: int) -> int:
    """How many letters of a text stand beside each other in so wide a column."""
    return int(width * _LETTERS)


def _lines(text: str, letters: int) -> int:
    """How many lines a text takes; what is short and has no tab takes one, which most cells do."""
    return 1 if len(text) <= letters and "\t" not in text else len(textwrap.wrap(text, letters))
