import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from sspipe.publish.pack.contents import pack_sheets
from sspipe.publish.pack.sheets import Cell, Column, Kind, Sheet, Total, pounds, text
from sspipe.publish.pack.workbook import workbook_bytes
from tests.publish.pack.releases import Rows, a_release, edition, head_row, opened, packed, words_above
from tests.publish.statements import a_break, a_cause

MADE_AT = datetime(2022, 10, 12, 9, 30, tzinfo=UTC)
SHEETS = [
    "First page",
    "Settlement period",
    "Settlement year",
    "Tie-out",
    "Posts",
    "Working",
    "Recharges",
    "Due in parts",
    "Bills and bookings",
    "Terms",
    "Breaks",
    "Accepted and disputed",
    "Break movements",
    "Forecast",
    "DSG",
    "Savings",
    "Milestones",
    "Risks",
    "PPRR resources",
    "PPRR performance",
    "Conservation",
    "Notes",
    "Decisions",
]
PLANTED = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x")', "<r><t>x</t></r>", "{=1}"]


def one_sheet(*values: str, amounts: tuple[int, ...] = ()) -> Sheet:
    rows: list[dict[str, Cell]] = [{"words": value, "amount_pence": 1} for value in values]
    rows += [{"words": f"row {at}", "amount_pence": amount} for at, amount in enumerate(amounts)]
    return Sheet(
        name="One",
        title="A title",
        says="A sentence.",
        columns=(text("words", "Words"), pounds("amount_pence", "Amount, £")),
        rows=rows,
        totals=(Total(label="Total", columns=("amount_pence",)),),
    )


def written(*sheets: Sheet) -> bytes:
    return workbook_bytes(sheets, "A pack", MADE_AT)


def test_the_sheets_stand_in_their_order() -> None:
    assert opened(packed(a_release(), "stockport")).sheetnames == SHEETS


def test_the_same_rows_give_the_same_bytes() -> None:
    assert packed(a_release(), "stockport") == packed(a_release(), "stockport")


