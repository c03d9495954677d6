"""What goes wrong with the accruals of a year end: not raised, at another amount, not reversed, or reversed twice."""

from collections.abc import Callable, Iterator, Mapping

from sspipe.lab.accruals import Accrual
from sspipe.lab.chance import stream
from sspipe.lab.ground import Ground
from sspipe.lab.months import Month
from sspipe.lab.pence import PENCE
from sspipe.lab.plant import ACCRUED, Plant, Planting
from sspipe.lab.site import LAST_OF_YEAR

MOST_ASTRAY = 500 * PENCE
APRIL = LAST_OF_YEAR.plus(1)


def _plant(kind: str, line: Accrual, amount: int, known_from: Month) -> Plant:
    return Plant(
        kind=kind, post=line.post, month=line.earned, pair=ACCRUED, amount=amount, council=line.council,
        known_from=known_from, partner=line.accrual_id,
    )  # fmt: skip


def _raised(kind: str, line: Accrual, amount: int) -> Planting:
    """A line that stands at another amount in March, and is reversed as it stands."""
    plant = _plant(kind, line, amount - line.amount, LAST_OF_YEAR)
    return Planting(plants=(plant,), raised={line.accrual_id: amount}, turned={line.accrual_id: -amount})


def _turned(kind: str, line: Accrual, amount: int) -> Planting:
    """A line that April does not take back for what it is."""
    plant = _plant(kind, line, line.amount + amount, APRIL)
    return Planting(plants=(plant,), turned={line.accrual_id: amount})


def accrual_not_raised(ground: Ground) -> Iterator[Planting]:
    """Any line of the schedule, missing in March and April."""
    return (_raised("ACCRUAL_NOT_RAISED", line, 0) for line in ground.accruals)


def accrual_differs(ground: Ground) -> Iterator[Planting]:
    """Any line of the schedule, at another amount in March and April."""
    for line in ground.accruals:
        more = stream(ground.seed, "accrual differs", line.accrual_id).randint(PENCE, MOST_ASTRAY)
        yield _raised("ACCRUAL_DIFFERS", line, line.amount + more)


def accrual_not_reversed(ground: Ground) -> Iterator[Planting]:
    """Any line of the schedule, still there after April."""
    return (_turned("ACCRUAL_NOT_REVERSED", line, 0) for line in ground.accruals)


def accrual_reversed_twice(ground: Ground) -> Iterator[Planting]:
    """Any line of the schedule, taken back for twice its amount."""
    return (_turned("ACCRUAL_REVERSED_TWICE", line, -2 * line.amount) for line in ground.accruals)


ACCRUALS: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "ACCRUAL_NOT_RAISED": accrual_not_raised,
    "ACCRUAL_DIFFERS": accrual_differs,
    "ACCRUAL_NOT_REVERSED": accrual_not_reversed,
    "ACCRUAL_REVERSED_TWICE": accrual_reversed_twice,
}
