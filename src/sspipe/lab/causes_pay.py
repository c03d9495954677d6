"""What goes wrong in payroll beside the rates: who is paid, how long, at which hours and point, and which awards."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from math import floor

from sspipe.lab.chance import stream
from sspipe.lab.ground import Ground, Held
from sspipe.lab.months import Month
from sspipe.lab.occupancies import Occupancy
from sspipe.lab.pay_values import PayValue
from sspipe.lab.payments import PayDay
from sspipe.lab.payroll import Payroll, View
from sspipe.lab.pence import PENCE
from sspipe.lab.people import vacancies
from sspipe.lab.plant import LEDGER, PayChange, Plant, Planting
from sspipe.lab.plants import MOST_UNEXPLAINED, own_lines, paid_while_vacant
from sspipe.lab.site import FIRST
from sspipe.lab.standing import is_changed, of_post

PARTS = ("basic", "elements", "ni", "pension", "levy")
Sums = dict[str, dict[str, int]]


def sums(day: PayDay) -> Sums:
    """What a pay day pays, by post and component."""
    found: Sums = {}
    for payment in day.payments():
        parts = found.setdefault(payment.post, dict.fromkeys(PARTS, 0))
        for part in PARTS:
            parts[part] += getattr(payment, part)
    return found


def pay_day(ground: Ground, held: Held, kind: type[PayDay] = PayDay) -> PayDay:
    """The pay day of one person and month, as it is or as a payroll that goes wrong has it."""
    return kind(ground.payroll, held.person, ground.host(held.post), held.month)


def less(wrong: Sums, right: Sums) -> Sums:
    """What one pay day pays more than another; nil components left out."""
    none = dict.fromkeys(PARTS, 0)
    more = {
        post: {part: wrong.get(post, none)[part] - right.get(post, none)[part] for part in PARTS}
        for post in sorted({*wrong, *right})
    }
    return {post: {part: pence for part, pence in parts.items() if pence} for post, parts in more.items()}


def changed(ground: Ground, kind: str, held: Held, more: Sums, known_from: Month | None = None) -> Iterator[Planting]:
    """A person's lines of one month with other amounts; nothing where the post's do not move, or are gone already."""
    own = more.get(held.post, {})
    if not own or (is_changed(ground, held) and not of_post(ground, held)):
        return
    council = ground.host(held.post)
    plant = Plant(
        kind=kind, post=held.post, month=held.month, pair=LEDGER, amount=sum(own.values()), council=council,
        known_from=known_from or held.month, components=own,
    )  # fmt: skip
    changes = tuple(
        PayChange(council=council, month=held.month, post=post, person=held.person, component=part, amount=pence)
        for post, parts in more.items()
        for part, pence in parts.items()
    )
    yield Planting(plants=(plant,), pay=changes)


def starts_in(ground: Ground, held: Held) -> bool:
    """Whether a person's first day in a post falls inside a month."""
    first = min(row.start for row in ground.people.occupancies if (row.post, row.person) == (held.post, held.person))
    return held.month.first < first <= held.month.last


def unpaid(ground: Ground, kind: str, held: Held) -> Iterator[Planting]:
    """A person's right lines of one month that are missing; the next month tells whether they come late."""
    if is_changed(ground, held):
        return iter(())
    missing = {part: -pence for part, pence in of_post(ground, held).items()}
    return changed(ground, kind, held, {held.post: missing}, held.month.plus(1))


def missing_pay(ground: Ground) -> Iterator[Planting]:
    """Any month that a person holds the post in and did not start in."""
    for held in ground.held():
        is_held = any(each.step == "first" for each in ground.paid(held))
        if is_held and not starts_in(ground, held):
            yield from unpaid(ground, "MISSING_PAY", held)


def starter_unpaid(ground: Ground) -> Iterator[Planting]:
    """The part month in which a person starts, where payroll knew in time."""
    for held in ground.held():
        if starts_in(ground, held):
            yield from unpaid(ground, "STARTER_UNPAID", held)


def vacant_post_paid(ground: Ground) -> Iterator[Planting]:
    """Any whole month known to be vacant."""
    for vacancy in vacancies(ground.people.occupancies, ground.site, ground.agreed.hosts):
        yield paid_while_vacant(ground, vacancy)


def at_rows(
    ground: Ground, held: Held, change: Callable[[Occupancy], Occupancy], values: Month | None = None
) -> PayDay:
    """The pay day whose own month is paid by changed rows, or at the values of another; what is late is paid right."""
    rows = tuple(
        change(row) if (row.post, row.person) == (held.post, held.person) else row
        for row in ground.payroll.facts.occupancies
    )
    other = Payroll(replace(ground.payroll.facts, occupancies=rows))
    day = pay_day(ground, held)
    basic = other.basic(held.person, held.post, held.month, View(held.month, values or held.month))
    day.current[held.post] = day.current[held.post].at_basic(basic)
    return day


def against_rows(ground: Ground, kind: str, held: Held, change: Callable[[Occupancy], Occupancy]) -> Iterator[Planting]:
    """The month paid by changed rows."""
    more = less(sums(at_rows(ground, held, change)), sums(pay_day(ground, held)))
    return changed(ground, kind, held, more)


