"""The sheets of resources say sign and unit in words, add up live, and show a council its own lines alone."""

from dataclasses import replace
from typing import Any

import pytest

from sspipe.model.resources import Section, Unit
from tests.publish.pack.releases import STOCKPORT, TAMESIDE, a_release, edition, head_row, opened, packed, table
from tests.publish.pack.strays import stray_numbers
from tests.publish.statements import a_monitored_section, a_resource_row, a_section

SIGN = "(plus: a deficit; minus, in brackets: a surplus)"
FORECAST, VARIANCE = "Forecast or outturn of the year, £000", f"Variance, £000 {SIGN}"
BUDGET = "Budget now, £000"


def sheet(council: str, name: str = "PPRR resources", **changes: Any) -> list[dict[str, Any]]:
    return table(opened(packed(a_release(**changes), council)), name)


def test_the_quarterly_report_stands_in_whole_thousands() -> None:
    line, other, left, total = sheet("stockport")
    assert (line["Service line"], line["Council"], line["Section"]) == (
        *("Early years leadership", STOCKPORT),
        "Dedicated Schools Grant",
    )
    assert (line["Period of the report"], line["Quarter"], line["Forecast or outturn"]) == (
        *("Mid-Year 2022/23", "Q2"),
        "forecast",
    )
    assert [row[FORECAST] for row in (line, other, left, total)] == [56, 1, -1, 56]
    assert [row["Kind of row"] for row in (line, other, left, total)] == [
        *("Service line", "Service line"),
        *("Left over by rounding", "Total"),
    ]
    assert [row["Service line"] for row in (left, total)] == ["Left over by rounding", "Total"]
    assert line["Variance: what rounding leaves, £000"] == -1
    assert [row["A sum of what is known only"] for row in (line, other, left, total)] == ["no", "no", "no", "yes"]


def test_what_is_missing_says_so_and_is_not_nought() -> None:
    _, other, _, _ = sheet("stockport")
    assert (other[BUDGET], other[VARIANCE], other[FORECAST]) == ("no figure on file", "no figure on file", 1)


def test_a_total_is_a_live_sum_of_its_own_section() -> None:
    resources = (*a_section(section=Section.CASH_LIMIT), *a_section())
    book = opened(packed(a_release(resources=resources), "stockport"), values=False)["PPRR resources"]
    at = [cell.value for cell in book[head_row(book)]].index(FORECAST) + 1
    formulas = [row[at - 1].value for row in book.iter_rows(min_row=4) if row[at - 1].data_type == "f"]
    assert formulas == ["=ROUND(SUM($K$6:$K$8),0)", "=ROUND(SUM($K$10:$K$12),0)"]


def test_a_total_of_missing_figures_is_empty() -> None:
    _, _, _, total = sheet("stockport")
    assert total["Variance: what rounding leaves, £000"] is None


def test_a_surplus_stands_in_brackets_and_is_a_number_still() -> None:
    book = opened(packed(a_release(), "stockport"))["PPRR resources"]
    cells = [cell for row in book.iter_rows(min_row=4) for cell in row if cell.value == -1]
    assert cells
    assert {cell.number_format for cell in cells} == {"#,##0;(#,##0);0"}


def test_monitoring_stands_in_millions_to_three_places() -> None:
    line, _, left, total = sheet("tameside", "Monitoring")
    forecast = FORECAST.replace("£000", "£m")
    assert (line["Council"], line["Report"], line["Quarter"]) == (TAMESIDE, "Revenue monitoring", None)
    assert [row[forecast] for row in (line, left, total)] == [0.056, -0.001, 0.056]
    book = opened(packed(a_release(), "tameside"))["Monitoring"]
    assert {
        cell.number_format for row in book.iter_rows(min_row=4) for cell in row if cell.value in {0.056, -0.001}
    } == {"#,##0.000;(#,##0.000);0.000"}
    formulas = opened(packed(a_release(), "tameside"), values=False)["Monitoring"]
    first = head_row(formulas) + 1
    assert formulas[f"K{first + 3}"].value == f"=ROUND(SUM($K${first}:$K${first + 2}),3)"


def test_a_council_without_a_report_by_period_has_no_such_sheet() -> None:
    assert "Monitoring" not in opened(packed(a_release(), "stockport")).sheetnames
    names = opened(packed(a_release(), "tameside")).sheetnames
    assert names[names.index("PPRR resources") + 1] == "Monitoring"


@pytest.mark.parametrize(("council", "other"), [("stockport", TAMESIDE), ("tameside", STOCKPORT)])
def test_a_council_reads_its_own_lines_and_those_over_all_councils(council: str, other: str) -> None:
    together = a_section(council="", section=Section.SAVINGS)
    resources = (*a_section(), *a_section(council="tameside"), *together)
    councils = {row["Council"] for row in sheet(council, resources=resources)}
    assert "All councils together" in councils
    assert other not in councils
    assert len(councils) == 2


def test_headings_say_the_sign_and_the_unit() -> None:
    (row, *_) = sheet("stockport")
    figures = [heading for heading in row if "£000" in heading]
    assert len(figures) == 11
    assert {VARIANCE, f"Variance at the last report, £000 {SIGN}"} <= set(figures)
    assert "Movement of the variance, £000 (plus: worse; minus, in brackets: better)" in figures
    assert not [heading for heading in row if "£m" in heading]


def test_a_quarterly_report_in_millions_says_so() -> None:
    rows = tuple(replace(row, unit=Unit.MILLION_POUNDS) for row in a_section())
    (row, *_) = sheet("stockport", resources=rows)
    assert row["Budget now, £m"] == 0.054


def test_a_figure_that_is_published_nowhere_is_found() -> None:
    shown = a_release(resources=(*a_section(), *a_monitored_section()))
    line = a_resource_row(thousands=replace(a_resource_row().thousands, forecast=4321))
    other = a_release(resources=(line, *a_section()[1:]))
    stray = stray_numbers(shown, edition("stockport"), packed(other, "stockport"))
    assert [value for sheet, _, value in stray if sheet == "PPRR resources"] == [4321]
