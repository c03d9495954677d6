"""The steps explain every published cost to the penny, and each can be done again from what its own row says."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from sspipe.model.money import HalfPenny, rounded_pence
from sspipe.model.part_months import PartMonth
from sspipe.model.pay_elements import ElementFrequency, ElementKind
from sspipe.model.rates import WHOLE
from sspipe.model.statement import Statement
from sspipe.model.working import Side, Step, WorkingRow
from sspipe.reconcile.joint_posts import reconcile_joint_posts
from tests.reconcile.draws import sites
from tests.reconcile.the_site import Given
from tests.worked import completed, facts_of

SOME = settings(max_examples=25, derandomize=True, deadline=None)
TODAY = settings(max_examples=8, deadline=None, database=None)
TAKING = {ElementKind.REDUCTION, ElementKind.SACRIFICE}
GROUP = ("post", "council", "occupant_ref", "paid", "earned", "tranche", "component")


def check_working(statement: Statement) -> None:
    """Every step adds to its cost what it says, and is what its facts come to."""
    assert _sums(statement.working) == _sums(statement.costs)
    for steps in _grouped(statement.working).values():
        assert [row.step_number for row in steps] == list(range(1, len(steps) + 1))
        assert steps[-1].amount_pence is not None
    for row in statement.working:
        assert row.paid == statement.period
        _AGAIN.get(row.step, _nothing)(row)
    _check_splits(statement.working)


def _sums(rows: Iterable[Any]) -> dict[tuple[object, ...], int]:
    sums: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        sums[tuple(getattr(row, name) for name in GROUP)] += row.amount_pence or 0
    return {key: pence for key, pence in sums.items() if pence}


def _grouped(rows: Iterable[WorkingRow]) -> Mapping[tuple[object, ...], list[WorkingRow]]:
    found: dict[tuple[object, ...], list[WorkingRow]] = defaultdict(list)
    for row in rows:
        found[tuple(getattr(row, name) for name in GROUP)].append(row)
    return found


def _part(row: WorkingRow) -> Fraction:
    """The part of a year that the days are, by what the row says of them."""
    assert row.first_date is not None
    assert row.last_date is not None
    assert row.days is not None
    assert row.out_of_days is not None
    assert row.earned.first_day <= row.first_date <= row.last_date <= row.earned.last_day
    if row.part_month is not PartMonth.WORKING_DAYS:
        assert row.days == (row.last_date - row.first_date).days + 1
    if row.part_month is PartMonth.CALENDAR_DAYS:
        assert row.out_of_days == row.earned.days
    return Fraction(row.days, row.out_of_days * (1 if row.part_month is PartMonth.YEAR_365THS else 12))


def _pay_of_days(row: WorkingRow) -> Fraction:
    assert row.annual_pence is not None
    assert row.fte is not None
    assert row.part_of_year is not None
    return row.annual_pence * row.fte * row.part_of_year * _part(row)


def _segment(row: WorkingRow) -> None:
    assert row.unrounded == _pay_of_days(row)
    assert row.rate_from is not None
    assert row.first_date is not None
    assert row.rate_from <= row.first_date
    assert row.source


def _element(row: WorkingRow) -> None:
    if row.rate is not None:
        size = row.rate * _pay_of_days(row)
    else:
        months = 12 if row.frequency is ElementFrequency.MONTHLY else 1
        part = WHOLE if row.frequency is ElementFrequency.ONCE else _part(row) * months
        size = (row.base_pence or 0) * (WHOLE if row.fte is None else row.fte) * (row.uplift or WHOLE) * part
    assert row.unrounded == (-size if row.element in TAKING else size)


def _rounding(row: WorkingRow) -> None:
    assert row.unrounded is not None
    assert row.result_pence == rounded_pence(row.unrounded)


def _assumed(row: WorkingRow) -> None:
    assert row.unrounded == (row.base_pence or 0) * 12 * _part(row) - _pay_of_days(row)


def _insurance(row: WorkingRow) -> None:
    assert row.base_pence is not None
    assert row.threshold_pence is not None
    assert row.rate is not None
    above = max(row.base_pence - row.threshold_pence, 0)
    assert row.result_pence == rounded_pence(row.rate * above, HalfPenny.DOWN)
    _check_dates(row)


def _rated(row: WorkingRow) -> None:
    assert row.base_pence is not None
    assert row.rate is not None
    assert row.result_pence == rounded_pence(row.rate * row.base_pence)
    _check_dates(row)


def _check_dates(row: WorkingRow) -> None:
    assert row.rate_from is not None
    assert row.rate_from <= row.paid.last_day
    assert row.source


def _split(row: WorkingRow) -> None:
    assert row.base_pence is not None
    assert row.part is not None
    assert row.result_pence is not None
    assert abs(row.base_pence * row.part - row.result_pence) < 1


def _nothing(row: WorkingRow) -> None:
    assert row.result_pence is not None


_AGAIN: Mapping[Step, Callable[[WorkingRow], None]] = {
    Step.BASIC_SEGMENT: _segment,
    Step.ELEMENT: _element,
    Step.ROUNDING: _rounding,
    Step.ASSUMED_PAY: _assumed,
    Step.INSURANCE: _insurance,
    Step.PENSION: _rated,
    Step.LEVY: _rated,
    Step.SPLIT_OVER_POSTS: _split,
    Step.SPLIT_OVER_MONTHS: _split,
}


def _check_splits(rows: Iterable[WorkingRow]) -> None:
    """A difference is what stands above it, and the months that it is laid on bear all of it."""
    differences: dict[tuple[object, ...], int] = {}
    laid: Counter[tuple[object, ...]] = Counter()
    for steps in _grouped(rows).values():
        for row in steps:
            key = (row.post, row.occupant_ref, row.tranche, row.component)
            if row.step is Step.DIFFERENCE and row.amount_pence is None:
                with_it, without = (_last(steps, side) for side in (Side.WITH, Side.WITHOUT))
                differences[key] = with_it - without
                assert row.result_pence == with_it - without
            if row.step is Step.SPLIT_OVER_MONTHS:
                laid[key] += row.amount_pence or 0
    assert dict(laid) == {key: pence for key, pence in differences.items() if key in laid}


def _last(steps: Iterable[WorkingRow], side: Side) -> int:
    of_side = [row.result_pence for row in steps if row.side is side]
    return (of_side[-1] or 0) if of_side else 0


@given(sites())
@SOME
def test_the_steps_come_to_every_cost_and_can_be_done_again(site: Given) -> None:
    check_working(reconcile_joint_posts(facts_of({"given": site})))


@given(sites())
@TODAY
def test_so_they_do_at_sites_drawn_today(site: Given) -> None:
    check_working(reconcile_joint_posts(facts_of({"given": site})))


@pytest.mark.parametrize("basis", ["365ths", "working_days"])
@pytest.mark.parametrize("first", ["2022-04-01", "2022-04-18"])
def test_so_they_do_on_each_basis_of_a_part_month(basis: str, first: str) -> None:
    site = {
        "like": "the usual post",
        "part_month": {"NJC": basis},
        "occupancies": [{"from": date.fromisoformat(first)}],
        "elements": [{"kind": "allowance", "amount": "£200.00"}],
        "pay_through": "2022-23-P01",
    }
    check_working(reconcile_joint_posts(facts_of({"given": completed(site)})))


def test_a_month_that_lacks_a_rate_has_no_working_and_is_told() -> None:
    unknown = {"occupancies": [{"weeks": "38"}], "agreement": None, "pay_through": "2022-23-P01"}
    site = completed({"like": "the usual post", **unknown})
    statement = reconcile_joint_posts(facts_of({"given": site}))
    assert statement.working == ()
    assert [finding.found for finding in statement.findings] == ["no part-year divisor"]


def test_only_joint_posts_are_shown_though_other_posts_of_a_holder_count() -> None:
    site = completed(
        {
            "like": "the usual post",
            "hosts": {"ey-head": "stockport", "SP9001": "stockport"},
            "occupancies": [{"fte": "0.5"}, {"post": "SP9001", "fte": "0.5"}],
            "pay_through": "2022-23-P01",
        }
    )
    statement = reconcile_joint_posts(facts_of({"given": site}))
    assert {row.post for row in statement.working} == {"ey-head"}
    (both,) = [row for row in statement.working if row.step is Step.INSURANCE]
    assert both.base_pence == 397208


def test_a_rate_that_is_made_up_is_marked_on_its_steps_alone() -> None:
    site = completed({"like": "the usual post", "occupancies": [{}], "pay_through": "2022-23-P01"})
    facts = facts_of({"given": site})
    rates = facts.site.rates
    fund = rates.pension["LGPS", "stockport"]
    made_up = replace(fund, values=tuple(replace(dated, illustrative=True) for dated in fund.values))
    pension = {**rates.pension, ("LGPS", "stockport"): made_up}
    changed = replace(facts, site=replace(facts.site, rates=replace(rates, pension=pension)))
    steps = reconcile_joint_posts(changed).working
    assert {row.step: row.is_illustrative for row in steps} == {
        Step.BASIC_SEGMENT: False,
        Step.INSURANCE: False,
        Step.PENSION: True,
        Step.LEVY: False,
    }


def test_the_order_of_records_tells_nothing_to_the_working() -> None:
    rows = [{"to": date(2022, 4, 15)}, {"fte": "0.8", "from": date(2022, 4, 16)}]
    given = {"occupancies": rows, "elements": TWO_ELEMENTS, "pay_through": "2022-23-P01"}
    facts = facts_of({"given": completed({"like": "the usual post", **given})})
    people = tuple(replace(taken, rows=taken.rows[::-1]) for taken in facts.snapshots)
    elements = tuple(replace(taken, rows=taken.rows[::-1]) for taken in facts.elements)
    turned = reconcile_joint_posts(replace(facts, snapshots=people, elements=elements)).working
    assert _untraced(turned) == _untraced(reconcile_joint_posts(facts).working)


TWO_ELEMENTS = [
    {"kind": "reduction", "fraction": "1/4", "assumed_pay": "£3,000.00", "from": date(2022, 4, 10)},
    {"kind": "allowance", "amount": "£100.00"},
]


def _untraced(rows: Iterable[WorkingRow]) -> list[WorkingRow]:
    """The steps without the file rows that they rest on, which a turned file numbers anew."""
    return [replace(row, source_row=0) for row in rows]
