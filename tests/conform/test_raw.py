"""The raw cells of a row are what stands in the file under the number that findings and quarantined rows give."""

import io
import tracemalloc
from datetime import date
from functools import partial

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sspipe.conform import json_files, raw
from sspipe.conform.delimited import whole_rows
from sspipe.conform.layout import LayoutVersion
from sspipe.conform.raw import raw_headings, raw_rows
from sspipe.errors import FileRefused
from tests.conform.making import ENDINGS, FORMS, HEADINGS, ROWS, conformed_kind, delimited, layout, made, zipped
from tests.conform.reading import CASES, FILE_NAMES, KNOWN_FROM, conformed, layout_of, raw_of

FIRST = {kind: 1 if kind.startswith("json") else 2 for kind in FORMS}
EVERY = list(range(1, 12))


def _version(kind: str) -> LayoutVersion:
    return layout(FORMS[kind]).versions[0]


def _rows(kind: str, data: bytes, rows: list[int], name: str = "") -> list[tuple[int, list[str]]]:
    return list(raw_rows(io.BytesIO(data), _version(kind), name or f"ledger{ENDINGS[kind]}", rows))


@pytest.mark.parametrize("kind", FORMS)
def test_every_form_gives_its_headings_and_rows_as_they_stand_there(kind: str) -> None:
    data = made(kind)
    assert raw_headings(io.BytesIO(data), _version(kind), f"ledger{ENDINGS[kind]}") == list(HEADINGS)
    assert _rows(kind, data, [FIRST[kind], FIRST[kind] + 2]) == [
        (FIRST[kind], list(ROWS[0])),
        (FIRST[kind] + 2, list(ROWS[2])),
    ]


@pytest.mark.parametrize("kind", FORMS)
def test_a_zip_gives_the_rows_of_its_member(kind: str) -> None:
    packed = zipped({f"a{ENDINGS[kind]}": made(kind)})
    assert _rows(kind, packed, [FIRST[kind]], "a.zip") == [(FIRST[kind], list(ROWS[0]))]


@pytest.mark.parametrize("kind", FORMS)
def test_a_row_that_is_not_there_is_left_out(kind: str) -> None:
    assert _rows(kind, made(kind), [0, 900]) == []
    assert _rows(kind, made(kind), []) == []


@pytest.mark.parametrize("case", sorted(folder.name for folder in CASES.iterdir()))
def test_every_quarantined_row_of_every_case_can_be_shown(case: str) -> None:
    data = raw_of(case).read_bytes()
    wanted = set(conformed(case, data).quarantined.column("source_row").to_pylist())
    version = layout_of(case).version_of(KNOWN_FROM.get(case, date(2022, 10, 6)))
    shown = dict(raw_rows(io.BytesIO(data), version, FILE_NAMES[case], wanted))
    assert shown.keys() == wanted
    headings = raw_headings(io.BytesIO(data), version, FILE_NAMES[case])
    assert len(headings) >= len(version.declared)
    assert all(any(cells) for cells in shown.values())


CELL = st.text(alphabet='ab,"\n é', max_size=6)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL, CELL), min_size=1, max_size=8), st.integers(1, 64))
def test_raw_rows_of_text_are_numbered_as_the_conformed_ones(rows: list[tuple[str, ...]], size: int) -> None:
    data = delimited([HEADINGS, *rows, ("x", *ROWS[0][1:])]).encode()
    found = conformed_kind("csv", data, exclude=[])
    assume(found.table is not None)  # a text whose every line looks like a row has the file refused as doubtful
    aside = found.quarantined.column("source_row").to_pylist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raw, "whole_rows", partial(whole_rows, size=size))
        shown = dict(_rows("csv", data, aside))
    assert list(shown) == sorted(set(aside))
    assert shown[len(rows) + 2] == ["x", *ROWS[0][1:]]
    assert all(cells == list([*rows, ("x", *ROWS[0][1:])][number - 2]) for number, cells in shown.items())


def test_line_ends_of_every_kind_are_counted_as_the_reader_counts_them() -> None:
    line = ",".join(("x", *ROWS[0][1:4], "t"))
    data = f"{','.join(HEADINGS)}\n{line}\r\n{line}\r{line}\n\n{line}".encode()
    aside = conformed_kind("csv", data).quarantined.column("source_row").to_pylist()
    assert aside == [2, 3, 4, 6]
    assert dict(_rows("csv", data, aside)) == dict.fromkeys(aside, line.split(","))


def test_what_is_no_object_of_json_is_shown_as_it_stands() -> None:
    data = made("json_lines") + b'[1, 2]\n{"Document": [1, {"a": null}], "Document": true, "Amount": 1.50}\n{"Doc\n'
    assert dict(_rows("json_lines", data, EVERY))[7] == ["[1, 2]"]
    assert dict(_rows("json_lines", data, EVERY))[8] == ['["1", {"a": null}] | TRUE', "", "", "1.50", ""]
    assert dict(_rows("json_lines", data, EVERY))[9] == ['{"Doc']
    assert dict(_rows("json", b"[5, " + made("json")[1:], [1, 2])) == {1: ["5"], 2: list(ROWS[0])}


def test_a_row_with_bytes_of_another_encoding_is_shown_all_the_same() -> None:
    data = made("csv", ROWS[:1]) + b"10000009,2022-04-05,,1.00,\xe9\n"
    assert dict(_rows("csv", data, [3]))[3][4] == "\ufffd"


def test_a_file_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(FileRefused, match="no column headed 'Document'"):
        _rows("csv", b"a,b\n1,2\n", [2])
    with pytest.raises(FileRefused, match="an empty file"):
        raw_headings(io.BytesIO(), _version("csv"), "ledger.csv")


@pytest.mark.parametrize("kind", ["csv", "utf-16", "json_lines"])
def test_memory_does_not_grow_with_a_file_of_text(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (raw, json_files):
        monkeypatch.setattr(module, "whole_rows", partial(whole_rows, size=1 << 16))
    rows = [("10000001", "2022-04-05", "", "1.00", "x" * 100)] * 60_000
    data = made(kind, rows)
    source = io.BytesIO(data)
    tracemalloc.start()
    found = list(raw_rows(source, _version(kind), f"ledger{ENDINGS[kind]}", [59_999]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [(59_999, list(rows[0]))]
    assert peak < len(data) / 4
