"""What people decided, as a council reads it: listed with pounds, by role, and never naming another's record."""

from datetime import date
from typing import Any

import pytest

from sspipe.model.decisions import DecisionKind, Standing
from sspipe.model.statement import Break, BreakState, Pair
from sspipe.publish.pack.editions import rows_of_edition
from sspipe.publish.pack.part_decided import disputed_and_accepted
from sspipe.publish.pack.published import Rows
from tests.publish.pack.releases import (
    HALF_TIME,
    TAMESIDE,
    a_release,
    edition,
    not_booked,
    opened,
    own_break,
    packed,
    recorded_break,
    table,
    words_above,
)
from tests.publish.statements import a_break, a_cause, a_decision

PAY = a_cause(code="FTE_DIFFERS", sentence=HALF_TIME)
ACCEPTED: dict[str, Any] = {
    "state": BreakState.ACCEPTED,
    "before_state": BreakState.OPEN,
    "decision": "accepted_until",
    "decided_by": "stockport",
    "decided_role": "finance_officer",
    "decided_until": date(2022, 11, 30),
}


def decided_release() -> Rows:
    """Stockport accepted what its own ledger holds too little; Tameside disputes that it has to book."""
    accepted = _as(recorded_break(PAY), **ACCEPTED, accepted_pence=-22500, before_pence=-22500)
    disputed = _as(not_booked(), decision="disputed", decided_by="tameside", decided_role="finance_manager")
    dispute = a_decision(
        break_id="b2", cause="NOT_BOOKED", amount_pence=-263504, kind=DecisionKind.DISPUTED, council="tameside",
        second_role="service_manager", expires_on=None, last_day=None,
    )  # fmt: skip
    lapsed = a_decision(break_id="b3", cause="UNEXPLAINED", council="tameside", standing=Standing.LAPSED)
    return a_release(
        breaks=(accepted, disputed, own_break()), decisions=(a_decision(cause="FTE_DIFFERS"), dispute, lapsed)
    )


def _as(item: Break, **changes: Any) -> Break:
    names = {name: getattr(item, name) for name in ("break_id", "agreement", "post", "council", "counterparty", "pair")}
    more = {name: getattr(item, name) for name in ("amount_pence", "owner_council", "owner_side", "causes")}
    return a_break(**names, **more, **changes)


def test_every_live_decision_is_listed_with_pounds_role_and_last_day() -> None:
    shown = table(opened(packed(decided_release(), "stockport")), "Accepted and disputed")
    told = {row["Now"]: row for row in shown[:2]}
    accepted = told["accepted, no longer open"]
    assert accepted["What happened"] == HALF_TIME
    assert (accepted["Role"], accepted["Holds until"].date()) == ("finance officer", date(2022, 11, 30))
    disputed = told["disputed, still open"]
    assert (disputed["Council that decided"], disputed["Second role"]) == (TAMESIDE, "service manager")
    assert disputed["Holds until"] == "until the amount moves"


def test_another_councils_record_is_not_named_by_a_decision_on_it() -> None:
    rows = rows_of_edition(decided_release(), edition("tameside"))["out_decisions"]
    assert {row["break_id"]: row["cause"] for row in rows} == {
        "b1": "RECORDED_CHANGE",
        "b2": "NOT_BOOKED",
        "b3": "UNEXPLAINED",
    }


def test_a_decision_on_a_break_that_a_council_does_not_see_is_not_told_to_it() -> None:
    rows = rows_of_edition(decided_release(), edition("stockport"))["out_decisions"]
    assert [row["break_id"] for row in rows] == ["b1", "b2"]


def test_the_first_page_shows_disputes_as_such_and_what_is_accepted_in_one_sum() -> None:
    seen = rows_of_edition(decided_release(), edition("stockport"))
    part = disputed_and_accepted(seen, edition("stockport"))
    assert part.says == "1 difference is disputed and open; 1 is accepted and no longer open."
    disputed, accepted = part.lines
    assert str(disputed["says"]).startswith(f"Disputed by {TAMESIDE} (finance manager). Invoice 5")
    assert str(accepted["says"]) == "1 difference accepted, too little; see the sheet Accepted and disputed."
    assert getattr(accepted["amount_pence"], "amount_pence", None) == 22500


def test_where_nothing_is_decided_the_first_page_says_so() -> None:
    seen = rows_of_edition(a_release(decisions=()), edition("stockport"))
    part = disputed_and_accepted(seen, edition("stockport"))
    assert (part.says, list(part.lines)) == ("Nothing is disputed or accepted.", [])


@pytest.mark.parametrize(
    ("amounts", "is_told"), [((-100, -200, -300), True), ((-100, -200, 300), False), ((-100, -200), False)]
)
def test_accepted_differences_that_always_cost_the_same_council_are_told(
    amounts: tuple[int, ...],
    is_told: bool,  # noqa: FBT001 - a case of the list
) -> None:
    named = tuple(_accepted(f"c{at}", pence) for at, pence in enumerate(amounts))
    decisions = tuple(
        a_decision(break_id=item.break_id, cause="NOT_BOOKED", amount_pence=item.amount_pence, council="tameside")
        for item in named
    )
    seen = rows_of_edition(a_release(breaks=named, decisions=decisions), edition("stockport"))
    lines = disputed_and_accepted(seen, edition("stockport")).lines
    assert {"cost Stockport Council" in str(line["says"]) for line in lines} == {is_told}
    told = {line["way"]: getattr(line["amount_pence"], "amount_pence", None) for line in lines}
    sums = {"too much": sum(max(each, 0) for each in amounts), "too little": -sum(min(each, 0) for each in amounts)}
    assert told == {way: pence for way, pence in sums.items() if pence}


def _accepted(break_id: str, pence: int) -> Break:
    """A booking of Stockport's invoice that differs, accepted whole."""
    between = {"agreement": "ey-leadership", "council": "tameside", "counterparty": "stockport"}
    return a_break(
        break_id=break_id,
        **between,
        **ACCEPTED,
        pair=Pair.BOOKED_BILLED,
        owner_council="tameside",
        amount_pence=pence,
        accepted_pence=pence,
        before_pence=pence,
        causes=(a_cause(code="NOT_BOOKED", amount_pence=pence, evidence=()),),
    )


def test_the_movements_of_a_councils_own_breaks_stand_on_a_sheet_and_add_up() -> None:
    shown = table(opened(packed(decided_release(), "stockport")), "Break movements")
    counts = {(row["Counted"], row["Movement"]): row["Breaks (minus: leave)"] for row in shown}
    assert counts["open breaks", "Open at the close before"] == 1
    assert counts["open breaks", "Accepted by the councils"] == -1
    assert counts["open breaks", "Open at this close"] == 0
    assert counts["accepted, no longer open", "Accepted at this close"] == 1
    for stock, closing in (
        ("open breaks", "Open at this close"),
        ("accepted, no longer open", "Accepted at this close and before, still in force"),
    ):
        moved = [count for (of, movement), count in counts.items() if of == stock and movement != closing]
        assert sum(moved) == counts[stock, closing]


@pytest.mark.parametrize(("limit_pence", "said"), [(0, "£0.00"), (100_000, "£1,000.00")])
def test_the_sheet_to_fill_in_says_above_what_amount_two_roles_decide(limit_pence: int, said: str) -> None:
    book = opened(packed(a_release(), "stockport", second_role_limit_pence=limit_pence))
    assert f"Site's limit, above which two roles decide: {said}." in words_above(book["Decisions"])
