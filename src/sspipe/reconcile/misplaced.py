"""Pay that names a joint post in a cost centre of none, until a transfer brings it home (R5).

A line that names a joint post in a foreign cost centre is missed by that post in the line's month. A transfer pair
whose credit stands in that cost centre, under the same use of account, takes away what stands there: first the lines of
the month that its debit is compared in, then the oldest. The credit belongs to the post that it names; where it names
none, to the post that the debit goes to, and then only where as much of that post stands there. Line and credit net to
nil in the period of the line, so that its break clears. The debit is the post's cost in the service month that it says,
else in its period, and is no longer missed in that month.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sspipe.model.councils import AccountUse, Component
from sspipe.model.ledger import LedgerLine
from sspipe.model.periods import Period
from sspipe.reconcile.actual import PAY_USES, Placed
from sspipe.reconcile.attribution import Belongs

CostSpot = tuple[str, str, Period]
Place = tuple[str, str, AccountUse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Misplaced:
    """A line in a cost centre of no joint post, or the part of a transfer that takes it away (minus).

    `stands_in` is the period of the break that it is part of, `missed_in` the month in which the post lacks it.
    """

    line: LedgerLine
    use: AccountUse
    post: str
    amount_pence: int
    stands_in: Period
    missed_in: Period

    @property
    def component(self) -> Component | None:
        """The component of pay; None: it is no pay."""
        return PAY_USES.get(self.use)


@dataclass(slots=True)
class _Standing:
    """What still stands of one line."""

    found: Misplaced
    left_pence: int


def misplaced_lines(placed: Sequence[Placed]) -> Iterator[Misplaced]:
    """One council's lines that name a joint post elsewhere, less what transfers brought home."""
    debits = {item.line: item for item in placed if item.transfer and item.line is item.transfer.debit}
    standing: dict[Place, list[_Standing]] = defaultdict(list)
    for item in sorted((item for item in placed if _is_elsewhere(item)), key=_order):
        if item.is_given_away:
            yield from _taken_away(item, debits, standing)
        else:
            for found in _wrong(item):
                standing[_place(found)].append(_Standing(found, found.amount_pence))
                yield found


def _is_elsewhere(item: Placed) -> bool:
    is_unnamed = item.attribution.belongs is Belongs.TO_NO_JOINT_POST and not item.line.post_ref
    return item.attribution.belongs is Belongs.WRONG_COST_CENTRE or (is_unnamed and item.is_given_away)


def _order(item: Placed) -> tuple[object, ...]:
    line = item.line
    return (line.period, item.is_given_away, line.posting_date, line.document, line.line, line.source_row)


def _place(found: Misplaced) -> Place:
    return (found.line.cost_centre, found.post, found.use)


def _wrong(item: Placed) -> Iterator[Misplaced]:
    for post, amount_pence in item.attribution.by_post.items():
        yield Misplaced(
            line=item.line,
            use=item.use,
            post=post,
            amount_pence=amount_pence,
            stands_in=item.line.period,
            missed_in=item.month,
        )


def _taken_away(
    credit: Placed, debits: Mapping[LedgerLine, Placed], standing: Mapping[Place, list[_Standing]]
) -> Iterator[Misplaced]:
    """The credit, in parts, each in the period of the line that it takes away; what is left over in its own."""
    debit = debits[credit.transfer.debit] if credit.transfer else credit
    is_named = credit.attribution.belongs is Belongs.WRONG_COST_CENTRE
    posts = (credit if is_named else debit).attribution.by_post
    if len(posts) != 1:
        return
    whole = Misplaced(
        line=credit.line,
        use=credit.use,
        post=next(iter(posts)),
        amount_pence=credit.line.amount_pence,
        stands_in=credit.line.period,
        missed_in=debit.month,
    )
    lines = standing.get(_place(whole), [])
    if is_named or sum(line.left_pence for line in lines) >= -whole.amount_pence:
        yield from _parts(whole, sorted(lines, key=lambda line: line.found.missed_in != whole.missed_in))


def _parts(whole: Misplaced, lines: Iterable[_Standing]) -> Iterator[Misplaced]:
    left = -whole.amount_pence
    for line in lines:
        part = min(left, max(line.left_pence, 0))
        if part:
            line.left_pence -= part
            left -= part
            yield replace(whole, amount_pence=-part, stands_in=line.found.stands_in)
    if left:
        yield replace(whole, amount_pence=-left)


def missing_pay(misplaced: Iterable[Misplaced]) -> dict[CostSpot, tuple[Misplaced, ...]]:
    """The pay that each post and month lacks because it stands elsewhere, host by host."""
    found: dict[CostSpot, list[Misplaced]] = defaultdict(list)
    for item in misplaced:
        if item.component is not None:
            found[item.post, item.line.council, item.missed_in].append(item)
    return {spot: tuple(items) for spot, items in found.items()}


def explained_by(parts: Mapping[Component | None, int], elsewhere: Sequence[Misplaced]) -> tuple[Misplaced, ...]:
    """The lines of each component whose difference is exactly minus those lines."""
    sums: dict[Component | None, int] = defaultdict(int)
    for item in elsewhere:
        sums[item.component] += item.amount_pence
    exact = {component for component, pence in parts.items() if component and pence and pence == -sums[component]}
    return tuple(item for item in elsewhere if item.component in exact)
