from typing import Any

from sspipe.model.statement import Scope
from sspipe.publish.words import describe_settlement
from tests.publish.statements import P06, a_settlement_row

NAMES = {"stockport": "Stockport", "tameside": "Tameside", "trafford": "Trafford"}


def crossing(**changes: Any) -> Any:
    return a_settlement_row(host="tameside", partner="stockport", post="data-lead", **changes)


def test_both_directions_stand_gross_and_then_net() -> None:
    rows = [
        a_settlement_row(due_pence=263504),
        a_settlement_row(post="qts-lead", due_pence=100),
        crossing(due_pence=50000),
    ]
    (sentence,) = describe_settlement(P06, rows, NAMES)
    assert sentence == (
        "For 2022-23 P06 Tameside owes Stockport £2,636.04 gross, Stockport owes Tameside £500.00;"
        " net Tameside pays Stockport £2,136.04."
    )


def test_whoever_owes_more_stands_first() -> None:
    (sentence,) = describe_settlement(P06, [a_settlement_row(due_pence=1), crossing(due_pence=3)], NAMES)
    assert sentence == (
        "For 2022-23 P06 Stockport owes Tameside £0.03 gross, Tameside owes Stockport £0.01;"
        " net Stockport pays Tameside £0.02."
    )


def test_equal_amounts_leave_nothing_owed() -> None:
    (sentence,) = describe_settlement(P06, [a_settlement_row(due_pence=3), crossing(due_pence=3)], NAMES)
    assert sentence.endswith("; net nothing is owed.")


def test_the_year_to_date_is_described_on_its_own() -> None:
    rows = [a_settlement_row(due_pence=1), a_settlement_row(scope=Scope.YEAR_TO_DATE, due_pence=600)]
    (sentence,) = describe_settlement(P06, rows, NAMES, Scope.YEAR_TO_DATE)
    assert sentence.startswith("For the year to 2022-23 P06 Tameside owes Stockport £6.00 gross")


def test_each_pair_of_councils_has_its_sentence() -> None:
    rows = [a_settlement_row(due_pence=1), a_settlement_row(partner="trafford", due_pence=2)]
    assert len(describe_settlement(P06, rows, NAMES)) == 2


def test_a_council_that_is_owed_back_is_said_to_be_owed() -> None:
    (sentence,) = describe_settlement(P06, [a_settlement_row(due_pence=-1200)], NAMES)
    assert sentence == (
        "For 2022-23 P06 Stockport owes Tameside £0.00 gross, Tameside owes Stockport -£12.00;"
        " net Stockport pays Tameside £12.00."
    )


def test_no_settlement_needs_no_sentence() -> None:
    assert describe_settlement(P06, [], NAMES) == ()
