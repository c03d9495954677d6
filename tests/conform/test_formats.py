"""The same table gives the same canonical rows, whatever the form in which it comes."""

import io
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sspipe.conform.files import Conformed
from sspipe.conform.raw import raw_rows
from sspipe.model.conservation import Count
from sspipe.model.findings import Severity
from tests.conform.making import (
    ENDINGS,
    FORMS,
    HEADINGS,
    ROWS,
    conformed_as,
    conformed_kind,
    delimited,
    layout,
    made,
    rows_of,
    told,
    zipped,
)

PLAIN = conformed_kind("csv", made("csv"))
PIECES = [b"\xff" * 4, b"\0", b'"', b"\r", b"\n\n", b"<", b"}", b"[", b"99999999"]
CELL = st.text(alphabet="0123456789.,-£ aéZ/\"'\\|;\u00a0", max_size=10)
AMOUNT = st.one_of(st.decimals(-10_000_000, 10_000_000, places=2).map(str), CELL)
ROW = st.tuples(st.one_of(st.just("10000001"), CELL), st.one_of(st.just("2022-04-05"), CELL), CELL, AMOUNT, CELL)


def _refusal(result: Conformed) -> str:
    (finding,) = result.findings
    assert finding.severity is Severity.CRITICAL
    assert result.table is None
    assert result.conservation.holds
    return finding.message


def _shape(result: Conformed) -> tuple[object, ...]:
    faults = sorted((f.rule, f.found) for f in result.findings if f.severity is not Severity.INFO)
    return rows_of(result), faults, result.conservation


def _first_shifted(result: Conformed) -> int:
    assert result.table is not None
    return int(result.table.column("source_row")[0].as_py())


def test_the_table_has_what_the_forms_are_compared_by() -> None:
    assert [row["amount_pence"] for row in rows_of(PLAIN)] == [397208, -1750, 0, 123456789]
    assert [row["counterparty"] for row in rows_of(PLAIN)] == ["tameside", "", "", ""]
    assert dict(PLAIN.conservation.excluded) == {"blank_rows": Count(rows=1, debit_pence=0, credit_pence=0)}
    assert dict(PLAIN.conservation.quarantined)["unreadable_posting_date"].rows == 1


@pytest.mark.parametrize("kind", FORMS)
def test_a_table_in_any_form_gives_the_same_rows_and_accounts(kind: str) -> None:
    result = conformed_kind(kind, made(kind))
    assert rows_of(result) == rows_of(PLAIN)
    assert result.conservation.read == PLAIN.conservation.read
    assert result.conservation.quarantined == PLAIN.conservation.quarantined
    assert result.conservation.excluded == PLAIN.conservation.excluded
    assert result.conservation.holds


@pytest.mark.parametrize("kind", FORMS)
def test_a_table_in_a_zip_gives_the_same_rows(kind: str) -> None:
    packed = zipped({f"folder/ledger{ENDINGS[kind]}": made(kind)})
    assert _shape(conformed_as(FORMS[kind], packed, "ledger.zip"))[0] == rows_of(PLAIN)


@pytest.mark.parametrize("kind", FORMS)
def test_a_row_is_numbered_as_its_reader_counts_it(kind: str) -> None:
    assert _first_shifted(conformed_kind(kind, made(kind))) == (1 if kind.startswith("json") else 2)


@pytest.mark.parametrize("kind", [kind for kind in FORMS if kind not in ("xls", "detect")])
def test_headings_alone_give_no_row(kind: str) -> None:
    result = conformed_kind(kind, made(kind, rows=()))
    if kind.startswith("json"):
        assert "found a" in _refusal(result)  # an empty array or an empty file: nothing says what its keys would be
    else:
        assert rows_of(result) == []
        assert result.table is not None


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_lines_of_json_say_what_delimited_text_says(rows: list[tuple[str, ...]]) -> None:
    text, lines = conformed_kind("csv", made("csv", rows)), conformed_kind("json_lines", made("json_lines", rows))
    array = conformed_kind("json", made("json", rows))
    assert _shape(text)[:2] == _shape(lines)[:2]
    assert text.conservation.used == lines.conservation.used == array.conservation.used
    assert rows_of(array) == rows_of(text)
    assert text.conservation.holds
    assert lines.conservation.holds
    assert array.conservation.holds


