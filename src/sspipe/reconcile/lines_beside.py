"""Whether a month's lines hold amounts at all, a second time, or beside what its own holders are to be paid."""

from collections import Counter

from sspipe.model.councils import Component
from sspipe.reconcile.hypotheses import Part, Parts, key_of
from sspipe.reconcile.post_months import PostMonth


def holds_besides(of: PostMonth, parts: Parts) -> bool:
    """Whether a month holds a line of each of these amounts that is nobody's of it, beside its own where it has any."""
    return bool(key_of(parts)) and all(_holds_besides(of, part, pence) for part, pence in parts.items() if pence)


def holds_twice(of: PostMonth, parts: Parts) -> bool:
    """Whether lines of these amounts stand in a month two times."""
    return bool(key_of(parts)) and all(_doubled(of, part) == pence for part, pence in parts.items() if pence)


def holds_among(of: PostMonth, parts: Parts) -> bool:
    """Whether a month holds a line of each of these amounts, and lines of its holders' own beside them, right or wrong.

    Of one component they may be gone, but not of basic pay: what is missing is never posted twice.
    """
    wanted = [(part, pence) for part, pence in parts.items() if pence]
    if (
        not parts.get(Component.BASIC)
        or len(wanted) == 1
        or not all(pence in _amounts(of, part) for part, pence in wanted)
    ):
        return False
    alone = [part for part, _ in wanted if _amounts(of, part).total() <= max(len(of.recosting.by_person), 1)]
    return len(alone) <= 1 and Component.BASIC not in alone


def holds_twice_but_for_a_slip(of: PostMonth, parts: Parts) -> bool:
    """Whether lines of these amounts stand twice, all of the second with the other sign or one with another amount."""
    wanted = [(part, pence) for part, pence in parts.items() if pence]
    sizes = {part: Counter(map(abs, _amounts(of, part).elements())) for part, _ in wanted}
    once = [part for part, pence in wanted if sizes[part][abs(pence)] == 1 and sizes[part].total() > 1]
    twice = [part for part, pence in wanted if sizes[part][abs(pence)] > 1]
    return len(twice) + len(once) == len(wanted) > 1 >= len(once)


def is_all_posted(of: PostMonth) -> bool:
    """Whether a month holds every line that its holders should have, with either sign, whatever stands beside them."""
    due: dict[Part, Counter[int]] = {}
    for parts in of.recosting.by_person.values():
        for part, pence in parts.items():
            due.setdefault(part, Counter())[abs(pence)] += bool(pence)
    return all(amounts <= Counter(map(abs, _amounts(of, part).elements())) for part, amounts in due.items())


def lines_once_more(of: PostMonth) -> Parts:
    """The lines that stand twice, once more: nothing unless some of every component of pay do."""
    found: dict[Part, int] = {part: pence for part in of.shown_parts if part and (pence := _doubled(of, part))}
    return found if all(part in found for part in of.shown_parts if of.expected.get(part)) else {}


def _holds_besides(of: PostMonth, part: Part, pence: int) -> bool:
    amounts = _amounts(of, part)
    if pence not in amounts or (amounts.total() == 1 and of.expected.get(part)):
        return False
    own = Counter(parts.get(part, 0) for parts in of.recosting.by_person.values())
    return pence in amounts - own


def _doubled(of: PostMonth, part: Part) -> int:
    return sum(pence * (count // 2) for pence, count in _amounts(of, part).items())


def _amounts(of: PostMonth, part: Part) -> Counter[int]:
    return Counter(shown.amount_pence for shown in of.shown if shown.part is part)
