"""Recharge lines of both sides laid on post and service month: what the host billed and what the partner booked.

Rules R7 and R9. Billed is minus the host's income, booked the partner's expenditure, both net of VAT, actual lines
only; a credit note nets off by its sign. A line that names no service month goes to the oldest month not yet covered,
marked assumed; one that covers several posts or months is spread by due, marked allocated.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sspipe.model.councils import AccountUse
from sspipe.model.dues import DueItem
from sspipe.model.ledger import LedgerLine
from sspipe.model.money import split
from sspipe.model.periods import Period, months_between
from sspipe.model.statement import Posted
from sspipe.reconcile.actual import Placed
from sspipe.reconcile.attribution import Belongs

Spot = tuple[str, Period]


@dataclass(frozen=True, slots=True)
class Dues:
    """Due by post and service month, for laying lines; positive or negative."""

    by_spot: Mapping[Spot, int]
    of_post: Mapping[str, Sequence[Spot]]

    @classmethod
    def of(cls, due: Sequence[DueItem]) -> "Dues":
        """Add up every part of each month."""
        total: dict[Spot, int] = defaultdict(int)
        for item in due:
            total[item.post, item.service] += item.due_pence
        of_post: dict[str, list[Spot]] = defaultdict(list)
        for spot in total:
            of_post[spot[0]].append(spot)
        return cls(dict(total), of_post)

    def oldest_first(self, posts: Sequence[str]) -> list[Spot]:
        """What is due on some posts, month by month."""
        ours = (spot for post in posts for spot in self.of_post.get(post, ()))
        return sorted(ours, key=lambda spot: (spot[1], spot[0]))

    def weights(self, posts: Sequence[str], months: Sequence[Period]) -> list[tuple[Spot, Fraction]]:
        """Due of each spot; evenly where nothing is due on any."""
        spots = [(post, month) for post in posts for month in months]
        weights = [(spot, Fraction(max(self.by_spot.get(spot, 0), 0))) for spot in spots]
        return weights if any(weight for _, weight in weights) else [(spot, Fraction(1)) for spot in spots]


def post_recharges(
    placed: Sequence[Placed], use: AccountUse, counterparty: str, dues: Dues, posts: Sequence[str]
) -> tuple[Posted, ...]:
    """One council's recharge lines of one use with one other, laid on posts and service months in posting order."""
    covered: dict[Spot, int] = defaultdict(int)
    laid: list[Posted] = []
    ours = [item for item in placed if item.is_recharge and item.use is use and item.line.counterparty == counterparty]
    credited = {item.line.document: _months_of(item.line) for item in ours if not item.line.credits_document}
    for item in sorted(ours, key=_posting_order):
        months = _months_of(item.line) or credited.get(item.line.credits_document, [])
        for posted in _lay(item, months, dues, posts, covered):
            covered[posted.post, posted.service] += posted.amount_pence
            laid.append(posted)
    return tuple(laid)


def _posting_order(item: Placed) -> tuple[object, ...]:
    line = item.line
    return (line.posting_date, line.period, line.document, line.line, line.reference, line.amount_pence)


def _lay(
    item: Placed, months: Sequence[Period], dues: Dues, posts: Sequence[str], covered: Mapping[Spot, int]
) -> Iterator[Posted]:
    line = item.line
    charge = -line.amount_pence if item.use is AccountUse.RECHARGE_INCOME else line.amount_pence
    named = _posts_of(item, posts)
    if months:
        spots = dues.weights(named, months)
        for spot, amount in split(charge, spots).items():
            yield _posted(item, spot, amount, is_allocated=len(spots) > 1)
        return
    for spot, amount in _oldest_first(charge, named, line.period.month, dues, covered):
        yield _posted(item, spot, amount, is_assumed=True, is_allocated=len(named) > 1)


def _posts_of(item: Placed, posts: Sequence[str]) -> list[str]:
    if item.attribution.belongs is Belongs.TO_POSTS:
        return sorted(item.attribution.by_post)
    return sorted(posts)


def _months_of(line: LedgerLine) -> list[Period]:
    if line.service_from is None:
        return []
    last = line.service_to or line.service_from
    return list(months_between(Period.of(line.service_from), Period.of(last)))


def _oldest_first(
    charge: int, posts: Sequence[str], posted_in: Period, dues: Dues, covered: Mapping[Spot, int]
) -> Iterator[tuple[Spot, int]]:
    """Fill the oldest months that are not covered; what is left over stays with the month of posting."""
    left = charge
    for spot in dues.oldest_first(posts):
        missing = dues.by_spot[spot] - covered.get(spot, 0)
        if left > 0 and missing > 0 and spot[1] <= posted_in:
            part = min(left, missing)
            left -= part
            yield spot, part
    if left:
        yield (posts[0], posted_in), left


def _posted(item: Placed, spot: Spot, amount_pence: int, *, is_assumed: bool = False, is_allocated: bool) -> Posted:
    laid = posted_of(item.line, spot, amount_pence)
    return replace(laid, is_assumed=is_assumed, is_allocated=is_allocated)


def posted_of(line: LedgerLine, spot: Spot, amount_pence: int) -> Posted:
    """A ledger line as it counts for a post and service month."""
    return Posted(
        post=spot[0],
        council=line.council,
        counterparty=line.counterparty,
        service=spot[1],
        posted_on=line.posting_date,
        posted_in=line.period,
        document=line.document,
        amount_pence=amount_pence,
        reference=line.reference,
        accrual_id=line.accrual_id,
        is_assumed=False,
        is_allocated=False,
        source_file=line.source_file,
        source_row=line.source_row,
    )