def _mutated(data: bytes, rng: random.Random) -> bytes:
    """Bytes with a few of them changed, lost, doubled or replaced by what forms are made of."""
    changed = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 5])):
        at = rng.randrange(len(changed))
        size = rng.randrange(1, 40)
        piece = rng.choice([*PIECES, bytes(changed[at : at + size])])
        changed[at : at + rng.choice([0, 1, 1, len(piece), size])] = piece
    return bytes(changed)


@pytest.mark.parametrize("kind", FORMS)
def test_no_damage_brings_a_traceback_or_costs_a_row(kind: str) -> None:
    rng = random.Random(kind)
    whole = made(kind)
    for at in range(15 if kind == "xls" else 60):
        name, data = f"ledger{ENDINGS[kind]}", _mutated(whole, rng)
        if at % 5 == 0:
            name, data = "ledger.zip", zipped({name: data})
        result = conformed_as(FORMS[kind], data, name)
        assert result.conservation.holds
        aside = result.quarantined.column("source_row").to_pylist()
        if result.table is not None:
            shown = dict(raw_rows(io.BytesIO(data), layout(FORMS[kind]).versions[0], name, aside))
            assert shown.keys() == set(aside)


# Encoding and delimiter, found out and shown.


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_what_is_detected_is_read_the_same_and_shown(encoding: str, delimiter: str) -> None:
    result = conformed_kind("detect", delimited([HEADINGS, *ROWS], delimiter).encode(encoding))
    assert rows_of(result) == rows_of(PLAIN)
    (note,) = [finding for finding in result.findings if finding.rule == "detected_form"]
    assert note.severity is Severity.INFO
    assert encoding.removesuffix("-sig") in note.found
    assert {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}[delimiter] in note.found


def test_what_is_declared_is_not_noted() -> None:
    assert "detected_form" not in [rule for rule, _ in told(PLAIN)]
    half = FORMS["detect"] | {"encoding": "utf-8"}
    (note,) = [f for f in conformed_as(half, made("csv"), "a.csv").findings if f.rule == "detected_form"]
    assert note.found == "commas between the cells"


def test_the_first_signs_beyond_ascii_decide_wherever_they_stand() -> None:
    many = [("10000001", "2022-04-05", "", "1.00", "x" * 100)] * 3000
    for encoding in ("utf-8", "cp1252"):
        text = delimited([HEADINGS, *many, ("10000002", "2022-04-05", "", "1.00", "é")])
        result = conformed_kind("detect", text.encode(encoding))
        assert len(rows_of(result)) == 3001
        assert any(f"text in {encoding}" in finding.found for finding in result.findings)


def test_text_that_is_utf_8_at_first_and_not_later_is_refused() -> None:
    assert "not UTF-8" in _refusal(conformed_kind("detect", made("csv") + b"10000009,2022-04-05,,1.00,\xe9\n"))


def test_a_delimiter_that_is_not_listed_is_refused_by_the_missing_headings() -> None:
    message = _refusal(conformed_kind("detect", delimited([HEADINGS, *ROWS], "~").encode()))
    assert "no column headed 'Document'" in message


def test_text_in_utf_16_without_its_mark_is_refused() -> None:
    assert "unknown binary" in _refusal(conformed_kind("utf-16", made("csv").decode().encode("utf-16-le")))
    assert "byte order mark" in _refusal(conformed_kind("utf-16", made("csv")))


def test_damaged_utf_16_is_refused() -> None:
    assert "not UTF-16" in _refusal(conformed_kind("utf-16", made("utf-16")[:-1]))
    assert "not UTF-16" in _refusal(conformed_kind("utf-16", made("utf-16")[:-2] + b"\x00\xd8\n\x00"))


# What JSON can say and delimited text cannot.


def _lines(*values: object, **changed: object) -> bytes:
    """The first row with changed cells, then lines as they are given."""
    first = dict(zip(HEADINGS, ROWS[0], strict=True)) | changed
    return "".join(f"{v if isinstance(v, str) else json.dumps(v)}\n" for v in (first, *values)).encode()


