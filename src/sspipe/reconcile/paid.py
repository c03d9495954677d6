"""What was paid of the host's documents, laid on posts and service months; nothing where cash is not evidenced (R9).

A payment holds VAT; what is paid of a recharge is its net part. A payment of part of a document is spread over its
lines in the order in which they stand, each to the same portion.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sspipe.model.ledger import ClearedItem
from sspipe.model.money import rounded_pence
from sspipe.model.periods import Period
from sspipe.model.statement import Posted
from sspipe.reconcile.actual import Placed


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidPart:
    """What one payment settled of one post and service month, net of VAT."""

    post: str
    service: Period
    paid_on: date
    amount_pence: int


def paid_parts(
    placed: Sequence[Placed], billed: Sequence[Posted], cleared: Sequence[ClearedItem]
) -> tuple[PaidPart, ...]:
    """Every payment of the host's documents on the lines that were billed by them, in order of payment."""
    gross = _gross_by_document(placed, {posted.counterparty for posted in billed})
    lines: dict[str, list[Posted]] = defaultdict(list)
    for posted in billed:
        lines[posted.document].append(posted)
    ordered = sorted(cleared, key=lambda item: (item.cleared_on, item.document, item.amount_pence))
    known = (item for item in ordered if gross.get(item.document))
    return tuple(part for item in known for part in _laid(item, gross[item.document], lines[item.document]))


def _gross_by_document(placed: Sequence[Placed], charged: Collection[str]) -> Mapping[str, int]:
    """What each document charges the councils named, with VAT: income stands minus in a ledger."""
    gross: dict[str, int] = defaultdict(int)
    for item in placed:
        if item.line.counterparty in charged:
            gross[item.line.document] -= item.line.amount_pence + item.line.vat_pence
    return gross


def _laid(item: ClearedItem, gross_pence: int, lines: Sequence[Posted]) -> Iterator[PaidPart]:
    portion = Fraction(item.amount_pence, gross_pence)
    charged = before = 0
    for line in lines:
        charged += line.amount_pence
        paid = rounded_pence(portion * charged)
        yield PaidPart(post=line.post, service=line.service, paid_on=item.cleared_on, amount_pence=paid - before)
        before = paid
