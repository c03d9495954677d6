"""What is not yet billable or in transit at each close: shown, accrued, no break."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sspipe.lab.days import CouncilDays
from sspipe.lab.months import Month
from sspipe.lab.recharges import Invoice, billable_on
from sspipe.lab.shares import Tranche
from sspipe.lab.site import MONTHS, Site
from sspipe.lab.truth import World


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A part of a pair's difference that is no break at one close, signed as in the difference."""

    kind: str
    post: str
    month: Month
    pair: str
    amount: int
    council: str
    seen_in: Month


def all_states(site: Site, world: World) -> Iterator[State]:
    """The states of every month's close, summed by post and service month."""
    lines = {_key(tranche): (invoice, tranche) for invoice in world.invoices for tranche in invoice.tranches}
    for seen_in in MONTHS:
        sums: dict[tuple[str, str, Month], int] = {}
        for tranche in world.tranches:
            invoice, line = lines.get(_key(tranche), (None, tranche))
            kind = _state(site, world, tranche, invoice, seen_in)
            if kind and tranche.due:
                key = (kind, tranche.post, tranche.earned)
                charged = tranche.due if line.billed is None or "unbooked" not in kind else line.billed
                sums[key] = sums.get(key, 0) - charged
        for (kind, post, month), amount in sorted(sums.items()):
            yield _as_state(world, kind, (post, month), amount, seen_in)


def _key(tranche: Tranche) -> tuple[object, ...]:
    return tranche.post, tranche.earned, tranche.paid, tranche.cause, tranche.is_arrears


def _as_state(world: World, kind: str, at: tuple[str, Month], amount: int, seen_in: Month) -> State:
    post, month = at
    is_unbooked = kind == "in_transit unbooked"
    return State(
        kind=kind.split(maxsplit=1)[0],
        post=post,
        month=month,
        pair="booked-billed" if is_unbooked else "billed-due",
        amount=amount,
        council=world.agreed.partners[post] if is_unbooked else world.agreed.hosts[post],
        seen_in=seen_in,
    )


def _state(site: Site, world: World, tranche: Tranche, invoice: Invoice | None, seen_in: Month) -> str:
    known_on = site.close_day(seen_in.period)
    approved = world.agreed.sharings[tranche.post].second_approval or date.max
    if tranche.paid > seen_in or approved > known_on:
        return ""
    billable = billable_on(world.agreed, tranche)
    billing = world.agreed.billings[tranche.post]
    if billable > known_on:
        return "not_yet_billable"
    if invoice is None or invoice.posted > seen_in.last:
        host_days = site.days(world.agreed.hosts[tranche.post])
        return "in_transit unbilled" if _is_within(host_days, billable, billing.lag_to_bill, known_on) else ""
    booked = min((each.posted for each in invoice.bookings if each.counts_for == invoice.post), default=date.max)
    if booked > seen_in.last:
        partner_days = site.days(world.agreed.partners[tranche.post])
        is_within = _is_within(partner_days, invoice.posted, billing.lag_to_book, known_on)
        return "in_transit unbooked" if is_within else ""
    return ""


def _is_within(days: CouncilDays, since: date, lag: int, known_on: date) -> bool:
    return known_on <= days.after(since, lag)
