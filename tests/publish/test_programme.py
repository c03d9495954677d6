"""Savings count once and for their owner, milestones are late by the knowledge date, and risks keep their rating."""

from datetime import date
from typing import Any

import pytest

from sspipe.model.periods import FinancialYear
from sspipe.model.programme import Certainty, Programme, Rating, Saving
from sspipe.publish.programme import ALONE, LONE_SIDE, ONE_SIDE, shape_milestones, shape_risks, shape_savings
from sspipe.publish.rows import shape_rows
from sspipe.terms.site import read_site
from tests.publish.statements import a_milestone, a_recharge, a_risk, a_saving, a_statement, stated
from tests.sites import DEMO_SITE

KNOWN_ON = date(2022, 10, 12)
FIGURES = ("baseline_pence", "target_pence", "delivered_pence", "forecast_pence")


def owners(*savings: Saving) -> dict[tuple[str, str], dict[str, Any]]:
    rows = shape_savings(savings, KNOWN_ON)
    return {(str(row["saving"]), str(row["owner"])): row for row in rows if row["scope"] == "owner"}


def together(*savings: Saving) -> dict[str, dict[str, Any]]:
    return {str(row["year"]): row for row in shape_savings(savings, KNOWN_ON) if row["scope"] == "together"}


def figures(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in FIGURES)


def a_side(owner: str, target_pence: int | None, **changes: Any) -> Saving:
    return a_saving(saving="moved", owner=owner, target_pence=target_pence, is_one_sided=False, **changes)


def test_a_one_sided_saving_is_its_owners_alone_and_counts_once_over_both() -> None:
    """Tameside's £3,000: one row of its own, £3,000 over both councils, nothing for Stockport."""
    found = owners(a_saving())
    assert {owner for _, owner in found} == {"tameside"}
    assert figures(found["tameside-envelope", "tameside"]) == (None, 300000, None, None)
    assert found["tameside-envelope", "tameside"]["basis"] == ALONE
    assert figures(together(a_saving())["2022-23"]) == (None, 300000, None, None)


def test_the_one_sided_savings_of_both_councils_add_up() -> None:
    """£3,000.00 + £1,200.50 = £4,200.50; only the second has a figure delivered, £400.00."""
    other = a_saving(saving="hub", owner="stockport", target_pence=120050, delivered_pence=40000)
    row = together(a_saving(), other)["2022-23"]
    assert figures(row) == (None, 420050, 40000, None)
    counted = "baseline none, target 2, delivered 1, forecast none"
    assert row["basis"] == f"How many of the 2 savings have a figure to add up here: {counted}."
    assert (row["saving"], row["owner"], row["is_one_sided"], row["status"], row["stated_on"]) == (
        *("", ""),
        *(None, None, None),
    )


def test_what_has_no_figure_is_missing_and_a_saving_of_nil_is_nil() -> None:
    assert figures(together(a_saving(target_pence=None))["2022-23"]) == (None, None, None, None)
    assert figures(together(a_saving(target_pence=0))["2022-23"]) == (None, 0, None, None)


def test_a_cost_moved_to_the_partner_is_no_saving_of_both() -> None:
    """Stockport saves £10,000, Tameside bears £10,000: nil. If it bears £7,500 only, £2,500 are saved."""
    assert together(a_side("stockport", 1000000), a_side("tameside", -1000000))["2022-23"]["target_pence"] == 0
    found = [a_side("stockport", 1000000), a_side("tameside", -750000)]
    assert together(*found)["2022-23"]["target_pence"] == 250000
    assert {row["basis"] for row in owners(*found).values()} == {ONE_SIDE}


def test_a_side_whose_other_side_is_on_no_paper_counts_in_nothing_over_both() -> None:
    row = together(a_side("stockport", 1000000), a_saving())["2022-23"]
    assert row["target_pence"] == 300000
    assert row["basis"].startswith("How many of the 2 savings have a figure to add up here: baseline none, target 1,")
    assert owners(a_side("stockport", 1000000))["moved", "stockport"]["basis"] == LONE_SIDE
    assert together(a_side("stockport", 1000000))["2022-23"]["target_pence"] is None


