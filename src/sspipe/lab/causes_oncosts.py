"""What goes wrong in on-costs: rates and thresholds of another year, schemes mixed up, components not paid at all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from sspipe.lab.causes_pay import changed, less, pay_day, sums
from sspipe.lab.ground import Ground, Held
from sspipe.lab.months import Month
from sspipe.lab.payments import PayDay
from sspipe.lab.pence import half_down
from sspipe.lab.plant import Plant, Planting
from sspipe.lab.rates import NI_RATES, TEACHERS_PENSION_RATES, Dated, in_force, thresholds_of
from sspipe.lab.standing import of_post

CENTRAL = ("levy", "pension")
OTHER_SCHEME = {"LGPS": "TPS", "TPS": "LGPS"}


def before(dated: Dated, day: date) -> Fraction:
    """The value that stood before the one in force on a day; the same value where none did."""
    first = max(start for start in dated if start <= day)
    return in_force(dated, first - timedelta(days=1)) if first > min(dated) else dated[first]


class StaleNiRate(PayDay):
    """A payroll at the NI rate in force before."""

    def insurance(self, gross: int, own_date: date) -> int:
        """NI at the stale rate."""
        above = max(gross - in_force(thresholds_of(self.letter), own_date), Fraction(0))
        return half_down(before(NI_RATES, self.pay_date) * above)


class StaleNiThreshold(PayDay):
    """A payroll at the NI threshold in force before."""

    def insurance(self, gross: int, own_date: date) -> int:
        """NI above the stale threshold."""
        above = max(gross - before(thresholds_of(self.letter), own_date), Fraction(0))
        return half_down(in_force(NI_RATES, self.pay_date) * above)


class StalePension(PayDay):
    """A payroll at the pension rate in force before."""

    def pension_rate(self, post: str) -> Fraction:
        """The employer's earlier rate of the scheme."""
        scheme = self.scheme(post)
        if scheme == "NONE":
            return Fraction(0)
        rates = self.payroll.facts.lgps[self.council] if scheme == "LGPS" else TEACHERS_PENSION_RATES
        return before(rates, self.pay_date)


class WrongScheme(PayDay):
    """A payroll that pays to the other pension scheme."""

    def scheme(self, post: str) -> str:
        """Teachers' Pensions for the Local Government scheme, and the reverse."""
        right = super().scheme(post)
        return OTHER_SCHEME.get(right, right)


def _wrong(ground: Ground, kind: str, payroll: type[PayDay], part: str) -> Iterator[Planting]:
    """Every month, as far as one component moves under a payroll that goes wrong."""
    for held in ground.held():
        more = less(sums(pay_day(ground, held, payroll)), sums(pay_day(ground, held)))
        only = {post: {part: parts[part]} for post, parts in more.items() if part in parts}
        yield from changed(ground, kind, held, only)


def _missing(ground: Ground, kind: str, part: str) -> Iterator[Planting]:
    """Every month that should hold a component, without it."""
    for held in ground.held():
        pence = of_post(ground, held).get(part, 0)
        yield from changed(ground, kind, held, {held.post: {part: -pence}} if pence else {})


def ni_rate_stale(ground: Ground) -> Iterator[Planting]:
    """Any month with NI, at the rate before."""
    return _wrong(ground, "NI_RATE_STALE", StaleNiRate, "ni")


def ni_threshold_stale(ground: Ground) -> Iterator[Planting]:
    """Any month with NI, above the threshold before."""
    return _wrong(ground, "NI_THRESHOLD_STALE", StaleNiThreshold, "ni")


def pension_rate_stale(ground: Ground) -> Iterator[Planting]:
    """Any month with a pension whose rate has changed on record."""
    return _wrong(ground, "PENSION_RATE_STALE", StalePension, "pension")


def wrong_pension_scheme(ground: Ground) -> Iterator[Planting]:
    """Any month with a pension, at the other scheme's rate."""
    return _wrong(ground, "WRONG_PENSION_SCHEME", WrongScheme, "pension")


def ni_missing(ground: Ground) -> Iterator[Planting]:
    """Any month with NI, without it."""
    return _missing(ground, "NI_MISSING", "ni")


def pension_missing(ground: Ground) -> Iterator[Planting]:
    """Any month with a pension, without it."""
    return _missing(ground, "PENSION_MISSING", "pension")


def levy_missing(ground: Ground) -> Iterator[Planting]:
    """Any month with levy, without it."""
    return _missing(ground, "LEVY_MISSING", "levy")


def central_oncost(ground: Ground) -> Iterator[Planting]:
    """From any month on, one on-cost of all posts of a host, which the site then says is held in the centre."""
    every = ground.held()
    for council in sorted(ground.site.councils):
        for start in sorted({each.month for each in every if ground.host(each.post) == council}):
            own = [each for each in every if ground.host(each.post) == council and each.month >= start]
            for part in CENTRAL:
                yield from _in_the_centre(ground, part, own, (council, start))


def _in_the_centre(ground: Ground, part: str, own: list[Held], at: tuple[str, Month]) -> Iterator[Planting]:
    single = [
        planting
        for held in own
        if (pence := of_post(ground, held).get(part, 0))
        for planting in changed(ground, "CENTRAL_ONCOST", held, {held.post: {part: -pence}})
    ]
    by_place: dict[tuple[str, Month], Plant] = {}
    for plant in (each.first for each in single):
        first = by_place.get((plant.post, plant.month))
        by_place[plant.post, plant.month] = both(first, plant) if first else plant
    if by_place:
        pay = tuple(change for each in single for change in each.pay)
        yield Planting(plants=tuple(by_place.values()), pay=pay, held_centrally=((part, *at),))


def both(first: Plant, second: Plant) -> Plant:
    """Two breaks of one post and month as one."""
    parts = {
        part: first.components.get(part, 0) + second.components.get(part, 0)
        for part in {**first.components, **second.components}
    }
    return replace(first, amount=first.amount + second.amount, components=parts)


def ni_aggregated(ground: Ground) -> Iterator[Planting]:
    """A month that pays wholly unpaid months, all joined; or one of two jobs, each alone."""
    for held in ground.held():
        day = pay_day(ground, held)
        joined, right = _joined(ground, held, day), of_post(ground, held).get("ni", 0)
        if joined is not None and joined != right:
            yield from changed(ground, "NI_AGGREGATED", held, {held.post: {"ni": joined - right}})


def _joined(ground: Ground, held: Held, day: PayDay) -> int | None:
    """NI of this post under one threshold for what has several, or of its own for what shares one."""
    paid = of_post(ground, held)
    gross = paid.get("basic", 0)
    has_unpaid = any(day.unpaid.values())
    if (len(day.posts) == 1) is not has_unpaid or "elements" in paid:
        return None
    return day.insurance(gross, day.pay_date)


ONCOSTS: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "NI_RATE_STALE": ni_rate_stale,
    "NI_THRESHOLD_STALE": ni_threshold_stale,
    "NI_AGGREGATED": ni_aggregated,
    "NI_MISSING": ni_missing,
    "PENSION_MISSING": pension_missing,
    "PENSION_RATE_STALE": pension_rate_stale,
    "WRONG_PENSION_SCHEME": wrong_pension_scheme,
    "LEVY_MISSING": levy_missing,
}
CENTRE: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {"CENTRAL_ONCOST": central_oncost}
"""Takes many months at once, and so comes last."""
