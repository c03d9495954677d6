"""Whether what a month lacks, or holds too much, stands in the month beside it (R9 f)."""

from collections.abc import Iterator

from sspipe.reconcile.hypotheses import Parts, key_of
from sspipe.reconcile.lines_beside import holds_besides, holds_twice
from sspipe.reconcile.post_months import PostMonth


def paid_of(of: PostMonth) -> Iterator[tuple[str, Parts]]:
    """What the month should hold: of everybody, and where several are paid of each of them, by person."""
    if not key_of(of.expected):
        return
    yield "", of.expected
    if len(of.recosting.by_person) > 1:
        yield from of.recosting.by_person.items()


def lacking_of(of: PostMonth) -> Iterator[tuple[str, Parts]]:
    """What a month that is not as it should be should hold."""
    return paid_of(of) if key_of(of.difference) else iter(())


def is_told_by_timing(of: PostMonth, parts: Parts) -> bool:
    """Whether the month's missing pay is known to stand in a month beside."""
    return came_earlier(of, parts) or (of.next_is_in and comes_later(of, parts))


def is_posted_next(of: PostMonth, parts: Parts) -> bool:
    """Whether these amounts are the month's pay, which has no line of its own and is known to stand a month later."""
    is_pay = any(key_of(paid) == key_of(parts) for _, paid in paid_of(of))
    is_taken_back = any(line.amount_pence < 0 for line in of.shown)
    return is_pay and not is_taken_back and of.next_is_in and lacks(of, parts) and comes_later(of, parts)


def comes_later(of: PostMonth, parts: Parts) -> bool:
    """Whether the month after holds these amounts besides its own."""
    return differs_by(of.after, parts) or stands_besides(of.after, parts)


def came_earlier(of: PostMonth, parts: Parts) -> bool:
    """Whether the month before holds these amounts besides its own, and this month lacks them."""
    before = of.before
    return lacks(of, parts) and (differs_by(before, parts) or stands_besides(before, parts))


def is_posted_before(of: PostMonth, parts: Parts) -> bool:
    """Whether the month after lacks what this month holds too much."""
    return lacks(of.after, parts)


def is_told_of_month_before(of: PostMonth, parts: Parts) -> bool:
    """Whether what the month holds too much is known to be the month's before."""
    return any(key_of(late) == key_of(parts) and is_late_from(of.before, of, late) for _, late in lacking_of(of.before))


def is_late_from(before: PostMonth, of: PostMonth, parts: Parts) -> bool:
    """Whether a month lacks these amounts and the one after holds them besides its own."""
    return lacks(before, parts) and (differs_by(of, parts) or stands_besides(of, parts))


def lacks(of: PostMonth, parts: Parts) -> bool:
    """Whether a month differs by minus these amounts, whatever else it differs by under other components."""
    return bool(key_of(parts)) and all(of.difference.get(part, 0) == -pence for part, pence in parts.items() if pence)


def stands_besides(of: PostMonth, parts: Parts) -> bool:
    """Whether a month that is not as it should be holds these amounts twice, or beside its own."""
    is_off = all(of.difference.get(part, 0) for part, pence in parts.items() if pence)
    return is_off and (holds_twice(of, parts) or holds_besides(of, parts))


def differs_by(of: PostMonth, parts: Parts) -> bool:
    """Whether these amounts are the whole of what a month differs by."""
    return bool(key_of(parts)) and key_of(of.difference) == key_of(parts)
