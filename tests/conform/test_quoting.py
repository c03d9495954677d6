"""Rows and cells of delimited text are told apart as the reader of blocks tells them, quotes of any kind included."""

import io

import pyarrow as pa
import pyarrow.csv as pa_csv
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sspipe.conform.delimited import whole_rows
from sspipe.conform.forms import DelimitedFile
from sspipe.conform.limits import MOST_ROW_BYTES
from sspipe.conform.quoting import cells_of, is_open, rows_in
from sspipe.errors import FileRefused
from tests.conform.making import conformed_kind, made, rows_of

TEXT = st.text(alphabet='ab,"\n\r', max_size=40)
FORM = DelimitedFile(format="delimited", encoding="utf-8", delimiter=",", quoted=True)
MOST_CELLS = 50


def _is_open(text: str) -> bool:
    """An independent reading, sign by sign."""
    state = "start"
    for sign in text:
        if state == "quoted":
            state = "after" if sign == '"' else "quoted"
        elif state == "after" and sign == '"':
            state = "quoted"
        elif sign in ",\n\r":
            state = "start"
        else:
            state = "quoted" if state == "start" and sign == '"' else "text"
    return state == "quoted"


def _by_arrow(data: bytes) -> list[list[str]]:
    """Every row as Arrow reads it, rows of any width put together again."""
    rows: dict[int, list[str]] = {}
    for width in range(1, MOST_CELLS):
        numbers: list[int] = []

        def skip(row: pa_csv.InvalidRow, numbers: list[int] = numbers) -> str:
            numbers.append(row.number - 1)
            return "skip"

        names = [str(at) for at in range(width)]
        table = pa_csv.read_csv(
            pa.BufferReader(data),
            read_options=pa_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(data) + 1),
            parse_options=pa_csv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
            ),
            convert_options=pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
        places = [at for at in range(table.num_rows + len(numbers)) if at not in numbers]
        rows |= {at: list(row.values()) for at, row in zip(places, table.to_pylist(), strict=True) if at not in rows}
        if not numbers:
            break
    return [rows[at] for at in sorted(rows)]


@settings(max_examples=300, deadline=None)
@given(TEXT)
@example('"a""b"')
@example('a"",b\n"x')
@example('12",x\n3,"open')
def test_what_is_left_open_is_told(text: str) -> None:
    assert is_open(text.encode(), ",") == _is_open(text)


@settings(max_examples=300, deadline=None)
@given(TEXT.filter(lambda text: bool(text) and not _is_open(text)))
def test_rows_and_cells_are_those_that_arrow_reads(text: str) -> None:
    rows = [cells_of(row.decode(), ",", quoted=True) for row in rows_in(text.encode(), ",", quoted=True)]
    # An empty row has as many blank cells as there are columns, whatever that is.
    assert [row for row in rows if row != [""]] == [row for row in _by_arrow(text.encode()) if any(row) or len(row) > 1]


@settings(max_examples=300, deadline=None)
@given(TEXT, st.integers(1, 12))
def test_blocks_end_where_rows_end(text: str, size: int) -> None:
    blocks: list[bytes] = []
    try:
        blocks.extend(whole_rows(io.BytesIO(text.encode()), FORM, "file", size=size))
    except FileRefused:
        assert _is_open(text)
        return
    assert b"".join(blocks).decode() == text
    assert not [block for block in blocks if is_open(block, ",")]


@pytest.mark.parametrize(
    "cell", ['"5"" pipe"', '5" pipe', '12"', '"two\nlines"', '"two\r\nlines, and a ""quote"""', '""', 'a"b"c']
)
def test_a_quote_in_a_text_costs_no_row(cell: str) -> None:
    lines = made("csv").decode().split("\r\n")
    lines[1] = lines[1].rpartition(",")[0] + f",{cell}"
    assert rows_of(conformed_kind("csv", "\r\n".join(lines).encode()))[0]["amount_pence"] == 397208


@pytest.mark.parametrize("before", ["x", '12" pipe', '5" x 4"', '12"', '"a ""b"""'])
@pytest.mark.parametrize("at", range(2, 5))
def test_a_quote_that_is_never_closed_is_refused(at: int, before: str) -> None:
    lines = [b"Document,Posted,Partner,Amount,Text", *[b"10000001,2022-04-05,,1.00,x"] * 5]
    lines[1] = lines[1].replace(b"x", before.encode())
    assert len(rows_of(conformed_kind("csv", b"\n".join(lines)))) == 5
    lines[at] = lines[at].replace(b"x", b'"x')
    (finding,) = conformed_kind("csv", b"\n".join(lines)).findings
    assert "a quote that is opened and never closed" in finding.message


def test_a_quote_in_the_headings_that_is_never_closed_is_refused() -> None:
    for more in (b"", b"\n" * 200, b"x" * MOST_ROW_BYTES):
        data = b'Document,Posted,Partner,Amount,"Text\n10000001,2022-04-05,,1.00,x\n' + more
        (finding,) = conformed_kind("csv", data).findings
        assert "never closed in the headings" in finding.message or "a row of more than" in finding.message
