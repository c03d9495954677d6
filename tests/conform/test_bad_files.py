"""Files that cannot be read as a whole: a critical finding and no table, never a traceback."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sspipe.conform.files import Conformed, conform_file
from sspipe.model.conservation import NOTHING
from sspipe.model.findings import Severity
from tests.conform.reading import FILE_NAMES, conformed, context_of_case, layout_of, raw_of

LEDGER = raw_of("stockport_ledger").read_bytes()
POSTS = raw_of("stockport_posts").read_bytes()
BOOK = raw_of("tameside_posts").read_bytes()
CASES_TRIED = ["stockport_ledger", "tameside_ledger", "tameside_posts", "dfe_grants"]
PAGE = b"<!DOCTYPE html>\n<html><body>Session expired</body></html>"


def _sheet_renamed() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'name="Establishment"', b'name="Leavers"'))
    return target.getvalue()


def _assert_refused(result: Conformed, *words: str) -> None:
    (finding,) = result.findings
    assert finding.severity is Severity.CRITICAL
    assert result.table is None
    assert result.conservation.read == NOTHING
    for word in words:
        assert word in finding.message


@pytest.mark.parametrize("data", [b"", b"\r\n", b"  \n\n"])
@pytest.mark.parametrize("case", ["stockport_posts", "stockport_ledger", "tameside_posts", "tameside_ledger"])
def test_an_empty_file_is_refused(case: str, data: bytes) -> None:
    _assert_refused(conformed(case, data), "an empty file", FILE_NAMES[case])


def test_a_renamed_heading_names_the_missing_one_and_where_unknown_ones_stand() -> None:
    renamed = LEDGER.replace(b";Order;", b";Internal Order;", 1)
    _assert_refused(conformed("stockport_ledger", renamed), "'Order'", "counted from the left: 1, 10, 14")


def test_a_renamed_heading_of_a_sheet_is_refused() -> None:
    result = conformed("dfe_measures", raw_of("dfe_measures").read_bytes().replace(b"Values", b"Value", 1))
    _assert_refused(result, "'Values'", "2, 5, 6, 7")


def test_a_heading_that_stands_twice_is_refused() -> None:
    _assert_refused(conformed("stockport_ledger", LEDGER.replace(b";Text;", b";Order;", 1)), "more than one", "'Order'")


def test_a_stray_space_in_a_heading_changes_nothing() -> None:
    spaced = LEDGER.replace(b";Order;", b"; Order  ;", 1)
    assert conformed("stockport_ledger", spaced).table == conformed("stockport_ledger", LEDGER).table


@pytest.mark.parametrize("cut", [200, len(BOOK) // 2, len(BOOK) - 30])
def test_a_corrupt_workbook_is_refused(cut: int) -> None:
    _assert_refused(conformed("tameside_posts", BOOK[:cut]), "damaged workbook")


def test_a_workbook_with_damaged_contents_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[: len(data) // 2] if name.startswith("xl/") else data)
    _assert_refused(conformed("tameside_posts", target.getvalue()), "workbook that cannot be read")


def test_a_workbook_without_the_sheet_is_refused() -> None:
    _assert_refused(conformed("tameside_posts", _sheet_renamed()), "a sheet named 'Establishment'")


@pytest.mark.parametrize(
    ("case", "data", "word"),
    [
        ("tameside_posts", POSTS, "delimited text"),
        ("tameside_posts", PAGE, "a web page"),
        ("tameside_posts", raw_of("dfe_grants").read_bytes(), "an ods workbook"),
        ("tameside_posts", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an xls workbook"),
        ("stockport_posts", BOOK, "an xlsx workbook"),
        ("stockport_ledger", BOOK, "an xlsx workbook"),
        ("stockport_ledger", PAGE, "a web page"),
        ("stockport_ledger", b"\r\n  <html>", "a web page"),
        ("stockport_ledger", b"%PDF-1.7\n", "a PDF"),
        ("stockport_ledger", LEDGER.decode("cp1252").encode("utf-16"), "UTF-16"),
        ("stockport_ledger", bytes(range(256)), "unknown binary"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(case: str, data: bytes, word: str) -> None:
    _assert_refused(conformed(case, data), "a file named", word)


def test_a_file_with_another_ending_is_refused() -> None:
    _assert_refused(conformed("stockport_ledger", LEDGER, "ledger.xlsx"), "a file named .xlsx", "delimited text")


def test_a_text_in_another_encoding_is_refused() -> None:
    data = raw_of("tameside_ledger").read_bytes().decode("utf-8-sig").encode("cp1252")
    _assert_refused(conformed("tameside_ledger", data), "bytes that are not UTF-8")


def test_a_utf_8_mark_in_a_cp1252_file_is_refused() -> None:
    _assert_refused(conformed("stockport_ledger", b"\xef\xbb\xbf" + LEDGER), "text in UTF-8", "cp1252")


@pytest.mark.parametrize("rows", [6, None])
def test_bytes_that_cp1252_has_not_are_refused_where_a_declared_column_holds_them(rows: int | None) -> None:
    strange = b"\r\n".join(LEDGER.replace(b"SUPPLIER", b"SUPPLI\x81R").split(b"\r\n")[:rows])
    _assert_refused(conformed("stockport_ledger", strange), "not cp1252")
    elsewhere = b"\r\n".join(LEDGER.replace(b";Recharge;", b";R\x81charge;").split(b"\r\n")[:rows])
    assert conformed("stockport_ledger", elsewhere).table is not None


def test_a_file_older_than_the_first_version_of_its_layout_is_refused() -> None:
    old = replace(context_of_case("stockport_ledger"), known_from=date(1999, 1, 1))
    result = conform_file(io.BytesIO(LEDGER), layout_of("stockport_ledger"), old)
    _assert_refused(result, "no version in force")


@settings(max_examples=40, deadline=None)
@given(
    case=st.sampled_from(["stockport_ledger", "tameside_ledger", "tameside_posts", "dfe_grants"]),
    data=st.binary(max_size=300),
)
def test_no_bytes_bring_a_traceback(case: str, data: bytes) -> None:
    raw = raw_of(case).read_bytes()
    for bytes_ in (data, raw + data, raw[:200] + data + raw[200:], raw[: len(raw) // 2] + data):
        assert conformed(case, bytes_).conservation.holds
