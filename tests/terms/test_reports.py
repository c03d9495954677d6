"""What the site's reports of resources are called in which quarter; a site may name none."""

from pathlib import Path

import pytest

from sspipe.model.periods import Period
from sspipe.model.resources import Cadence, Section, Shows, Unit
from sspipe.terms.site import read_site
from tests.sites import DEMO_SITE, copied_site

PPRR, MONITORING = read_site(DEMO_SITE).reports


@pytest.mark.parametrize(
    ("period", "quarter", "label"),
    [
        ("2022-23-P01", "Q1", "First Update 2022/23"),
        ("2022-23-P03", "Q1", "First Update 2022/23"),
        ("2022-23-P04", "Q2", "Mid-Year 2022/23"),
        ("2022-23-P09", "Q3", "Quarter 3 2022/23"),
        ("2022-23-P10", "Q4", "Annual 2022/23"),
        ("2022-23-P13", "Q4", "Annual 2022/23"),
        ("2021-22-P09", "Q3", "Third Quarter Update 2021/22"),
        ("2021-22-P12", "Q4", "Q4 Annual Report 2021/22"),
        ("2020-21-P12", "Q4", "Annual 2020/21"),
        ("2017-18-P09", "Q3", "Final Update 2017/18"),
        ("2099-00-P01", "Q1", "First Update 2099/00"),
    ],
)
def test_the_label_is_that_of_the_year(period: str, quarter: str, label: str) -> None:
    assert (PPRR.quarter_of(Period.parse(period)), PPRR.label_of(Period.parse(period))) == (quarter, label)


def test_a_report_by_period_is_called_by_its_period() -> None:
    assert MONITORING.quarter_of(Period.parse("2023-24-P03")) is None
    assert MONITORING.label_of(Period.parse("2023-24-P03")) == "Period 3 2023/24"
    assert MONITORING.label_of(Period.parse("2022-23-P13")) == "Period 13 2022/23"


@pytest.mark.parametrize(
    ("period", "by_quarter", "by_period"),
    [
        ("2022-23-P01", None, None),
        ("2022-23-P03", None, "2022-23-P02"),
        ("2022-23-P04", "2022-23-P03", "2022-23-P03"),
        ("2022-23-P06", "2022-23-P03", "2022-23-P05"),
        ("2022-23-P07", "2022-23-P06", "2022-23-P06"),
        ("2022-23-P12", "2022-23-P09", "2022-23-P11"),
        ("2022-23-P13", "2022-23-P09", "2022-23-P12"),
        ("2022-23-P14", "2022-23-P09", "2022-23-P13"),
    ],
)
def test_the_report_before_is_of_the_same_year(period: str, by_quarter: str | None, by_period: str | None) -> None:
    found = [report.last_before(Period.parse(period)) for report in (PPRR, MONITORING)]
    assert [before and str(before) for before in found] == [by_quarter, by_period]


def test_the_demonstrations_reports_are_stockports_of_both_and_tamesides_own() -> None:
    assert (PPRR.council, PPRR.cadence, PPRR.unit, PPRR.shows) == (
        *("stockport", Cadence.QUARTER),
        *(Unit.THOUSAND_POUNDS, Shows.ALL_COUNCILS),
    )
    assert (MONITORING.council, MONITORING.cadence, MONITORING.unit, MONITORING.shows) == (
        *("tameside", Cadence.PERIOD),
        *(Unit.MILLION_POUNDS, Shows.OWN),
    )
    assert PPRR.sections == MONITORING.sections == {"GF": Section.CASH_LIMIT, "EYDSG": Section.DSG}


def test_what_is_made_up_of_the_reports_is_said() -> None:
    said = [sentence for sentence in read_site(DEMO_SITE).rests_on if sentence.endswith("(reports.yaml).")]
    label = "the label of 2022/23 was not seen: the earlier one is set for the demonstration"
    assert said == [
        f"reports, pprr, labels, Q4, from 1 April 2022 is illustrative: {label} (reports.yaml).",
        "Unit, shows, sign and sections of pprr are made up (reports.yaml).",
        "Shows and sections of monitoring are made up (reports.yaml).",
    ]


def test_a_site_may_do_without_reports(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    (folder / "reports.yaml").unlink()
    assert read_site(folder).reports == ()
