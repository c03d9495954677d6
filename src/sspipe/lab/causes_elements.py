"""What HR recorded beside basic pay and payroll left out, or what payroll paid before its record came."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from random import Random

from sspipe.lab.causes_pay import Sums, changed, known_rows, less, sums
from sspipe.lab.chance import stream
from sspipe.lab.ground import Ground, Held
from sspipe.lab.months import Month
from sspipe.lab.payments import PayDay
from sspipe.lab.payroll import View
from sspipe.lab.pence import PENCE
from sspipe.lab.plant import Planting
from sspipe.lab.recorded_pay import Element
from sspipe.lab.site import LAST
from sspipe.lab.snapshots import extract_day

ONE_OFF_KINDS = ("honorarium", "acting_up", "overtime", "one_off")
PARTS_OF_PAY = (Fraction(1, 2), Fraction(1, 4), Fraction(3, 4))
POUNDS = {
    "one_off_pay": (100, 1_500),
    "sacrifice": (50, 250),
    "statutory_recovery": (300, 700),
    "lump_sum": (2_000, 20_000),
    "final_pay": (200, 2_500),
    "exit_cost": (5_000, 25_000),
}
Draw = Callable[[Ground, Held, Random], Iterator[Element]]


def one_off_pay(ground: Ground) -> Iterator[Planting]:
    """Any month that somebody holds a post in: an honorarium, acting-up pay, overtime or a payment made once."""
    return _recorded(ground, "ONE_OFF_PAY", ground.held(), _one_off)


def statutory_pay_recovered(ground: Ground) -> Iterator[Planting]:
    """Any month that somebody holds a post in, with statutory pay that is recovered for the post."""
    return _recorded(ground, "STATUTORY_PAY_RECOVERED", ground.held(), partial(_bare, "statutory_recovery"))


def pension_lump_sum(ground: Ground) -> Iterator[Planting]:
    """Any month that somebody holds a post in, with a lump sum to the pension fund."""
    return _recorded(ground, "PENSION_LUMP_SUM", ground.held(), partial(_bare, "lump_sum"))


def pay_reduced(ground: Ground) -> Iterator[Planting]:
    """Any month that somebody holds a post in from end to end, at a part of basic pay; pension on the whole of it."""
    return _recorded(ground, "PAY_REDUCED", ground.held(), _reduction)


def salary_sacrifice(ground: Ground) -> Iterator[Planting]:
    """Any month that somebody holds a post in from end to end, with a sacrifice out of its gross."""
    return _recorded(ground, "SALARY_SACRIFICE", ground.held(), _sacrifice)


def leaver_final_pay(ground: Ground) -> Iterator[Planting]:
    """The month in which somebody leaves, as HR knew in time, or the month after, with final pay."""
    return _recorded(ground, "LEAVER_FINAL_PAY", _leavings(ground), _final_pay)


def exit_cost(ground: Ground) -> Iterator[Planting]:
    """The month in which somebody leaves, as HR knew in time, or the month after, with a cost of the leaving."""
    return _recorded(ground, "EXIT_COST", _leavings(ground), _exit_cost)


def _pence(kind: str, rng: Random) -> int:
    least, most = POUNDS[kind]
    return rng.randint(least * PENCE, most * PENCE)


def days_held(ground: Ground, held: Held) -> list[tuple[date, date]]:
    """The days of the month on which the person holds the post, as HR knew them in time for its payroll."""
    rows = known_rows(ground, held, held.person)
    return sorted(days for row in rows if (days := row.overlap(held.month)) is not None)


def _count(days: tuple[date, date]) -> int:
    return (days[1] - days[0]).days + 1


def _element(ground: Ground, held: Held, kind: str, start: date) -> Element:
    """An element that HR recorded just in time for its month."""
    recorded = ground.site.days(ground.host(held.post)).cut_off(held.month)
    return Element(post=held.post, person=held.person, kind=kind, start=start, recorded=recorded)


def _one_off(ground: Ground, held: Held, rng: Random) -> Iterator[Element]:
    for first, _ in days_held(ground, held)[:1]:
        kind, amount = rng.choice(ONE_OFF_KINDS), _pence("one_off_pay", rng)
        element = _element(ground, held, kind, first)
        yield replace(element, amount=amount, is_pensionable=rng.choice((True, False)))


def _bare(kind: str, ground: Ground, held: Held, rng: Random) -> Iterator[Element]:
    """Money that is neither insured nor pensionable."""
    for first, _ in days_held(ground, held)[:1]:
        yield replace(_element(ground, held, kind, first), amount=_pence(kind, rng), is_insured=False)


def _whole(ground: Ground, held: Held, kind: str) -> Iterator[Element]:
    """What counts for a month that is held on each of its days, by what HR knew then and by what it knows at last."""
    last_known = [
        row
        for row in ground.people.occupancies
        if (row.person, row.post) == (held.person, held.post) and row.superseded is None
    ]
    at_last = sum(_count(days) for row in last_known if (days := row.overlap(held.month)) is not None)
    if sum(map(_count, days_held(ground, held))) == held.month.days == at_last:
        yield replace(_element(ground, held, kind, held.month.first), is_once=False)


def _reduction(ground: Ground, held: Held, rng: Random) -> Iterator[Element]:
    for element in _whole(ground, held, "reduction"):
        basic = ground.payroll.basic(held.person, held.post, held.month, View(held.month, held.month))
        yield replace(element, fraction=rng.choice(PARTS_OF_PAY), assumed=basic)


def _sacrifice(ground: Ground, held: Held, rng: Random) -> Iterator[Element]:
    for element in _whole(ground, held, "sacrifice"):
        yield replace(element, amount=_pence("sacrifice", rng))


def _leavings(ground: Ground) -> Iterator[Held]:
    for held in ground.held():
        rows = known_rows(ground, held, held.person)
        last = max((row.end or date.max for row in rows), default=date.max)
        if held.month.first <= last <= held.month.last:
            yield from (held._replace(month=month) for month in (held.month, held.month.plus(1)) if month <= LAST)


def _after_leaving(ground: Ground, held: Held, kind: str) -> Element:
    ends = [last for _, last in days_held(ground, held)]
    return _element(ground, held, kind, max(ends, default=held.month.first))


def _final_pay(ground: Ground, held: Held, rng: Random) -> Iterator[Element]:
    yield replace(_after_leaving(ground, held, "final_pay"), amount=_pence("final_pay", rng))


def _exit_cost(ground: Ground, held: Held, rng: Random) -> Iterator[Element]:
    yield replace(_after_leaving(ground, held, "exit_cost"), amount=_pence("exit_cost", rng), is_insured=False)


def _recorded(ground: Ground, kind: str, places: Iterable[Held], draw: Draw) -> Iterator[Planting]:
    """Each place twice: the record stands and payroll left it out; or payroll paid before the record came."""
    for held in places:
        rng = stream(ground.seed, kind, *held)
        for element in draw(ground, held, rng):
            wrong = minus(_pays_more(ground, held, element, held.month))
            for planting in changed(ground, kind, held, wrong):
                yield replace(planting, elements=(element,))
            yield from _before_its_record(ground, kind, held, element, rng)


def _before_its_record(ground: Ground, kind: str, held: Held, element: Element, rng: Random) -> Iterator[Planting]:
    recorded, seen = late_record(ground, held, rng)
    late = replace(element, recorded=recorded)
    known = known_from(ground, held, late.recorded)
    if known > LAST:
        return
    for planting in changed(ground, kind, held, _pays_more(ground, held, element, held.month), known):
        correction = _pays_more(ground, held, late, seen)
        yield replace(with_its_correction(ground, held, planting, correction, seen), elements=(late,))


def late_record(ground: Ground, held: Held, rng: Random) -> tuple[date, Month]:
    """A day of recording after a month's cut-off, and the month whose payroll first sees it."""
    days = ground.site.days(ground.host(held.post))
    seen = held.month.plus(rng.choice((1, 2)))
    after, by = days.cut_off(seen.plus(-1)), days.cut_off(seen)
    return days.roll(after + timedelta(days=rng.randrange(1, (by - after).days + 1)), "after"), seen


