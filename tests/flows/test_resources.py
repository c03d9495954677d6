"""What a close publishes of the reports of resources ties to the forecast, to itself, and to the report before."""

import csv
import io

import pytest

from sspipe.model.periods import Period
from tests.flows.conftest import MakeLab
from tests.flows.small_sites import P01, P02, SmallSite, copied_months

FIGURES = (
    *("budget_before", "budget_change", "budget_now", "spent_to_date"),
    *("forecast", "variance", "variance_before", "movement"),
)
P03, P04 = Period(2022, 3), Period(2022, 4)


@pytest.fixture(scope="module")
def july(lab_of: MakeLab, tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The demonstration's June and July closed, with the months before them on file."""
    small = copied_months(lab_of(1) / "site", tmp_path_factory.mktemp("july"), (P01, P02, P03, P04))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSPIPE_OUTPUT", str(small.output))
        patch.delenv("SSPIPE_DATABASE_URL", raising=False)
        small.close(P03)
        small.close(P04)
    return small


@pytest.mark.xdist_group("seed 1")
def test_a_councils_lines_come_to_its_forecast(july: SmallSite) -> None:
    forecast = july.rows(
        "select council, sum(forecast_pence), sum(actual_to_date_pence) from current_forecast"
        " where release_period = '2022-23-P04' group by council order by council"
    )
    lines = july.rows(
        "select council, sum(forecast_pence), sum(spent_to_date_pence) from current_pprr_resources"
        " where report = 'pprr' and section <> 'savings' and line_kind = 'line' and release_period = '2022-23-P04'"
        " group by council order by council"
    )
    assert lines == forecast
    assert len(lines) == 2


@pytest.mark.xdist_group("seed 1")
@pytest.mark.parametrize("figure", FIGURES)
def test_lines_and_what_rounding_leaves_add_up_to_the_total_of_every_section(figure: str, july: SmallSite) -> None:
    kind = "case line_kind when 'total' then -1 else 1 end"
    sums = f"sum({kind} * {figure}_thousands), sum({kind} * {figure}_pence), count(*)"
    rows = july.rows(f"select {sums} from current_pprr_resources group by release_period, report, council, section")  # noqa: S608 - our own names
    assert len(rows) > 6
    assert {(thousands or 0, pence or 0) for thousands, pence, _ in rows} == {(0, 0)}


@pytest.mark.xdist_group("seed 1")
def test_across_a_row_what_is_left_is_told(july: SmallSite) -> None:
    wrong = july.rows(
        "select * from current_pprr_resources where section <> 'savings' and line_kind = 'line' and"
        " (budget_residual_thousands <> budget_now_thousands - budget_before_thousands - budget_change_thousands"
        " or variance_residual_thousands <> variance_thousands - forecast_thousands + budget_now_thousands"
        " or movement_residual_thousands <> movement_thousands - variance_thousands + variance_before_thousands)"
    )
    assert wrong == []
    ((told,),) = july.rows("select count(movement_residual_thousands) from current_pprr_resources")
    assert told


@pytest.mark.xdist_group("seed 1")
def test_julys_report_is_held_against_the_first_quarters(july: SmallSite) -> None:
    lines = july.rows(
        "select now.council, now.section, now.service, now.budget_before_pence, was.budget_now_pence,"
        " now.variance_before_pence, was.variance_pence from current_pprr_resources now join current_pprr_resources was"
        " on (now.report, now.council, now.section, now.service) = (was.report, was.council, was.section, was.service)"
        " where now.release_period = '2022-23-P04' and was.release_period = '2022-23-P03'"
        " and now.line_kind = 'line' and was.line_kind = 'line'"
    )
    assert lines
    assert all(row[3] == row[4] and row[5] == row[6] for row in lines)
    assert {row[0] for row in lines if row[3]} == {"", "stockport", "tameside"}


@pytest.mark.xdist_group("seed 1")
def test_each_release_is_called_as_its_report_is(july: SmallSite) -> None:
    called = july.rows(
        "select distinct release_period, report, period_label, quarter, unit from current_pprr_resources order by 1, 2"
    )
    assert called == [
        ("2022-23-P03", "monitoring", "Period 3 2022/23", None, "million_pounds"),
        ("2022-23-P03", "pprr", "First Update 2022/23", "Q1", "thousand_pounds"),
        ("2022-23-P04", "monitoring", "Period 4 2022/23", None, "million_pounds"),
        ("2022-23-P04", "pprr", "Mid-Year 2022/23", "Q2", "thousand_pounds"),
    ]


@pytest.mark.xdist_group("seed 1")
def test_only_the_first_report_says_that_there_is_none_before_it(july: SmallSite) -> None:
    told = july.rows("select release_period from current_notes where note like '%no earlier report of this year%'")
    assert told == [("2022-23-P03",), ("2022-23-P03",)]


@pytest.mark.xdist_group("seed 1")
@pytest.mark.parametrize(
    ("council", "name", "report", "unit"),
    [
        ("stockport", "pprr-resources", "pprr", 1),
        ("tameside", "pprr-resources", "pprr", 1),
        ("tameside", "monitoring", "monitoring", 1000),
    ],
)
def test_the_file_holds_what_is_published_for_its_council(
    council: str, name: str, report: str, unit: int, july: SmallSite
) -> None:
    path = july.output / "packs" / "stockport-tameside" / "2022-23-P04" / f"{council}-{name}.csv"
    _, *rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    figures = ", ".join(f"{figure}_thousands" for figure in FIGURES)
    ours = f"release_period = '2022-23-P04' and report = '{report}' and council in ('', '{council}')"
    published = july.rows(f"select {figures} from current_pprr_resources where {ours} order by row_number")  # noqa: S608 - our own names
    found = [[None if cell == "" else round(float(cell) * unit) for cell in row[6:14]] for row in rows]
    assert found == [list(row) for row in published]
    assert found


def test_a_month_after_the_first_is_held_against_it_in_the_report_by_period(two_months: SmallSite) -> None:
    two_months.close()
    rows = two_months.rows(
        "select release_period, report, count(budget_before_pence) > 0 from current_pprr_resources"
        " where line_kind = 'line' and section <> 'savings' group by 1, 2 order by 1, 2"
    )
    assert [tuple(row) for row in rows] == [
        ("2022-23-P01", "monitoring", False),
        ("2022-23-P01", "pprr", False),
        ("2022-23-P02", "monitoring", True),
        ("2022-23-P02", "pprr", False),
    ]


def test_tamesides_saving_is_its_own_and_counts_once_over_both(first_month_closed: SmallSite) -> None:
    rows = first_month_closed.rows(
        "select report, council, service_line, budget_now_thousands, variance_thousands from current_pprr_resources"
        " where section = 'savings' and line_kind = 'line' and budget_now_thousands is not null order by 1, 2"
    )
    title = "Minor saving within the existing envelope"
    assert rows == [
        ("monitoring", "tameside", title, 3, None),
        ("pprr", "", title, 3, None),
        ("pprr", "tameside", title, 3, None),
    ]
