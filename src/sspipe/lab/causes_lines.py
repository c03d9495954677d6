"""What goes wrong with whole payroll lines: posted twice, in another month or cost centre, or with a slip."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random

from sspipe.lab.causes_pay import changed, leaver_still_paid, vacant_post_paid
from sspipe.lab.chance import stream
from sspipe.lab.documents import Document, Line, balanced
from sspipe.lab.ground import Ground, Held
from sspipe.lab.months import Month
from sspipe.lab.pay_postings import OTHER_COST_CENTRES
from sspipe.lab.pence import PENCE
from sspipe.lab.plant import LEDGER, NOT_ATTRIBUTED, PayChange, Plant, Planting
from sspipe.lab.plants import MOST_UNEXPLAINED, own_lines
from sspipe.lab.site import LAST
from sspipe.lab.standing import is_changed, of_post

YEAR_START = 4


def pay_plant(ground: Ground, kind: str, held: Held, parts: Mapping[str, int], known_from: Month) -> Plant:
    """A break of a post's cost by component."""
    return Plant(
        kind=kind, post=held.post, month=held.month, pair=LEDGER, amount=sum(parts.values()),
        council=ground.host(held.post), known_from=known_from, components=parts,
    )  # fmt: skip


def _changes(ground: Ground, held: Held, parts: Mapping[str, int], *, is_own: bool = False) -> tuple[PayChange, ...]:
    return tuple(
        PayChange(
            council=ground.host(held.post), month=held.month, post=held.post, person=held.person,
            component=part, amount=pence, is_own=is_own,
        )
        for part, pence in parts.items()
    )  # fmt: skip


def _minus(parts: Mapping[str, int]) -> dict[str, int]:
    return {part: -pence for part, pence in parts.items()}


def duplicate_posting(ground: Ground) -> Iterator[Planting]:
    """Any month, its lines a second time in a document of their own; the next month tells it from pay posted early."""
    for held in ground.held():
        parts = of_post(ground, held)
        council = ground.host(held.post)
        lines = ground.books.own_lines(_changes(ground, held, parts, is_own=True))
        again = ground.books.pay_document(council, held.month, lines)
        plant = pay_plant(ground, "DUPLICATE_POSTING", held, parts, held.month.plus(1))
        if parts:
            yield Planting(plants=(plant,), documents=(again,))


def _moved(ground: Ground, kind: str, held: Held, to: Month) -> Planting:
    """A month's lines that stand in another month; the month where they first show is named first."""
    there = held._replace(month=to)
    parts = of_post(ground, held)
    known = max(held.month, to)
    missing = replace(pay_plant(ground, kind, held, _minus(parts), known), partner=to.name)
    extra = replace(pay_plant(ground, kind, there, parts, known), partner=held.month.name)
    plants = (missing, extra) if held.month < to else (extra, missing)
    changes = (*_changes(ground, held, _minus(parts)), *_changes(ground, there, parts, is_own=True))
    return Planting(plants=plants, pay=changes)


def posted_next_period(ground: Ground) -> Iterator[Planting]:
    """Any month but the last, its lines one month late, nothing else wrong with them."""
    for held in ground.held():
        if held.month < LAST and not is_changed(ground, held):
            yield _moved(ground, "POSTED_NEXT_PERIOD", held, held.month.plus(1))


def posted_early(ground: Ground) -> Iterator[Planting]:
    """Any month but the first, its lines one month early."""
    first = ground.payroll.facts.first
    for held in ground.held():
        if held.month > first:
            yield _moved(ground, "POSTED_EARLY", held, held.month.plus(-1))


def wrong_cost_centre(ground: Ground) -> Iterator[Planting]:
    """Any month, its lines in a cost centre of no agreement, where no rule attributes them."""
    for held in ground.held():
        parts = of_post(ground, held)
        centre = OTHER_COST_CENTRES[ground.host(held.post)]
        away = tuple(replace(each, cost_centre=centre) for each in _changes(ground, held, parts, is_own=True))
        missing = replace(pay_plant(ground, "WRONG_COST_CENTRE", held, _minus(parts), held.month), partner=centre)
        there = replace(
            pay_plant(ground, "WRONG_COST_CENTRE", held, parts, held.month),
            post=centre, pair=NOT_ATTRIBUTED, partner=held.post,
        )  # fmt: skip
        yield Planting(plants=(missing, there), pay=(*_changes(ground, held, _minus(parts)), *away))


def miscoded_in(ground: Ground) -> Iterator[Planting]:
    """Any month of a joint post, the lines of which stand under another joint post of the same host."""
    for held in ground.held():
        host = ground.host(held.post)
        for other in sorted(post for post in ground.agreed.hosts if ground.host(post) == host and post != held.post):
            yield _under_another(ground, held, other)


