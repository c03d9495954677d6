"""Two causes on one post and month: by their right names where R9 admits both, unexplained where it does not."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from operator import attrgetter

import pytest

from sspipe.lab.catalogue import TABLES
from sspipe.lab.score import Judged, Outcome
from tests.causes.in_memory import AT_THE_END
from tests.causes.multiplied import planted_multiplied
from tests.causes.pairs import PlantedSite, admitted, not_admitted, planted_below_threshold, planted_pairs, scored

FEW, MANY = range(1, 2), range(1, 21)
MOST = {"cost": 14, "billed": 24, "booked": 24}
"""Pairs that a seed tries; about half of them find room."""
PUBLISHED = "booked, of published payments"
NAMES = (*MOST, PUBLISHED)
ENOUGH, ENOUGH_IN_MANY = 4, 80
AT_LEAST = 97
RIGHT = (Outcome.FOUND, Outcome.AMBIGUOUS)
WRONG = (Outcome.WRONG_NAME, Outcome.WRONG_AMOUNT)
THOUSANDFOLD = "WRONG_UNIT"
POUND = 100
WRITES_OVER = frozenset({"BILLED_ON_BUDGET"})
"""A twelfth of the estimate is charged whatever else is wrong: of a cause that worked before it nothing is left."""
TOLD_APART = frozenset({"one_number_two_causes_billed", "one_number_two_causes_booked", "two_of_class_4"})
SEEDS = [
    pytest.param(FEW, ENOUGH, id="a site"),
    pytest.param(MANY, ENOUGH_IN_MANY, id="twenty", marks=pytest.mark.prove),
]
Together = list[Judged]


def _cases() -> Iterator[object]:
    """Each difference on one seed and on twenty."""
    for name in NAMES:
        for seeds, least, marks in ((FEW, ENOUGH, []), (MANY, ENOUGH_IN_MANY, [pytest.mark.prove])):
            yield pytest.param(name, seeds, least, id=f"{name}-{len(seeds)}", marks=marks)


def _judged(seeds: Iterable[int], name: str) -> Iterator[Together]:
    for seed in seeds:
        yield from _of_a_seed(seed, name)


@cache
def _of_a_seed(seed: int, name: str) -> list[Together]:
    if name == PUBLISHED:
        return list(_together(planted_below_threshold(seed)))
    return list(_together(planted_pairs(seed, name, admitted(name), MOST[name])))


def _together(site: PlantedSite) -> Iterator[Together]:
    """What is judged of each pair, place by place; what else a cause does in another place stands by itself."""
    every = sorted(scored(site).judged, key=attrgetter("plant.place"))
    for _, together in groupby(every, key=attrgetter("plant.place")):
        found = list(together)
        if len(_codes(found)) > 1 and _is_told(found):
            yield found


def _is_told(pair: Together) -> bool:
    """Whether a difference stands, and is known by the last close."""
    return bool(sum(each.plant.pence for each in pair)) and all(
        each.plant.known_from <= str(AT_THE_END) for each in pair
    )


@pytest.mark.parametrize(("name", "seeds", "least"), list(_cases()))
def test_a_pair_that_is_admitted_has_its_right_names(name: str, seeds: Iterable[int], least: int) -> None:
    """By pounds; without amounts in another unit, a thousand times the others, beside which no other pound counts."""
    pairs = [each for each in _judged(seeds, name) if THOUSANDFOLD not in _codes(each)]
    whole = sum(_pence(pair) for pair in pairs)
    right = sum(abs(each.plant.pence) for pair in pairs for each in pair if each.outcome in RIGHT)

    assert len(pairs) >= least // 2
    assert right * 100 >= whole * AT_LEAST, f"{right} of {whole} pence: {_told(pairs)}"


@pytest.mark.parametrize(("name", "seeds", "least"), list(_cases()))
def test_of_a_pair_that_is_admitted_none_has_a_wrong_name(name: str, seeds: Iterable[int], least: int) -> None:
    """Of pennies that either of two right names may bear none is asked: both work on what the other leaves."""
    pairs = list(_judged(seeds, name))

    assert len(pairs) >= least
    assert (
        _told(pair for pair in pairs if any(each.outcome in WRONG for each in pair) and not _is_by_pennies(pair)) == []
    )


def _is_by_pennies(pair: Together) -> bool:
    """Whether each cause has its name and all but pennies of its amount."""
    return all(each.said == (each.plant.kind,) and abs(each.named_pence - each.plant.pence) < POUND for each in pair)


@pytest.mark.parametrize("name", ["billed", "booked"])
@pytest.mark.parametrize(("seeds", "least"), SEEDS)
def test_a_pair_that_is_not_admitted_is_unexplained(name: str, seeds: Iterable[int], least: int) -> None:
    """Two causes of one line, without rows of their own, and two slips; sums of pennies are left out."""
    kept_apart = not_admitted(name)
    wanted = [
        (codes[0], codes[1])
        for pair in sorted(map(sorted, kept_apart))
        if kept_apart[frozenset(pair)] in TOLD_APART
        and len(codes := _in_turn(name, pair)) == 2
        and codes[1] not in WRITES_OVER
    ]
    sites = (planted_pairs(seed, name, wanted, MOST[name] // 2, on_one_line=True) for seed in seeds)
    every = (each for site in sites for each in _together(site))
    pairs = [each for each in every if abs(sum(one.plant.pence for one in each)) >= POUND]

    assert len(pairs) >= least // 2
    assert _told(pair for pair in pairs if any(each.outcome is not Outcome.UNEXPLAINED for each in pair)) == []


@pytest.mark.parametrize(("seeds", "least"), SEEDS)
def test_two_causes_that_multiply_in_one_pay_are_unexplained(seeds: Iterable[int], least: int) -> None:
    """Another time and another point, or either at another month's pay values: each predicts from what is expected."""
    pairs = [pair for seed in seeds for pair in _together(planted_multiplied(seed))]

    assert len(pairs) >= least
    assert _told(pair for pair in pairs if any(each.outcome is not Outcome.UNEXPLAINED for each in pair)) == []


def _in_turn(name: str, codes: Iterable[str]) -> list[str]:
    """The codes that can be planted, in the order in which they work."""
    wanted = set(codes)
    return [code for code in TABLES[name] if code in wanted]


def _codes(pair: Together) -> set[str]:
    return {each.plant.kind for each in pair}


def _pence(pair: Together) -> int:
    return sum(abs(each.plant.pence) for each in pair)


def _told(pairs: Iterable[Together]) -> list[str]:
    return [
        f"{each.plant.kind} {each.plant.pence} at {' '.join(each.plant.place)}: {each.outcome} {' '.join(each.said)}"
        for pair in pairs
        for each in pair
        if each.outcome not in RIGHT
    ]
