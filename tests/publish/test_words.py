from sspipe.model.settlement import NetRow, Scope
from sspipe.publish.words import describe_settlement
from tests.publish.statements import P06, a_net_row

NAMES = {"stockport": "Stockport", "tameside": "Tameside", "trafford": "Trafford"}


def both_sides(
    to_stockport_pence: int, to_other_pence: int, other: str = "tameside", **changes: object
) -> list[NetRow]:
    net_pence = to_stockport_pence - to_other_pence
    ours = a_net_row(
        counterparty=other,
        charged_pence=to_stockport_pence,
        charged_by_pence=to_other_pence,
        net_pence=net_pence,
        **changes,
    )
    theirs = a_net_row(
        council=other,
        counterparty="stockport",
        charged_pence=to_other_pence,
        charged_by_pence=to_stockport_pence,
        net_pence=-net_pence,
        **changes,
    )
    return [ours, theirs]


def test_both_directions_stand_gross_and_then_net() -> None:
    (sentence,) = describe_settlement(P06, both_sides(263604, 50000), NAMES)
    assert sentence == (
        "For 2022-23 P06 Tameside owes Stockport £2,636.04 gross, Stockport owes Tameside £500.00;"
        " net Tameside pays Stockport £2,136.04."
    )


def test_whoever_owes_more_stands_first() -> None:
    (sentence,) = describe_settlement(P06, both_sides(1, 3), NAMES)
    assert sentence == (
        "For 2022-23 P06 Stockport owes Tameside £0.03 gross, Tameside owes Stockport £0.01;"
        " net Stockport pays Tameside £0.02."
    )


def test_equal_amounts_leave_nothing_owed() -> None:
    (sentence,) = describe_settlement(P06, both_sides(3, 3), NAMES)
    assert sentence == (
        "For 2022-23 P06 Stockport owes Tameside £0.03 gross, Tameside owes Stockport £0.03; net nothing is owed."
    )


def test_the_year_to_date_is_described_on_its_own() -> None:
    rows = [*both_sides(1, 0), *both_sides(600, 0, scope=Scope.YEAR_TO_DATE)]
    (sentence,) = describe_settlement(P06, rows, NAMES, Scope.YEAR_TO_DATE)
    assert sentence.startswith("For the year to 2022-23 P06 Tameside owes Stockport £6.00 gross")


def test_each_pair_of_councils_has_its_sentence() -> None:
    assert len(describe_settlement(P06, [*both_sides(1, 0), *both_sides(2, 0, "trafford")], NAMES)) == 2


def test_a_council_that_is_owed_back_is_said_to_be_owed() -> None:
    (sentence,) = describe_settlement(P06, both_sides(-1200, 0), NAMES)
    assert sentence == (
        "For 2022-23 P06 Stockport owes Tameside £0.00 gross, Tameside owes Stockport -£12.00;"
        " net Stockport pays Tameside £12.00."
    )


def test_no_settlement_needs_no_sentence() -> None:
    assert describe_settlement(P06, [], NAMES) == ()
