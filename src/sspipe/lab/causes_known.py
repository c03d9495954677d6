"""What moves pounds between months as it should: late changes, late grades and arrears, which are no break."""

from collections.abc import Callable, Iterator, Mapping

from sspipe.lab.ground import Ground, Held
from sspipe.lab.months import Month
from sspipe.lab.plant import LEDGER, Plant, Planting

STEPS = ("correction", "unpaid month")


def late_change_paid(ground: Ground) -> Iterator[Planting]:
    """Each month that pays or takes back what HR learned late, where no grade changed."""
    for held in ground.held():
        if not _is_regraded(ground, held):
            yield from _told(ground, "LATE_CHANGE_PAID", held, STEPS)


def regrade_backdated(ground: Ground) -> Iterator[Planting]:
    """Each month that pays a grade which HR learned late."""
    for held in ground.held():
        if _is_regraded(ground, held):
            yield from _told(ground, "REGRADE_BACKDATED", held, STEPS)


def arrears_paid(ground: Ground) -> Iterator[Planting]:
    """Each month that pays the arrears of an award."""
    for held in ground.held():
        yield from _told(ground, "ARREARS_PAID", held, ("arrears",))


def _told(ground: Ground, kind: str, held: Held, steps: tuple[str, ...]) -> Iterator[Planting]:
    pence = sum(each.total for each in ground.paid(held) if each.step in steps)
    if pence:
        plant = Plant(
            kind=kind, post=held.post, month=held.month, pair=LEDGER, amount=pence, council=ground.host(held.post),
            known_from=held.month, is_information=True,
        )  # fmt: skip
        yield Planting(plants=(plant,))


def _is_regraded(ground: Ground, held: Held) -> bool:
    """Whether what HR learned since the cut-off before is another point for days that had one."""
    now, then = (_points(ground, held, month) for month in (held.month, held.month.plus(-1)))
    return any(now[month] != then[month] for month in then if month in now)


def _points(ground: Ground, held: Held, known: Month) -> Mapping[Month, frozenset[tuple[str, str]]]:
    rows = [row for row in ground.payroll.rows_of(held.person, ground.host(held.post), known) if row.post == held.post]
    months = ground.payroll.facts.first.through(held.month.plus(-1))
    found = {month: frozenset((row.scale, row.point) for row in rows if row.overlap(month)) for month in months}
    return {month: points for month, points in found.items() if points}


KNOWN: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "LATE_CHANGE_PAID": late_change_paid,
    "REGRADE_BACKDATED": regrade_backdated,
    "ARREARS_PAID": arrears_paid,
}