def known_from(ground: Ground, held: Held, recorded: date) -> Month:
    """The first month from a plant's own on whose extract holds a record."""
    month = held.month
    while extract_day(ground.site.days(ground.host(held.post)), month) < recorded:
        month = month.plus(1)
    return month


def with_its_correction(ground: Ground, held: Held, planting: Planting, correction: Sums, seen: Month) -> Planting:
    """What was paid before its record came, and the correction that payroll rightly leaves out once it has come."""
    if seen > LAST:
        return planting
    found = [planting, *changed(ground, "LATE_CHANGE_NOT_PAID", held._replace(month=seen), minus(correction))]
    plants = tuple(plant for each in found for plant in each.plants)
    first = replace(plants[0], partner=seen.name)
    rest = tuple(replace(each, partner=held.month.name) for each in plants[1:])
    return replace(planting, plants=(first, *rest), pay=tuple(change for each in found for change in each.pay))


def minus(parts: Sums) -> Sums:
    """The same pounds with the other sign."""
    return {post: {part: -pence for part, pence in by.items()} for post, by in parts.items()}


def _pays_more(ground: Ground, held: Held, element: Element, month: Month) -> Sums:
    """What a month pays more by an element."""
    facts = ground.payroll.facts
    other = ground.payroll.with_elements((*facts.elements, element))
    whose = (held.person, ground.host(held.post), month)
    return less(sums(PayDay(other, *whose)), sums(PayDay(ground.payroll, *whose)))


ELEMENTS: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "ONE_OFF_PAY": one_off_pay,
    "PAY_REDUCED": pay_reduced,
    "STATUTORY_PAY_RECOVERED": statutory_pay_recovered,
    "SALARY_SACRIFICE": salary_sacrifice,
    "PENSION_LUMP_SUM": pension_lump_sum,
    "LEAVER_FINAL_PAY": leaver_final_pay,
    "EXIT_COST": exit_cost,
}
