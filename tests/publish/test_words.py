from dataclasses import replace

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
        closing_pence=net_pence,
        **changes,
    )
    theirs = a_net_row(
        council=other,
        counterparty="stockport",
        charged_pence=to_other_pence,
        charged_by_pence=to_stockport_pence,
        net_pence=-net_pence,
        closing_pence=-net_pence,
        **changes,
    )
    return [ours, theirs]


def test_both_directions_stand_gross_and_then_net() -> None:
    (sentence,) = describe_settlement(P06, both_sides(263604, 50000), NAMES)
    assert sentence == (
        "For 2022-23 P06 £2,636.04 fell due from Tameside to Stockport, and £500.00 fell due from Stockport to"
        " Tameside; set off, £2,136.04 in favour of Stockport. Of all that is due, not yet booked by the council that"
        " is billed: £2,136.04 in favour of Stockport, both directions set off. No payments are on file, so what has"
        " been paid is not known here."
    )


def test_whoever_is_owed_more_stands_first() -> None:
    (sentence,) = describe_settlement(P06, both_sides(1, 3), NAMES)
    assert sentence.startswith(
        "For 2022-23 P06 £0.03 fell due from Stockport to Tameside, and £0.01 fell due from Tameside to Stockport;"
        " set off, £0.02 in favour of Tameside."
    )


def test_equal_amounts_are_set_off_to_nothing() -> None:
    (sentence,) = describe_settlement(P06, both_sides(3, 3), NAMES)
    assert sentence == (
        "For 2022-23 P06 £0.03 fell due from Stockport to Tameside, and £0.03 fell due from Tameside to Stockport;"
        " set off, nothing is left. Of all that is due, not yet booked by the council that is billed: nothing, both"
        " directions set off. No payments are on file, so what has been paid is not known here."
    )


def test_where_cash_is_evidenced_what_is_left_after_it_is_said() -> None:
    (ours,) = (row for row in both_sides(263604, 0) if row.council == "stockport")
    (sentence,) = describe_settlement(P06, [replace(ours, owed_pence=-100)], NAMES)
    assert sentence.endswith("Less what was paid: £1.00 in favour of Tameside, both directions set off.")


def test_the_year_to_date_is_described_on_its_own() -> None:
    rows = [*both_sides(1, 0), *both_sides(600, 0, scope=Scope.YEAR_TO_DATE)]
    (sentence,) = describe_settlement(P06, rows, NAMES, Scope.YEAR_TO_DATE)
    assert sentence.startswith("For the year to 2022-23 P06 £6.00 fell due from Tameside to Stockport")


def test_each_pair_of_councils_has_its_sentence() -> None:
    assert len(describe_settlement(P06, [*both_sides(1, 0), *both_sides(2, 0, "trafford")], NAMES)) == 2


def test_what_falls_back_to_a_partner_is_said_without_a_minus() -> None:
    (sentence,) = describe_settlement(P06, both_sides(-1200, 0), NAMES)
    assert sentence.startswith(
        "For 2022-23 P06 nothing fell due from Stockport to Tameside, and what Tameside owes"
        " Stockport for earlier months fell by £12.00; taken together, £12.00 in favour of Tameside."
    )


def test_no_settlement_needs_no_sentence() -> None:
    assert describe_settlement(P06, [], NAMES) == ()
