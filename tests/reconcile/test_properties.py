"""What holds of any site's facts: pounds neither come nor go, and the order of rows tells nothing."""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sspipe.model.forecast import ForecastRow
from sspipe.model.money import HalfPenny, rounded_pence, split
from sspipe.model.periods import Period
from sspipe.model.settlement import Scope
from sspipe.model.statement import Statement
from sspipe.reconcile.joint_posts import reconcile_joint_posts, state
from sspipe.reconcile.workings import Workings, work_out
from tests.reconcile.draws import sites
from tests.reconcile.parts import check_parts
from tests.reconcile.the_site import Given
from tests.reconcile.tied_out import check_tie_out
from tests.worked import at_close, cost_by, facts_of

SOME = settings(max_examples=12, derandomize=True, deadline=None)
MANY = settings(max_examples=60, derandomize=True, deadline=None)
TODAY = settings(max_examples=6, deadline=None, database=None)  # drawn by the seed of the day, see conftest
PENCE = st.integers(-10_000_000, 10_000_000)
WEIGHTS = st.lists(st.fractions(0, 1, max_denominator=60), min_size=1, max_size=6).filter(any)


def _moved(workings: Workings) -> dict[object, int]:
    """What was billed and booked of each service month, whatever its sign: of an invoice and a credit note both."""
    found: dict[object, int] = defaultdict(int)
    for lines in workings.flows:
        flow = lines.flow
        for line in (*lines.billed, *lines.booked):
            found[flow.agreement, flow.post, flow.host, flow.partner, line.service] += abs(line.amount_pence)
    return found


def check_statement(site: Given) -> None:
    """Every sum that must hold of one close."""
    facts = facts_of({"given": site})
    workings = work_out(facts)
    statement = state(workings)
    paid, earned = cost_by(workings, "paid"), cost_by(workings, "earned")
    for post in {cost.post for cost in workings.costs}:
        assert sum(posts[post]["total"] for posts in paid.values()) == sum(
            posts[post]["total"] for posts in earned.values()
        )
    assert all(cost.earned <= cost.paid <= facts.period for cost in workings.costs)
    assert sum(row.net_pence for row in statement.net) == sum(row.closing_pence for row in statement.net) == 0
    _check_due(workings)
    moved = _moved(workings)
    for row in statement.recharges:
        parts = row.not_yet_billable_pence + row.unbilled_pence + row.unbooked_pence + row.booked_pence
        assert row.due_pence == parts
        assert abs(row.unbilled_in_transit_pence) <= abs(row.unbilled_pence)
        key = (row.agreement, row.post, row.host, row.partner, row.service)
        assert abs(row.unbooked_in_transit_pence) <= max(abs(row.unbooked_pence), moved.get(key, 0))
    _check_drafts(statement)
    _check_lines(statement)
    check_tie_out(statement)
    check_parts(statement)
    for settled in statement.settlement:
        parts = settled.not_yet_billable_pence + settled.unbilled_pence + settled.unbooked_pence + settled.booked_pence
        assert settled.due_pence == parts
        assert settled.opening_pence + settled.due_pence - settled.booked_pence == settled.closing_pence
        assert {settled.host, settled.partner} == {"stockport", "tameside"}
    for total in statement.ledger_totals:
        assert total.attributed_pence + total.not_joint_pence + total.break_pence == total.total_pence
        assert total.total_pence == _own_total(facts.lines, total.council, total.cost_centre, total.period)
    _check_forecast(workings, statement)
    for item in statement.breaks:
        assert sum(cause.amount_pence for cause in item.causes) == item.amount_pence


def _check_lines(statement: Statement) -> None:
    """What is billed and booked of each service month is what the published lines add up to."""
    for kind, lines in (("billed", statement.billed), ("booked", statement.booked)):
        left: dict[Any, int] = defaultdict(int)
        for line in lines:
            pair = (line.council, line.counterparty) if kind == "billed" else (line.counterparty, line.council)
            left[line.post, *pair, line.service] += line.amount_pence
        for row in statement.recharges:
            shown = row.billed_pence if kind == "billed" else row.booked_pence
            assert left.pop((row.post, row.host, row.partner, row.service), 0) == shown
        assert set(left.values()) <= {0}


def _check_forecast(workings: Workings, statement: Statement) -> None:
    """Over the councils of a post what falls due goes out; the rest is the gross and the partner's own costs."""
    recharged: dict[str, int] = defaultdict(int)
    posted: dict[Any, int] = defaultdict(int)
    for row in statement.forecast:
        own = row.actual_to_date_pence + row.expected_left_pence + row.provision_pence
        assert row.forecast_pence == own + row.recharge_pence == row.budget_pence + row.variance_pence
        recharged[row.post] += row.recharge_pence
        posted[row.council, row.post] += row.actual_to_date_pence
    assert set(recharged.values()) <= {0}
    for item in workings.ledger:
        posted[item.council, item.post] -= item.amount_pence
    assert set(posted.values()) <= {0}


def _check_drafts(statement: Statement) -> None:
    """Once every draft is billed, what is billed is what is due."""
    left: dict[Any, int] = defaultdict(int)
    for draft in statement.drafts:
        assert draft.amount_pence
        left[draft.agreement, draft.post, draft.council, draft.counterparty, draft.service] += draft.amount_pence
    for row in statement.recharges:
        key = (row.agreement, row.post, row.host, row.partner, row.service)
        assert left.pop(key, 0) == row.due_pence - row.billed_pence
    assert set(left.values()) <= {0}
    references = [draft.reference for draft in statement.drafts]
    assert len(references) == len(set(references))


