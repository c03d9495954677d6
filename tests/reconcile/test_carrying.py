"""Breaks from close to close: none is lost, and opening + what came - what went = what stands (R10)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sspipe.model.decisions import Decision, DecisionKind, FiledDecision, Reason, Role
from sspipe.model.earlier import EarlierBreak
from sspipe.model.findings import Where
from sspipe.model.periods import Period
from sspipe.model.statement import Break, BreakState, Pair
from sspipe.publish.movements import shape_movements
from sspipe.reconcile.breaks import Candidate, Register, Spot
from sspipe.reconcile.causes import unexplained
from sspipe.reconcile.decided import Decisions
from sspipe.reconcile.joint_posts import reconcile_joint_posts
from tests.builders import a_site, the_rates
from tests.reconcile.draws import sites
from tests.reconcile.the_site import Given
from tests.worked import at_close, facts_of, left_by

SITE = a_site(the_rates({}, {}, ()), ())
MONTHS = (*(Period(2022, number) for number in (9, 10, 11, 12, 13)), Period(2023, 1), Period(2023, 2))
SPOTS = tuple(
    Spot(agreement="", subject=f"post {number}", council=council, counterparty=other, pair=pair, month=Period(2022, 9))
    for number, (council, other, pair) in enumerate(
        [
            ("stockport", "", Pair.LEDGER_EXPECTED),
            ("stockport", "tameside", Pair.BILLED_DUE),
            ("tameside", "stockport", Pair.BOOKED_BILLED),
        ]
    )
)
PENCE = st.sampled_from([0, 0, 100, -100, 101])
STOOD = {BreakState.OPEN: "open", BreakState.ACCEPTED: "accepted"}


@st.composite
def decisions(draw: st.DrawFn) -> FiledDecision:
    """A decision on one of the spots in an amount that may or may not stand."""
    spot = draw(st.sampled_from(SPOTS))
    decided = date(2023, 1, 1) + timedelta(days=draw(st.integers(0, 180)))
    until = draw(st.none() | st.just(decided + timedelta(days=draw(st.integers(0, 90)))))
    kinds = [
        DecisionKind.ACCEPTED_ONCE,
        DecisionKind.ACCEPTED_UNTIL,
        DecisionKind.DISPUTED,
        DecisionKind.MATCHED_BY_HAND,
    ]
    decision = Decision(
        break_id=spot.break_id,
        cause="UNEXPLAINED",
        amount_pence=draw(st.sampled_from([100, -100, 101])),
        kind=draw(st.sampled_from(kinds)),
        council=draw(st.sampled_from(["stockport", "tameside"])),
        role=Role.FINANCE_OFFICER,
        second_role=None,
        decided_on=decided,
        expires_on=until,
        reason=Reason.TIMING,
    )
    return FiledDecision(decision=decision, where=Where(file_name="decisions"), known_from=decided)


def check_movements(before: Mapping[str, EarlierBreak], breaks: Sequence[Break]) -> None:
    """What stood is what opens, what stands is what closes, and the movements lie between, by council and stock."""
    sums: dict[tuple[Any, ...], list[int]] = {}
    for row in shape_movements(breaks):
        movement = row["movement"] if row["movement"] in ("opening", "closing") else "moved"
        place = sums.setdefault((row["council"], row["stock"], movement), [0, 0])
        place[0] += int(str(row["breaks"]))
        place[1] += int(str(row["amount_pence"]))
    assert sorted({item.break_id for item in breaks}) == sorted(item.break_id for item in breaks)
    for council, stock in {(council, stock) for council, stock, _ in sums}:
        stood = [
            item.amount_pence
            for item in before.values()
            if (item.owner_council, STOOD.get(item.state)) == (council, stock)
        ]
        stands = [
            item.amount_pence for item in breaks if (item.owner_council, STOOD.get(item.state)) == (council, stock)
        ]
        assert sums[council, stock, "opening"] == [len(stood), sum(stood)]
        assert sums[council, stock, "closing"] == [len(stands), sum(stands)]
        moved = sums.get((council, stock, "moved"), [0, 0])
        opening, closing = sums[council, stock, "opening"], sums[council, stock, "closing"]
        assert [opening[0] + moved[0], opening[1] + moved[1]] == closing
    told = {council for council, _, _ in sums}
    assert {item.owner_council for item in before.values() if item.stands} <= told


def amounts(items: Iterable[Break | EarlierBreak], council: str, stock: str) -> list[int]:
    """Pence of a council's breaks that stand in a stock."""
    return [item.amount_pence for item in items if (item.owner_council, STOOD.get(item.state)) == (council, stock)]


def close(
    period: Period, pence: Sequence[int | None], before: Mapping[str, EarlierBreak], filed: Sequence[FiledDecision]
) -> Sequence[Break]:
    """One close of the three spots; of a spot without pence nothing is compared."""
    known_on = SITE.close_day_of(period)
    candidates = [
        Candidate(
            spot=spot,
            post=spot.subject,
            amount_pence=amount,
            causes=(unexplained(amount, (), 0),) if amount else (),
        )
        for spot, amount in zip(SPOTS, pence, strict=True)
        if amount is not None
    ]
    register = Register(SITE, period, known_on, before)
    return Decisions(SITE, period, known_on, before).applied(register.breaks(candidates), filed).breaks


@given(st.lists(st.tuples(*[st.none() | PENCE] * 3), min_size=7, max_size=7), st.lists(decisions(), max_size=6))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_opening_and_what_moved_is_closing_whatever_stands_and_is_decided(
    drawn: list[tuple[int | None, ...]], filed: list[FiledDecision]
) -> None:
    before: dict[str, EarlierBreak] = {}
    for period, pence in zip(MONTHS, drawn, strict=True):
        breaks = close(period, pence, before, filed)
        check_movements(before, breaks)
        standing = {item.break_id for item in breaks if item.state is not BreakState.CLEARED}
        assert standing == {spot.break_id for spot, amount in zip(SPOTS, pence, strict=True) if amount}
        assert all(item.first_seen <= item.open_since <= period for item in breaks)
        before = left_by(breaks, before)


@given(sites())
@settings(max_examples=8, derandomize=True, deadline=None)
def test_the_breaks_of_drawn_sites_add_up_from_close_to_close(site: Given) -> None:
    facts = facts_of({"given": site})
    before: dict[str, EarlierBreak] = {}
    for number in range(4, facts.period.number + 1):
        statement = reconcile_joint_posts(replace(at_close(facts, Period(2022, number)), earlier=before))
        check_movements(before, statement.breaks)
        before = left_by(statement.breaks, before)


def test_a_break_of_which_nothing_is_compared_any_more_clears_and_does_not_leave_without_a_word() -> None:
    first = close(MONTHS[0], (100, None, None), {}, ())
    (gone,) = close(MONTHS[1], (None, None, None), left_by(first, {}), ())

    assert (gone.state, gone.amount_pence, gone.before_pence) == (BreakState.CLEARED, 0, 100)
    assert (gone.break_id, gone.post, gone.first_seen) == (SPOTS[0].break_id, "post 0", MONTHS[0])


def test_what_cleared_long_ago_is_told_no_more_and_keeps_its_first_sight() -> None:
    first = left_by(close(MONTHS[0], (100, None, None), {}, ()), {})
    cleared = left_by(close(MONTHS[1], (0, None, None), first, ()), first)

    assert close(MONTHS[2], (0, None, None), cleared, ()) == ()
    (again,) = close(MONTHS[3], (100, None, None), left_by((), cleared), ())
    assert (again.first_seen, again.open_since, again.before_state) == (MONTHS[0], MONTHS[3], BreakState.CLEARED)
