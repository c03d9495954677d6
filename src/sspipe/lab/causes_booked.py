"""What goes wrong in the partner's books: an invoice missing, late, twice, in part, elsewhere, or at another amount."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sspipe.lab.causes_amounts import UNIT, VAT, VAT_CODE
from sspipe.lab.causes_lines import transposed
from sspipe.lab.chance import stream
from sspipe.lab.ground import Ground
from sspipe.lab.months import Month
from sspipe.lab.pay_postings import OTHER_COST_CENTRES
from sspipe.lab.pence import PENCE, half_up
from sspipe.lab.plant import NOT_ATTRIBUTED, Planting
from sspipe.lab.plants import booked_plant, by_service_month, late_to_book
from sspipe.lab.recharges import NO_POST, Booking, Invoice
from sspipe.lab.site import LAST

STRANGER = "SUPPLIER 20417"
BOOKED_LATE_DAY = 15


def entered(ground: Ground) -> list[tuple[Invoice, Booking]]:
    """Every invoice that the partner enters once within the span, and its entry; credit notes left out."""
    return [
        (paper, paper.bookings[0])
        for paper in ground.papers
        if paper.post in ground.agreed.billings
        and len(paper.bookings) == 1
        and paper.bookings[0].posted <= LAST.last
        and min(amount for _, amount in paper.amounts) > 0
    ]


def other_entries(
    ground: Ground, kind: str, paper: Invoice, entries: tuple[Booking, ...], known_from: Month
) -> Iterator[Planting]:
    """An invoice entered otherwise, with a break for each service month that it moves.

    Until its time has run out it may still be entered right. One that something changed rests on all its months.
    """
    late = late_to_book(ground, paper)
    before, booked = _counted(paper, paper.bookings), _counted(paper, entries)
    plants = tuple(
        booked_plant(ground, kind, paper, month, more, max(known_from, late))
        for month in by_service_month(paper)
        if (more := booked.get(month, 0) - before.get(month, 0))
    )
    is_wrong_before = paper.entries is not None
    touched = tuple((paper.post, month) for month in by_service_month(paper)) if is_wrong_before else ()
    if plants:
        yield Planting(plants=plants, papers=lambda papers: _entered(papers, paper.reference, entries), beside=touched)


def _counted(paper: Invoice, entries: tuple[Booking, ...]) -> dict[Month, int]:
    """What entries hold of an invoice where it belongs, by service month."""
    found: dict[Month, int] = {}
    for entry in (each for each in entries if each.counts_for == paper.post):
        for tranche, amount in entry.amounts:
            found[tranche.earned] = found.get(tranche.earned, 0) + amount
    return found


def _entered(papers: list[Invoice], reference: str, entries: tuple[Booking, ...]) -> list[Invoice]:
    return [replace(each, entries=entries) if each.reference == reference else each for each in papers]


def _at_other_amounts(
    ground: Ground, kind: str, amount_of: Callable[[Invoice, int], int], tax_code: str = ""
) -> Iterator[Planting]:
    for paper, entry in entered(ground):
        amounts = tuple((tranche, amount_of(paper, amount)) for tranche, amount in entry.amounts)
        other = replace(entry, amounts=amounts, tax_code=tax_code or entry.tax_code)
        yield from other_entries(ground, kind, paper, (other,), Month.of(entry.posted))


def _elsewhere(ground: Ground, kind: str, where: Callable[[Invoice, Booking], Booking]) -> Iterator[Planting]:
    for paper, entry in entered(ground):
        other = where(paper, replace(entry, counts_for=""))
        yield from other_entries(ground, kind, paper, (other,), Month.of(entry.posted))


def not_booked(ground: Ground) -> Iterator[Planting]:
    """Any invoice, never entered."""
    for paper, _ in entered(ground):
        yield from other_entries(ground, "NOT_BOOKED", paper, (), Month.of(paper.posted))


def booked_next_period(ground: Ground) -> Iterator[Planting]:
    """Any invoice, entered after its time: known in between, cleared then."""
    for paper, entry in entered(ground):
        known = late_to_book(ground, paper)
        clears = known.plus(1)
        late = ground.site.days(ground.agreed.partners[paper.post]).roll(clears.day(BOOKED_LATE_DAY), "after")
        if clears <= LAST and paper.entries is None:
            plants = tuple(
                replace(
                    booked_plant(ground, "BOOKED_NEXT_PERIOD", paper, month, -amount, known),
                    clears_in=clears, partner=clears.name,
                )
                for month, amount in by_service_month(paper).items()
            )  # fmt: skip
            yield Planting(plants=plants, papers=_booked_on(paper.reference, late, entry))


def _booked_on(reference: str, day: date, entry: Booking) -> Callable[[list[Invoice]], list[Invoice]]:
    moved = replace(entry, posted=day)

    def move(papers: list[Invoice]) -> list[Invoice]:
        return [replace(each, booked=day, entries=(moved,)) if each.reference == reference else each for each in papers]

    return move


def booked_other_code(ground: Ground) -> Iterator[Planting]:
    """Any invoice, entered under another head of service, which names no joint post."""

    def coded(paper: Invoice, entry: Booking) -> Booking:
        partner = ground.agreed.partners[paper.post]
        return replace(entry, cost_centre=OTHER_COST_CENTRES[partner], post_ref=NO_POST)

    return _elsewhere(ground, "BOOKED_OTHER_CODE", coded)


def wrong_counterparty(ground: Ground) -> Iterator[Planting]:
    """Any invoice, entered under the name of a supplier: in the post's cost centre, where no rule attributes it."""
    for planting in _elsewhere(ground, "WRONG_COUNTERPARTY", lambda _, entry: replace(entry, partner=STRANGER)):
        post, council = planting.first.post, planting.first.council
        (paper,) = (each for each in ground.papers if each not in planting.papers(list(ground.papers)))
        posted = Month.of(paper.bookings[0].posted)
        centre = ground.books.cost_centre(post, council)
        there = replace(
            planting.first,
            post=centre, pair=NOT_ATTRIBUTED, month=posted, amount=-sum(each.amount for each in planting.plants),
            known_from=posted, partner=post,
        )  # fmt: skip
        missing = tuple(replace(each, partner=centre) for each in planting.plants)
        yield replace(planting, plants=(*missing, there))


