"""Two causes that work on the same pay, each on what the other leaves: their effects multiply, and do not add up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from random import Random

from sspipe.lab.causes_pay import at_rows, changed, known_rows, less, pay_day, sums
from sspipe.lab.choosing import billed_after, with_accruals
from sspipe.lab.ground import Ground, Held
from sspipe.lab.months import Month
from sspipe.lab.occupancies import Occupancy
from sspipe.lab.payments import PayDay
from sspipe.lab.plant import Planting
from tests.causes.in_memory import seeded
from tests.causes.pairs import NEEDED, PlantedSite, unshared

MOST = 8
"""Months of a seed that are paid so."""
LEAST_PENCE = 100
"""By how much the product has to miss the sum: of less one cannot speak."""
Pair = tuple[Planting, Planting]


@dataclass(frozen=True, slots=True)
class Factor:
    """One cause: the rows that payroll would go by, and the month whose pay values it would take."""

    code: str
    change: Callable[[Occupancy], Occupancy]
    values: Month


def planted_multiplied(seed: int) -> PlantedSite:
    """A seed with months paid at another time, another point or another month's pay values: at two of the three."""
    rng = Random(f"{seed} multiplied")
    ground = unshared(seeded(seed, NEEDED).ground)
    found: list[Pair] = []
    posts: set[tuple[str, Month]] = set()
    held = list(ground.held())
    for each in rng.sample(held, len(held)):
        near = {(each.post, each.month.plus(by)) for by in (-1, 0, 1)}
        every = list(_pairs(ground, each)) if len(found) < MOST and not near & posts else []
        if every:
            pair = rng.choice(every)
            posts.add((each.post, each.month))
            found.append(pair)
            ground = _after(ground, pair)
    return PlantedSite(with_accruals(ground), tuple(found))


def _after(ground: Ground, pair: Pair) -> Ground:
    for planting in pair:
        laid = billed_after(ground, planting)
        assert laid is not None, "of what is not charged nothing has to be billed anew"
        ground = laid
    return ground


def _pairs(ground: Ground, held: Held) -> Iterator[Pair]:
    """What one of two causes does to a month, and what the other adds where that is not what it would do alone."""
    right = sums(pay_day(ground, held))
    for one, other in combinations(_factors(ground, held), 2):
        both = Factor("", _then(one, other), _other(held, one, other))
        first, second, together = (less(sums(_paid(ground, held, each)), right) for each in (one, other, both))
        rest = less(sums(_paid(ground, held, both)), sums(_paid(ground, held, one)))
        is_product = one.code != other.code and all(_size(more, held) for more in (first, second, together))
        if is_product and abs(_size(rest, held) - _size(second, held)) >= LEAST_PENCE:
            a, b = list(changed(ground, one.code, held, first)), list(changed(ground, other.code, held, rest))
            yield from zip(a, b, strict=False)


def _factors(ground: Ground, held: Held) -> list[Factor]:
    rows, now = known_rows(ground, held), held.month
    times = sorted({(row.hours, row.full_time_hours) for row in rows})
    points = sorted({(row.scale, row.point) for row in rows})
    return [
        *(Factor("FTE_DIFFERS", partial(replace, hours=hours, full_time_hours=whole), now) for hours, whole in times),
        *(Factor("POINT_DIFFERS", partial(replace, scale=scale, point=point), now) for scale, point in points),
        Factor("AWARD_NOT_PAID", lambda row: row, now.plus(-1)),
        Factor("AWARD_PAID_EARLY", lambda row: row, now.plus(1)),
    ]


def _then(one: Factor, other: Factor) -> Callable[[Occupancy], Occupancy]:
    return lambda row: one.change(other.change(row))


def _other(held: Held, one: Factor, other: Factor) -> Month:
    return next((each.values for each in (one, other) if each.values != held.month), held.month)


def _paid(ground: Ground, held: Held, factor: Factor) -> PayDay:
    return at_rows(ground, held, factor.change, factor.values)


def _size(more: dict[str, dict[str, int]], held: Held) -> int:
    return sum(more.get(held.post, {}).values())
