"""The headings of a delimited text file, and its bytes in blocks of whole rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sspipe.conform.forms import DelimitedFile, first_row_of
from sspipe.conform.headings import Headings, match_headings
from sspipe.conform.layout import LayoutVersion
from sspipe.conform.limits import MOST_BLANK_BYTES, MOST_HEADING_LINES, MOST_ROW_BYTES
from sspipe.conform.over_lines import first_doubtful
from sspipe.conform.quoting import cells_of, is_open, row_spans
from sspipe.errors import FileRefused

BLOCK_BYTES = 8 << 20
_UNCLOSED = "a quote that is opened and never closed"
_END_LOOKED_AT = 1 << 16
_BOM = b"\xef\xbb\xbf"
_QUOTE = b'"'
_SPACES = b" \t\r\n"
_ENCODING_ACTION = "Ask the council to export the file in the agreed encoding."
_AGAIN = "Ask the council to export the file again, in the agreed form."


@dataclass(slots=True)
class BlankTail:
    """How many rows without a single sign stand at the end of a file, known once its blocks are read."""

    rows: int = 0


def read_headings(source: BinaryIO, version: LayoutVersion, form: DelimitedFile, where: str) -> Headings:
    """Match the headings, and leave the source at the first row below them.

    Raises:
        FileRefused: when a heading is missing, or the encoding is wrong.
    """
    return match_headings(heading_cells(source, form, where), version, where)


def heading_cells(source: BinaryIO, form: DelimitedFile, where: str) -> list[list[str]]:
    """The cells of each heading row; the source is left at the first row below them.

    Raises:
        FileRefused: when a row is too long, a quote is not closed, or the encoding is wrong.
    """
    rows = [_next_row(source, form, where) for _ in range(first_row_of(form) - 1)]
    if rows and rows[0].startswith(_BOM):
        if form.encoding != "utf-8":
            raise FileRefused(where, "text in UTF-8", f"text in {form.encoding}", _ENCODING_ACTION)
        rows[0] = rows[0].removeprefix(_BOM)
    return [_cells(rows[at - 1], form, where) for at in form.heading_rows]


def whole_rows(source: BinaryIO, form: DelimitedFile, where: str, *, size: int = BLOCK_BYTES) -> Iterator[bytes]:
    """The rest of a source in blocks that end with a row.

    Raises:
        FileRefused: when a row is too long, or a quote is not closed.
    """
    rest = b""
    while data := source.read(size):
        held = rest + data
        cut = _end_of_rows(held, form)
        _check_rows(held, cut, where)
        rest = held[cut:]
        if len(rest) > MOST_ROW_BYTES:
            raise _too_long(where, is_quoted=form.quoted and is_open(rest, form.delimiter))
        if cut:
            yield held[:cut]
    if form.quoted and is_open(rest, form.delimiter):
        raise FileRefused(where, _UNCLOSED, "every quote closed", _AGAIN)
    if rest:
        yield rest


def without_blank_tail(blocks: Iterator[bytes], form: DelimitedFile, tail: BlankTail, where: str) -> Iterator[bytes]:
    """The blocks up to the last row that holds anything; the rows below it, of delimiters and spaces, are counted.

    Raises:
        FileRefused: when more blank rows stand together than are held back.
    """
    blank = _SPACES + form.delimiter.encode() + (_QUOTE if form.quoted else b"")
    held: list[bytes] = []
    for block in blocks:
        cut = _end_of_filled(block, blank, form)
        if cut:
            yield from held
            held = []
            yield block[:cut]
        if cut < len(block):
            held.append(block[cut:])
        if sum(map(len, held)) > MOST_BLANK_BYTES:
            found = f"more than {MOST_BLANK_BYTES >> 20} MiB of blank rows"
            raise FileRefused(where, found, "a file that ends with its last row", _AGAIN)
    tail.rows = sum(block.count(b"\n") + (not block.endswith(b"\n")) for block in held)


def _end_of_filled(block: bytes, blank: bytes, form: DelimitedFile) -> int:
    """Where the last row that holds a sign ends; the whole block where what looks blank stands within quotes."""
    looked_at = block[-_END_LOOKED_AT:]
    filled = len(looked_at.rstrip(blank))
    last = len(block) - len(looked_at) + filled if filled else len(block[:-_END_LOOKED_AT].rstrip(blank))
    if not last:
        return 0
    end = block.find(b"\n", last) + 1 or len(block)
    within_quotes = form.quoted and block.find(_QUOTE, end) >= 0 and is_open(block[:end], form.delimiter)
    return len(block) if within_quotes else end


def _end_of_rows(data: bytes, form: DelimitedFile) -> int:
    cut = data.rfind(b"\n") + 1
    if not form.quoted or not is_open(data[:cut], form.delimiter):
        return cut
    start = data.rfind(b"\n", 0, max(cut - MOST_ROW_BYTES, 0)) + 1
    if is_open(data[:start], form.delimiter):
        start = 0
    spans = row_spans(data[start:cut], form.delimiter, quoted=True)
    return start + max((after for _, _, after in spans), default=0)


def _check_rows(data: bytes, end_of_rows: int, where: str) -> None:
    """Look for a line end in every stretch of the longest row: a jump for each, and no work for each row."""
    at = 0
    while end_of_rows - at > MOST_ROW_BYTES:
        end = data.rfind(b"\n", at, at + MOST_ROW_BYTES + 1)
        if end < at:
            raise _too_long(where, is_quoted=False)
        at = end + 1


def _too_long(where: str, *, is_quoted: bool) -> FileRefused:
    if is_quoted:
        return FileRefused(where, _UNCLOSED, "every quote closed", _AGAIN)
    found = f"a row of more than {MOST_ROW_BYTES:,} bytes"
    return FileRefused(where, found, "rows that end with a line feed", _AGAIN)


def _next_row(source: BinaryIO, form: DelimitedFile, where: str) -> bytes:
    row = source.readline(MOST_ROW_BYTES + 1)
    lines = 1
    while form.quoted and is_open(row, form.delimiter) and len(row) <= MOST_ROW_BYTES:
        more = source.readline(MOST_ROW_BYTES)
        lines += 1
        if not more or lines > MOST_HEADING_LINES:
            raise FileRefused(where, f"{_UNCLOSED} in the headings", "every quote closed", _AGAIN)
        row += more
    if len(row) > MOST_ROW_BYTES:
        raise _too_long(where, is_quoted=False)
    if lines > 1:
        _check_headings(row, form, where)
    return row


def _check_headings(row: bytes, form: DelimitedFile, where: str) -> None:
    """A heading may run over several lines, but not into the rows below."""
    width = len(cells_of(row.decode("latin-1"), form.delimiter, quoted=True))
    doubtful = first_doubtful(row, form, width, 1)
    if doubtful is not None:
        raise doubtful.refusal(where, "the headings")


def _cells(row: bytes, form: DelimitedFile, where: str) -> list[str]:
    try:
        text = row.decode(form.encoding).rstrip("\r\n")
    except UnicodeDecodeError as error:
        found = f"headings that are not {form.encoding}"
        raise FileRefused(where, found, f"text in {form.encoding}", _ENCODING_ACTION) from error
    return cells_of(text, form.delimiter, quoted=form.quoted)
