"""Pay of a month that the ledger lacks or holds twice, and whether the month beside holds the mirror of it (R9 f).

Until the next period's ledger is in nobody can tell a month that is missing from one that comes later, nor one posted
twice from one posted early: both are said. Then the mirror decides: with it the timing alone stands, proved, in both
months; without it the other.
"""

from collections.abc import Iterator
from dataclasses import replace

from sspipe.model.posts import Occupancy
from sspipe.reconcile.cost_words import (
    ask_finance,
    ask_payroll,
    host_of,
    minus,
    month_name,
    next_ledger,
    pounds_of,
    predicted,
    row_of,
)
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis, Parts, key_of
from sspipe.reconcile.lines_beside import holds_twice_but_for_a_slip, is_all_posted, lines_once_more
from sspipe.reconcile.months_beside import (
    came_earlier,
    comes_later,
    is_a_second_time,
    is_told_by_timing,
    is_told_of_month_before,
    lacking_of,
    lacks,
    late_from,
    paid_of,
    stands_besides,
)
from sspipe.reconcile.post_months import PostMonth

DAY = "%-d %B %Y"


def missing_pay(of: PostMonth) -> Iterator[Hypothesis]:
    """Minus R3 of the month, of all who hold the post or of one of them; nothing where their lines stand."""
    for ref, parts in paid_of(of) if not is_all_posted(of) else ():
        starters = _starters(of)
        is_part_month = ref in starters if ref else set(of.recosting.by_person) <= set(starters)
        if is_told_by_timing(of, parts) or is_part_month or not _is_earned_in(of, ref):
            continue
        whose = "one holder's " if ref else ""
        said = predicted(
            of,
            "MISSING_PAY",
            CauseClass.RECORDED,
            minus(parts),
            what=f"{whose}pay of {month_name(of.month)} that was never posted",
            sentence=(
                f"{host_of(of)} posted nothing of {whose or 'the '}pay of {month_name(of.month)}, "
                f"{pounds_of(parts)}, to the post.{ask_payroll(of, 'post it, or to say where it was posted')}"
            ),
            decides=next_ledger(of),
        )
        yield replace(said, empties=not ref)


def starter_unpaid(of: PostMonth) -> Iterator[Hypothesis]:
    """Minus R3 of the part month of somebody who came to the post in it."""
    for ref, starter in _starters(of).items():
        parts = of.recosting.by_person[ref]
        if is_told_by_timing(of, parts):
            continue
        yield predicted(
            of,
            "STARTER_UNPAID",
            CauseClass.RECORDED,
            minus(parts),
            what=f"pay from {starter.valid_from:{DAY}}, the first day held, that was never paid",
            sentence=(
                f"The post has been held from {starter.valid_from:{DAY}} by HR's record, and {host_of(of)} did not pay "
                f"the {pounds_of(parts)} for {month_name(of.month)}.{ask_payroll(of, 'pay it')}"
            ),
            decides=next_ledger(of),
            rows=[row_of(starter)],
        )


def posted_next_period(of: PostMonth) -> Iterator[Hypothesis]:
    """Minus the month's R3 now and plus it a month later; in that later month the reverse."""
    later = month_name(of.month.month_after())
    for ref, whole in paid_of(of):
        proved = list(comes_later(of, whole)) if of.next_is_in else []
        may_come = [whole] if not of.next_is_in and _is_earned_in(of, ref) else []
        for parts in () if any(came_earlier(of, whole)) else proved or may_come:
            yield _timing(
                of,
                "POSTED_NEXT_PERIOD",
                minus(parts),
                what=f"pay of {month_name(of.month)} that is posted in {later}",
                sentence=f"{host_of(of)} "
                + (f"posted {pounds_of(parts)}" if proved else f"has not posted {pounds_of(parts)}")
                + f", pay of {month_name(of.month)}, "
                + (f"in {later} only; the two months cancel out." if proved else f"yet; it may come in {later}."),
                is_proved=bool(proved),
            )
    yield from _late_of_month_before(of)


