"""The partner's part of a split amount, component by component: a presentation that adds up to the part (R6)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from sspipe.model.councils import Component
from sspipe.model.dues import SharedComponent, SharedDays
from sspipe.reconcile.hypotheses import Part


def part_by_part(
    shared: Mapping[Part, int], part_pence: int, days: Sequence[SharedDays]
) -> tuple[SharedComponent, ...]:
    """The components that are not nil, each with its part; odd pennies by largest remainder, ties as people list them.

    Where the components cancel out, each is taken at the share of the days.
    """
    listed = [part for part in (*Component, None) if shared.get(part)]
    whole = sum(shared.values())
    share = (
        Fraction(part_pence, whole) if whole else sum((each.part_of_month * each.share for each in days), Fraction())
    )
    exact = [shared[part] * share for part in listed]
    pence = [int(amount // 1) for amount in exact]
    by_remainder = sorted(range(len(listed)), key=lambda at: (pence[at] - exact[at], at))
    for at in by_remainder[: part_pence - sum(pence)]:
        pence[at] += 1
    return tuple(SharedComponent(part, shared[part], each) for part, each in zip(listed, pence, strict=True))
