"""Blank rows at the end of a file are counted, excluded under one rule, and cost next to nothing."""

import io
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sspipe.conform import delimited, files
from sspipe.conform.delimited import BlankTail, whole_rows, without_blank_tail
from sspipe.conform.forms import DelimitedFile
from sspipe.conform.parsing import BlockParser
from sspipe.errors import FileRefused
from tests.conform.making import (
    FORMS,
    HEADINGS,
    ROWS,
    conformed_as,
    conformed_kind,
    made,
    ods_of,
    ods_row,
    rows_of,
    xlsx,
)

FORM = DelimitedFile(format="delimited", encoding="utf-8", delimiter=",", quoted=True)
FILLED = [row for row in ROWS if any(row)]
PLAIN = rows_of(conformed_kind("csv", made("csv", FILLED)))


@pytest.mark.parametrize(
    "tail", ["\r\n", "\n", ",,,,\r\n", ",,\n", '"","","","",""\r\n', "  \n", ",,,,,,,,\n", " , ,\t,,\n"]
)
@pytest.mark.parametrize("rows", [1, 3, 5000])
def test_a_blank_tail_changes_no_row_and_is_counted(tail: str, rows: int) -> None:
    result = conformed_kind("csv", made("csv", FILLED) + tail.encode() * rows)
    assert rows_of(result) == PLAIN
    assert {rule: count.rows for rule, count in result.conservation.excluded} == {"blank_rows": rows}
    assert result.conservation.holds
    assert result.conservation.read.rows == len(FILLED) + rows


def test_a_tail_without_a_last_line_end_is_counted_too() -> None:
    result = conformed_kind("csv", made("csv", FILLED) + b",,,,\n,,,,")
    assert dict(result.conservation.excluded)["blank_rows"].rows == 2


@pytest.mark.parametrize("kind", ["csv", "json_lines", "xlsx"])
def test_a_layout_without_a_rule_of_its_own_has_one_for_a_blank_tail(kind: str) -> None:
    tail = {"csv": b",,,,\n" * 4, "json_lines": b"\n" * 4, "xlsx": b""}[kind]
    data = xlsx([HEADINGS, *FILLED, *[[" "] * 5] * 4]) if kind == "xlsx" else made(kind, FILLED) + tail
    result = conformed_kind(kind, data, exclude=[])
    assert rows_of(result) == PLAIN
    assert {rule: count.rows for rule, count in result.conservation.excluded} == {"blank_tail": 4}
    assert dict(result.conservation.quarantined).keys() == {"unreadable_posting_date"}
    assert result.conservation.holds


def test_a_blank_row_within_the_table_is_no_tail() -> None:
    result = conformed_kind("csv", made("csv", ROWS), exclude=[])
    assert result.conservation.excluded == ()
    assert dict(result.conservation.quarantined)["unreadable_document"].rows == 1


def test_the_first_rule_that_would_take_a_blank_row_takes_the_tail() -> None:
    rules = [{"rule": "no_document", "blank": ["Document"]}, {"rule": "blank_rows", "blank": "all"}]
    result = conformed_kind("csv", made("csv", FILLED) + b",,,,\n" * 3, exclude=rules)
    assert {rule: count.rows for rule, count in result.conservation.excluded} == {"no_document": 3}


def test_a_tail_alone_leaves_no_row() -> None:
    result = conformed_kind("csv", made("csv", ()) + b",,,,\n" * 3)
    assert rows_of(result) == []
    assert result.conservation.read.rows == 3


@pytest.mark.parametrize("last", ['"two\n\n"', '"two\n,,\n"', '"two\n\n"\n"","",""'])
def test_blank_lines_within_quotes_belong_to_their_cell(last: str) -> None:
    data = made("csv", FILLED[:1]).rstrip(b"\r\n").rpartition(b",")[0] + f",{last}\n,,,,\n".encode()
    result = conformed_kind("csv", data)
    assert rows_of(result) == PLAIN[:1]
    assert result.conservation.holds


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='a,"\n ', max_size=50), st.integers(1, 20))
def test_what_is_held_back_is_blank_and_what_is_not_is_handed_on(text: str, size: int) -> None:
    tail = BlankTail()
    blocks = whole_rows(io.BytesIO(text.encode()), FORM, "file", size=size)
    try:
        kept = b"".join(without_blank_tail(blocks, FORM, tail, "file")).decode()
    except FileRefused:
        return
    assert text.startswith(kept)
    rest = text[len(kept) :]
    assert not rest.strip(', "\n')
    assert tail.rows == len(rest.splitlines())


@pytest.mark.parametrize("size", [1, 7, 64])
def test_blocks_of_any_size_find_the_same_tail(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = made("csv", ROWS) + b",,,,\n" * 20 + made("csv", FILLED[:1]).split(b"\n", 1)[1] + b",,,,\n" * 30
    whole = conformed_kind("csv", data)
    monkeypatch.setattr(files, "whole_rows", partial(whole_rows, size=size))
    parts = conformed_kind("csv", data)
    assert parts.conservation == whole.conservation
    assert dict(whole.conservation.excluded)["blank_rows"].rows == 51
    assert rows_of(parts, without=()) == rows_of(whole, without=())


def test_more_blank_rows_than_can_be_held_back_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MOST_BLANK_BYTES", 1 << 20)
    (finding,) = conformed_kind("csv", made("csv") + b",,,,\n" * 300_000).findings
    assert "more than 1 MiB of blank rows" in finding.message


def test_no_row_of_a_blank_tail_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[int] = []
    parse = BlockParser.parse

    def counting(parser: BlockParser, data: bytes) -> object:
        parsed.append(len(data))
        return parse(parser, data)

    monkeypatch.setattr(BlockParser, "parse", counting)
    conformed_kind("csv", made("csv", FILLED) + b",,,,\r\n" * 1_000_000)
    assert sum(parsed) < 1000


def test_repeated_blank_rows_of_an_open_document_are_none() -> None:
    filled = "".join(ods_row(row) for row in [HEADINGS, *FILLED])
    blank = ods_row(
        ['<table:table-cell table:number-columns-repeated="16384"/>'], 'table:number-rows-repeated="1048000"'
    )
    result = conformed_as(FORMS["ods"], ods_of(filled + blank), "ledger.ods")
    assert rows_of(result) == PLAIN
    assert result.conservation.read.rows == len(FILLED)
