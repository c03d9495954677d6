"""Whether a month's lines hold amounts a second time, or beside what its own holders are to be paid."""

from collections import Counter

from sspipe.reconcile.hypotheses import Part, Parts, key_of
from sspipe.reconcile.post_months import PostMonth


def holds_besides(of: PostMonth, parts: Parts) -> bool:
    """Whether a month holds a line of each of these amounts that is nobody's of it, beside its own where it has any."""
    return bool(key_of(parts)) and all(_holds_besides(of, part, pence) for part, pence in parts.items() if pence)


def holds_twice(of: PostMonth, parts: Parts) -> bool:
    """Whether lines of these amounts stand in a month two times."""
    return bool(key_of(parts)) and all(_doubled(of, part) == pence for part, pence in parts.items() if pence)


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
