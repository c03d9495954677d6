"""Who bears what of a post, and what the partner owes for each payment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from sspipe.lab.months import Month
from sspipe.lab.payments import Payment
from sspipe.lab.payroll import Payroll, Segment, View
from sspipe.lab.pence import half_up, split

Shares = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """How one post is shared between its host and one partner. `shares` is empty where it is not.

    `shared_terms` are the terms of the agreement that share the kind of cost they speak of.
    `leaves_out` are the terms of recorded elements that it does not share.
    """

    agreement: str
    post: str
    host: str
    partner: str
    shares: Mapping[date, Shares]
    shared_from: date
    ends: date | None
    second_approval: date | None
    retrospection: str
    levy_shared: bool
    overhead: Fraction
    shared_terms: frozenset[str] = frozenset()
    is_taxable: bool = False
    leaves_out: frozenset[str] = frozenset()
    is_estimate: bool = False
    trues_up_on: date | None = None

    def begins(self, as_at: date) -> date | None:
        """The first shared day, as far as both councils have approved by a day."""
        if self.second_approval is None or self.second_approval > as_at or not self.shares:
            return None
        first = max(self.shared_from, min(self.shares))
        return first if self.retrospection == "from_shared_from" else max(first, self.second_approval)

    def on(self, day: date, as_at: date) -> Shares:
        """Each council's share on a day; the host's alone where nothing is shared."""
        begins = self.begins(as_at)
        if begins is None or day < begins or (self.ends is not None and day > self.ends):
            return {self.host: Fraction(1)}
        return self.shares[max(start for start in self.shares if start <= day)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche:
    """What one month paid of the cost earned in one month, and how it is borne.

    `billed` is what an invoice's line charges for it where that is not what is due. `cause` names what went wrong with
    the cost where the tranche is the part of that which is shared. `is_arrears` are those of an award.
    """

    post: str
    earned: Month
    paid: Month
    total: int
    partner_part: int
    due: int
    billed: int | None = None
    cause: str = ""
    is_true_up: bool = False
    is_arrears: bool = False

    @property
    def charged(self) -> int:
        """What an invoice's line says."""
        return self.due if self.billed is None else self.billed


def weights(sharing: Sharing, segments: Iterable[Segment], month: Month, as_at: date) -> dict[str, Fraction]:
    """A month's weights, host first: basic by day and share, or plain days where basic is nil."""
    pieces = list(segments)
    if not any(piece.basic for piece in pieces):
        pieces = [Segment(month.first, month.last, Fraction(month.days))]
    found = {sharing.host: Fraction(0), sharing.partner: Fraction(0)}
    for piece in pieces:
        days = (piece.last - piece.first).days + 1
        for offset in range(days):
            shares = sharing.on(piece.first + timedelta(days=offset), as_at)
            for council, share in shares.items():
                found[council] += piece.basic * share / days
    return found


def share_out(payroll: Payroll, payments: Iterable[Payment], sharing: Sharing, as_at: date) -> list[Tranche]:
    """Each tranche of a post's cost, by the months that earned and paid it; arrears stand on their own (R4)."""
    grouped: dict[tuple[Month, Month, bool], list[Payment]] = {}
    for payment in payments:
        if payment.post == sharing.post:
            grouped.setdefault((payment.earned, payment.paid, payment.step == "arrears"), []).append(payment)
    return [
        replace(_tranche(payroll, sharing, (earned, paid), together, as_at), is_arrears=is_arrears)
        for (earned, paid, is_arrears), together in sorted(grouped.items())
    ]


def _tranche(
    payroll: Payroll, sharing: Sharing, months: tuple[Month, Month], together: list[Payment], as_at: date
) -> Tranche:
    earned, paid = months
    total = sum(each.total for each in together)
    shareable = total if sharing.levy_shared else total - sum(each.levy for each in together)
    by_weight = weights(sharing, post_segments(payroll, sharing.post, earned, paid), earned, as_at)
    part = split(shareable, by_weight)[sharing.partner]
    due = half_up(part * (1 + sharing.overhead))
    return Tranche(post=sharing.post, earned=earned, paid=paid, total=total, partner_part=part, due=due)


def post_segments(payroll: Payroll, post: str, month: Month, known: Month) -> list[Segment]:
    """Every occupant's segments of a post and month, as known in another month."""
    view = View(known, known)
    rows = payroll.known(payroll.facts.hosts[post], known)
    people = sorted({row.person for row in rows if row.post == post})
    return [each for person in people for each in payroll.segments(person, post, month, view)]
