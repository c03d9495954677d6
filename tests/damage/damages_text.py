"""Damage to the bytes of a file: encoding, line ends, quotes, gaps, and an end in the middle."""

import csv
import io
import struct

from tests.damage import opendocument, spreadsheets
from tests.damage.cases import PLACE, WORD, Case, by_name
from tests.damage.grids import Grid, Row, decoded, encoded

BOM = b"\xef\xbb\xbf"
GAP = 400
GIANT = 8_000_000
LOCAL_HEADER = 30


def mark_at_the_start(case: Case) -> bytes:
    return case.content.removeprefix(BOM) if case.content.startswith(BOM) else BOM + case.content


def line_ends_changed(case: Case) -> bytes:
    return case.content.replace(b"\r\n", b"\n")


def last_line_without_end(case: Case) -> bytes:
    return case.content.removesuffix(b"\r\n")


def quotes_added(case: Case) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=case.file.delimiter, quoting=csv.QUOTE_ALL).writerows(case.grid().all_rows)
    return encoded(case.file, written.getvalue())


def quote_in_a_plain_cell(case: Case) -> bytes:
    grid = case.grid()
    at = grid.at(case.file.free)
    row = _plain_row(case, grid)
    row[at] = f"{row[at][:3]}{PLACE}{row[at][3:]}"
    return case.marked(grid, PLACE, '"')


def line_break_in_quotes(case: Case) -> bytes:
    grid = case.grid()
    case.row(grid)[grid.at(case.file.free)] = f"two\r\nlines of {WORD}"
    return case.written(grid)


def line_broken(case: Case) -> bytes:
    grid = case.grid()
    at = grid.at(case.file.free)
    row = _plain_row(case, grid)
    row[at] = f"{row[at][:3]}{PLACE}{row[at][3:]}"
    return case.marked(grid, PLACE, "\r\n")


def unclosed_quote(case: Case) -> bytes:
    grid = case.grid()
    at = grid.at(case.file.free)
    row = _plain_row(case, grid)
    row[at] = f"{PLACE}{row[at]}"
    return case.marked(grid, PLACE, '"')


def utf_16(case: Case) -> bytes:
    return decoded(case.file, case.content).encode("utf-16")


def other_eight_bit_encoding(case: Case) -> bytes:
    grid = case.grid()
    for row in grid.rows:
        row[grid.at(case.file.free)] += " é"
    text = decoded(case.file, case.written(grid))
    return text.encode("cp1252" if case.file.encoding == "utf-8" else "utf-8")


def nul_gap(case: Case) -> bytes:
    if case.file.form == "text":
        start = len(case.content) * 88 // 100  # past what a look at the first bytes would see
        return _with_gap(case.content, start, min(GAP, len(case.content) - start - 30))
    member = spreadsheets.MEMBER if case.file.form == "xlsx" else opendocument.MEMBER
    start, size = _member(case.content, member)
    return _with_gap(case.content, start + size // 2, size // 4)


def giant_cell(case: Case) -> bytes:
    grid = case.grid()
    case.row(grid)[grid.at(case.file.free)] = "x" * GIANT
    return case.written(grid)


def cut_inside_a_line(case: Case) -> bytes:
    cut = len(case.content) * 2 // 3
    if case.file.form != "text":
        return case.content[:cut]
    start = case.content.rindex(b"\n", 0, cut) + 1
    end = case.content.index(b"\r\n", start)
    return case.content[: (start + end) // 2]


def cut_inside_the_last_cell(case: Case) -> bytes:
    return case.content.removesuffix(b"\r\n")[: -case.file.cut]


def _plain_row(case: Case, grid: Grid) -> Row:
    """The last row but a third whose free cell is in no quotes and long enough."""
    at = grid.at(case.file.free)
    rows = grid.rows[: len(grid.rows) * 2 // 3 + 1]
    return [row for row in rows if len(row[at]) > len(PLACE) + 3 and "," not in row[at]][-1]


def _with_gap(content: bytes, start: int, size: int) -> bytes:
    return content[:start] + bytes(size) + content[start + size :]


def _member(content: bytes, name: str) -> tuple[int, int]:
    """Where the packed bytes of a member begin, and how many they are."""
    header = content.index(b"PK\x03\x04", content.index(name.encode()) - LOCAL_HEADER)
    packed, extra = struct.unpack_from("<18xI4xHH", content, header)[0], 0
    length, extra = struct.unpack_from("<26xHH", content, header)
    return header + LOCAL_HEADER + length + extra, packed


BYTES = by_name(
    mark_at_the_start,
    line_ends_changed,
    last_line_without_end,
    quotes_added,
    quote_in_a_plain_cell,
    line_break_in_quotes,
    line_broken,
    unclosed_quote,
    utf_16,
    other_eight_bit_encoding,
    nul_gap,
    giant_cell,
    cut_inside_a_line,
    cut_inside_the_last_cell,
)