def test_a_figure_that_one_side_lacks_is_missing_over_both() -> None:
    sides = (a_side("stockport", 1000000, forecast_pence=900000), a_side("tameside", None, forecast_pence=-100000))
    assert figures(together(*sides)["2022-23"]) == (None, None, None, 800000)


def test_each_year_stands_by_itself() -> None:
    later = a_saving(year=FinancialYear(2023), target_pence=100)
    found = together(a_saving(), later)
    assert {year: row["target_pence"] for year, row in found.items()} == {"2022-23": 300000, "2023-24": 100}


def test_a_year_without_savings_has_no_row() -> None:
    assert shape_savings((), KNOWN_ON) == []


def test_the_sum_rests_on_made_up_figures_where_one_of_them_is_made_up() -> None:
    made_up = a_saving(saving="hub", owner="stockport", stated=stated(is_illustrative=True))
    assert together(a_saving(), made_up)["2022-23"]["is_illustrative"] is True
    assert together(a_saving())["2022-23"]["is_illustrative"] is False


def test_recharges_received_are_no_saving() -> None:
    programme = Programme(savings=(a_saving(),))
    without, received = (
        shape_rows(a_statement(recharges=recharges), (), programme=programme)["out_savings"]
        for recharges in ((), (a_recharge(booked_pence=1000000),))
    )
    assert without == received


@pytest.mark.parametrize(
    ("known_on", "status", "is_late"),
    [
        (date(2022, 9, 29), Certainty.PLANNED, False),
        (date(2022, 9, 30), Certainty.PLANNED, False),
        (date(2022, 10, 1), Certainty.PLANNED, True),
        (date(2022, 10, 1), Certainty.AGREED, True),
        (date(2022, 10, 1), Certainty.DONE, False),
        (date(2022, 10, 1), Certainty.ENDED, False),
    ],
)
def test_a_milestone_is_late_once_its_day_has_passed_unless_it_is_done(
    known_on: date, status: Certainty, *, is_late: bool
) -> None:
    milestone = a_milestone(expected_by=date(2022, 9, 30), stated=stated(status=status))
    (row,) = shape_milestones((milestone,), known_on)
    assert (row["is_late"], row["status"]) == (is_late, str(status))


def test_a_risk_keeps_its_rating_or_has_none() -> None:
    rows = shape_risks((a_risk(), a_risk(risk="level-of-service", rating=Rating.AMBER)), KNOWN_ON)
    assert {row["risk"]: row["rating"] for row in rows} == {"governance": None, "level-of-service": "amber"}


@pytest.mark.parametrize(
    ("stated_on", "is_shown"), [(date(2022, 10, 12), True), (date(2022, 10, 13), False), (None, True)]
)
def test_a_paper_of_a_later_day_is_not_known_yet(stated_on: date | None, *, is_shown: bool) -> None:
    paper = stated(stated_on=stated_on)
    programme = Programme(
        savings=(a_saving(stated=paper),), milestones=(a_milestone(stated=paper),), risks=(a_risk(stated=paper),)
    )
    rows = shape_rows(a_statement(known_on=KNOWN_ON), (), programme=programme)
    assert {bool(rows[table]) for table in ("out_savings", "out_milestones", "out_risks")} == {is_shown}


def test_the_demonstration_site_shows_its_papers_as_they_were_known() -> None:
    """On 12 May 2022 the Cabinet had not decided; by 12 October nine days had passed, two of them on things done."""
    milestones = read_site(DEMO_SITE).programme.milestones
    early, later = (shape_milestones(milestones, day) for day in (date(2022, 5, 12), KNOWN_ON))
    assert {row["milestone"] for row in later} - {row["milestone"] for row in early} == {
        *("full-proposal", "in-effect", "evaluation"),
    }
    assert {row["milestone"] for row in early if row["is_late"]} == {
        *("unions-briefed", "job-descriptions", "cabinet-paper", "second-update"),
    }
    assert {row["milestone"] for row in later if not row["is_late"]} == {"full-proposal", "in-effect", "evaluation"}
