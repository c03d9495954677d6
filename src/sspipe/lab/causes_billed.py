"""What goes wrong with a charge: the share, the total or the amount that an invoice's lines rest on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from sspipe.lab.ground import Ground
from sspipe.lab.months import MONTHS_A_YEAR, Month
from sspipe.lab.payments import Payment
from sspipe.lab.pence import half_up, split
from sspipe.lab.plant import BILLED, Plant, Planting
from sspipe.lab.plants import late_to_bill
from sspipe.lab.recharges import Invoice
from sspipe.lab.shares import Shares, Sharing, Tranche, post_segments, share_out, weights
from sspipe.lab.site import LAST

PER_CENT = 100
ONCOSTS = ("ni", "pension", "levy")
Lines = tuple[tuple[Invoice, Tranche], ...]


@dataclass(frozen=True, slots=True)
class Service:
    """The lines that charge one service month of a post."""

    post: str
    month: Month
    lines: Lines

    @property
    def last_posted(self) -> Month:
        """The month whose ledger holds the last of them."""
        return Month.of(max(paper.posted for paper, _ in self.lines))

    @property
    def charged(self) -> int:
        """What they charge."""
        return sum(tranche.charged for _, tranche in self.lines)


def services(ground: Ground) -> list[Service]:
    """Every service month of a shared post that is charged, with more than nil."""
    found: dict[tuple[str, Month], list[tuple[Invoice, Tranche]]] = {}
    for paper in ground.papers:
        for tranche in paper.tranches:
            found.setdefault((paper.post, tranche.earned), []).append((paper, tranche))
    every = [Service(*key, tuple(lines)) for key, lines in sorted(found.items())]
    return [each for each in every if each.charged > 0 and each.post in ground.agreed.sharings]


def billed_plant(ground: Ground, kind: str, at: tuple[str, Month], amount: int, known_from: Month) -> Plant:
    """A break of what the host charged for one service month."""
    return Plant(
        kind=kind, post=at[0], month=at[1], pair=BILLED, amount=amount, council=ground.host(at[0]),
        known_from=known_from,
    )  # fmt: skip


New = Mapping[tuple[str, Tranche], int]


def rewritten(papers: list[Invoice], new: New, tax_code: str = "") -> list[Invoice]:
    """The papers with other amounts on some lines, by reference and line; nil lines and empty papers left out."""
    found = []
    for paper in papers:
        tranches = tuple(_line(paper, each, new) for each in paper.tranches)
        kept = tuple(each for each in tranches if each.charged)
        taxed = tax_code if tranches != paper.tranches else ""
        found += [replace(paper, tranches=kept, tax_code=taxed or paper.tax_code)] if kept else []
    return found


def _line(paper: Invoice, tranche: Tranche, new: New) -> Tranche:
    amount = new.get((paper.reference, tranche), tranche.charged)
    return tranche if amount == tranche.charged else replace(tranche, billed=amount)


def charged_anew(
    ground: Ground, kind: str, service: Service, amount_of: Callable[[Tranche], int], tax_code: str = ""
) -> Iterator[Planting]:
    """A service month whose lines charge other amounts; nothing where they do not move it.

    What is charged too little may still be charged until its time has run out.
    """
    new = {(paper.reference, tranche): amount_of(tranche) for paper, tranche in service.lines}
    more = sum(new.values()) - service.charged
    if more:
        known = service.last_posted
        if more < 0:
            known = max(known, late_to_bill(ground, (tranche for _, tranche in service.lines)))
        plant = billed_plant(ground, kind, (service.post, service.month), more, known)
        yield Planting(plants=(plant,), papers=lambda papers: rewritten(papers, new, tax_code))


def _listed(charges: Mapping[Tranche, int], line: Tranche) -> int:
    return charges.get(line, line.charged)


def times(factor: Fraction, line: Tranche) -> int:
    """What a line charges, so many times."""
    return half_up(line.charged * factor)


def _set_to(pence: int, _: Tranche) -> int:
    """One amount for whatever line."""
    return pence


def partners_part(ground: Ground, post: str, month: Month, total: int) -> int:
    """The partner's part of an amount at a month's shares, with the overhead."""
    sharing = ground.agreed.sharings[post]
    as_at = ground.site.close_day(LAST.period)
    by_weight = weights(sharing, post_segments(ground.payroll, post, month, month), month, as_at)
    return half_up(split(total, by_weight)[sharing.partner] * (1 + sharing.overhead))


def _without(parts: Iterable[str], payment: Payment) -> Payment:
    nil: dict[str, Any] = dict.fromkeys(parts, 0)
    return replace(payment, **nil)


def other_charges(
    ground: Ground, sharing: Sharing, change: Callable[[Payment], Payment] = lambda payment: payment
) -> dict[Tranche, int]:
    """What each of a post's tranches would charge under another sharing, or of other payments."""
    as_at = ground.site.close_day(LAST.period)
    right = share_out(ground.payroll, ground.shared, ground.agreed.sharings[sharing.post], as_at)
    wrong = share_out(ground.payroll, map(change, ground.shared), sharing, as_at)
    return {each: other.due for each, other in zip(right, wrong, strict=True)}