def part_booked(ground: Ground) -> Iterator[Planting]:
    """Any invoice of several lines, without one of them."""
    for paper, entry in entered(ground):
        for left_out in entry.amounts if len(entry.amounts) > 1 else ():
            other = replace(entry, amounts=tuple(each for each in entry.amounts if each != left_out))
            yield from other_entries(ground, "PART_BOOKED", paper, (other,), Month.of(entry.posted))


def booked_twice(ground: Ground) -> Iterator[Planting]:
    """Any invoice, entered again under the same reference a few days later."""
    for paper, entry in entered(ground):
        days = ground.site.days(ground.agreed.partners[paper.post])
        again = replace(entry, posted=days.after(entry.posted, 2))
        if again.posted <= LAST.last:
            yield from other_entries(ground, "BOOKED_TWICE", paper, (entry, again), Month.of(again.posted))


def booked_gross_of_vat(ground: Ground) -> Iterator[Planting]:
    """Any invoice, entered with VAT on top and its tax code."""
    return _at_other_amounts(ground, "BOOKED_GROSS_OF_VAT", lambda _, amount: half_up(amount * (1 + VAT)), VAT_CODE)


def other_agreement(ground: Ground) -> Iterator[Planting]:
    """Any invoice, entered under a post of another agreement with the same host."""
    for paper, entry in entered(ground):
        for post in sorted(ground.agreed.hosts):
            is_other = ground.agreed.agreements[post] != ground.agreed.agreements[paper.post]
            if is_other and ground.host(post) == ground.host(paper.post):
                yield from _under_post(ground, paper, entry, post)


def _under_post(ground: Ground, paper: Invoice, entry: Booking, post: str) -> Iterator[Planting]:
    partner = ground.agreed.partners[paper.post]
    other = replace(
        entry,
        cost_centre=ground.books.cost_centre(post, partner),
        post_ref=ground.books.post_ref(post, partner),
        counts_for=post,
    )
    for planting in other_entries(ground, "OTHER_AGREEMENT", paper, (other,), Month.of(entry.posted)):
        missing = tuple(replace(each, partner=post) for each in planting.plants)
        extra = tuple(replace(each, post=post, amount=-each.amount, partner=each.post) for each in planting.plants)
        yield replace(planting, plants=(*missing, *extra))


def net_invoice(ground: Ground) -> Iterator[Planting]:
    """Any invoice, entered less what the partner itself charges in the same month for a post of its own."""
    for paper, entry in entered(ground):
        partner = ground.agreed.partners[paper.post]
        for own in ground.papers:
            same_month = Month.of(own.posted) == Month.of(paper.posted)
            if ground.host(own.post) == partner and same_month and not own.credits:
                (tranche, amount), *rest = entry.amounts
                net = amount - sum(charged for _, charged in own.amounts)
                other = replace(entry, amounts=((tranche, net), *rest))
                own_months = tuple((own.post, month) for month in by_service_month(own))
                for planting in other_entries(ground, "NET_INVOICE", paper, (other,), Month.of(entry.posted)):
                    yield replace(planting, beside=(*planting.beside, *own_months))


def wrong_unit(ground: Ground) -> Iterator[Planting]:
    """Any invoice, entered as a thousand times as much."""
    return _at_other_amounts(ground, "WRONG_UNIT", lambda _, amount: amount * UNIT)


def sign_reversed(ground: Ground) -> Iterator[Planting]:
    """Any invoice, entered with the other sign."""
    return _at_other_amounts(ground, "SIGN_REVERSED", lambda _, amount: -amount)


def rounding(ground: Ground) -> Iterator[Planting]:
    """Any invoice, entered in whole pounds."""
    return _at_other_amounts(ground, "ROUNDING", lambda _, amount: half_up(Fraction(amount, PENCE)) * PENCE)


def transposed_digits(ground: Ground) -> Iterator[Planting]:
    """Any invoice of one line, two digits of it changed over."""

    def slipped(paper: Invoice, amount: int) -> int:
        found = transposed(amount, stream(ground.seed, "transposed booking", paper.reference))
        return amount if found is None or len(paper.tranches) > 1 else found

    return _at_other_amounts(ground, "TRANSPOSED_DIGITS", slipped)


BOOKINGS: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "NOT_BOOKED": not_booked,
    "BOOKED_NEXT_PERIOD": booked_next_period,
    "BOOKED_OTHER_CODE": booked_other_code,
    "PART_BOOKED": part_booked,
    "BOOKED_TWICE": booked_twice,
    "BOOKED_GROSS_OF_VAT": booked_gross_of_vat,
    "WRONG_COUNTERPARTY": wrong_counterparty,
    "OTHER_AGREEMENT": other_agreement,
    "NET_INVOICE": net_invoice,
    "WRONG_UNIT": wrong_unit,
    "SIGN_REVERSED": sign_reversed,
    "TRANSPOSED_DIGITS": transposed_digits,
    "ROUNDING": rounding,
}
