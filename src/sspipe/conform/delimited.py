"""The headings of a delimited text file, and its bytes in blocks of whole rows."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from sspipe.conform.headings import Headings, first_row_of, match_headings
from sspipe.conform.layout import DelimitedFile, LayoutVersion
from sspipe.errors import FileRefused

BLOCK_BYTES = 8 << 20
_LONGEST_HELD = 16 * BLOCK_BYTES  # a quote that is never closed must not hold the whole file
_BOM = b"\xef\xbb\xbf"
_QUOTE = b'"'
_ENCODING_ACTION = "Ask the council to export the file in the agreed encoding."


def read_headings(source: BinaryIO, version: LayoutVersion, form: DelimitedFile, where: str) -> Headings:
    """Match the headings, and leave the source at the first row below them.

    Raises:
        FileRefused: when a heading is missing, or the encoding is wrong.
    """
    lines = [source.readline() for _ in range(first_row_of(form) - 1)]
    if lines and lines[0].startswith(_BOM):
        if form.encoding != "utf-8":
            raise FileRefused(where, "text in UTF-8", f"text in {form.encoding}", _ENCODING_ACTION)
        lines[0] = lines[0].removeprefix(_BOM)
    rows = [_cells(lines[at - 1], form, where) for at in form.heading_rows]
    return match_headings(rows, version, where)


def whole_rows(source: BinaryIO, *, quoted: bool, size: int = BLOCK_BYTES) -> Iterator[bytes]:
    """The rest of a source in blocks that end with a row."""
    rest = b""
    while data := source.read(size):
        held = rest + data
        cut = _end_of_rows(held, quoted=quoted)
        if cut:
            yield held[:cut]
        rest = held[cut:]
    if rest:
        yield rest


def _end_of_rows(data: bytes, *, quoted: bool) -> int:
    cut = data.rfind(b"\n") + 1
    if len(data) > _LONGEST_HELD:
        return cut
    while quoted and cut and data.count(_QUOTE, 0, cut) % 2:
        cut = data.rfind(b"\n", 0, data.rfind(_QUOTE, 0, cut)) + 1
    return cut


def _cells(line: bytes, form: DelimitedFile, where: str) -> Sequence[str]:
    try:
        text = line.decode(form.encoding)
    except UnicodeDecodeError as error:
        found = f"headings that are not {form.encoding}"
        raise FileRefused(where, found, f"text in {form.encoding}", _ENCODING_ACTION) from error
    if not form.quoted:
        return text.rstrip("\r\n").split(form.delimiter)
    return next(csv.reader(io.StringIO(text), delimiter=form.delimiter), [])
