"""Rows of a workbook's sheet as text, numbered as its reader sees them.

A formula gives the value that was last calculated. An error value, and a formula that was never calculated, is no
value (`error_values.py`). Of merged cells the first holds the value and the others are blank; nothing is filled down.
"""

import datetime as dt
import io
import math
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import python_calamine

from sspipe.conform import books
from sspipe.conform.book_parts import extents_of
from sspipe.conform.columns import Block
from sspipe.conform.decimals import sheet_number
from sspipe.conform.error_values import ERROR_VALUE, ERROR_VALUES
from sspipe.conform.extents import Extent
from sspipe.conform.forms import SheetFile
from sspipe.conform.headings import Headings, Note, match_headings
from sspipe.conform.layout import LayoutVersion
from sspipe.conform.limits import APART_BYTES, APART_SECONDS, MOST_BOOK_BYTES
from sspipe.conform.old_book import extents_of_old
from sspipe.conform.packed import unreadable
from sspipe.errors import FileRefused

_PANIC = "PanicException"  # what the reader raises where it gives up; it is no Exception
_AGAIN = "Ask the council to export the file again."


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of a sheet, how many of them at its end are blank, and what is worth a note."""

    rows: Sequence[Sequence[Any]]
    notes: tuple[Note, ...]

    def headings(self, form: SheetFile) -> list[list[str]]:
        """The heading rows as text."""
        return [[cell_text(cell) for cell in self.rows[at - 1]] for at in form.heading_rows if at <= len(self.rows)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet holds: headings, the rows below them but for a blank tail, and how many rows that has."""

    headings: Headings
    block: Block
    blank_tail: int
    notes: tuple[Note, ...]


def read_sheet(source: BinaryIO, version: LayoutVersion, form: SheetFile, where: str) -> Sheet:
    """The headings of a sheet, and its rows below them.

    Raises:
        FileRefused: when the workbook cannot be read or is larger than may be, or lacks the sheet or a heading.
    """
    sheet = rows_of_sheet(source, form, where)
    headings = match_headings(sheet.headings(form), version, where)
    rows = sheet.rows[headings.first_row - 1 :]
    filled = next((at for at in range(len(rows), 0, -1) if any(map(cell_text, rows[at - 1]))), 0)
    return Sheet(headings, _block(rows[:filled], headings), len(rows) - filled, (*sheet.notes, *headings.notes))


def rows_of_sheet(source: BinaryIO, form: SheetFile, where: str) -> SheetRows:
    """Every row of a sheet from its first one on, error values told from blanks.

    Raises:
        FileRefused: when the workbook cannot be read or is too large, or it cannot be told which sheet is meant.
    """
    data = source.read(MOST_BOOK_BYTES + 1)
    if len(data) > MOST_BOOK_BYTES:
        found = f"a workbook of more than {MOST_BOOK_BYTES >> 20} MiB"
        raise FileRefused(where, found, "a smaller one, or delimited text", _AGAIN)
    if form.format == "xls":
        listed, at, rows, extents = _read_old(data, form, where)
    else:
        by_name = extents_of(io.BytesIO(data), form.format, where)
        listed, at, rows = _read_here(data, form, where)
        extents = [by_name.get(name, Extent()) for name, _ in listed]
    if at == books.NONE:
        raise _unclear(listed, form, where)
    _mark_errors(rows, extents[at])
    return SheetRows(rows, _hidden_notes(listed, at, form))


def cell_text(cell: Any) -> str:
    """A cell as trimmed text; days in ISO form, numbers without the tail of a float."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return sheet_number(cell) if math.isfinite(cell) else ERROR_VALUE
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return "" if cell is None else str(cell).strip()


def _read_here(data: bytes, form: SheetFile, where: str) -> books.Book:
    try:
        return books.read_book(io.BytesIO(data), form.sheet)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise unreadable(form.format, where) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise unreadable(form.format, where) from error


def _read_old(
    data: bytes, form: SheetFile, where: str
) -> tuple[list[books.Listed], int, list[list[Any]], list[Extent]]:
    """Read the old form in a process of its own (`books.py`)."""
    try:
        extents = extents_of_old(data)
        for extent in extents:
            extent.check(where)
        listed, at, rows = _read_apart(data, form)
    except (ValueError, OSError, EOFError, subprocess.SubprocessError, pickle.UnpicklingError) as error:
        raise unreadable(form.format, where) from error
    if len(listed) != len(extents):
        raise unreadable(form.format, where)
    return listed, at, rows, extents


def _read_apart(data: bytes, form: SheetFile) -> books.Book:
    wanted = [] if form.sheet is None else [form.sheet]
    command = [sys.executable, "-P", str(Path(books.__file__)), str(APART_BYTES), str(APART_SECONDS), *wanted]
    done = subprocess.run(  # noqa: S603 - our own program
        command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=APART_SECONDS, check=True
    )
    book: books.Book = pickle.loads(done.stdout)  # noqa: S301 - our own program wrote it
    return book


def _unclear(listed: Sequence[books.Listed], form: SheetFile, where: str) -> FileRefused:
    shown = sum(is_shown for _, is_shown in listed)
    if form.sheet is not None:
        return FileRefused(
            where, f"{len(listed)} sheets, none of them the one wanted", f"a sheet named '{form.sheet}'", _AGAIN
        )
    found = f"{len(listed)} sheets, {shown} of them not hidden: it cannot be told which one is meant"
    return FileRefused(
        where, found, "one sheet that is not hidden", "Name the sheet in the layout, or ask the council."
    )


def _hidden_notes(listed: Sequence[books.Listed], at: int, form: SheetFile) -> tuple[Note, ...]:
    beside = sum(not is_shown for other, (_, is_shown) in enumerate(listed) if other != at)
    if form.sheet is not None or not beside:
        return ()
    action = "Nothing to do: the sheet that is not hidden was read."
    return (Note("hidden_sheets", f"{beside} hidden sheets", "one sheet alone", action),)


def _mark_errors(rows: list[list[Any]], extent: Extent) -> None:
    """Put what stands for an error value where the reader gave a blank; what reaches beyond the rows has none."""
    for row, column, height, width in extent.errors:
        for cells in rows[row : row + height]:
            cells[column : column + width] = [ERROR_VALUE] * len(cells[column : column + width])


def _block(rows: Sequence[Sequence[Any]], headings: Headings) -> Block:
    texts: Mapping[str, pa.Array] = {
        name: pa.array([cell_text(row[at]) if at < len(row) else "" for row in rows], pa.string()).dictionary_encode()
        for name, at in headings.positions.items()
    }
    return Block(texts, pa.array(np.arange(len(rows), dtype=np.int64)), len(rows), unreadable=ERROR_VALUES)
