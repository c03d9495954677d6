"""What a partner's file shows too little of, being published payments, or too late, of a year that is closed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from sspipe.lab.chance import stream
from sspipe.lab.documents import Document, Line, balanced
from sspipe.lab.ground import Ground
from sspipe.lab.months import Month
from sspipe.lab.pence import PENCE
from sspipe.lab.plant import BOOKED, Plant, Planting
from sspipe.lab.plants import late_to_book
from sspipe.lab.recharges import Booking, Invoice
from sspipe.lab.site import LAST, LAST_OF_YEAR, MONTHS

PUBLISHED_FROM = 500 * PENCE
MOST_OF_A_CLOSED_YEAR = 1_500 * PENCE
CLOSED_YEAR_REFERENCE = "PYI-{number:06d}"


def below_publication_threshold(ground: Ground) -> Iterator[Planting]:
    """One council's ledger as published payments: every line under 500 pounds of any invoice is missing from it."""
    for partner in sorted(ground.site.councils):
        entered = [each for each in ground.papers if _is_of(ground, partner, each)]
        gone: dict[tuple[str, Month], list[tuple[Invoice, int]]] = {}
        for paper in entered:
            for tranche, amount in paper.bookings[0].amounts:
                if abs(amount) < PUBLISHED_FROM:
                    gone.setdefault((paper.post, tranche.earned), []).append((paper, amount))
        plants = [_unpublished(ground, partner, at, lines) for at, lines in sorted(gone.items())]
        kept = tuple(each for each in plants if each.amount)
        if kept:
            names = {paper.reference for lines in gone.values() for paper, _ in lines}
            yield Planting(plants=kept, papers=partial(_published, names), publishes=partner)


def _is_of(ground: Ground, partner: str, paper: Invoice) -> bool:
    is_ours = paper.post in ground.agreed.billings and ground.agreed.partners[paper.post] == partner
    return is_ours and len(paper.bookings) == 1 and paper.bookings[0].posted <= LAST.last


def _unpublished(ground: Ground, partner: str, at: tuple[str, Month], lines: list[tuple[Invoice, int]]) -> Plant:
    return Plant(
        kind="BELOW_PUBLICATION_THRESHOLD", post=at[0], month=at[1], pair=BOOKED, council=partner,
        amount=-sum(amount for _, amount in lines), known_from=max(late_to_book(ground, paper) for paper, _ in lines),
    )  # fmt: skip


def _published(names: set[str], papers: list[Invoice]) -> list[Invoice]:
    return [replace(each, entries=_shown(each)) if each.reference in names else each for each in papers]


def _shown(paper: Invoice) -> tuple[Booking, ...]:
    (entry,) = paper.bookings
    amounts = tuple(each for each in entry.amounts if abs(each[1]) >= PUBLISHED_FROM)
    return (replace(entry, amounts=amounts),) if amounts else ()


def prior_year_item(ground: Ground) -> Iterator[Planting]:
    """Any shared month of the year that is closed, of which the partner books a bill of its own in the new one."""
    for post in sorted(ground.agreed.billings):
        begins = ground.agreed.sharings[post].begins(ground.site.close_day(LAST.period))
        for earned in MONTHS if begins is not None else ():
            if begins is not None and begins <= earned.last <= LAST_OF_YEAR.last:
                yield from _booked_late(ground, post, earned)


def _booked_late(ground: Ground, post: str, earned: Month) -> Iterator[Planting]:
    rng = stream(ground.seed, "booked after the year", post, earned)
    partner, posted = ground.agreed.partners[post], rng.choice(LAST_OF_YEAR.plus(1).through(LAST))
    pence = rng.randint(PENCE, MOST_OF_A_CLOSED_YEAR)
    plant = Plant(
        kind="PRIOR_YEAR_ITEM", post=post, month=earned, pair=BOOKED, amount=pence, council=partner, known_from=posted
    )
    reference = CLOSED_YEAR_REFERENCE.format(number=rng.randrange(10**6))
    yield Planting(plants=(plant,), documents=(_entry(ground, (post, earned), posted, reference, pence),))


def _entry(ground: Ground, of: tuple[str, Month], posted: Month, reference: str, pence: int) -> Document:
    post, earned = of
    partner = ground.agreed.partners[post]
    council = ground.site.councils[partner]
    line = Line(
        account=council.accounts["recharge_expenditure"],
        amount=pence,
        cost_centre=ground.books.cost_centre(post, partner),
        post_ref=ground.books.post_ref(post, partner),
        partner=council.partners[ground.host(post)],
        reference=reference,
        text=f"Shared post, {earned.first:%B %Y}",
        service=earned,
        fund=ground.books.fund(post),
    )
    lines = balanced([line], council.accounts["control"], f"Invoice {reference}")
    day = ground.site.days(partner).roll(posted.day(15), "after")
    return Document(council=partner, kind="purchase", posted=day, period=posted.period, lines=lines)


PARTLY_SHOWN: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "PRIOR_YEAR_ITEM": prior_year_item,
    "BELOW_PUBLICATION_THRESHOLD": below_publication_threshold,
}
