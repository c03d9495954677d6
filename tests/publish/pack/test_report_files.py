"""Files for a report's author: typed values under plain headings, the same bytes each time, no text that acts."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from sspipe.model.periods import Period
from sspipe.model.resources import Section
from sspipe.publish.pack.csv_file import csv_bytes
from sspipe.publish.pack.report_files import report_files
from sspipe.publish.pack.sheets import Cell, Kind, RowsSum, Sheet, day, flag, number, pounds, text, thousands
from tests.publish.pack.releases import STOCKPORT, TAMESIDE, Rows, a_release, edition
from tests.publish.statements import a_resource_row, a_section

SIGN = "(plus: a deficit; minus, in brackets: a surplus)"
HEADINGS = [
    "Service line",
    "Council",
    "Section",
    "Kind of row",
    "Period of the report",
    "Quarter",
    "Budget at the last report, £000",
    "Change of the budget, £000 (plus: more)",
    "Budget now, £000",
    "Pay in the ledger to date, £000 (before recharges)",
    "Forecast or outturn of the year, £000",
    f"Variance, £000 {SIGN}",
    f"Variance at the last report, £000 {SIGN}",
    "Movement of the variance, £000 (plus: worse; minus, in brackets: better)",
    "Budget: what rounding leaves, £000",
    "Variance: what rounding leaves, £000",
    "Movement: what rounding leaves, £000",
    "Forecast or outturn",
    "The forecast lacks something",
    "A sum of what is known only",
    "Report",
    "Council whose report it is",
]


def files(council: str, rows: Rows | None = None) -> dict[str, bytes]:
    return dict(report_files(rows or a_release(), edition(council)))


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def one(cell: Cell, kind: Kind = Kind.TEXT) -> str:
    column = replace(text("words", "Words"), kind=kind)
    sheet = Sheet(name="One", title="T", says="S.", columns=(column,), rows=[{"words": cell}])
    _, (found,) = read(csv_bytes(sheet))
    return found


def test_each_council_gets_the_files_of_its_reports() -> None:
    assert list(files("stockport")) == ["pprr-resources.csv", "pprr-performance.csv"]
    assert set(files("tameside")) == {"pprr-resources.csv", "monitoring.csv", "pprr-performance.csv"}


def test_the_resources_file_has_plain_headings_and_whole_thousands() -> None:
    headings, line, other, left, total = read(files("stockport")["pprr-resources.csv"])
    assert headings == HEADINGS
    assert line == [
        *("Early years leadership", STOCKPORT, "Dedicated Schools Grant", "Service line", "Mid-Year 2022/23", "Q2"),
        *("54", "0", "54", "27", "56", "1", "1", "1", "0", "-1", "1"),
        *("forecast", "no", "no", "Portfolio Performance and Resources Report", STOCKPORT),
    ]
    assert other[6:17] == ["", "", "", "0", "1", "", "", "", "", "", ""]
    assert (left[0], total[0]) == ("Left over by rounding", "Total")
    assert left[6:17] == ["0", "0", "0", "0", "-1", "0", "0", "0", "", "", ""]
    assert total[6:17] == ["54", "0", "54", "27", "56", "1", "1", "1", "", "", ""]


def test_lines_and_what_rounding_leaves_are_the_total_for_whoever_adds_them_up() -> None:
    _, *rows = read(files("stockport")["pprr-resources.csv"])
    for column in zip(*rows, strict=True):
        *above, total = column
        if total.lstrip("-").isdigit():
            assert sum(int(cell) for cell in above if cell) == int(total)


def test_monitoring_stands_in_millions_to_three_places_with_a_minus() -> None:
    headings, line, _, left, _ = read(files("tameside")["monitoring.csv"])
    assert headings == [heading.replace("£000", "£m") for heading in HEADINGS]
    assert line[4:8] == ["Period 6 2022/23", "", "0.054", "0.000"]
    assert left[10] == "-0.001"


def test_a_councils_file_holds_its_own_lines_alone() -> None:
    resources = (*a_section(), *a_section(council="tameside"), *a_section(council="", section=Section.SAVINGS))
    found = {
        council: {row[1] for row in read(files(council, a_release(resources=resources))["pprr-resources.csv"])[1:]}
        for council in ("stockport", "tameside")
    }
    assert found == {
        "stockport": {"All councils together", STOCKPORT},
        "tameside": {"All councils together", TAMESIDE},
    }


def test_the_performance_file_leaves_empty_what_is_missing() -> None:
    headings, *rows = read(files("tameside")["pprr-performance.csv"])
    assert headings[:4] == ["Measure", "Area", "Year", "Value (empty: missing, not nought)"]
    shown = {(row[1], row[2]): row[3] for row in rows}
    assert (shown[STOCKPORT, "2019"], shown[STOCKPORT, "2020"], shown[TAMESIDE, "2020"]) == ("70.4", "", "71.25")
    assert rows[0][headings.index("Published on")] == "2022-09-30"


@pytest.mark.parametrize(
    ("period", "is_new", "is_told"),
    [
        ("2022-23-P07", False, False),
        ("2022-23-P09", False, False),
        ("2022-23-P09", True, True),
        ("2022-23-P09", None, True),
        ("2022-23-P06", False, True),
        ("2022-23-P10", False, True),
    ],
)
def test_the_third_quarters_file_holds_only_measures_with_new_data(
    period: str, *, is_new: bool | None, is_told: bool
) -> None:
    shown = a_release()
    measures = [{**row, "has_new_data": is_new} for row in shown["out_pprr_performance"]]
    told = dict(
        report_files({**shown, "out_pprr_performance": measures}, edition("stockport", period=Period.parse(period)))
    )
    assert (len(read(told["pprr-performance.csv"])) > 1) is is_told


def test_the_same_release_gives_the_same_bytes() -> None:
    assert files("tameside") == files("tameside")


def test_spreadsheets_know_the_letters_and_lines_end_as_they_want() -> None:
    content = files("stockport")["pprr-resources.csv"]
    assert content.startswith(b"\xef\xbb\xbfService line,")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == 5


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_a_text_that_would_act_is_held_back(words: str) -> None:
    assert one(words) == f"'{words}"


def test_commas_quotes_and_lines_stay_within_their_cell() -> None:
    assert one('Head, "acting"\nnow') == 'Head, "acting"\nnow'
    line = a_resource_row(service_line='=cmd|"x",1')
    _, first, *_ = read(files("stockport", a_release(resources=(line, *a_section()[1:])))["pprr-resources.csv"])
    assert first[0] == '\'=cmd|"x",1'
    assert len(first) == len(HEADINGS)


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        (-5, Kind.POUNDS, "-0.05"),
        (123456789, Kind.POUNDS, "1234567.89"),
        (RowsSum(-1050, 0, 1), Kind.POUNDS, "-10.50"),
        (-3, Kind.THOUSANDS, "-3"),
        (0, Kind.MILLIONS, "0.000"),
        (-1, Kind.MILLIONS, "-0.001"),
        (-1001, Kind.MILLIONS, "-1.001"),
        (1234567, Kind.MILLIONS, "1234.567"),
        (-7, Kind.NUMBER, "-7"),
        (Decimal("1E+2"), Kind.NUMBER, "100"),
        (date(2022, 9, 30), Kind.DATE, "2022-09-30"),
        (True, Kind.FLAG, "yes"),
        (False, Kind.FLAG, "no"),
        (None, Kind.NUMBER, ""),
    ],
)
def test_values_keep_their_kind(cell: Cell, kind: Kind, expected: str) -> None:
    assert one(cell, kind) == expected


def test_a_file_without_rows_has_its_headings() -> None:
    rows = {**a_release(), "out_pprr_resources": []}
    assert read(files("stockport", rows)["pprr-resources.csv"]) == [HEADINGS]


def test_columns_of_every_kind_are_written() -> None:
    columns = (
        text("a", "A"),
        pounds("b", "B"),
        day("c", "C"),
        number("d", "D"),
        flag("e", "E"),
        thousands("f", "F", Kind.THOUSANDS),
    )
    rows: list[dict[str, Cell]] = [{"a": "x", "b": 1, "d": 2, "e": True, "f": 3}]
    sheet = Sheet(name="One", title="T", says="S.", columns=columns, rows=rows)
    assert read(csv_bytes(sheet, {"a": "Words"})) == [
        ["Words", "B", "C", "D", "E", "F"],
        ["x", "0.01", "", "2", "yes", "3"],
    ]
