"""Which of the places where a cause can occur a seed takes, and the ground after it is planted."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random

from sspipe.lab.accruals import schedule
from sspipe.lab.asked import Wish
from sspipe.lab.catalogue import causes_of
from sspipe.lab.causes_elements import ELEMENTS
from sspipe.lab.causes_oncosts import CENTRE
from sspipe.lab.causes_people import PEOPLE
from sspipe.lab.chance import stream
from sspipe.lab.ground import Ground
from sspipe.lab.laying import laid_anew
from sspipe.lab.months import Month
from sspipe.lab.plant import BILLED, BOOKED, LEDGER, Plant, Planting
from sspipe.lab.shared_causes import with_due

Spot = tuple[str, Month]
WIDE = {*CENTRE, "HOST_ERROR_BILLED"}
MOST_ALONE = 8
"""Breaks that one cause may make where every cause is planted: of those that run on through months the latest."""


def planted(ground: Ground, plantings: list[Planting], every: Iterable[Wish]) -> tuple[Ground, list[Planting]]:
    """The ground with every wish planted, each where no other stands; those that take all invoices or accruals last.

    What was not asked for by name is planted only where it stands alone: see `_alone`.

    Raises:
        ValueError: when a wish that was asked for has no room in this seed.
    """
    found = list(plantings)
    for wish in sorted(every, key=_turn):
        ground, chosen = _chosen(ground, wish, found)
        if not chosen and wish.is_asked:
            message = f"{wish.text} can occur nowhere in seed {ground.seed}"
            raise ValueError(message)
        found += chosen
    return ground, found


def _turn(wish: Wish) -> tuple[int, bool]:
    """When a wish is planted: people, elements, all that rests on them, what a whole file lacks, accruals.

    Of each turn what takes a month of every post, or a post's month on both sides, comes first, if it was not asked for
    by name.
    """
    codes = {code.split("/")[0] for code in wish.codes}
    return _of_records(codes) + 2 * _of_files(codes), wish.is_asked or wish.codes[0].split("/")[0] not in WIDE


def _of_records(codes: set[str]) -> int:
    return 0 if codes & set(PEOPLE) else 1 if codes & set(ELEMENTS) else 2


def _of_files(codes: set[str]) -> int:
    if any(code.startswith("ACCRUAL_") for code in codes):
        return 2
    return int("BELOW_PUBLICATION_THRESHOLD" in codes)


def is_of_records(wish: Wish) -> bool:
    """Whether a wish changes what HR has recorded."""
    return any(code.split("/")[0] in {**PEOPLE, **ELEMENTS} for code in wish.codes)


def after(ground: Ground, planting: Planting) -> Ground:
    """The ground with a planting's records and invoices, what it makes due, and the accruals that follow from them.

    Raises:
        ValueError: when no invoice is left to bill what it makes due.
    """
    laid = billed_after(ground, planting)
    if laid is None:
        message = f"what {planting.first.kind} makes due can no longer be billed in seed {ground.seed}"
        raise ValueError(message)
    return laid


def billed_after(ground: Ground, planting: Planting) -> Ground | None:
    """The same; None where no invoice is left to bill what it makes due, or what records before it made due."""
    laid: Ground | None = ground
    if planting.is_of_records:
        laid = laid_anew(ground, planting.people or ground.people, planting.elements)
        for earlier in ground.recorded:
            laid = with_due(laid, earlier) if laid else None
        laid = replace(laid, recorded=(*ground.recorded, planting)) if laid else None
    if laid is None:
        return None
    papers = tuple(planting.papers(list(laid.papers)))
    changed = with_due(replace(laid, papers=papers, changed=(*laid.changed, *planting.pay)), planting)
    return with_accruals(changed) if changed else None


def with_accruals(ground: Ground) -> Ground:
    """The ground with the year end's schedule of its invoices."""
    return replace(ground, accruals=tuple(schedule(ground.site, ground.agreed, ground.tranches, ground.papers)))


def _chosen(ground: Ground, wish: Wish, found: list[Planting]) -> tuple[Ground, list[Planting]]:
    taken = {plant.place for each in found for plant in each.plants}
    told = {each.first.post for each in found if each.people is not None}
    first, *others = sorted(wish.codes, key=lambda code: min(place for place, _ in causes_of(code)))
    rng = stream(ground.seed, "planted", wish.text)
    possible = [
        each
        for each in _plantings(ground, first, taken)
        if _is_there(each.first, wish) and not (each.people is not None and each.first.post in told)
    ]
    if not wish.is_asked:
        possible = _alone(possible, found)
    if not others:
        return _any_of(ground, possible, rng)
    spots = {_spot(each) for each in _plantings(ground, others[0], taken)}
    for planting in rng.sample(possible, len(possible)):
        laid = billed_after(ground, planting) if _spot(planting) in spots else None
        if laid is not None:
            seconds = _plantings(laid, others[0], taken)
            beside = [each for each in seconds if _spot(each) == _spot(planting) and _is_there(each.first, wish)]
            last, second = _any_of(laid, beside, rng)
            if second:
                return last, [planting, *second]
    return ground, []


def _plantings(ground: Ground, code: str, taken: set[tuple[str, str, Month]]) -> Iterator[Planting]:
    for _, cause in causes_of(code):
        for planting in cause(ground):
            if not any(plant.place in taken for plant in planting.plants):
                yield planting


def _any_of(ground: Ground, possible: Iterable[Planting], rng: Random) -> tuple[Ground, list[Planting]]:
    """One of the plantings at random, of those whose due can still be billed; none where there is none."""
    left = list(possible)
    while left:
        chosen = rng.choice(left)
        laid = billed_after(ground, chosen)
        if laid is not None:
            return laid, [chosen]
        left = [each for each in left if each is not chosen]
    return ground, []


def _alone(possible: list[Planting], found: list[Planting]) -> list[Planting]:
    """Those that stand alone on their post and month; where there are none, alone among breaks of their own side.

    Two causes of cost side by side may be a third one: a month paid twice and the next one lost is pay posted early.
    """
    few = [each for each in possible if len(each.plants) <= MOST_ALONE]
    everywhere = {spot for each in found for spot in _spots(each)}
    costs = {(plant.post, plant.month.plus(by)) for plant in _costs(found) for by in (-1, 1)}
    apart = [each for each in few if not any((plant.post, plant.month) in costs for plant in _costs([each]))]
    alone = [each for each in apart if not _spots(each) & everywhere]
    return alone or [each for each in apart if not any(_sides(each) & _sides(other) for other in found)]


def _costs(plantings: Iterable[Planting]) -> Iterator[Plant]:
    return (plant for each in plantings for plant in each.plants if plant.pair == LEDGER)


def _spots(planting: Planting) -> set[Spot]:
    return {*planting.beside, *((plant.post, plant.month) for plant in planting.plants)}


def _sides(planting: Planting) -> set[tuple[str, Spot]]:
    """Where it stands, and on which side: charges and bookings rest on one invoice."""
    of_invoices = {("recharge", spot) for spot in planting.beside}
    sides = dict.fromkeys((BILLED, BOOKED), "recharge")
    return of_invoices | {(sides.get(each.pair, each.pair), (each.post, each.month)) for each in planting.plants}


def _spot(planting: Planting) -> Spot:
    return planting.first.post, planting.first.month


def _is_there(plant: Plant, wish: Wish) -> bool:
    return wish.where in ("", plant.post, plant.council) and wish.month in (None, plant.month)