def leaver_still_paid(ground: Ground) -> Iterator[Planting]:
    """A month inside which a person leaves for good, known in time, paid to its end."""
    for held in ground.held():
        rows = known_rows(ground, held, held.person)
        last = max((row.end or date.max for row in rows), default=date.max)
        if held.month.first <= last < held.month.last:
            yield from against_rows(ground, "LEAVER_STILL_PAID", held, partial(_stays, last))


def _stays(last: date, row: Occupancy) -> Occupancy:
    return replace(row, end=None) if row.end == last else row


def known_rows(ground: Ground, held: Held, person: str = "") -> list[Occupancy]:
    """The rows of a post, or of one person in it, that payroll knew at a month's cut-off."""
    known = ground.payroll.known(ground.host(held.post), held.month)
    return [row for row in known if row.post == held.post and person in ("", row.person)]


def fte_differs(ground: Ground) -> Iterator[Planting]:
    """Each month of a person, at each other time that stands in the post's record."""
    for held in ground.held():
        for hours, whole in sorted({(row.hours, row.full_time_hours) for row in known_rows(ground, held)}):
            yield from against_rows(ground, "FTE_DIFFERS", held, partial(replace, hours=hours, full_time_hours=whole))


def point_differs(ground: Ground) -> Iterator[Planting]:
    """Each month of a person, at each other point that stands in the post's record."""
    for held in ground.held():
        for scale, point in sorted({(row.scale, row.point) for row in known_rows(ground, held)}):
            yield from against_rows(ground, "POINT_DIFFERS", held, partial(replace, scale=scale, point=point))


def late_change_not_paid(ground: Ground) -> Iterator[Planting]:
    """Each month that should pay or take back what HR learned late."""
    for held in ground.held():
        day = pay_day(ground, held)
        for late in (*day.unpaid.values(), *day.pool.values()):
            late.clear()
        yield from changed(ground, "LATE_CHANGE_NOT_PAID", held, less(sums(day), sums(pay_day(ground, held))))


def _awards(ground: Ground, held: Held) -> Iterator[tuple[Month, PayValue]]:
    """The awards of a person's points, with the month in which the host first pays each."""
    council = ground.host(held.post)
    for point in sorted({(row.scale, row.point) for row in known_rows(ground, held, held.person)}):
        for value in ground.scales.values[point]:
            if (paid_from := ground.payroll.implemented_month(value, council)) > FIRST:
                yield paid_from, value


def _at_values(ground: Ground, held: Held, values: Month) -> PayDay:
    """The pay day whose own month is paid at the values that another month pays."""
    day = pay_day(ground, held)
    for post in day.posts:
        basic = ground.payroll.basic(held.person, post, held.month, View(held.month, values))
        day.current[post] = day.current[post].at_basic(basic)
    return day


def award_not_paid(ground: Ground) -> Iterator[Planting]:
    """Each month from the one that should first pay an award: at the old value, and without arrears."""
    for held in ground.held():
        for paid_from, _ in _awards(ground, held):
            if held.month >= paid_from:
                day = _at_values(ground, held, paid_from.plus(-1))
                if held.month == paid_from:
                    for late in day.arrears.values():
                        late.clear()
                yield from changed(ground, "AWARD_NOT_PAID", held, less(sums(day), sums(pay_day(ground, held))))


def award_paid_early(ground: Ground) -> Iterator[Planting]:
    """Each month that an award covers before the host should first pay it; known once it is settled."""
    for held in ground.held():
        for paid_from, value in _awards(ground, held):
            if held.month < paid_from and value.settled_on is not None and value.effective <= held.month.last:
                known = ground.close_after(value.settled_on)
                more = less(sums(_at_values(ground, held, paid_from)), sums(pay_day(ground, held)))
                yield from changed(ground, "AWARD_PAID_EARLY", held, more, max(known, held.month))


def rounding(ground: Ground) -> Iterator[Planting]:
    """Basic pay of a month cut to the penny below."""
    for held in ground.held():
        pieces = ground.payroll.segments(held.person, held.post, held.month, View(held.month, held.month))
        day = pay_day(ground, held)
        cut = floor(sum((each.basic for each in pieces), Fraction(0)))
        if 0 < cut < day.current[held.post].basic:
            day.current[held.post] = day.current[held.post].at_basic(cut)
            yield from changed(ground, "ROUNDING", held, less(sums(day), sums(pay_day(ground, held))))


def unexplained(ground: Ground) -> Iterator[Planting]:
    """Any month, with a line of random pence that nothing explains."""
    for held in ground.held():
        pence = stream(ground.seed, "unexplained", *held).randint(PENCE, MOST_UNEXPLAINED)
        yield own_lines(ground, "UNEXPLAINED", held, {"basic": pence})


PAY: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "VACANT_POST_PAID": vacant_post_paid,
    "LEAVER_STILL_PAID": leaver_still_paid,
    "STARTER_UNPAID": starter_unpaid,
    "MISSING_PAY": missing_pay,
    "LATE_CHANGE_NOT_PAID": late_change_not_paid,
    "AWARD_NOT_PAID": award_not_paid,
    "AWARD_PAID_EARLY": award_paid_early,
    "FTE_DIFFERS": fte_differs,
    "POINT_DIFFERS": point_differs,
    "ROUNDING": rounding,
    "UNEXPLAINED": unexplained,
}
