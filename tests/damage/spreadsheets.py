"""Workbooks (xlsx) read into rows of cells and written from them."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import openpyxl  # type: ignore[import-untyped] # it ships no types
from openpyxl.styles import Font, PatternFill  # type: ignore[import-untyped] # it ships no types
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped] # it ships no types
from openpyxl.utils.datetime import (  # type: ignore[import-untyped] # it ships no types
    CALENDAR_MAC_1904,
    CALENDAR_WINDOWS_1900,
)

from tests.damage.dress import Dress, Error, Formula

SHEET = "Establishment"
MEMBER = "xl/worksheets/sheet1.xml"


def read(content: bytes) -> list[list[Any]]:
    """The cells of the first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def written(rows: Sequence[Sequence[Any]], dress: Dress) -> bytes:
    """A workbook of the rows in the declared sheet."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904 if dress.is_from_1904 else CALENDAR_WINDOWS_1900
    sheet = book.active
    sheet.title = dress.sheet or SHEET
    _fill(sheet, rows)
    _dressed(book, sheet, dress)
    kept = io.BytesIO()
    book.save(kept)
    worked = {name: cell.value for name, cell in _formulas(rows).items() if cell.value is not None}
    member = "xl/worksheets/sheet2.xml" if dress.hidden_sheet else MEMBER
    return _with_tail(_with_values(kept.getvalue(), member, worked), len(rows), dress.blank_tail)


def change_member(content: bytes, name: str, old: str, new: str) -> bytes:
    """A zip in which one member's text is changed by a pattern; the others stay."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as after:
        for item in before.infolist():
            data = before.read(item)
            after.writestr(item, re.sub(old, new, data.decode(), count=1).encode() if item.filename == name else data)
    return kept.getvalue()


def _fill(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    for down, row in enumerate(rows, 1):
        for across, value in enumerate(row, 1):
            if value is None:
                continue
            cell = sheet.cell(down, across)
            if isinstance(value, Formula | Error):
                cell.value = f"={value.text}" if isinstance(value, Formula) else value.text
                continue
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            elif isinstance(value, datetime):
                cell.number_format = "dd/mm/yyyy"


def _dressed(book: Any, sheet: Any, dress: Dress) -> None:
    for top, left, bottom, right in dress.merged:
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    for row in dress.hidden_rows:
        sheet.row_dimensions[row + 1].hidden = True
    for column in dress.hidden_columns:
        sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
    if dress.is_styled:
        _style(sheet)
    if dress.hidden_sheet is not None:
        other = book.create_sheet("Old list", 0)
        _fill(other, dress.hidden_sheet)
        other.sheet_state = "hidden"
        book.active = 1


def _style(sheet: Any) -> None:
    for column in sheet.columns:
        sheet.column_dimensions[column[0].column_letter].width = 3
        for cell in column:
            cell.font, cell.fill = Font(bold=True, color="FF0000"), PatternFill("solid", fgColor="FFFF00")
            cell.number_format = "d mmm yy" if isinstance(cell.value, datetime) else "#,##0.0"


def _formulas(rows: Sequence[Sequence[Any]]) -> dict[str, Formula]:
    return {
        f"{get_column_letter(across)}{down}": cell
        for down, row in enumerate(rows, 1)
        for across, cell in enumerate(row, 1)
        if isinstance(cell, Formula)
    }


def _with_values(content: bytes, member: str, worked: dict[str, float]) -> bytes:
    for name, value in worked.items():
        old = rf'(<c r="{name}"[^>]*><f>[^<]*</f>)<v\s*/>|(<c r="{name}"[^>]*><f>[^<]*</f>)<v></v>'
        content = change_member(content, member, old, rf"\g<1>\g<2><v>{value!r}</v>")
    return content


def _with_tail(content: bytes, rows: int, tail: int) -> bytes:
    if not tail:
        return content
    blank = "".join(f'<row r="{at}"><c r="A{at}" s="0"/></row>' for at in range(rows + 1, rows + tail + 1))
    return change_member(content, MEMBER, "</sheetData>", blank + "</sheetData>")
