"""What no cause made is explained by none, and a site with nothing wrong in it has no break (R9)."""

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from sspipe.lab.plant import BILLED, BOOKED, LEDGER
from sspipe.lab.score import Judged, Outcome
from sspipe.lab.site import PERIODS
from sspipe.lab.world import documents_of
from sspipe.model.periods import Period
from sspipe.reconcile.joint_posts import reconcile_joint_posts
from tests.causes.in_memory import closed_at_the_end, facts_of, seeded
from tests.causes.no_cause import site_of_no_cause
from tests.causes.pairs import scored
from tests.worked import at_close

FEW, MANY = range(1, 3), range(1, 85)
MOST_WRONG_IN = 200
ENOUGH = 10_000
CLEAN_FEW, CLEAN_MANY = range(1, 6), range(1, 201)


@pytest.mark.parametrize(
    ("seeds", "least"), [(FEW, 200), pytest.param(MANY, ENOUGH, marks=pytest.mark.prove)], ids=["a few", "ten thousand"]
)
def test_differences_that_no_cause_made_are_unexplained(seeds: Iterable[int], least: int) -> None:
    judged = [each for seed in seeds for each in _judged(seed)]
    named = [each for each in judged if each.outcome is not Outcome.FOUND]

    assert len(judged) >= least
    assert {each.plant.place[0] for each in judged} == {LEDGER, BILLED, BOOKED}
    assert len(named) * MOST_WRONG_IN <= len(judged), Counter(_told(named))


def _judged(seed: int) -> tuple[Judged, ...]:
    found = scored(site_of_no_cause(seed))
    assert found.false_alarms == ()
    return found.judged


def _told(named: Iterable[Judged]) -> Iterator[str]:
    return (f"{each.outcome} {' '.join(each.said)} at {' '.join(each.plant.place)}" for each in named)


@pytest.mark.parametrize(
    "seed", [seed if seed in CLEAN_FEW else pytest.param(seed, marks=pytest.mark.prove) for seed in CLEAN_MANY]
)
def test_a_site_with_nothing_wrong_in_it_has_no_break(seed: int) -> None:
    clean = seeded(seed)

    assert closed_at_the_end(facts_of(clean, documents_of(clean.ground, []))).breaks == ()


def test_it_has_none_at_any_close_of_the_seed_of_the_day(day_seed: int) -> None:
    clean = seeded(day_seed)
    facts = facts_of(clean, documents_of(clean.ground, []))
    closes = [Period(period.start_year, period.number) for period in PERIODS]

    assert {str(each): reconcile_joint_posts(at_close(facts, each)).breaks for each in closes} == {
        str(each): () for each in closes
    }
