"""What a close publishes of the schools grant and of the year's forecast ties to its files and other figures."""

import shutil
from datetime import date

import pandas as pd
import pytest

from tests.flows.conftest import MakeLab
from tests.flows.small_sites import P01, SmallSite, copied_months

HEADINGS = 5
TOTAL = 8


@pytest.fixture(scope="module")
def april(lab_of: MakeLab, tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The demonstration's first month with its allocations, closed."""
    demo = lab_of(1) / "site"
    small = copied_months(demo, tmp_path_factory.mktemp("april"), (P01,))
    shutil.copytree(demo / "feeds" / "dfe" / "grants", small.site / "feeds" / "dfe" / "grants")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSPIPE_OUTPUT", str(small.output))
        patch.delenv("SSPIPE_DATABASE_URL", raising=False)
        small.close(P01)
    return small


@pytest.mark.xdist_group("seed 1")
def test_allocations_are_those_of_the_published_workbook(april: SmallSite) -> None:
    (path,) = (april.site / "feeds" / "dfe" / "grants").glob("*published-16-12-2021.ods")
    sheet = pd.read_excel(path, engine="calamine", header=None, skiprows=HEADINGS)
    totals = {str(int(row[0])): int(row[TOTAL]) * 100 for row in sheet.itertuples(index=False)}

    rows = april.rows(
        "select council, first_published_on, latest_pence from current_dsg_position"
        " where kind = 'allocation' and line = 'total' and financial_year = '2022-23' order by council"
    )

    known = date(2021, 12, 16).isoformat()
    assert rows == [("stockport", known, totals["356"]), ("tameside", known, totals["357"])]


@pytest.mark.xdist_group("seed 1")
def test_actual_to_date_is_what_was_expected_and_what_broke(april: SmallSite) -> None:
    ((actual,),) = april.rows("select sum(actual_to_date_pence) from current_forecast")
    ((expected,),) = april.rows("select sum(amount_pence) from current_post_costs")
    ((broken,),) = april.rows(
        "select coalesce(sum(amount_pence), 0) from current_breaks where pair = 'ledger-expected'"
    )

    assert actual == expected + broken  # type: ignore[operator] # whole pence


@pytest.mark.xdist_group("seed 1")
def test_every_council_sees_a_budget_and_its_hosts_eleven_months_left(april: SmallSite) -> None:
    rows = april.rows(
        "select council, role, sum(budget_pence) <> 0, sum(expected_left_pence) > 0"
        " from current_forecast group by council, role order by 1, 2"
    )

    assert rows == [
        ("stockport", "host", True, True),
        ("stockport", "partner", True, False),
        ("tameside", "host", True, True),
        ("tameside", "partner", True, False),
    ]


@pytest.mark.xdist_group("seed 1")
def test_only_the_post_whose_sharing_both_councils_have_approved_is_recharged(april: SmallSite) -> None:
    rows = april.rows(
        "select post, sum(recharge_pence), sum(abs(recharge_pence)) > 0, max(is_unapproved)"
        " from current_forecast group by post order by post"
    )

    assert [row for row in rows if row[2]] == [("director", 0, True, False)]
    assert all(row[3] for row in rows if row[0] != "director")
