"""Every cause that stands alone has its right name and pounds, or is AMBIGUOUS with its twins; nothing else is said."""

import pytest

from sspipe.lab.asked import BY_NAME_ONLY
from sspipe.lab.score import Outcome, Score
from sspipe.lab.site import PERIODS
from tests.causes.singles import has_room, scored_alone

IN_THE_SUITE, IN_FULL = range(1, 11), range(1, 101)
MOST_AMBIGUOUS = 0.15
"""Of the single causes of a site that the last close could tell."""
SEEDS = [
    *(pytest.param(seed, False, id=f"{seed}") for seed in IN_THE_SUITE),
    *(pytest.param(seed, True, id=f"{seed} at every close", marks=pytest.mark.prove) for seed in IN_FULL),
]


@pytest.mark.parametrize(("seed", "at_every_close"), SEEDS)
def test_every_single_cause_has_its_right_name(seed: int, *, at_every_close: bool) -> None:
    _judge(scored_alone(seed, "every", at_every_close=at_every_close))


@pytest.mark.parametrize("code", sorted(BY_NAME_ONLY))
@pytest.mark.parametrize(("seed", "at_every_close"), SEEDS)
def test_so_has_one_that_changes_every_invoice_of_a_site(seed: int, code: str, *, at_every_close: bool) -> None:
    _judge(scored_alone(_with_room(seed, code), code, at_every_close=at_every_close))


def _with_room(seed: int, code: str) -> int:
    """The seed, or the next hundreds after it, until one has an invoice that the cause can change."""
    while not has_room(seed, code):
        seed += len(IN_FULL)
    return seed


def _judge(found: Score) -> None:
    assert _wrong(found) == []
    assert found.false_alarms == ()
    assert _share_ambiguous(found) <= MOST_AMBIGUOUS


def _wrong(found: Score) -> list[tuple[object, ...]]:
    """What is not named as it should be: each with what was said of it."""
    return [
        (each.plant.kind, each.plant.place, each.plant.pence, each.outcome.value, each.said)
        for each in found.judged
        if each.fails or not each.is_single or each.is_beyond_twins
    ]


def _share_ambiguous(found: Score) -> float:
    known = [each for each in found.judged if each.plant.known_from <= str(PERIODS[-1])]
    return sum(each.outcome is Outcome.AMBIGUOUS for each in known) / len(known)