Dated = Mapping[date, Shares]


def _shared_otherwise(ground: Ground, kind: str, of: Callable[[Sharing, Month], Iterator[Dated]]) -> Iterator[Planting]:
    known: dict[str, dict[Tranche, int]] = {}
    for service in services(ground):
        sharing = ground.agreed.sharings[service.post]
        for shares in of(sharing, service.month):
            key = f"{service.post} {shares}"
            if key not in known:
                known[key] = other_charges(ground, replace(sharing, shares=shares))
            amount_of = partial(_listed, known[key])
            if any(amount_of(line) for _, line in service.lines):
                yield from charged_anew(ground, kind, service, amount_of)


def stale_share(ground: Ground) -> Iterator[Planting]:
    """A service month after a share changed, at the share before."""

    def earlier(sharing: Sharing, month: Month) -> Iterator[Dated]:
        starts = sorted(start for start in sharing.shares if start <= month.last)
        yield from ({starts[0]: sharing.shares[start]} for start in starts[:-1][-1:])

    return _shared_otherwise(ground, "STALE_SHARE", earlier)


def rival_version_used(ground: Ground) -> Iterator[Planting]:
    """Any charged service month, at the share of another live version.

    A share of nil has no room: it leaves no bill, which is a month not billed and nothing else (R9 c).
    """
    return _shared_otherwise(
        ground, "RIVAL_VERSION_USED", lambda sharing, _: iter(ground.agreed.rivals.get(sharing.post, ()))
    )


def share_rounded(ground: Ground) -> Iterator[Planting]:
    """A service month whose share is no whole percent, at the nearest one."""

    def whole(sharing: Sharing, _: Month) -> Iterator[Dated]:
        yield {start: _whole_percents(sharing, shares) for start, shares in sharing.shares.items()}

    return _shared_otherwise(ground, "SHARE_ROUNDED", whole)


def _whole_percents(sharing: Sharing, shares: Shares) -> Shares:
    partner = Fraction(half_up(shares.get(sharing.partner, Fraction(0)) * PER_CENT), PER_CENT)
    return {sharing.host: 1 - partner, sharing.partner: partner}


def oncost_omitted(ground: Ground) -> Iterator[Planting]:
    """Any charged service month, without one on-cost or without all."""
    for left_out in (*((each,) for each in ONCOSTS), ONCOSTS):
        by_post = {
            post: other_charges(ground, sharing, partial(_without, left_out))
            for post, sharing in ground.agreed.sharings.items()
        }
        for service in services(ground):
            charges = by_post.get(service.post, {})
            yield from charged_anew(ground, "ONCOST_OMITTED", service, partial(_listed, charges))


def overhead_added(ground: Ground) -> Iterator[Planting]:
    """Any charged service month, with an overhead that only a proposed version holds."""
    for service in services(ground):
        for overhead in sorted(ground.agreed.rival_overheads.get(service.post, ())):
            yield from charged_anew(ground, "OVERHEAD_ADDED", service, partial(times, 1 + overhead))


def billed_on_budget(ground: Ground) -> Iterator[Planting]:
    """A service month charged a twelfth of the year's estimate at its share, where the agreement has one."""
    for service in services(ground):
        estimate = ground.agreed.estimates.get((service.post, service.month.start_year))
        if estimate is not None and len(service.lines) == 1 and not ground.agreed.sharings[service.post].is_estimate:
            due = partners_part(ground, service.post, service.month, half_up(Fraction(estimate, MONTHS_A_YEAR)))
            yield from charged_anew(ground, "BILLED_ON_BUDGET", service, partial(_set_to, due))


def not_billed(ground: Ground) -> Iterator[Planting]:
    """Any service month, never charged."""
    for service in services(ground):
        yield from charged_anew(ground, "NOT_BILLED", service, partial(_set_to, 0))


CHARGES: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "NOT_BILLED": not_billed,
    "STALE_SHARE": stale_share,
    "RIVAL_VERSION_USED": rival_version_used,
    "SHARE_ROUNDED": share_rounded,
    "BILLED_ON_BUDGET": billed_on_budget,
    "OVERHEAD_ADDED": overhead_added,
    "ONCOST_OMITTED": oncost_omitted,
}
