"""Sheets that are hidden, cells that are merged or calculated, and values that went wrong: nothing is guessed."""

import io
import struct
import zipfile

import openpyxl  # type: ignore[import-untyped] # it ships no types
import pytest

from sspipe.conform.files import Conformed
from sspipe.model.findings import Severity
from tests.conform.making import (
    HEADINGS,
    ROWS,
    changed,
    conformed_as,
    conformed_kind,
    made,
    ods_of,
    ods_row,
    rows_of,
    told,
    xls,
    xlsx,
    xlsx_of,
    xlsx_row,
)

PLAIN = rows_of(conformed_kind("csv", made("csv")))
FIRST = ["10000001", "2022-04-05", "TAMESIDE MBC", "12.50", "x"]
NAMED = {"format": "xlsx", "sheet": "Ledger"}
NOTES = [["Sheet", "of"], ["notes", ""]]
ERRORS = ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"]
LISTED = {"exclude": [{"rule": "others", "column": "Partner", "unlisted": "counterparties"}]}


def _refusal(result: Conformed) -> str:
    (finding,) = result.findings
    assert (finding.severity, result.table) == (Severity.CRITICAL, None)
    return finding.message


def _aside(result: Conformed) -> dict[str, int]:
    assert result.conservation.holds
    return {rule: count.rows for rule, count in result.conservation.quarantined}


# Sheets.


def test_the_only_sheet_that_is_not_hidden_is_read_and_the_hidden_ones_are_noted() -> None:
    result = conformed_kind("xlsx", xlsx([HEADINGS, *ROWS], Pivot=NOTES, Old=[HEADINGS, *ROWS]))
    assert rows_of(result) == PLAIN
    (note,) = [finding for finding in result.findings if finding.rule == "hidden_sheets"]
    assert (note.severity, note.found) == (Severity.INFO, "2 hidden sheets")


def test_a_sheet_that_is_named_is_read_without_a_note() -> None:
    result = conformed_as(NAMED, xlsx([HEADINGS, *ROWS], Pivot=NOTES), "ledger.xlsx")
    assert rows_of(result) == PLAIN
    assert "hidden_sheets" not in [rule for rule, _ in told(result)]


def test_a_named_sheet_is_read_though_it_is_hidden() -> None:
    result = conformed_as({"format": "xlsx", "sheet": "Old"}, xlsx(NOTES, Old=[HEADINGS, *ROWS]), "ledger.xlsx")
    assert rows_of(result) == PLAIN


def test_a_very_hidden_sheet_is_hidden() -> None:
    book = xlsx([HEADINGS, *ROWS], Old=NOTES)
    workbook = _part(book, "xl/workbook.xml").replace('state="hidden"', 'state="veryHidden"')
    assert rows_of(conformed_kind("xlsx", changed(book, {"xl/workbook.xml": workbook}))) == PLAIN


def test_which_of_two_sheets_is_meant_is_not_guessed() -> None:
    book = xlsx([HEADINGS, *ROWS], Old=NOTES)
    shown = _part(book, "xl/workbook.xml").replace(' state="hidden"', "")
    message = _refusal(conformed_kind("xlsx", changed(book, {"xl/workbook.xml": shown})))
    assert "2 sheets, 2 of them not hidden: it cannot be told which one is meant" in message
    none = _part(book, "xl/workbook.xml").replace('<sheet name="Ledger"', '<sheet state="hidden" name="Ledger"')
    assert "2 sheets, 0 of them not hidden" in _refusal(
        conformed_kind("xlsx", changed(book, {"xl/workbook.xml": none}))
    )


