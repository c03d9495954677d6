"""The tie-out stands side by side for the month and the year to date, and shows a partner no more than it may see."""

from typing import Any

from sspipe.model.settlement import Scope
from sspipe.model.tie_out import TieOutPart
from tests.publish.pack.releases import STOCKPORT, a_release, opened, packed, table
from tests.publish.statements import P06, a_part_tied_out, a_recharge, a_tie_out

YEAR = a_tie_out(scope=Scope.YEAR_TO_DATE, earned_pence=3162048, expected_pence=3162048, ledger_pence=3139548)
TIED_OUT = (a_tie_out(), a_part_tied_out(part=TieOutPart.NI, ledger_pence=48372), YEAR)
PAY = ("Expected, by month earned, £", "Expected, by month paid, £", "Ledger, £", "Ledger less expected, £")


def shown(council: str, **changes: Any) -> list[dict[str, Any]]:
    return table(opened(packed(a_release(**({"tie_out": TIED_OUT} | changes)), council)), "Tie-out")


def posts(council: str, **changes: Any) -> list[dict[str, Any]]:
    return [row for row in shown(council, **changes) if row["Council that employs"] == STOCKPORT]


def test_the_month_stands_first_and_the_year_to_date_after_it() -> None:
    rows = posts("stockport")

    assert [row["Month or year"] for row in rows] == [P06.label, P06.label, f"the year to {P06.label}"]
    assert [row["Part of the cost"] for row in rows] == ["all together", "employer National Insurance", "all together"]


def test_the_three_differences_stand_beside_the_five_quantities() -> None:
    row = posts("stockport")[0]

    assert [row[heading] for heading in PAY] == [5270.08, 5270.08, 5045.08, -225]
    assert (row["Due, £"], row["Billed, net of VAT, £"], row["Billed less due, £"]) == (2635.04, 2635.04, 0)
    assert (row["Booked, net of VAT, £"], row["Booked less billed, £"]) == (0, -2635.04)
    assert row["Of that: need not be booked yet, £"] == 2635.04


def test_a_recharge_has_no_parts() -> None:
    assert [posts("stockport")[1][name] for name in ("Due, £", "Billed less due, £")] == ["not shown", "not shown"]


def test_a_total_counts_each_post_once() -> None:
    totals = {row["Month or year"]: row for row in shown("stockport") if str(row["Month or year"]).startswith("Total")}

    assert totals[f"Total, {P06.label}"]["Ledger, £"] == 5045.08


def test_the_partner_sees_no_parts_and_the_pay_of_shared_months_alone() -> None:
    month, year = posts("tameside")

    assert [month[heading] for heading in PAY] == [5270.08, 5270.08, 5045.08, -225]
    assert [year[heading] for heading in PAY] == ["not shown"] * len(PAY)
    assert year["Due, £"] == 2635.04


def test_one_of_several_partners_does_not_see_what_the_others_owe() -> None:
    recharges = (a_recharge(), a_recharge(partner="oldham"))

    assert posts("tameside", recharges=recharges) == []
    assert posts("stockport", recharges=recharges) != []


def test_a_post_that_is_not_shared_is_seen_by_its_own_council_alone() -> None:
    tied_out = (a_tie_out(post="sole"),)

    assert posts("tameside", tie_out=tied_out) == []
    assert len(posts("stockport", tie_out=tied_out)) == 1
