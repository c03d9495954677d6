"""Rows of a workbook's sheet as text, numbered as its reader sees them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import python_calamine

from sspipe.conform.columns import Block
from sspipe.conform.decimals import sheet_number
from sspipe.conform.headings import Headings, match_headings
from sspipe.conform.layout import LayoutVersion, SheetFile
from sspipe.errors import FileRefused


def read_sheet(source: BinaryIO, version: LayoutVersion, form: SheetFile, where: str) -> tuple[Headings, Block]:
    """The headings of a sheet, and its rows below them.

    Raises:
        FileRefused: when the workbook cannot be read, or lacks the sheet or a heading.
    """
    rows = _rows(source, form, where)
    heading_rows = [[cell_text(cell) for cell in rows[at - 1]] for at in form.heading_rows if at <= len(rows)]
    headings = match_headings(heading_rows, version, where)
    return headings, _block(rows[headings.first_row - 1 :], headings)


def cell_text(cell: Any) -> str:
    """A cell as trimmed text; days in ISO form, numbers without the tail of a float."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return sheet_number(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return "" if cell is None else str(cell).strip()


def _rows(source: BinaryIO, form: SheetFile, where: str) -> list[list[Any]]:
    try:
        with python_calamine.CalamineWorkbook.from_filelike(source) as book:
            name = _sheet_name(book.sheet_names, form, where)
            rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            return rows
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise FileRefused(where, "a workbook that cannot be read", f"a sound {form.format} file", _AGAIN) from error


def _sheet_name(names: Sequence[str], form: SheetFile, where: str) -> str:
    if form.sheet is None and len(names) == 1:
        return names[0]
    if form.sheet in names:
        return str(form.sheet)
    wanted = "one sheet" if form.sheet is None else f"a sheet named '{form.sheet}'"
    raise FileRefused(where, f"{len(names)} sheets, none of them the one wanted", wanted, _AGAIN)


def _block(rows: Sequence[Sequence[Any]], headings: Headings) -> Block:
    texts = {
        name: pa.array([cell_text(row[at]) if at < len(row) else "" for row in rows], pa.string()).dictionary_encode()
        for name, at in headings.positions.items()
    }
    return Block(texts, pa.array(np.arange(len(rows), dtype=np.int64)), len(rows))


_AGAIN = "Ask the council to export the file again."