def _part(book: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        return packed.read(name).decode()


# Values that went wrong.


def _sheet(kind: str, row: list[str]) -> bytes:
    rows = [list(HEADINGS), FIRST, row, FIRST]
    if kind == "ods":
        return ods_of("".join(map(ods_row, rows)))
    return xlsx_of("".join(xlsx_row(at, each) for at, each in enumerate(rows, start=1)))


def _with(at: int, cell: str) -> list[str]:
    return [*FIRST[:at], cell, *FIRST[at + 1 :]]


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("error", ERRORS)
def test_an_error_value_is_no_value_of_any_declared_column(error: str, at: int) -> None:
    cell = f'<c r="@" t="e"><f>A1</f><v>{error}</v></c>'
    result = conformed_kind("xlsx", _sheet("xlsx", _with(at, cell)))
    assert len(rows_of(result)) == 2
    assert sum(_aside(result).values()) == 1
    assert result.quarantined.column("source_row").to_pylist() == [3]
    assert any("an error value of a spreadsheet" in finding.found for finding in result.findings)


@pytest.mark.parametrize("error", [*ERRORS, "#SPILL!", "Err:502"])
@pytest.mark.parametrize("at", range(4))
def test_an_error_value_written_as_text_is_none_either(error: str, at: int) -> None:
    for kind in ("csv", "xlsx", "json_lines", "ods", "xls"):
        result = conformed_kind(kind, made(kind, [FIRST, _with(at, error), FIRST]))
        assert len(rows_of(result)) == 2, kind
        assert sum(_aside(result).values()) == 1, kind


def test_an_error_value_in_a_column_that_is_not_declared_changes_nothing() -> None:
    result = conformed_kind("xlsx", _sheet("xlsx", _with(4, '<c r="@" t="e"><v>#REF!</v></c>')))
    assert len(rows_of(result)) == 3


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_no_rule_leaves_a_row_out_by_an_error_value(kind: str) -> None:
    other = ["10000001", "2022-04-05", "Somebody", "12.50", "x"]
    rows = [FIRST, other, _with(2, "#REF!")]
    result = conformed_kind(kind, made(kind, rows), **LISTED)
    assert [(rule, count.rows) for rule, count in result.conservation.excluded] == [("others", 1)]
    assert _aside(result) == {"unreadable_counterparty": 1}


@pytest.mark.parametrize(
    "more",
    [
        {"constants": {"Text": "x"}},
        {"exclude": [{"rule": "odd", "column": "Text", "outside": ["x"]}]},
        {"exclude": [{"rule": "blank_rows", "blank": ["Text"]}]},
    ],
)
def test_an_error_value_in_a_column_that_only_a_rule_reads_sets_its_row_aside(more: dict[str, object]) -> None:
    result = conformed_kind("xlsx", _sheet("xlsx", _with(4, '<c r="@" t="e"><v>#REF!</v></c>')), **more)
    assert len(rows_of(result)) == 2
    assert set(_aside(result)) <= {"cell_without_value", "broken_constant"}
    assert sum(_aside(result).values()) == 1


def test_an_error_value_of_an_open_document_is_none() -> None:
    formula = '<table:table-cell table:formula="of:=1/0"'
    error = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
    written = [
        f"{formula} {error}><text:p>#DIV/0!</text:p></table:table-cell>",
        f'{formula} office:value-type="float" office:value="0"><text:p>Err:502</text:p></table:table-cell>',
        f"{formula}/>",
    ]
    for cell in written:
        result = conformed_kind("ods", _sheet("ods", _with(3, cell)))
        assert len(rows_of(result)) == 2
        assert _aside(result) == {"unreadable_amount_pence": 1}


def _old_with(record: bytes) -> bytes:
    """An old workbook whose amount in row 3 is another record, and one beside it that says nothing."""
    text = "1.2345678901"
    content = struct.pack("<HHHHB", 2, 3, 0, len(text), 1) + text.encode("utf-16-le")
    label = struct.pack("<HH", 0x0204, len(content)) + content
    data = xls([list(HEADINGS), FIRST, _with(3, text), FIRST])
    assert data.count(label) == 1
    rest = len(label) - len(record) - 4
    return data.replace(label, record + struct.pack("<HH", 0x0FFF, rest) + bytes(rest))


def test_an_error_value_of_an_old_workbook_is_none() -> None:
    error = struct.pack("<HHHHHBB", 0x0205, 8, 2, 3, 0, 0x17, 1)
    result = conformed_kind("xls", _old_with(error))
    assert len(rows_of(result)) == 2
    assert _aside(result) == {"unreadable_amount_pence": 1}


def test_a_formula_of_an_old_workbook_that_went_wrong_is_none() -> None:
    result_of_it = bytes([2, 0, 0x17, 0, 0, 0, 0xFF, 0xFF])
    head = struct.pack("<HHHHH", 0x0006, 23, 2, 3, 0)
    formula = head + result_of_it + struct.pack("<HIH", 0, 0, 1) + b"\x16"
    result = conformed_kind("xls", _old_with(formula))
    assert len(rows_of(result)) == 2
    assert _aside(result) == {"unreadable_amount_pence": 1}


@pytest.mark.parametrize("number", ["NaN", "inf", "1e400"])
def test_a_number_that_is_none_is_no_value(number: str) -> None:
    result = conformed_kind("xlsx", _sheet("xlsx", _with(3, f'<c r="@"><v>{number}</v></c>')))
    assert _aside(result) == {"unreadable_amount_pence": 1}


# Formulas and merged cells.


def test_a_formula_gives_the_value_that_was_last_calculated() -> None:
    result = conformed_kind("xlsx", _sheet("xlsx", _with(3, '<c r="@"><f>1+1</f><v>2.5</v></c>')))
    assert [row["amount_pence"] for row in rows_of(result)] == [1250, 250, 1250]


def test_a_formula_that_gives_an_empty_text_is_blank() -> None:
    result = conformed_kind("xlsx", _sheet("xlsx", _with(2, '<c r="@" t="str"><f>IF(A1,"","")</f><v></v></c>')))
    assert [row["counterparty"] for row in rows_of(result)] == ["stockport", "", "stockport"] or len(
        rows_of(result)
    ) == 3


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>"])
@pytest.mark.parametrize("at", range(4))
def test_a_formula_that_was_never_calculated_has_no_value(at: int, value: str) -> None:
    result = conformed_kind("xlsx", _sheet("xlsx", _with(at, f'<c r="@"><f>1+1</f>{value}</c>')))
    assert len(rows_of(result)) == 2
    assert sum(_aside(result).values()) == 1


def _merged(place: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEADINGS, FIRST, _with(0, "10000002"), _with(0, "10000003")):
        sheet.append(row)
    sheet.merge_cells(place)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_value_over_merged_cells_belongs_to_the_first_row_alone() -> None:
    result = conformed_kind("xlsx", _merged("D2:D4"))
    assert [row["source_row"] for row in rows_of(result, without=())] == [2]
    assert _aside(result) == {"unreadable_amount_pence": 2}


def test_a_merged_cell_that_may_be_blank_is_blank_and_not_filled_down() -> None:
    result = conformed_kind("xlsx", _merged("C2:C4"))
    assert [row["counterparty"] for row in rows_of(result)] == [rows_of(result)[0]["counterparty"], "", ""]


def test_headings_that_are_merged_are_refused() -> None:
    assert "no column headed 'Posted'" in _refusal(conformed_kind("xlsx", _merged("A1:B1")))


def test_a_workbook_with_a_password_is_refused() -> None:
    encrypted = struct.pack("<HHHHH", 0x002F, 6, 1, 0, 0)
    data = xls([HEADINGS, *ROWS])
    at = data.index(struct.pack("<H", 0x0085))
    assert "cannot be read" in _refusal(conformed_kind("xls", data[:at] + encrypted + data[at + len(encrypted) :]))