def _under_another(ground: Ground, held: Held, other: str) -> Planting:
    parts = of_post(ground, held)
    there = tuple(replace(each, shown_post=other) for each in _changes(ground, held, parts, is_own=True))
    into = pay_plant(ground, "MISCODED_IN", held._replace(post=other), parts, held.month)
    out_of = pay_plant(ground, "WRONG_COST_CENTRE", held, _minus(parts), held.month)
    return Planting(
        plants=(replace(into, partner=held.post), replace(out_of, partner=other)),
        pay=(*_changes(ground, held, _minus(parts)), *there),
    )


def overpayment_recovered(ground: Ground) -> Iterator[Planting]:
    """The month after a leaver or a vacant post was paid, which takes it back whole."""
    for error in (*leaver_still_paid(ground), *vacant_post_paid(ground)):
        back = error.first.month.plus(1)
        if back <= LAST:
            yield _recovered(ground, error, back)


def _recovered(ground: Ground, error: Planting, back: Month) -> Planting:
    wrong = error.first
    held = Held(wrong.post, back, error.pay[0].person)
    parts = _minus(wrong.components)
    recovery = replace(pay_plant(ground, "OVERPAYMENT_RECOVERED", held, parts, back), partner=wrong.month.name)
    return Planting(
        plants=(recovery, replace(wrong, partner=back.name)),
        pay=(*error.pay, *_changes(ground, held, parts, is_own=True)),
    )


def manual_journal(ground: Ground) -> Iterator[Planting]:
    """Any month, with a journal by hand on the post's basic pay."""
    for held in ground.held():
        pence = stream(ground.seed, "manual journal", *held).randint(PENCE, MOST_UNEXPLAINED)
        plant = pay_plant(ground, "MANUAL_JOURNAL", held, {"basic": pence}, held.month)
        yield Planting(plants=(plant,), documents=(_journal(ground, held, pence),))


def _journal(ground: Ground, held: Held, pence: int) -> Document:
    council = ground.host(held.post)
    accounts = ground.site.councils[council].accounts
    line = Line(
        account=accounts["basic"],
        amount=pence,
        cost_centre=ground.books.cost_centre(held.post, council),
        post_ref=ground.books.post_ref(held.post, council),
        text="Journal by hand",
        fund=ground.books.fund(held.post),
    )
    return Document(
        council=council,
        kind="journal",
        posted=held.month.last,
        period=held.month.period,
        lines=balanced([line], accounts["control"], "Journal by hand"),
    )


def prior_year_item(ground: Ground) -> Iterator[Planting]:
    """Any month, with a line of basic pay for the March before the year."""
    for held in ground.held():
        pence = stream(ground.seed, "prior year", *held).randint(PENCE, MOST_UNEXPLAINED)
        planting = own_lines(ground, "PRIOR_YEAR_ITEM", held, {"basic": pence})
        march = Month(held.month.start_year, YEAR_START).plus(-1)
        yield replace(planting, pay=tuple(replace(each, service=march) for each in planting.pay))


def sign_reversed(ground: Ground) -> Iterator[Planting]:
    """Any month, all its lines with the other sign."""
    for held in ground.held():
        parts = {part: -2 * pence for part, pence in of_post(ground, held).items()}
        yield from changed(ground, "SIGN_REVERSED", held, {held.post: parts})


def transposed(pence: int, rng: Random) -> int | None:
    """An amount with two neighbouring digits changed over; None where all are alike.

    >>> transposed(12, Random(1)), transposed(111, Random(1))
    (21, None)
    """
    digits = str(abs(pence))
    places = [at for at in range(len(digits) - 1) if digits[at] != digits[at + 1] and (at or digits[1] != "0")]
    if not places:
        return None
    at = rng.choice(places)
    size = int(f"{digits[:at]}{digits[at + 1]}{digits[at]}{digits[at + 2 :]}")
    return size if pence >= 0 else -size


def transposed_digits(ground: Ground) -> Iterator[Planting]:
    """Any month, two digits of one of its lines changed over."""
    for held in ground.held():
        rng = stream(ground.seed, "transposed", *held)
        parts = of_post(ground, held)
        part = rng.choice(sorted(parts)) if parts else ""
        slipped = transposed(parts.get(part, 0), rng)
        if slipped is not None:
            yield from changed(ground, "TRANSPOSED_DIGITS", held, {held.post: {part: slipped - parts[part]}})


LINES: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "WRONG_COST_CENTRE": wrong_cost_centre,
    "MISCODED_IN": miscoded_in,
    "DUPLICATE_POSTING": duplicate_posting,
    "POSTED_NEXT_PERIOD": posted_next_period,
    "POSTED_EARLY": posted_early,
    "OVERPAYMENT_RECOVERED": overpayment_recovered,
    "MANUAL_JOURNAL": manual_journal,
    "PRIOR_YEAR_ITEM": prior_year_item,
    "SIGN_REVERSED": sign_reversed,
    "TRANSPOSED_DIGITS": transposed_digits,
}