def posted_early(of: PostMonth) -> Iterator[Hypothesis]:
    """Plus the next month's R3 now and minus it then; in that month the reverse."""
    later = month_name(of.month.month_after())
    for parts in stands_besides(of, of.after.foreseen):
        is_proved = of.next_is_in and lacks(of.after, parts)
        is_open = not of.next_is_in and is_a_second_time(of, parts)
        if (is_proved or is_open) and _is_earned_in(of.after, "") and not is_told_of_month_before(of, parts):
            yield _timing(
                of,
                "POSTED_EARLY",
                parts,
                what=f"pay of {later} posted a month early",
                sentence=f"{host_of(of)} posted {pounds_of(parts)} twice in {month_name(of.month)}"
                + (
                    f" and nothing in {later}: it is the pay of {later}, and the two months cancel out."
                    if is_proved
                    else f"; it may be pay of {later}."
                ),
                is_proved=is_proved,
            )
    for _, whole in paid_of(of):
        for mine in came_earlier(of, whole):
            yield _timing(
                of,
                "POSTED_EARLY",
                minus(mine),
                what=f"pay of {month_name(of.month)} posted a month early",
                sentence=(
                    f"{host_of(of)} had posted {pounds_of(mine)}, pay of {month_name(of.month)}, in "
                    f"{month_name(of.before.month)}; the two months cancel out."
                ),
                is_proved=True,
            )


def duplicate_posting(of: PostMonth) -> Iterator[Hypothesis]:
    """The month's lines a second time: those that it should hold, or those that stand there, right or wrong."""
    expected, shown = of.expected, lines_once_more(of)
    is_whole = is_a_second_time(of, expected) or holds_twice_but_for_a_slip(of, expected)
    found = {key_of(parts): parts for parts in ([expected] if is_whole else []) + [shown]}
    for key, parts in found.items():
        if key and not _is_timing(of, expected) and not _is_timing(of, parts):
            yield predicted(
                of,
                "DUPLICATE_POSTING",
                CauseClass.RECORDED,
                parts,
                what=f"pay of {month_name(of.month)} posted twice",
                sentence=(
                    f"{host_of(of)} posted the pay of {month_name(of.month)}, {pounds_of(parts)}, a second time."
                    f"{ask_finance(of, 'reverse it')}"
                ),
                decides=next_ledger(of),
            )


def _is_timing(of: PostMonth, parts: Parts) -> bool:
    """Whether what stands twice is known to be pay of a month beside."""
    return (of.next_is_in and lacks(of.after, parts)) or is_told_of_month_before(of, parts)


def _timing(  # noqa: PLR0913 - what a hypothesis is made of
    of: PostMonth, code: str, parts: Parts, *, what: str, sentence: str, is_proved: bool
) -> Hypothesis:
    said = predicted(of, code, CauseClass.TIMING, parts, what=what, sentence=sentence, decides=next_ledger(of))
    weight = None if is_proved else CauseClass.RECORDED
    return replace(said, is_supposed=not is_proved, weighs_as=weight)


def _starters(of: PostMonth) -> dict[str, Occupancy]:
    """Who came to the post after the month's first day, with the record."""
    rows = of.recosting.held
    first = {
        ref: min((row for row in of.recosting.known if row.occupant_ref == ref), key=lambda row: row.valid_from)
        for ref in sorted({row.occupant_ref for row in rows})
    }
    paid = of.recosting.by_person
    return {ref: row for ref, row in first.items() if row.valid_from > of.month.first_day and ref in paid}


def _is_earned_in(of: PostMonth, ref: str) -> bool:
    """Whether somebody holds the post in the month and is to be paid for it; neither late money nor final pay tells."""
    persons, holders = of.recosting.persons, {row.occupant_ref for row in of.recosting.held}
    whom = [ref] if ref else of.recosting.by_person
    return any(persons[each].current.get(of.post_ref) for each in whom if each in holders)


def _late_of_month_before(of: PostMonth) -> Iterator[Hypothesis]:
    before = of.before
    for _, whole in lacking_of(before):
        for parts in late_from(before, of, whole):
            yield _timing(
                of,
                "POSTED_NEXT_PERIOD",
                parts,
                what=f"pay of {month_name(before.month)} that was posted a month late",
                sentence=(
                    f"{host_of(of)} posted {pounds_of(parts)}, pay of {month_name(before.month)}, in "
                    f"{month_name(of.month)} only; the two months cancel out."
                ),
                is_proved=True,
            )