def _check_due(workings: Workings) -> None:
    """Each part of due is a part of what is shared, and all parts of a post are of its cost."""
    shared: dict[Any, int] = {}
    for item in workings.due:
        assert item.shared_pence * item.part_pence >= 0
        assert abs(item.part_pence) <= abs(item.shared_pence)
        shared[item.post, item.service, item.paid, item.tranche] = item.shared_pence
    cost: dict[Any, int] = defaultdict(int)
    for part in workings.costs:
        cost[part.post, part.earned, part.paid, part.tranche] += part.amount_pence
    assert all(key in cost for key in shared)


def _own_total(lines: Any, council: str, centre: str, period: Period) -> int:
    """The cost centre's total as the ledger itself adds it up."""
    ours = (line for line in lines if (line.council, line.cost_centre, line.period) == (council, centre, period))
    return sum(line.amount_pence for line in ours if line.entry_type.value == "actual" and line.account != "control")


@given(sites())
@SOME
def test_every_sum_of_a_close_holds(site: Given) -> None:
    check_statement(site)


@given(sites())
@TODAY
def test_every_sum_holds_of_sites_drawn_today(site: Given) -> None:
    check_statement(site)


@given(sites(), st.randoms(use_true_random=False))
@SOME
def test_the_order_of_ledger_lines_and_records_tells_nothing(site: Given, chance: random.Random) -> None:
    facts = facts_of({"given": site})
    shuffled = replace(
        facts,
        lines=tuple(chance.sample(facts.lines, len(facts.lines))),
        snapshots=tuple(
            replace(taken, rows=tuple(chance.sample(taken.rows, len(taken.rows))))
            for taken in chance.sample(facts.snapshots, len(facts.snapshots))
        ),
        elements=tuple(
            replace(taken, rows=tuple(chance.sample(taken.rows, len(taken.rows))))
            for taken in chance.sample(facts.elements, len(facts.elements))
        ),
    )

    assert _as_amounts(reconcile_joint_posts(shuffled)) == _as_amounts(reconcile_joint_posts(facts))


def _as_amounts(statement: Statement) -> Any:
    """Everything that is published of amounts, evidence apart."""
    breaks = [
        (item.break_id, item.amount_pence, [(c.code, c.amount_pence) for c in item.causes]) for item in statement.breaks
    ]
    costs = sorted(statement.costs, key=repr)
    due = sorted(statement.due, key=repr)
    return (
        costs,
        due,
        statement.recharges,
        sorted(breaks),
        statement.settlement,
        statement.forecast,
        statement.ledger_totals,
        statement.accruals,
    )


@given(sites())
@SOME
def test_the_closing_of_one_period_is_the_opening_of_the_next(site: Given) -> None:
    facts = facts_of({"given": site})
    before = reconcile_joint_posts(at_close(facts, facts.period.month_after(-1)))
    now = reconcile_joint_posts(facts)

    closing = {row.post: row.closing_pence for row in before.settlement if row.scope is Scope.PERIOD}
    opening = {row.post: row.opening_pence for row in now.settlement if row.scope is Scope.PERIOD}
    assert {post: pence for post, pence in opening.items() if pence} == {
        post: pence for post, pence in closing.items() if pence
    }


@given(sites())
@SOME
def test_payroll_that_pays_what_is_expected_leaves_no_cost_break(site: Given) -> None:
    statement = reconcile_joint_posts(facts_of({"given": site | {"ledger": []}}))

    assert [item for item in statement.breaks if item.pair.value in ("ledger-expected", "not-attributed")] == []


@given(sites())
@SOME
def test_once_all_is_known_the_months_left_turn_out_as_they_were_forecast(site: Given) -> None:
    facts = replace(facts_of({"given": site}), known_on=date(2023, 4, 12))
    forecast = reconcile_joint_posts(facts).forecast
    at_the_end = work_out(replace(facts, period=Period(2022, 12)))
    outturn = state(at_the_end).forecast

    left: dict[Any, int] = defaultdict(int)
    for cost in at_the_end.costs:
        left[cost.council, cost.post] += cost.amount_pence if cost.paid > facts.period else 0
    for row in forecast:
        left[row.council, row.post] -= row.expected_left_pence
    assert set(left.values()) <= {0}
    assert _recharges(forecast) == _recharges(outturn)


def _recharges(forecast: Iterable[ForecastRow]) -> dict[Any, int]:
    return {(row.council, row.post, row.role): row.recharge_pence for row in forecast if row.recharge_pence}


@given(PENCE, WEIGHTS)
@MANY
def test_a_split_adds_up_and_no_part_is_a_penny_off(total: int, weights: list[Fraction]) -> None:
    parts = split(total, list(enumerate(weights)))

    assert sum(parts.values()) == total
    assert all(abs(parts[at] - total * weight / sum(weights)) < 1 for at, weight in enumerate(weights))
    assert {at: -part for at, part in parts.items()} == split(-total, list(enumerate(weights)))


@given(st.fractions(max_denominator=400), st.sampled_from(HalfPenny))
@MANY
def test_rounding_mirrors_and_is_never_more_than_half_a_penny_off(amount: Fraction, halfpenny: HalfPenny) -> None:
    assert rounded_pence(-amount, halfpenny) == -rounded_pence(amount, halfpenny)
    assert abs(rounded_pence(amount, halfpenny) - amount) <= Fraction(1, 2)
