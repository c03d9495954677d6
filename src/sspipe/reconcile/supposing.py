"""What a month would be billed if its parts came to other amounts, and by how much that differs from due."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sspipe.model.dues import DueItem
from sspipe.model.money import in_pounds, more_or_less, rounded_pence
from sspipe.model.statement import Posted
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.recharge_months import RechargeMonth

Amount = Callable[[DueItem], int | None]
"""What a part of due would be billed at; None where the supposition says nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """Parts of a month billed otherwise; `lines` are those that bill exactly that, where any does alone."""

    items: tuple[DueItem, ...]
    billed_pence: int
    due_pence: int
    lines: tuple[Posted, ...]

    @property
    def shift_pence(self) -> int:
        """How much more is billed than is due."""
        return self.billed_pence - self.due_pence


def supposed(month: RechargeMonth, amount: Amount) -> Iterator[Supposed]:
    """Each part alone, all together, those with a line each, and the month's part of a line that covers several."""
    items = month.billable
    lined = tuple(item for item in items if (pence := amount(item)) is not None and month.billed_at(pence))
    groups = [*((item,) for item in items), *(group for group in (tuple(items), lined) if len(group) > 1)]
    for group in dict.fromkeys(groups):
        billed = _sum_of(group, amount)
        if billed is not None:
            due = sum(item.due_pence for item in group)
            lines = month.billed_at(billed) or line_by_line(month, group, amount)
            yield Supposed(items=group, billed_pence=billed, due_pence=due, lines=lines)
    for line in month.lines.billed:
        if line.is_allocated:
            yield from _part_of_line(month, line, amount)


def line_by_line(month: RechargeMonth, items: Sequence[DueItem], amount: Amount) -> tuple[Posted, ...]:
    """The lines that bill several parts one by one, each part in a line of its own; nothing where one has none."""
    left, found = list(month.lines.billed), []
    for item in items:
        line = next((each for each in left if each.amount_pence == amount(item)), None)
        if line is None:
            return ()
        left.remove(line)
        found.append(line)
    return tuple(found)


def _sum_of(items: Sequence[DueItem], amount: Amount) -> int | None:
    amounts = [amount(item) for item in items]
    known = [each for each in amounts if each is not None]
    return sum(known) if known and len(known) == len(amounts) else None


def _part_of_line(month: RechargeMonth, line: Posted, amount: Amount) -> Iterator[Supposed]:
    """A line over several posts or months, if it is exactly what they would be billed together (R7: spread by due)."""
    parts = [(flow, part) for flow, part in month.books.laid_from(line) if flow.agreement == month.flow.agreement]
    items = [item for flow, part in parts for item in month.books.own_due(flow, part.post, part.service)]
    here = tuple(item for item in items if (item.post, item.service) == (line.post, line.service))
    if here and _sum_of(items, amount) == sum(part.amount_pence for _, part in parts):
        due = sum(item.due_pence for item in here)
        yield Supposed(items=here, billed_pence=line.amount_pence, due_pence=due, lines=(line,))


def as_billed(  # noqa: PLR0913 - what a hypothesis says
    month: RechargeMonth, code: str, cause_class: CauseClass, each: Supposed, *, what: str, why: str, decides: str
) -> Hypothesis:
    """The hypothesis that so much was billed; `why` follows "The £x more is"."""
    return Hypothesis(
        code=code,
        cause_class=cause_class,
        parts={None: each.shift_pence},
        what=what,
        sentence=(
            f"{billed_against_due(month, each)} The {more_or_less(each.shift_pence)} is {why}."
            f"{put_right(month, each.shift_pence)}"
        ),
        decides=decides,
        evidence=evidence_of(*(each.lines or month.lines.billed)),
        has_own_rows=bool(each.lines),
    )


def billed_against_due(month: RechargeMonth, each: Supposed) -> str:
    """What was billed and what is due, in a sentence."""
    billed, due = in_pounds(each.billed_pence), in_pounds(each.due_pence)
    return f"{month.host} billed {billed} for {month.label}; the agreed {share_of(each)} is {due}."


def put_right(month: RechargeMonth, shift_pence: int) -> str:
    """What the host is to do about so much too much or too little."""
    return f" Ask {month.host_officer} to {'credit' if shift_pence > 0 else 'bill'} the {in_pounds(abs(shift_pence))}."


def share_of(each: Supposed) -> str:
    """The agreed share as people call it: half, a percentage, or part where it changes inside the month."""
    shares = {days.share for item in each.items for days in item.days if days.share}
    if len(shares) != 1 or any(not days.share for item in each.items for days in item.days):
        return "part"
    (share,) = shares
    return "half" if share * 2 == 1 else f"share of {percent(share)}"


def bare_share_of(each: Supposed) -> str:
    """The agreed share without the word: half, 48%, part."""
    return share_of(each).removeprefix("share of ")


def percent(share: Fraction) -> str:
    """A share in percent, with two decimals where it is not whole.

    >>> percent(Fraction(47, 100)), percent(Fraction(37, 76))
    ('47%', '48.68%')
    """
    hundredths = rounded_pence(share * 10_000)
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}%" if rest else f"{whole}%"
