"""A planted cause of the cost that the agreement shares is due, and billed on a line of its own; any other is not."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from sspipe.lab.catalogue import TABLES
from sspipe.lab.ground import Ground
from sspipe.lab.plant import Planting
from sspipe.lab.recharges import billable_on
from sspipe.lab.shared_causes import TERMS, with_due
from sspipe.lab.shares import Tranche
from sspipe.lab.site import LAST
from tests.lab.grounds import facts_for, ground

SEEDS = (1, 3)
SHARED = ("LEVY_MISSING", "WRONG_PENSION_SCHEME", "PRIOR_YEAR_ITEM")
NOT_SHARED = ("NI_MISSING", "VACANT_POST_PAID", "NI_THRESHOLD_STALE", "DUPLICATE_POSTING")


@cache
def plantings(code: str, seed: int) -> tuple[Planting, ...]:
    return tuple(TABLES["cost"][code](ground(seed, facts_for(code))))


def added(right: Ground, planting: Planting) -> tuple[Tranche, ...]:
    """What falls due of it; nothing where its billing day has no invoice, and so no room."""
    wrong = with_due(right, planting)
    return () if wrong is None else wrong.tranches[len(right.tranches) :]


def under(right: Ground, shared: bool) -> Ground:  # noqa: FBT001 - the terms say yes or no
    """The ground with agreements of which every term, or none, shares what it speaks of."""
    terms = frozenset(TERMS.values()) if shared else frozenset()
    sharings = {post: replace(each, shared_terms=terms) for post, each in right.agreed.sharings.items()}
    return replace(right, agreed=replace(right.agreed, sharings=sharings))


def billed_within_the_span(right: Ground, tranche: Tranche) -> bool:
    return billable_on(right.agreed, tranche) <= LAST.last


def shared_plants(seed: int, code: str) -> Iterator[tuple[Planting, Tranche]]:
    right = under(ground(seed, facts_for(code)), shared=True)
    for planting in plantings(code, seed):
        for tranche in added(right, planting):
            yield planting, tranche


@pytest.mark.parametrize("code", SHARED)
def test_a_shared_cause_is_due_in_its_month_by_its_shares(code: str) -> None:
    found = [each for seed in SEEDS for each in shared_plants(seed, code)]
    assert found
    for planting, tranche in found:
        assert (tranche.cause, tranche.paid) == (code, planting.first.month)
        assert (tranche.earned < tranche.paid) is (code == "PRIOR_YEAR_ITEM")
        assert tranche.total == planting.first.amount
        assert 0 < tranche.partner_part * planting.first.amount < planting.first.amount**2


@pytest.mark.parametrize("code", SHARED)
def test_it_is_billed_once_where_its_billing_day_comes_within_the_span(code: str) -> None:
    right = under(ground(3, facts_for(code)), shared=True)
    for planting in plantings(code, 3):
        wrong = with_due(right, planting) or right
        lines = [each for paper in wrong.papers for each in paper.tranches if each.cause]
        assert lines == [each for each in added(right, planting) if lines]
        assert bool(lines) is any(billed_within_the_span(right, each) for each in added(right, planting))


@pytest.mark.parametrize("code", SHARED)
def test_nothing_of_it_is_due_where_the_terms_say_no(code: str) -> None:
    right = under(ground(3, facts_for(code)), shared=False)
    assert not [tranche for planting in plantings(code, 3) for tranche in added(right, planting)]


@pytest.mark.parametrize("code", NOT_SHARED)
def test_no_agreement_of_the_lab_shares_what_is_the_hosts(code: str) -> None:
    for seed in SEEDS:
        right = ground(seed, facts_for(code))
        assert not [tranche for planting in plantings(code, seed) for tranche in added(right, planting)]


def test_a_month_whose_invoice_another_plant_changed_has_no_room_for_it() -> None:
    right = ground(3)
    planting, tranche = next((p, t) for p, t in shared_plants(3, "LEVY_MISSING") if t.paid < LAST.plus(-6))
    entered = tuple(replace(each, entries=()) if each.post == tranche.post else each for each in right.papers)
    assert with_due(replace(under(right, shared=True), papers=entered), planting) is None
