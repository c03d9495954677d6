"""The raw row behind a row's number is the line that the sender wrote, whatever stands in the lines before it."""

import csv
import io
import random
import tracemalloc
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped] # it ships no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sspipe.conform import files, raw_rows
from sspipe.conform.delimited import whole_rows
from sspipe.conform.layout import DelimitedFile, LayoutVersion
from tests.conform.reading import conformed, context_of_case, layout_of, raw_of

TEXTS = ["stockport_ledger", "tameside_ledger", "stockport_posts", "council_measures", "tameside_payments"]
DAMAGE = ["a word", "a cell too many", "a cell too few", "an empty line above", "a foreign letter"]


def version_of(case: str) -> LayoutVersion:
    return layout_of(case).version_of(context_of_case(case).known_from)


def form_of(case: str) -> DelimitedFile:
    form = version_of(case).file
    assert isinstance(form, DelimitedFile)
    return form


def read(case: str, data: bytes, wanted: list[int]) -> dict[int, tuple[str, ...]]:
    found = list(raw_rows.raw_rows(io.BytesIO(data), version_of(case), wanted))
    assert [row.source_row for row in found] == sorted(row.source_row for row in found)
    return {row.source_row: row.cells for row in found}


def lines_of(case: str, data: bytes) -> list[tuple[str, ...]]:
    """Every row of a text by an independent reading: row 1 stands first, an empty line has empty cells."""
    form = form_of(case)
    text = data.decode(form.encoding).removeprefix("\ufeff")
    if form.quoted:
        rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter)]
    else:
        rows = [tuple(line.split(form.delimiter)) for line in text.replace("\r\n", "\n").split("\n")]
    blank = ("",) * len(rows[0])
    return [row if any(row) or len(row) > 1 else blank for row in rows]


def damaged(case: str, chance: random.Random) -> bytes:
    """The case's file thirty times over, with something wrong in about a fifth of its lines."""
    form = form_of(case)
    head = max(form.heading_rows)
    lines = raw_of(case).read_bytes().decode(form.encoding).splitlines(keepends=True)
    body = [line if '"' in line else _damaged(line, form, chance) for line in lines[head:] * 30]
    return "".join([*lines[:head], *body]).encode(form.encoding)


def _damaged(line: str, form: DelimitedFile, chance: random.Random) -> str:
    what = chance.choice(DAMAGE) if chance.random() < 0.2 else ""
    cells = line.rstrip("\r\n").split(form.delimiter)
    end = line[len(line.rstrip("\r\n")) :] or "\n"
    if what == "a word":
        cells[chance.randrange(len(cells))] = "=ThreeThousand"
    if what == "a foreign letter":
        cells[chance.randrange(len(cells))] = "Zoë £"
    if what == "a cell too many":
        cells.append("=over")
    if what == "a cell too few":
        cells.pop()
    above = end if what == "an empty line above" else ""
    return above + form.delimiter.join(cells) + end