@pytest.mark.parametrize(("written", "pence"), [("12.10", 1210), ("0.1", 10), ("12345678901234.56", 1234567890123456)])
def test_a_number_of_json_is_read_as_it_was_written(written: str, pence: int) -> None:
    line = _lines().decode().replace('"3972.08"', written)
    for kind, data in (("json_lines", line), ("json", f"[{line}]")):
        assert [row["amount_pence"] for row in rows_of(conformed_kind(kind, data.encode()))] == [pence]


@pytest.mark.parametrize(
    "written", ["0.30000000000000004", "1e3", "1E+2", "NaN", "Infinity", "true", "[1]", '{"a": 1}']
)
def test_what_is_no_amount_in_json_is_set_aside(written: str) -> None:
    result = conformed_kind("json_lines", _lines().decode().replace('"3972.08"', written).encode() + _lines())
    assert len(rows_of(result)) == 1
    assert [count.rows for _, count in result.conservation.quarantined] == [1]
    assert result.conservation.holds


@pytest.mark.parametrize("value", [[], ["x"], {}, {"a": 1}, "a\0b", "\ud800"])
@pytest.mark.parametrize("heading", HEADINGS)
def test_what_is_no_single_value_is_set_aside_where_it_is_declared(heading: str, value: object) -> None:
    for kind, data in (("json_lines", _lines(**{heading: value})), ("json", b"[" + _lines(**{heading: value}) + b"]")):
        result = conformed_kind(kind, data)
        assert len(rows_of(result)) == (1 if heading == "Text" else 0)
        assert sum(count.rows for _, count in result.conservation.quarantined) == (0 if heading == "Text" else 1)
        assert result.conservation.holds


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_key_given_twice_is_no_single_value(heading: str) -> None:
    twice = _lines().decode().replace("}", f', "{heading}": "SMBC"}}')
    result = conformed_kind("json_lines", twice.encode())
    assert len(rows_of(result)) == (1 if heading == "Text" else 0)


def test_null_and_a_missing_key_are_blank() -> None:
    short = {name: value for name, value in zip(HEADINGS, ROWS[0], strict=True) if name != "Partner"}
    result = conformed_kind("json_lines", _lines(short, Partner=None, Text=None))
    assert [row["counterparty"] for row in rows_of(result)] == ["", ""]


def test_a_heading_that_is_the_key_of_no_row_is_refused() -> None:
    for kind in ("json", "json_lines"):
        unnamed = made(kind, headings=("Document", "Posted", "Partners", "Amount", "Text"))
        message = _refusal(conformed_kind(kind, unnamed))
        assert "no column headed 'Partner'" in message
        assert "column 3 of the file is headed with something near 'Partner'" in message


def test_an_undeclared_key_is_counted_like_an_undeclared_column() -> None:
    (note,) = [
        finding for finding in conformed_kind("json_lines", made("json_lines")).findings if not finding.where.source_row
    ]
    assert (note.rule, note.found[-3:]) == ("undeclared_columns", ": 1")


@pytest.mark.parametrize("line", ["5", "[1, 2]", '"text"', "null", '{"Document": ', "{'a': 1}", "[" * 100_000])
def test_a_line_that_is_no_object_is_set_aside(line: str) -> None:
    result = conformed_kind("json_lines", _lines(line))
    assert len(rows_of(result)) == 1
    assert told(result)[0] == ("unreadable_row", 2)
    assert dict(result.conservation.quarantined)["unreadable_row"].rows == 1
    assert result.quarantined.to_pylist()[0]["source_row"] == 2


