"""Rows of a landed file as their sender wrote them, found again by the numbers that conforming gives to rows.

Raw text is for the file's sender alone (R20). Rows count as conforming counts them: of a text one by one below its
headings, an empty line too, and a cell that runs over several lines as part of its row; of a sheet as its reader sees
them. A text is read block by block, so that memory does not grow with it.
"""

import csv
import io
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.csv as pa_csv
import python_calamine

from sspipe.conform.delimited import whole_rows
from sspipe.conform.headings import first_row_of
from sspipe.conform.layout import DelimitedFile, LayoutVersion, SheetFile
from sspipe.conform.sheets import cell_text
from sspipe.errors import FileRefused

_BOM = b"\xef\xbb\xbf"
_WHERE = "a landed file"
_ACTION = "Ask the council to send the whole file again."


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its number as a spreadsheet shows it to the sender, and its cells as text, as many as it has."""

    source_row: int
    cells: tuple[str, ...]


def raw_headings(source: BinaryIO, version: LayoutVersion) -> list[str]:
    """The file's own headings from left to right, several rows of them joined by a space; a blank one is empty.

    Raises:
        FileRefused: when the file cannot be read at all.
    """
    source.seek(0)
    form = version.file
    if isinstance(form, DelimitedFile):
        return _joined(_heading_rows(source, form))
    rows = _sheet(source, form)
    return _joined([[cell_text(cell) for cell in rows[at - 1]] for at in form.heading_rows if at <= len(rows)])


def raw_rows(source: BinaryIO, version: LayoutVersion, wanted: Collection[int]) -> Iterator[RawRow]:
    """The rows of these numbers, in the order of the file; a number that no row has gives nothing.

    Raises:
        FileRefused: when the file cannot be read at all.
    """
    source.seek(0)
    numbers = sorted(set(wanted))
    form = version.file
    return _text_rows(source, form, numbers) if isinstance(form, DelimitedFile) else _sheet_rows(source, form, numbers)


def _joined(rows: Sequence[Sequence[str]]) -> list[str]:
    width = max((len(row) for row in rows), default=0)
    columns = ([row[at].strip() for row in rows if at < len(row)] for at in range(width))
    return [" ".join(part for part in column if part) for column in columns]


def _heading_rows(source: BinaryIO, form: DelimitedFile) -> list[list[str]]:
    """The heading rows of a text; the source is left at the first row below them."""
    lines = [source.readline() for _ in range(first_row_of(form) - 1)]
    texts = [line.removeprefix(_BOM).decode(form.encoding, "replace") for line in lines]
    return [_split(texts[at - 1].rstrip("\r\n"), form) for at in form.heading_rows]


def _split(line: str, form: DelimitedFile) -> list[str]:
    """The cells of one row; where its quotes lead nowhere, the whole of it as one cell."""
    if not form.quoted:
        return line.split(form.delimiter)
    try:
        return next(csv.reader(io.StringIO(line, newline=""), delimiter=form.delimiter), [""])
    except csv.Error:
        return [line]


def _text_rows(source: BinaryIO, form: DelimitedFile, numbers: Sequence[int]) -> Iterator[RawRow]:
    width = len(_joined(_heading_rows(source, form)))
    first, wanted = first_row_of(form), iter(numbers)
    next_wanted = next(wanted, None)
    for data in whole_rows(source, quoted=form.quoted):
        if next_wanted is None:
            return
        block = _parsed(data, form, width)
        places = []
        while next_wanted is not None and next_wanted < first + block.rows:
            places.append(next_wanted - first)
            next_wanted = next(wanted, None)
        for place, cells in block.cells_of([place for place in places if place >= 0], form):
            yield RawRow(first + place, cells)
        first += block.rows


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a block; `misshapen` holds by place those that have not a cell for each heading, as they stand."""

    table: pa.Table
    misshapen: dict[int, str]

    @property
    def rows(self) -> int:
        return int(self.table.num_rows) + len(self.misshapen)

    def cells_of(self, places: Sequence[int], form: DelimitedFile) -> Iterator[tuple[int, tuple[str, ...]]]:
        strange = sorted(self.misshapen)
        shaped = [place for place in places if place not in self.misshapen]
        taken = self.table.take(pa.array([place - bisect_left(strange, place) for place in shaped], pa.int64()))
        columns = [column.to_pylist() for column in taken.columns]
        found = dict(zip(shaped, zip(*columns, strict=True), strict=True))
        for place in places:
            if place in self.misshapen:
                yield place, tuple(_split(self.misshapen[place], form))
            else:
                yield place, tuple(cell.decode() for cell in found[place])


def _parsed(data: bytes, form: DelimitedFile, width: int) -> _Rows:
    """Parse as conforming does, every column; bytes outside the encoding are shown as a foreign mark."""

    def skip(row: pa_csv.InvalidRow) -> str:
        misshapen[row.number - 1] = row.text
        return "skip"

    misshapen: dict[int, str] = {}
    text = data.decode(form.encoding, "replace").encode()
    names = [str(at) for at in range(width)]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(text),
            read_options=pa_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(text) + 1),
            parse_options=pa_csv.ParseOptions(
                delimiter=form.delimiter,
                quote_char='"' if form.quoted else False,
                newlines_in_values=form.quoted,
                ignore_empty_lines=False,
                invalid_row_handler=skip,
            ),
            convert_options=pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.binary()), check_utf8=False),
        )
    except pa.ArrowInvalid as error:
        raise FileRefused(_WHERE, "rows that are no table", "delimited rows", _ACTION) from error
    return _Rows(table, misshapen)


def _sheet_rows(source: BinaryIO, form: SheetFile, numbers: Sequence[int]) -> Iterator[RawRow]:
    rows = _sheet(source, form)
    for number in numbers:
        if first_row_of(form) <= number <= len(rows):
            yield RawRow(number, tuple(cell_text(cell) for cell in rows[number - 1]))


def _sheet(source: BinaryIO, form: SheetFile) -> list[list[Any]]:
    try:
        with python_calamine.CalamineWorkbook.from_filelike(source) as book:
            name = form.sheet or book.sheet_names[0]
            rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            return rows
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        raise FileRefused(_WHERE, "a workbook that cannot be read", f"a sound {form.format} file", _ACTION) from error
