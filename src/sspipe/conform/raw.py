"""The raw cells of chosen rows of a landed file, and its raw headings, for whoever may read the landing area (R19).

Rows are numbered as in findings and quarantined rows: rows of text as its records are counted, elements of JSON, rows
of a sheet. Of text no more than one block is held at a time.
"""

from collections.abc import Collection, Iterator
from typing import BinaryIO

from sspipe.conform.delimited import BlankTail, heading_cells, whole_rows
from sspipe.conform.detecting import DelimitedText, opened_text
from sspipe.conform.forms import DelimitedFile, JsonFile, JsonLinesFile, SheetFile
from sspipe.conform.headings import joined_headings
from sspipe.conform.json_files import blocks_of_lines, elements_of
from sspipe.conform.json_rows import JsonRows, shown_pairs, shown_values, values_of_lines
from sspipe.conform.layout import LayoutVersion
from sspipe.conform.opening import opened
from sspipe.conform.quoting import cells_of, rows_in
from sspipe.conform.sheets import cell_text, rows_of_sheet

_QUOTE = b'"'


def raw_headings(source: BinaryIO, version: LayoutVersion, file_name: str) -> list[str]:
    """The headings of a file from left to right as they stand there, several rows of them joined; of JSON, the keys.

    Raises:
        FileRefused: when the file cannot be read as its layout says.
    """
    with opened(source, version.file, file_name, file_name) as content:
        match version.file:
            case SheetFile() as form:
                rows = rows_of_sheet(content, form, file_name).headings(form)
            case DelimitedFile() as form:
                known = opened_text(content, version, form, file_name)
                known.source.seek(0)
                rows = heading_cells(known.source, known.form, file_name)
            case form:
                return _keys(content, version, form, file_name)
        return rows[0] if len(rows) == 1 else joined_headings(rows)


def raw_rows(
    source: BinaryIO, version: LayoutVersion, file_name: str, rows: Collection[int]
) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of the chosen rows, in the file's order; of JSON in the order of `raw_headings`.

    What is no object of JSON is given as one text. A row that the file has not is left out.

    Raises:
        FileRefused: when the file cannot be read as its layout says.
    """
    rows = frozenset(rows)
    with opened(source, version.file, file_name, file_name) as content:
        match version.file:
            case SheetFile() as form:
                every = enumerate(rows_of_sheet(content, form, file_name).rows, start=1)
                yield from ((number, [*map(cell_text, row)]) for number, row in every if number in rows)
            case DelimitedFile() as form:
                yield from _of_text(opened_text(content, version, form, file_name), file_name, rows)
            case form:
                keys = _keys(content, version, form, file_name)
                content.seek(0)
                yield from _of_json(content, form, file_name, rows, keys)


def _of_text(text: DelimitedText, where: str, rows: Collection[int]) -> Iterator[tuple[int, list[str]]]:
    form, number, last = text.form, text.headings.first_row, max(rows, default=0)
    for block in whole_rows(text.source, form, where):
        if number > last:
            return
        count = _count(block, form)
        chosen = {row for row in rows if number <= row < number + count}
        for at, row in enumerate(rows_in(block, form.delimiter, quoted=form.quoted), start=number) if chosen else ():
            if at in chosen:
                yield at, cells_of(row.decode(form.encoding, "replace"), form.delimiter, quoted=form.quoted)
        number += count


def _count(block: bytes, form: DelimitedFile) -> int:
    """The rows of a block, counted by line ends where those say it."""
    is_plain = block.count(b"\r") == block.count(b"\r\n") and not (form.quoted and _QUOTE in block)
    if is_plain:
        return block.count(b"\n") + (not block.endswith(b"\n"))
    return sum(1 for _ in rows_in(block, form.delimiter, quoted=form.quoted))


def _of_json(
    source: BinaryIO, form: JsonFile | JsonLinesFile, where: str, rows: Collection[int], keys: list[str]
) -> Iterator[tuple[int, list[str]]]:
    if isinstance(form, JsonFile):
        elements = elements_of(source, form, where, as_written=True)
        yield from ((at, shown_pairs(value, keys)) for at, value in enumerate(elements, start=1) if at in rows)
        return
    number = 0
    for block in blocks_of_lines(source, BlankTail(), where):
        for number, line in enumerate(block.splitlines(), start=number + 1):  # noqa: B020 - counted on
            if number in rows:
                yield number, shown_values(line.decode(), keys)


def _keys(source: BinaryIO, version: LayoutVersion, form: JsonFile | JsonLinesFile, where: str) -> list[str]:
    met = JsonRows(version, where)
    if isinstance(form, JsonFile):
        met.block(elements_of(source, form, where))
    else:
        for block in blocks_of_lines(source, BlankTail(), where):
            met.block(values_of_lines(block))
    return met.keys
