"""Pay of one post that stands under another: the lines that hold what a post has too much (R5, R9)."""

from collections.abc import Iterable, Iterator

from sspipe.reconcile.hypotheses import Parts
from sspipe.reconcile.post_months import PostMonth
from sspipe.reconcile.shown_lines import ShownLine, added_up


def unnamed_lines(of: PostMonth) -> list[ShownLine]:
    """Lines that came to the post by its cost centre, not by its reference."""
    return [line for line in of.shown if line.line.post_ref != of.post_ref]


def lines_of_strangers(of: PostMonth) -> list[ShownLine]:
    """Lines for somebody who has never held the post: by its cost centre, or by its reference for another's holder."""
    holders = {row.occupant_ref for row in of.recosting.recorded}
    strange = [line for line in of.shown if line.line.occupant_ref and line.line.occupant_ref not in holders]
    return [line for line in strange if line.line.post_ref != of.post_ref or of.posts_held_by(line.line.occupant_ref)]


def lines_under_others(of: PostMonth) -> Iterator[tuple[PostMonth, list[ShownLine]]]:
    """The lines for each who holds the post or is paid of it that name another one, which that person never held."""
    for ref in sorted({row.occupant_ref for row in of.recosting.held} | {*of.recosting.by_person}):
        for other in of.others_that_show(ref):
            lines = [line for line in lines_of_strangers(other) if line.line.occupant_ref == ref]
            if lines:
                yield other, lines


def lines_too_much(of: PostMonth, lacking: PostMonth) -> list[ShownLine]:
    """The lines that hold what a month has too much and another post's lacks: one of each amount, else all among them.

    By their sums alone only where no third post differs by as much, either way.
    """
    exact = _lines_of(unnamed_lines(of), of.difference)
    return exact if exact or not _are_two_alone(of, lacking) else _among(of)


def _are_two_alone(of: PostMonth, lacking: PostMonth) -> bool:
    others = (*of.posts_that_differ_by(lacking.difference), *lacking.posts_that_differ_by(of.difference))
    return [other.spot for other in others] == [lacking.spot, of.spot]


def _among(of: PostMonth) -> list[ShownLine]:
    """The unnamed lines of what differs, if they come to as much at least, part by part; else nothing."""
    among = [line for line in unnamed_lines(of) if of.difference.get(line.part, 0)]
    sums = added_up(among)
    differs = ((sums.get(part, 0), pence) for part, pence in of.difference.items() if pence)
    return among if all(shown >= pence if pence > 0 else shown <= pence for shown, pence in differs) else []


def _lines_of(lines: Iterable[ShownLine], parts: Parts) -> list[ShownLine]:
    """One line of each amount, or nothing where one of them has none."""
    found = {(line.part, line.amount_pence): line for line in lines}
    wanted = [(part, pence) for part, pence in parts.items() if pence]
    return [found[each] for each in wanted] if all(each in found for each in wanted) else []
