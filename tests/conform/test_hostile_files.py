"""Files made to harm are refused in a sentence, before anything large is laid out; their like in good faith is read."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from functools import partial

import pytest

from sspipe.conform import book_parts, books, extents, files, json_files, limits, opening, packed, sheets
from sspipe.conform.delimited import whole_rows
from sspipe.conform.files import Conformed, conform_file
from sspipe.conform.limits import MIB, MOST_ROW_BYTES, MOST_SHEETS
from sspipe.model.findings import Severity
from tests.conform.making import (
    FORMS,
    HEADINGS,
    ROWS,
    changed,
    conformed_as,
    conformed_kind,
    context,
    layout,
    made,
    ods_of,
    ods_row,
    rows_of,
    xls,
    xlsx,
    xlsx_of,
    xlsx_row,
    zipped,
)
from tests.flows.old_workbook import SECTOR

PLAIN = rows_of(conformed_kind("csv", made("csv")))
TABLE = "".join(xlsx_row(at, row) for at, row in enumerate([HEADINGS, *ROWS], start=1))
ODS_TABLE = "".join(ods_row(row) for row in [HEADINGS, *ROWS])
ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'


def _refusal(result: Conformed) -> str:
    (finding,) = result.findings
    assert (finding.severity, finding.rule) == (Severity.CRITICAL, "file_refused")
    assert result.table is None
    assert result.conservation.holds
    assert "Traceback" not in finding.message
    return finding.message


def _of(kind: str, data: bytes) -> str:
    return _refusal(conformed_kind(kind, data))


def _stating(data: bytes, size: int, *, in_directory: bool = True) -> bytes:
    """An archive of one member that says another size of it."""
    changed_data = bytearray(data)
    at = data.rindex(b"PK\x01\x02") + 24 if in_directory else 22
    changed_data[at : at + 4] = struct.pack("<I", size)
    return bytes(changed_data)


def _zip_of(size: int, piece: bytes = b" ") -> bytes:
    return zipped({"a.csv": made("csv") + piece * (size // len(piece))})


# Zips.


def test_a_zip_that_says_it_is_too_large_is_refused_unread() -> None:
    data = _stating(zipped({"a.csv": made("csv")}), 0xFFFFFFF0)
    assert "4,096 MiB" not in _refusal(conformed_as(FORMS["csv"], data, "a.zip"))  # it may be; but not at this ratio
    assert "bytes unpacked for each byte packed" in _refusal(conformed_as(FORMS["csv"], data, "a.zip"))


def test_a_zip_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_EXPANDED_TEXT", MIB)
    assert "2 MiB unpacked; expected at most 1 MiB" in _refusal(
        conformed_as(FORMS["csv"], _zip_of(2 * MIB, b"\n"), "a.zip")
    )


def test_a_bomb_is_refused_by_its_ratio() -> None:
    bomb = _zip_of(65 * MIB)
    assert len(bomb) < MIB
    assert "for each byte packed; expected at most 200" in _refusal(conformed_as(FORMS["csv"], bomb, "a.zip"))


def test_a_bomb_whose_directory_lies_is_refused_while_it_is_counted() -> None:
    for size in (300, 30 * MIB):
        bomb = _stating(_zip_of(31 * MIB, b"10000001,2022-04-05,,1.00,x\n"), size)
        message = _refusal(conformed_as(FORMS["csv"], bomb, "a.zip"))
        assert "directory states another size than its content has" in message


def test_a_zip_that_holds_less_than_it_says_is_refused() -> None:
    data = _stating(zipped({"a.csv": made("csv")}), 10_000)
    assert "states another size" in _refusal(conformed_as(FORMS["csv"], data, "a.zip"))


def test_a_long_blank_tail_in_a_zip_is_no_bomb() -> None:
    tail = zipped({"a.csv": made("csv") + b",,,,\n" * 1_000_000})
    result = conformed_as(FORMS["csv"], tail, "a.zip")
    assert rows_of(result) == PLAIN
    assert dict(result.conservation.excluded)["blank_rows"].rows == 1_000_001


def test_a_directory_that_is_too_large_is_refused_unread() -> None:
    data = bytearray(zipped({"a.csv": made("csv")}))
    data[-10:-6] = struct.pack("<I", limits.MOST_DIRECTORY_BYTES + 1)
    for kind, name in (("csv", "a.zip"), ("xlsx", "ledger.xlsx")):
        assert "whose directory has 1,048,577 bytes" in _refusal(conformed_as(FORMS[kind], bytes(data), name))


def test_a_zip_packed_in_an_unusual_way_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as unusual:
        unusual.writestr("a.csv", made("csv"))
    assert "packed in an unusual way" in _refusal(conformed_as(FORMS["csv"], target.getvalue(), "a.zip"))


def test_a_member_is_read_as_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "whole_rows", partial(whole_rows, size=1 << 18))
    lines = b"10000001,2022-04-05,,1.00,%s\n" % (b"x" * 900) * 40_000
    data = zipped({"a.csv": made("csv") + lines})
    tracemalloc.start()
    result = conformed_as(FORMS["csv"], data, "a.zip")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert result.conservation.used.rows == 40_004
    assert peak < len(lines) / 3


# Workbooks.


def _two_members_of_one_name() -> bytes:
    target = io.BytesIO(xlsx([HEADINGS, *ROWS]))
    with zipfile.ZipFile(target, "a") as book:
        book.writestr("XL/workbook.xml", b"<workbook/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("xlsx", xlsx_of(TABLE + '<row r="9"><c r="XFD1048576"><v>1</v></c></row>'), "row 1048576 and column 16384"),
        (
            "xlsx",
            xlsx_of(TABLE + '<row r="1048576"><c r="A1048576" t="str"><v>x</v></c><c r="Z1"><v>1</v></c></row>'),
            "row 1048576 and column 26",
        ),
        ("xlsx", xlsx_of(TABLE + '<row r="9"><c r="ZZZZ9"><v>1</v></c></row>'), "column 475254"),
        (
            "xlsx",
            xlsx_of(TABLE + '<x:row xmlns:x="y" r="9"><x:c foo=">" r=\'ZZZ999999\'><x:v>1</x:v></x:c></x:row>'),
            "row 999999",
        ),
        (
            "xlsx",
            xlsx_of(
                TABLE
                + '<row r="1048570"><c r="A9"><v>1</v></c><c><v>2</v></c></row>'
                + '<row r="9999999"><c><v>1</v></c><c><v>1</v></c></row>'
            ),
            "row 9999999 and column",
        ),
        ("xlsx", xlsx_of(TABLE + '<row r="9"><c r="9"><v>1</v></c></row>'), "cannot be read"),
        (
            "xlsx",
            xlsx_of(TABLE + '<row r="9"><c r="A99999999999999999999"><v>1</v></c></row>'),
            "cells reach to row 99999999999999999999",
        ),
        ("xlsx", xlsx_of(TABLE, before=ENTITIES), "document type declaration"),
        (
            "xlsx",
            changed(made("xlsx"), {"xl/sharedStrings.xml": f"<?xml version='1.0'?>{ENTITIES}<sst>&c;</sst>"}),
            "document type declaration",
        ),
        ("xlsx", changed(made("xlsx"), {"docProps/more.xml": f"{ENTITIES}<a/>"}), "document type declaration"),
        (
            "xlsx",
            changed(made("xlsx"), {"xl/more.xml": "<?xml version='1.0' encoding='utf-16'?><a/>"}),
            "cannot be read",
        ),
        ("xlsx", changed(made("xlsx"), {"xl/more.xml": "<a/>".encode("utf-16")}), "cannot be read"),
        (
            "xlsx",
            changed(made("xlsx"), {"xl/more.xml": "<?xml version='1.0' encoding='utf-7'?><a/>"}),
            "cannot be read",
        ),
        ("xlsx", changed(made("xlsx"), {"xl/worksheets/sheet1.xml": "<a>" * 1000}), "cannot be read"),
        ("xlsx", changed(made("xlsx"), {"xl/_rels/workbook.xml.rels": "<Relationships/>"}), "cannot be read"),
        ("xlsx", changed(made("xlsx"), {"media/a.bin": b"\0" * 65 * MIB}), "for each byte packed"),
        ("xlsx", _two_members_of_one_name(), "two parts of one name"),
        ("ods", ods_of(ODS_TABLE, before=ENTITIES), "document type declaration"),
        (
            "ods",
            ods_of(
                ODS_TABLE
                + ods_row(
                    ["", '<table:table-cell table:number-columns-repeated="16000000" office:value-type="string"/>']
                )
            ),
            "column 16000001",
        ),
        ("ods", ods_of(ODS_TABLE + ods_row(["1"], 'table:number-rows-repeated="4294967295"')), "row 4294967302"),
        (
            "ods",
            ods_of(ODS_TABLE + ods_row([""], 'table:number-rows-repeated="99999999"') + ods_row(["1"])),
            "row 100000007",
        ),
        ("ods", ods_of(ODS_TABLE + ods_row(["1"], 'table:number-rows-repeated="x"')), "cannot be read"),
        ("ods", ods_of(f"<table:table-row>{'<a>' * 100}</table:table-row>"), "cannot be read"),
    ],
)
def test_a_workbook_made_to_harm_is_refused(kind: str, data: bytes, words: str) -> None:
    assert len(data) < MIB
    assert words in _of(kind, data)


def _sharing(cells: int, *, of: int, comment: str = "") -> bytes:
    """A workbook with so many cells that share one long text, or as many short ones beside one long text."""
    texts = f"<sst><si><t>{'x' * 100_000}</t></si><si><t>y</t></si></sst>"
    rows = "".join(f'<row r="{at}"><c r="F{at}" t="s"><v>{comment}{of}</v></c></row>' for at in range(8, 8 + cells))
    return changed(xlsx_of(TABLE + rows), {"xl/sharedStrings.xml": texts})


def test_a_long_text_that_many_cells_share_is_refused() -> None:
    bomb = _sharing(6_000, of=0)
    assert len(bomb) < MIB
    assert "more than 512 MiB of text" in _of("xlsx", bomb)
    repeated = f'<table:table-cell office:value-type="string"><text:p>{"x" * 10_000}</text:p></table:table-cell>'
    rows = ods_row([repeated], 'table:number-rows-repeated="60000"')
    assert "more than 512 MiB of text" in _of("ods", ods_of(ODS_TABLE + rows))
    assert "cannot be read" in _of("xlsx", _sharing(6_000, of=0, comment="<!-- -->"))


def test_a_long_text_beside_many_cells_that_share_a_short_one_is_read() -> None:
    assert rows_of(conformed_kind("xlsx", _sharing(6_000, of=1))) == PLAIN


def test_a_dimension_that_claims_the_whole_sheet_does_no_harm() -> None:
    assert rows_of(conformed_kind("xlsx", xlsx_of(TABLE, dimension="A1:XFD1048576"))) == PLAIN


def test_formatted_cells_without_a_value_are_no_cells() -> None:
    formatted = "".join(f'<row r="{at}"><c r="A{at}" s="0"/><c r="XFD{at}" s="0"></c></row>' for at in (8, 9, 1048576))
    result = conformed_kind("xlsx", xlsx_of(TABLE + formatted))
    assert rows_of(result) == PLAIN
    assert result.conservation.read.rows == len(ROWS)


def test_a_workbook_whose_directory_lies_is_refused_while_it_is_counted() -> None:
    book = changed(made("xlsx"), {"zz.xml": b"<a>" + b" " * 8 * MIB + b"</a>"})
    assert "states another size" in _of("xlsx", _stating(book, 500))


def test_a_workbook_beyond_the_limits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"S{at}": [["x"]] for at in range(MOST_SHEETS)}
    assert f"{MOST_SHEETS + 1} sheets; expected at most {MOST_SHEETS}" in _of("xlsx", xlsx([HEADINGS, *ROWS], **many))
    monkeypatch.setattr(book_parts, "MOST_TAGS", 20)
    assert "more than 20 tags" in _of("xlsx", made("xlsx"))
    monkeypatch.setattr(packed, "MOST_EXPANDED_BOOK", 1000)
    assert "MiB unpacked" in _of("xlsx", made("xlsx"))
    monkeypatch.setattr(sheets, "MOST_BOOK_BYTES", 1000)
    assert "a workbook of more than" in _of("xlsx", made("xlsx"))
    monkeypatch.setattr(opening, "MOST_BOOK_BYTES", 1000)
    zipped_book = zipped({"ledger.xlsx": made("xlsx")})
    assert "a zip with a workbook of more than" in _refusal(conformed_as(FORMS["xlsx"], zipped_book, "a.zip"))


def test_more_error_values_than_are_remembered_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extents, "MOST_ERROR_CELLS", 2)
    errors = xlsx_row(9, ['<c r="@" t="e"><v>#REF!</v></c>'] * 3)
    assert "3 error values" in _of("xlsx", xlsx_of(TABLE + errors))


# Workbooks in the old form.


def _old(change: Callable[[bytearray], object]) -> bytes:
    data = bytearray(xls([HEADINGS, *ROWS]))
    change(data)
    return bytes(data)


def _put(at: int, form: str, *values: int) -> Callable[[bytearray], None]:
    return lambda data: struct.pack_into(form, data, at, *values)


LABEL = xls([HEADINGS, *ROWS]).index("Document".encode("utf-16-le")) - 9
LAST = xls([HEADINGS, *ROWS]).index("last".encode("utf-16-le")) - 9
HOSTILE_OLD = {
    "a cell as far as there can be": _put(LABEL, "<HH", 65535, 65535),
    "a cell in the last row": _put(LABEL, "<HH", 65535, 255),
    "a chain in a circle": _put(SECTOR + 8, "<I", 2),
    "a chain that leads nowhere": _put(SECTOR + 8, "<I", 9999),
    "a directory that is nowhere": _put(48, "<I", 9999),
    "sectors of an unknown size": _put(30, "<H", 31),
    "a stream without an end": _put(2 * SECTOR + 128 + 120, "<I", 0xFFFFFFF0),
    "a stream that is nowhere": _put(2 * SECTOR + 128 + 116, "<I", 77777),
    "a table that is nowhere": _put(76, "<I", 9999),
    "a table of half the memory": _put(44, "<I", 0x7FFFFFFF),
    "a list of tables in a circle": _put(68, "<II", 0, 0x7FFFFFFF),
    "a record that is cut short": lambda data: data.__delitem__(slice(3 * SECTOR, None)),
}


@pytest.mark.parametrize("change", HOSTILE_OLD.values(), ids=HOSTILE_OLD)
def test_an_old_workbook_made_to_harm_is_refused_or_read(change: Callable[[bytearray], object]) -> None:
    result = conformed_kind("xls", _old(change))
    if result.table is None:
        message = _refusal(result)
        assert "cannot be read" in message or "cells reach" in message
    else:
        assert rows_of(result) == PLAIN


@pytest.mark.parametrize("name", ["a cell as far as there can be", "a chain in a circle", "a stream that is nowhere"])
def test_an_old_workbook_that_would_end_its_reader_is_refused(name: str) -> None:
    _of("xls", _old(HOSTILE_OLD[name]))


def test_what_ends_the_reader_of_the_old_form_ends_no_more_than_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "extents_of_old", lambda _: [extents.Extent()])
    assert "cannot be read" in _of("xls", _old(HOSTILE_OLD["a cell as far as there can be"]))


def test_the_reader_of_the_old_form_has_a_limit_of_time_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = _old(_put(LAST, "<HH", 9_999, 199))  # two million cells
    assert conformed_kind("xls", wide).conservation.read.rows == 9_999
    monkeypatch.setattr(sheets, "APART_BYTES", 64 * MIB)
    assert "cannot be read" in _of("xls", wide)
    monkeypatch.setattr(sheets, "APART_BYTES", limits.APART_BYTES)
    monkeypatch.setattr(sheets, "APART_SECONDS", 0)
    assert "cannot be read" in _of("xls", made("xls"))


def test_a_reader_that_gives_up_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """Named as the one that the reader raises."""

    def panic(*_: object) -> books.Book:
        raise PanicException

    monkeypatch.setattr(books, "read_book", panic)
    assert "cannot be read" in _of("xlsx", made("xlsx"))


def test_an_interrupt_is_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> books.Book:
        raise KeyboardInterrupt

    monkeypatch.setattr(books, "read_book", interrupt)
    with pytest.raises(KeyboardInterrupt):
        conformed_kind("xlsx", made("xlsx"))


# Text.


@pytest.mark.parametrize("kind", ["csv", "tsv", "cp1252", "utf-16", "json_lines"])
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_row_longer_than_the_limit_is_refused(kind: str, place: str) -> None:
    long = [("10000009", "2022-04-05", "", "1.00", "x" * MOST_ROW_BYTES)]
    rows = [*long, *ROWS] if place == "first" else [*ROWS, *long]
    assert "a row of more than 1,048,576 bytes" in _of(kind, made(kind, rows))


def test_a_heading_longer_than_the_limit_is_refused() -> None:
    assert "a row of more than" in _of("csv", made("csv", headings=[*HEADINGS[:4], "x" * MOST_ROW_BYTES]))
    assert "a row of more than" in _of("csv", b"Document,Posted\r10000001,2022-04-05" * 40_000)


def test_a_row_as_long_as_the_limit_is_read() -> None:
    rest = "10000009,2022-04-05,,1.00,"
    row = ("10000009", "2022-04-05", "", "1.00", "x" * (MOST_ROW_BYTES - len(rest) - 2))
    assert len(rows_of(conformed_kind("csv", made("csv", [row])))) == 1


def test_a_file_without_a_line_end_is_refused_before_it_is_read_whole() -> None:
    class Endless(io.BytesIO):
        """A source that says how much of it was read."""

        def __init__(self) -> None:
            super().__init__(made("csv") + b"x" * 64 * MIB)

    source = Endless()
    assert "a row of more than" in _refusal(conform_file(source, layout(FORMS["csv"]), context("ledger.csv")))
    assert source.tell() <= 17 * MIB


@pytest.mark.parametrize("kind", ["csv", "cp1252", "tsv"])
def test_nul_bytes_are_refused_wherever_they_stand(kind: str) -> None:
    many = [*ROWS, *[("10000001", "2022-04-05", "", "1.00", "x" * 90)] * 100]
    assert "NUL bytes" in _of(kind, made(kind, [*many, ("10000001", "2022-04-05", "", "1.00", "a\0b")]))


def test_a_json_document_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_files, "MOST_JSON_BYTES", 100)
    assert "a JSON document of more than" in _of("json", made("json"))
