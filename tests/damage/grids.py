"""A lab file as rows of cells, whatever its form, and the bytes of such rows again."""

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from tests.damage import opendocument, spreadsheets
from tests.damage.dress import Dress, Error, Formula
from tests.damage.lab_files import LabFile

Cell: TypeAlias = str | int | float | datetime | Formula | Error | None
Row: TypeAlias = list[Any]
HEADING_ROWS = {"text": (0, 1), "xlsx": (2, 3), "ods": (1, 4)}
FIRST_ROW = {"text": 1, "xlsx": 3, "ods": 5}
MARK = "\ufeff"


@dataclass
class Grid:
    """What stands above the headings, the heading rows, what stands between, the rows; and how a sheet is dressed."""

    above: list[Row]
    heads: list[Row]
    between: list[Row]
    rows: list[Row]
    dress: Dress = field(default_factory=Dress)

    def at(self, heading: str) -> int:
        """Where a column stands; the headings of several rows are looked at from their beginning."""
        for row in self.heads:
            for place, cell in enumerate(row):
                if isinstance(cell, str) and (cell == heading or (len(self.heads) > 1 and cell.startswith(heading))):
                    return place
        raise KeyError(heading)

    @property
    def width(self) -> int:
        """How many columns the headings have."""
        return max(len(row) for row in self.heads)

    def squared(self) -> "Grid":
        """The same, every row below the title as wide as the headings."""
        for row in (*self.heads, *self.rows):
            row.extend([None] * (self.width - len(row)))
        return self

    @property
    def all_rows(self) -> list[Row]:
        """Every row from the top."""
        return [*self.above, *self.heads, *self.between, *self.rows]


def grid_of(file: LabFile, content: bytes) -> Grid:
    """Read a sound file."""
    rows = _read(file, content)
    first, end = HEADING_ROWS[file.form]
    below = FIRST_ROW[file.form]
    return Grid(rows[:first], rows[first:end], rows[end:below], rows[below:]).squared()


def bytes_of(file: LabFile, grid: Grid) -> bytes:
    """Write rows in the form of a file."""
    if file.form == "xlsx":
        return spreadsheets.written(grid.all_rows, grid.dress)
    if file.form == "ods":
        return opendocument.written(grid.all_rows, grid.dress)
    return encoded(file, text_of(file, grid))


def text_of(file: LabFile, grid: Grid) -> str:
    """Write rows as delimited text."""
    rows = [["" if cell is None else str(cell) for cell in row] for row in grid.all_rows]
    if not file.quoted:
        return "".join(file.delimiter.join(row) + "\r\n" for row in rows)
    written = io.StringIO()
    csv.writer(written, delimiter=file.delimiter, lineterminator="\r\n").writerows(rows)
    return written.getvalue()


def encoded(file: LabFile, text: str) -> bytes:
    """The bytes of a text in the file's encoding, with its mark where it has one."""
    return ((MARK if file.marked else "") + text).encode(file.encoding)


def decoded(file: LabFile, content: bytes) -> str:
    """The text of a file without its mark."""
    return content.decode(file.encoding).removeprefix(MARK)


def _read(file: LabFile, content: bytes) -> list[Row]:
    if file.form == "xlsx":
        return spreadsheets.read(content)
    if file.form == "ods":
        return opendocument.read(content)
    text = io.StringIO(decoded(file, content), newline="")
    if file.quoted:
        return [list(row) for row in csv.reader(text, delimiter=file.delimiter)]
    return [list(row) for row in csv.reader(text, delimiter=file.delimiter, quoting=csv.QUOTE_NONE)]