def test_an_element_that_is_no_object_is_set_aside() -> None:
    result = conformed_kind("json", b"[5, " + _lines() + b", [], null]")
    assert result.table is not None
    assert result.table.column("source_row").to_pylist() == [2]
    assert dict(result.conservation.quarantined)["unreadable_row"].rows == 3


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("json", b'{"answer": []}', "without an array as the whole document"),
        ("json_at_a_path", b'{"answer": {"item": []}}', "without an array at 'answer.items'"),
        ("json_at_a_path", b'{"answer": {"items": {}}}', "without an array at 'answer.items'"),
        ("json_at_a_path", b'{"answer": {"items": [], "items": []}}', "without an array"),
        ("json_at_a_path", b'{"answer": {"items": []}}', "an array without elements at"),
        ("json_at_a_path", b'{"answer": [1]}', "without an array"),
        ("json", b"[]", "an array without elements"),
        ("json", b"[{}]", "no column headed"),
        ("json", b'[{"Document": 1}', "no whole JSON document"),
        ("json", b'[{"Document": 1}] x', "no whole JSON document"),
        ("json", b"[" * 100_000, "no whole JSON document"),
        ("json", b'[{"Document": "\xff"}]', "not UTF-8"),
        ("json_lines", b'{"Document": "\xff"}', "not UTF-8"),
        ("json_lines", b'{"error": "no right to read"}', "no column headed"),
        ("json", b"<html></html>", "a web page"),
        ("json", b"Document,Posted", "delimited text"),
        ("json_lines", b"Document,Posted", "delimited text"),
        ("csv", b'{"error": "no right to read"}', "no column headed"),
    ],
)
def test_what_is_not_the_json_that_is_declared_is_refused(kind: str, data: bytes, words: str) -> None:
    assert words in _refusal(conformed_kind(kind, data))


def test_a_byte_order_mark_and_empty_lines_change_nothing_in_lines_of_json() -> None:
    plain = made("json_lines", [row for row in ROWS if any(row)])
    first, *others = plain.splitlines(keepends=True)
    result = conformed_kind("json_lines", b"\xef\xbb\xbf" + first + b"\n" + b"".join(others) + b"\r\n \n")
    assert rows_of(result) == rows_of(PLAIN)
    assert dict(result.conservation.excluded)["blank_rows"].rows == 3
    assert result.conservation.holds


# Zips.


def _zip_refusal(parts: dict[str, bytes], name: str = "ledger.zip", kind: str = "csv") -> str:
    return _refusal(conformed_as(FORMS[kind], zipped(parts), name))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"a.csv": made("csv"), "b.csv": made("csv")}, "a zip archive of 2 files"),
        ({}, "a zip archive of 0 files"),
        ({"a.zip": zipped({"a.csv": made("csv")})}, "a zip archive that is no workbook"),
        ({"a.xlsx": made("xlsx")}, "an xlsx workbook"),
        ({"a.csv": made("json")}, "no column headed"),
        ({"a.exe": made("csv")}, "a file named .exe"),
        ({"/a.csv": made("csv")}, "leads out of its folder"),
        ({"../a.csv": made("csv")}, "leads out of its folder"),
        ({"x/../../a.csv": made("csv")}, "leads out of its folder"),
        ({"C:\\a.csv": made("csv")}, "leads out of its folder"),
        ({"a.csv": b""}, "an empty file"),
    ],
)
def test_a_zip_with_anything_but_the_one_file_is_refused(parts: dict[str, bytes], words: str) -> None:
    assert words in _zip_refusal(parts)


def test_a_member_without_a_name_is_refused() -> None:
    nameless = zipped({"a.csv": made("csv")}).replace(b"a.csv", b"\0.csv")
    assert "a file named without an ending" in _refusal(conformed_as(FORMS["csv"], nameless, "ledger.zip"))


def test_a_zip_under_another_name_is_refused() -> None:
    assert "a file named .csv whose content is a zip archive" in _zip_refusal({"a.csv": made("csv")}, "ledger.csv")


def test_a_zip_with_a_password_is_refused() -> None:
    data = bytearray(zipped({"a.csv": made("csv")}))
    for at in (6, data.rindex(b"PK\x01\x02") + 8):
        data[at] |= 1
    assert "an encrypted zip" in _refusal(conformed_as(FORMS["csv"], bytes(data), "ledger.zip"))


def test_a_damaged_zip_is_refused_wherever_the_damage_is() -> None:
    packed = zipped({"a.csv": made("csv", [*ROWS] * 50)})
    for at in range(0, len(packed), 7):
        damaged: Any = bytearray(packed)
        damaged[at] ^= 0xFF
        result = conformed_as(FORMS["csv"], bytes(damaged), "ledger.zip")
        assert result.table is None or len(rows_of(result)) == 200, at
        assert result.conservation.holds


def test_a_workbook_that_is_cut_short_is_refused() -> None:
    assert "a damaged workbook or zip" in _refusal(conformed_kind("xlsx", made("xlsx")[:300]))