@pytest.mark.parametrize("size", [None, 97, 1000])
@pytest.mark.parametrize("case", TEXTS)
def test_every_row_that_is_set_aside_is_the_damaged_line(
    case: str, size: int | None, day_seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = damaged(case, random.Random(f"{case} {day_seed}"))
    if size is not None:
        for module in (files, raw_rows):
            monkeypatch.setattr(module, "whole_rows", partial(whole_rows, size=size))
    aside = conformed(case, data).quarantined.column("source_row").to_pylist()
    lines = lines_of(case, data)
    assert len(aside) > 1
    assert read(case, data, aside) == {row: lines[row - 1] for row in aside}


@pytest.mark.parametrize("case", TEXTS)
def test_every_row_has_its_own_number(case: str) -> None:
    data = raw_of(case).read_bytes()
    lines, first = lines_of(case, data), max(form_of(case).heading_rows) + 1
    whole = read(case, data, list(range(-1, len(lines) + 9)))
    assert min(whole) == first
    assert whole == {row: lines[row - 1] for row in whole}
    assert len(whole) == conformed(case, data).conservation.read.rows


def test_a_cell_over_several_lines_is_part_of_its_row() -> None:
    heading = raw_of("tameside_ledger").read_bytes().splitlines(keepends=True)[0]
    width = heading.count(b",")
    long, plain, bad = b'"over\r\nthree\r\n""lines"""', b"plain", b"=bad"
    data = heading + b"".join(cell + b",x" * width + b"\r\n" for cell in (long, plain, bad))
    aside = conformed("tameside_ledger", data).quarantined.column("source_row").to_pylist()
    found = read("tameside_ledger", data, aside)
    assert {row: cells[0] for row, cells in found.items()} == {2: 'over\r\nthree\r\n"lines"', 3: "plain", 4: "=bad"}


def test_a_mark_in_front_of_the_file_is_no_part_of_a_heading() -> None:
    data = b"\xef\xbb\xbf" + raw_of("stockport_posts").read_bytes()
    headings = raw_rows.raw_headings(io.BytesIO(data), version_of("stockport_posts"))
    assert headings == [heading.strip() for heading in lines_of("stockport_posts", data)[0]]
    assert set(version_of("stockport_posts").declared) <= set(headings)


@pytest.mark.parametrize("case", ["stockport_posts", "tameside_ledger", "tameside_payments"])
def test_a_quote_that_leads_nowhere_shifts_no_number(case: str, day_seed: int) -> None:
    chance = random.Random(f"{case} {day_seed} quotes")
    data = bytearray(raw_of(case).read_bytes() * 3)
    for _ in range(3):
        data.insert(chance.randrange(data.index(b"\n") + 1, len(data)), ord('"'))
    result = conformed(case, bytes(data))
    rows = result.conservation.read.rows
    found = read(case, bytes(data), list(range(2, rows + 9)))
    assert list(found) == list(range(2, rows + 2))
    width = len(lines_of(case, raw_of(case).read_bytes())[0])
    misshapen = {row for row, cells in found.items() if len(cells) != width}
    aside = result.quarantined.to_pylist()
    assert {row["source_row"] for row in aside if row["rule"] == "wrong_number_of_cells"} >= misshapen


CELL = st.text(alphabet="0123456789.,-£ aéZ/\"'=+@\t", max_size=9)


@settings(max_examples=60)
@given(st.lists(st.lists(CELL, min_size=1, max_size=30), min_size=1, max_size=12))
def test_any_line_of_an_unquoted_text_is_found_by_its_number(rows: list[list[str]]) -> None:
    heading = raw_of("stockport_ledger").read_bytes().split(b"\r\n")[0]
    data = b"\r\n".join([heading, *(";".join(row).encode("cp1252") for row in rows), b""])
    aside = conformed("stockport_ledger", data).quarantined.column("source_row").to_pylist()
    assert read("stockport_ledger", data, aside) == {row: tuple(rows[row - 2]) for row in aside}


def test_a_row_of_a_workbook_has_the_number_that_its_reader_sees(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(raw_of("tameside_posts"))
    sheet = book["Establishment"]
    headings = [str(cell.value).strip() for cell in sheet[3]]
    sheet.cell(row=6, column=headings.index("Weeks") + 1, value="=Weeks").data_type = "s"
    path = tmp_path / "raw.xlsx"
    book.save(path)
    data = path.read_bytes()
    aside = conformed("tameside_posts", data).quarantined.column("source_row").to_pylist()
    version = version_of("tameside_posts")
    assert raw_rows.raw_headings(io.BytesIO(data), version) == headings
    assert 6 in aside
    assert read("tameside_posts", data, aside)[6][headings.index("Weeks")] == "=Weeks"


def test_a_row_of_a_sheet_with_several_heading_rows_is_found() -> None:
    data = raw_of("dfe_grants").read_bytes()
    version = version_of("dfe_grants")
    table = conformed("dfe_grants", data).table
    assert table is not None
    for row in sorted(set(table.column("source_row").to_pylist())):
        assert any(cell in {"356", "357", "356.0"} for cell in read("dfe_grants", data, [row])[row])
    assert len(raw_rows.raw_headings(io.BytesIO(data), version)) >= len(version.declared)


class _Endless(io.RawIOBase):
    """A file that is made while it is read: one heading, then the same row until it ends."""

    def __init__(self, heading: bytes, row: bytes, rows: int) -> None:
        self.heading, self.row, self.rows = heading, row, rows
        self.at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, at: int, _whence: int = 0) -> int:
        self.at = at
        return at

    def readinto(self, buffer: Any) -> int:
        size = len(self.heading) + len(self.row) * self.rows
        taken = min(len(buffer), size - self.at)
        buffer[:taken] = self._bytes(taken)
        self.at += taken
        return int(taken)

    def _bytes(self, count: int) -> bytes:
        if self.at < len(self.heading):
            return (self.heading + self.row * (count // len(self.row) + 1))[self.at :][:count]
        start = (self.at - len(self.heading)) % len(self.row)
        return (self.row * (count // len(self.row) + 2))[start:][:count]


def test_memory_does_not_grow_with_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_rows, "whole_rows", partial(whole_rows, size=1 << 18))
    heading, row, *_ = raw_of("stockport_ledger").read_bytes().splitlines(keepends=True)
    rows = (32 << 20) // len(row)
    source = io.BufferedReader(_Endless(heading, row, rows))
    tracemalloc.start()
    try:
        found = list(raw_rows.raw_rows(source, version_of("stockport_ledger"), [2, rows + 1]))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [each.source_row for each in found] == [2, rows + 1]
    assert found[0].cells == found[1].cells
    assert peak < 4 << 20