def test_two_libraries_read_the_same_cells() -> None:
    content = packed(a_release(), "tameside")
    book = opened(content)
    other = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for sheet in book:
        seen = [[_plain(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        read = [[_plain(cell) for cell in row] for row in other.get_sheet_by_name(sheet.title).to_python()]
        filled = [row for row in seen if any(cell != "" for cell in row)]
        assert [row for row in read if any(cell != "" for cell in row)] == filled, sheet.title


def _plain(cell: Any) -> object:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return str(cell.date())
    return round(cell, 6) if isinstance(cell, int | float) else str(cell).strip()


@pytest.mark.parametrize("words", PLANTED)
def test_a_planted_formula_stays_words_in_two_libraries(words: str) -> None:
    content = written(one_sheet(words))
    cell = opened(content, values=False)["One"]["A4"]
    assert (cell.data_type, cell.value.replace("_x000D_", "").strip()) == ("s", words.strip())
    assert cell.quotePrefix == (words[0] in "=+-@\t\r")
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("One").to_python()
    assert str(read[3][0]).strip() == words.strip()


def test_words_from_outside_reach_no_cell_as_a_formula() -> None:
    """Every text of the rows begins with a formula; the only formulas of the book are its own sums."""
    book = opened(packed(_planted(a_release()), "stockport"), values=False)
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert all(formula.startswith("=ROUND(SU") and "cmd" not in formula for formula in formulas)
    assert any(cell.value == "=cmd|calc'!A1" for row in book["Breaks"].iter_rows() for cell in row)


def _planted(rows: Rows) -> Rows:
    causes = [{**cause, "sentence": "=cmd|calc'!A1"} for cause in rows["out_causes"]]
    notes = [{**note, "note": "=cmd|calc'!A1"} for note in rows["out_notes"]]
    return {**rows, "out_causes": causes, "out_notes": notes}


def test_pounds_are_numbers_to_the_penny() -> None:
    amounts = (1, -1, 10, 29, 57, 115, 999_999_999_99, -123456, 0)
    sheet = opened(written(one_sheet(amounts=amounts)))["One"]
    assert [round(sheet.cell(row=4 + at, column=2).value * 100) for at in range(len(amounts))] == list(amounts)
    assert repr(sheet["B7"].value) == "0.29"
    assert sheet["B7"].number_format == "#,##0.00"


def test_a_total_is_a_live_formula_with_its_value() -> None:
    content = written(one_sheet(amounts=(10, 20, 29)))
    assert opened(content, values=False)["One"]["B7"].value == "=ROUND(SUBTOTAL(109,$B$4:$B$6),2)"
    assert opened(content)["One"]["B7"].value == 0.59


def test_a_total_of_some_rows_names_them() -> None:
    sheet = replace(
        one_sheet('say "a"', "b"), totals=(Total(label="T", columns=("amount_pence",), where=(("words", 'say "a"'),)),)
    )
    content = written(sheet)
    assert (
        opened(content, values=False)["One"]["B6"].value == '=ROUND(SUMPRODUCT(1*($A$4:$A$5="say ""a"""),$B$4:$B$5),2)'
    )
    assert opened(content)["One"]["B6"].value == 0.01


def test_no_cell_is_merged_and_headings_stay_in_view() -> None:
    for sheet in opened(packed(a_release(), "stockport")):
        assert not sheet.merged_cells.ranges, sheet.title
        assert int(str(sheet.freeze_panes)[1:]) == head_row(sheet) + 1, sheet.title
        assert len(sheet.tables) == 1, sheet.title
        assert not [row for row in sheet.row_dimensions.values() if row.hidden], sheet.title


def test_what_a_sheet_says_of_itself_stands_in_lines_as_wide_as_its_table_and_loses_no_word() -> None:
    said = {sheet.name: sheet for sheet in pack_sheets(a_release(), edition("stockport"))}
    counts = []
    for sheet in opened(packed(a_release(), "stockport")):
        assert words_above(sheet) == said[sheet.title].says
        lines = [str(sheet.cell(row=at, column=1).value) for at in range(2, head_row(sheet))]
        across = sum(column.width for column in said[sheet.title].columns)
        assert max(map(len, lines)) <= min(200, max(80, across * 1.1)), sheet.title
        counts.append(len(lines))
    assert min(counts) == 1 < max(counts)


def test_the_sheet_to_fill_in_keeps_its_headings_where_returned_packs_are_read() -> None:
    assert head_row(opened(packed(a_release(), "stockport"))["Decisions"]) == 3


def test_headings_say_their_unit() -> None:
    for sheet in pack_sheets(a_release(), edition("stockport")):
        headings = [column.heading for column in sheet.columns]
        assert len(set(map(str.lower, headings))) == len(headings), sheet.name
        money = [column.heading for column in sheet.columns if column.kind is Kind.POUNDS]
        assert all("£" in heading for heading in money), sheet.name


def test_every_column_is_filled_from_a_row() -> None:
    of_other_releases = {"has_new_data", "elements", "pension", "levy"}
    for sheet in pack_sheets(a_release(), edition("stockport")):
        filled = {key for row in sheet.rows for key in row}
        wanted = {column.key for column in sheet.columns} - of_other_releases
        assert not sheet.rows or wanted <= filled, (sheet.name, wanted - filled)


def test_a_sheet_without_rows_says_so() -> None:
    bare: dict[str, list[Any]] = {
        name: [] for name in ("out_forecast", "out_dsg_position", "out_savings", "out_pprr_resources")
    }
    book = opened(packed({**a_release(), **bare}, "stockport"))
    empty = [book[name] for name in ("Forecast", "DSG", "Savings", "PPRR resources")]
    assert {sheet.cell(row=head_row(sheet) + 1, column=1).value for sheet in empty} == {"Nothing on file."}


def test_tables_of_the_report_are_shown_as_they_are_published() -> None:
    row = {
        "row_number": 1,
        "council": "stockport",
        "post": "ey-head",
        "role": "host",
        "forecast_pence": 12345,
        "is_new": True,
    }
    book = opened(packed({**a_release(), "out_forecast": [row, {**row, "council": "tameside"}]}, "stockport"))
    at = head_row(book["Forecast"])
    assert [cell.value for cell in book["Forecast"][at]] == [
        "Post",
        "Council",
        "Host or partner",
        "Forecast outturn, £",
        "Is new",
    ]
    assert [cell.value for cell in book["Forecast"][at + 1]] == [
        "Head of Early Years",
        "Stockport Council",
        "host",
        123.45,
        "yes",
    ]
    assert book["Forecast"].cell(row=at + 2, column=1).value == "Total"


def test_the_properties_name_no_person() -> None:
    content = packed(a_release(), "stockport")
    properties = opened(content).properties
    assert (properties.creator or "", properties.lastModifiedBy or "") == ("", "")
    assert properties.created == datetime(2022, 10, 12, 9, 30, 5)  # noqa: DTZ001 - as the library reads it


def test_decisions_are_held_to_their_closed_list() -> None:
    book = opened(packed(a_release(), "stockport"))
    sheet, first = book["Decisions"], head_row(book["Breaks"]) + 1
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules["D4:D43"] == '"matched_by_hand,accepted_once,accepted_until,disputed,drift_confirmed"'
    assert rules["A4:A43"] == f"'Breaks'!$V${first}:$V${first + 1}"
    assert {cell.value for row in sheet.iter_rows(min_row=4) for cell in row} == {None}


def test_words_too_long_for_a_cell_are_cut_and_say_so() -> None:
    value = opened(written(one_sheet("x" * 40_000)))["One"]["A4"].value
    assert len(value) == 32_000
    assert value.endswith("(cut; the rest stands in the database)")


def test_words_that_no_file_can_hold_are_still_written() -> None:
    assert opened(written(one_sheet("a\ud800b\x07c")))["One"]["A4"].value.startswith("a\ufffdb")


def test_a_missing_amount_says_why() -> None:
    values = [
        cell.value for row in opened(packed(a_release(), "stockport"))["Settlement period"].iter_rows() for cell in row
    ]
    assert "not evidenced" in values


def test_a_column_without_words_for_lack_is_empty() -> None:
    sheet = Sheet(name="One", title="T", says="S.", columns=(Column(key="a", heading="A"),), rows=[{"a": None}, {}])
    assert opened(written(sheet))["One"]["A4"].value is None


def _recalculated(content: bytes, folder: Path) -> Any:
    """The workbook after LibreOffice worked out every formula anew."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    (folder / "pack.xlsx").write_bytes(content)
    command = [
        str(shutil.which("soffice")),
        f"-env:UserInstallation=file://{folder / 'profile'}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder / "out"),
        str(folder / "pack.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603 - our own words
    return opened((folder / "out" / "pack.xlsx").read_bytes())


_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


# Without it the sums are still held: the workbook is read back and every formula agrees with its stated figure.
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_works_out_the_same_sums(tmp_path: Path) -> None:
    causes = (a_cause(code="ROUNDING", amount_pence=-7), a_cause(code="UNEXPLAINED", amount_pence=-22493))
    rows = a_release(
        breaks=(a_break(causes=causes), a_break(break_id="b9", amount_pence=3, causes=(a_cause(amount_pence=3),)))
    )
    content = packed(rows, "stockport", threshold_pence=100)
    formulas, stated = opened(content, values=False), opened(content)
    again = _recalculated(_spoilt(content), tmp_path)

    found = 0
    for sheet in formulas:
        for cell in (each for row in sheet.iter_rows() for each in row if each.data_type == "f"):
            found += 1
            at = (sheet.title, cell.coordinate)
            assert round(again[sheet.title][cell.coordinate].value, 6) == stated[sheet.title][cell.coordinate].value, at
    assert found > 30


def _spoilt(content: bytes) -> bytes:
    """The same workbook with another value beside every formula, so that only a program that calculates mends it."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f><v>987654321</v>", data))
    return held.getvalue()
