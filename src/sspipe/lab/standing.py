"""What the lines of one person's month hold, with what is planted in them already."""

from collections.abc import Iterator

from sspipe.lab.ground import Ground, Held
from sspipe.lab.plant import COMPONENTS, PayChange


def of_post(ground: Ground, held: Held) -> dict[str, int]:
    """What a month's lines hold of one person for one post, by component, with what already changed them."""
    found = dict.fromkeys(COMPONENTS, 0)
    for payment in ground.paid(held):
        for part in COMPONENTS:
            found[part] += getattr(payment, part)
    for change in _changes_of(ground, held):
        found[change.component] += change.amount
    return {part: pence for part, pence in found.items() if pence}


def is_changed(ground: Ground, held: Held) -> bool:
    """Whether something already changed the lines of a month: of lines that are gone it would leave nothing."""
    return any(_changes_of(ground, held))


def _changes_of(ground: Ground, held: Held) -> Iterator[PayChange]:
    """What already changed the lines of a month."""
    at = (each for each in ground.changed if Held(each.post, each.month, each.person) == held)
    return (change for change in at if not change.is_own)
