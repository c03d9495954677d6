"""Files of every form that councils send, with one cell changed: delimited text, .xlsx and .ods."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import openpyxl  # type: ignore[import-untyped] # it ships no types

ODS_ROW = re.compile(r"<table:table-row>.*?</table:table-row>", re.DOTALL)
ODS_CELL = re.compile(r"<table:table-cell[^>]*?/>|<table:table-cell.*?</table:table-cell>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a feed's files are written: how many rows stand above its data, and for text the delimiter and encoding."""

    head_rows: int
    delimiter: str = ""
    encoding: str = "utf-8"


def count_columns(path: Path, form: Form) -> int:
    """How many columns the file's data have."""
    return len(_first_row(path, form))


def plant(path: Path, form: Form, column: int, words: str) -> None:
    """Put words into a column, counted from nought, of the first row of data that has something there."""
    _writer(path)(path, form, column, words)


def add_column(path: Path, form: Form, words: str) -> None:
    """Add a column that nobody has declared, under words as its heading and with them in every row."""
    columns = count_columns(path, form)
    if path.suffix == ".ods":
        _change_ods(path, lambda _, row: row.replace("</table:table-row>", f"{_ods_cell(words)}</table:table-row>"))
    elif path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        for row in range(form.head_rows, sheet.max_row + 1):
            sheet.cell(row=row, column=columns + 1, value=words)
        book.save(path)
    else:
        _write_text(path, form, [[*row, words] for row in _text_rows(path, form)])


def _first_row(path: Path, form: Form) -> Sequence[object]:
    if path.suffix == ".ods":
        return ODS_CELL.findall(ODS_ROW.findall(_ods(path))[form.head_rows])
    if path.suffix == ".xlsx":
        return [cell.value for cell in openpyxl.load_workbook(path).worksheets[0][form.head_rows] if cell.value]
    return _text_rows(path, form)[0]


def _writer(path: Path) -> Callable[[Path, Form, int, str], None]:
    return {".ods": _plant_in_ods, ".xlsx": _plant_in_xlsx}.get(path.suffix, _plant_in_text)


def _text_rows(path: Path, form: Form) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode(form.encoding)), delimiter=form.delimiter))


def _write_text(path: Path, form: Form, rows: Sequence[Sequence[str]]) -> None:
    held = io.StringIO()
    csv.writer(held, delimiter=form.delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(held.getvalue().encode(form.encoding))


def _plant_in_text(path: Path, form: Form, column: int, words: str) -> None:
    rows = _text_rows(path, form)
    body = rows[form.head_rows :]
    row = next((row for row in body if len(row) > column and row[column]), body[0])
    row[column] = words
    _write_text(path, form, rows)


def _plant_in_xlsx(path: Path, form: Form, column: int, words: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows = range(form.head_rows + 1, sheet.max_row + 1)
    row = next((row for row in rows if sheet.cell(row=row, column=column + 1).value), rows[0])
    sheet.cell(row=row, column=column + 1, value=words)
    book.save(path)


def _plant_in_ods(path: Path, form: Form, column: int, words: str) -> None:
    def planted(at: int, row: str) -> str:
        cells = ODS_CELL.findall(row)
        if at != form.head_rows or len(cells) <= column:
            return row
        cells[column] = _ods_cell(words)
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    _change_ods(path, planted)


def _ods_cell(words: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{escape(words)}</text:p></table:table-cell>'


def _ods(path: Path) -> str:
    with zipfile.ZipFile(path) as book:
        return book.read("content.xml").decode("utf-8")


def _change_ods(path: Path, change: Callable[[int, str], str]) -> None:
    with zipfile.ZipFile(path) as book:
        held = {entry: book.read(entry) for entry in book.infolist()}
    counted = iter(range(10_000))
    with zipfile.ZipFile(path, "w") as book:
        for entry, content in held.items():
            is_content = entry.filename == "content.xml"
            text = ODS_ROW.sub(lambda row: change(next(counted), row.group()), content.decode()) if is_content else ""
            book.writestr(entry, text.encode() if is_content else content)
