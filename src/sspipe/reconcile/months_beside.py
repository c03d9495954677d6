"""Whether what a month lacks of its pay stands in a month beside, and whether a month holds more than its own (R9 f).

Each answer is the amounts that stand so: all of them, or all but components of which the month that holds them shows
nothing at all, as where somebody has left a pension scheme.
"""

from collections.abc import Iterator

from sspipe.model.councils import Component
from sspipe.reconcile.hypotheses import Part, Parts, key_of, less
from sspipe.reconcile.lines_beside import holds_among, holds_besides, holds_twice
from sspipe.reconcile.pay_between_posts import lines_of_strangers
from sspipe.reconcile.post_months import PostMonth
from sspipe.reconcile.shown_lines import ShownLine, added_up


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
    return any(came_earlier(of, parts)) or (of.next_is_in and any(comes_later(of, parts)))


def is_posted_next(of: PostMonth, parts: Parts) -> bool:
    """Whether these amounts are the month's pay, which has no line of its own and is known to stand a month later."""
    is_pay = any(key_of(paid) == key_of(parts) for _, paid in paid_of(of))
    is_taken_back = any(line.amount_pence < 0 for line in of.shown)
    return is_pay and not is_taken_back and of.next_is_in and lacks(of, parts) and any(comes_later(of, parts))


def is_all_posted_next(of: PostMonth, parts: Parts) -> bool:
    """Whether who lacks these amounts lacks all that the month should hold, which is known to stand a month later."""
    is_all = any(key_of(parts) == key_of(less({}, paid)) for _, paid in paid_of(of))
    return is_all and of.next_is_in and any(comes_later(of, {part: -pence for part, pence in parts.items()}))


def is_told_of_month_before(of: PostMonth, parts: Parts) -> bool:
    """Whether what the month holds too much is known to be the month's before."""
    late = (each for _, whole in lacking_of(of.before) for each in late_from(of.before, of, whole))
    return any(key_of(each) == key_of(parts) for each in late)


def comes_later(of: PostMonth, parts: Parts) -> Iterator[Parts]:
    """What the month after holds of these amounts besides its own."""
    return _is_held(of.after, parts)


def came_earlier(of: PostMonth, parts: Parts) -> Iterator[Parts]:
    """What the month before holds of these amounts besides its own, where this month lacks them."""
    return (held for held in _is_held(of.before, parts) if lacks(of, held))


def late_from(before: PostMonth, of: PostMonth, parts: Parts) -> Iterator[Parts]:
    """What a month holds of the amounts that the one before lacks."""
    return (held for held in _is_held(of, parts) if lacks(before, held))


def stands_besides(of: PostMonth, parts: Parts) -> Iterator[Parts]:
    """What the lines of a month that is not as it should be hold of these amounts besides its own, right or wrong."""
    is_off = bool(key_of(of.difference))
    held = _as_shown(of, parts) if is_off else iter(())
    return (each for each in held if is_a_second_time(of, each) or holds_among(of, each))


def is_a_second_time(of: PostMonth, parts: Parts) -> bool:
    """Whether lines of these amounts stand twice, or beside what the month's own holders are to be paid."""
    is_off = all(of.difference.get(part, 0) for part, pence in parts.items() if pence)
    return is_off and (holds_twice(of, parts) or holds_besides(of, parts))


def lacks(of: PostMonth, parts: Parts) -> bool:
    """Whether a month differs by minus these amounts, whatever else it differs by under other components.

    Of on-costs it may lack more beside basic pay. Lines that stand for themselves are left out; where no basic pay is
    left at all, that alone tells.
    """
    wanted = [(part, pence) for part, pence in parts.items() if pence]
    own = _own_lines(of)
    without = less(added_up(own), of.expected)
    is_gone = not any(line.part is Component.BASIC for line in own) and parts.get(Component.BASIC)
    tells = [(part, pence) for part, pence in wanted if part is Component.BASIC] if is_gone else wanted
    return bool(wanted) and any(
        all(_is_lacking(differs.get(part, 0), part, pence, parts) for part, pence in tells)
        for differs in (of.difference, without)
    )


def _is_lacking(differs_pence: int, part: Part, pence: int, parts: Parts) -> bool:
    may_be_more = part is not Component.BASIC and pence > 0 and bool(parts.get(Component.BASIC))
    return differs_pence <= -pence if may_be_more else differs_pence == -pence


def _is_held(of: PostMonth, parts: Parts) -> Iterator[Parts]:
    found = {key_of(held): held for held in stands_besides(of, parts)}
    if key_of(parts) and key_of(of.difference) == key_of(parts):
        found[key_of(parts)] = parts
    yield from found.values()


def _as_shown(of: PostMonth, parts: Parts) -> Iterator[Parts]:
    """The amounts, and those of the components that the month shows at all; basic pay is among them."""
    yield parts
    shown = {part: pence for part, pence in parts.items() if of.shown_parts.get(part)}
    if shown.get(Component.BASIC) and key_of(shown) != key_of(parts):
        yield shown


def _own_lines(of: PostMonth) -> list[ShownLine]:
    """The month's lines of pay but those that stand for themselves: by hand, for another month, for nobody of it."""
    strange = {line.evidence for line in lines_of_strangers(of)}
    paid = {"", *of.recosting.by_person}
    return [
        line
        for line in of.shown
        if line.part is not None
        and line.line.document_type not in of.council.manual_documents
        and line.line.service_month in {None, of.month}
        and line.evidence not in strange
        and line.line.occupant_ref in paid
    ]
