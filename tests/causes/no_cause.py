"""Differences that no cause made, one on every month that has room: of pay, of what is charged, of what is entered."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from sspipe.lab.causes_billed import Service, charged_anew, partners_part, services
from sspipe.lab.causes_booked import entered, other_entries
from sspipe.lab.causes_pay import changed, less, pay_day, sums
from sspipe.lab.choosing import after, with_accruals
from sspipe.lab.ground import Ground, Held
from sspipe.lab.months import MONTHS_A_YEAR, Month
from sspipe.lab.oncosts import percentage
from sspipe.lab.pence import PENCE, half_up
from sspipe.lab.plant import Planting
from sspipe.lab.plants import late_to_book, own_lines
from sspipe.lab.rates import LEVY_RATE
from sspipe.lab.recorded_pay import plain
from sspipe.lab.shares import Tranche
from sspipe.lab.site import LAST
from sspipe.lab.standing import of_post
from tests.causes.in_memory import seeded
from tests.causes.pairs import NEEDED, PlantedSite

KIND = "UNEXPLAINED"
MOST = 2000 * PENCE
PARTS = ("basic", "elements", "ni", "pension", "levy")


def random_pence(rng: Random) -> int:
    """Whole pence uniform over the range, never below a pound in size."""
    return rng.choice((-1, 1)) * rng.randint(PENCE, MOST)


def site_of_no_cause(seed: int) -> PlantedSite:
    """A seed with a difference of its own on each month of each post, in each of the three comparisons."""
    rng = Random(f"{seed} no cause")
    ground = seeded(seed, NEEDED).ground
    found = [*_of_pay(ground, rng)]
    for planting in _of_charges(ground, rng):
        ground = after(ground, planting)
        found.append(planting)
    for planting in _of_entries(ground, rng):
        ground = after(ground, planting)
        found.append(planting)
    return PlantedSite(with_accruals(ground), tuple((each,) for each in found))


def _of_pay(ground: Ground, rng: Random) -> Iterator[Planting]:
    """One month in three by an odd amount, by an unlisted payment, by an unknown allowance; one person a month."""
    seen: set[tuple[str, Month]] = set()
    for held in ground.held():
        if (held.post, held.month) not in seen:
            seen.add((held.post, held.month))
            yield from rng.choice((_odd, _unlisted, _allowance))(ground, held, rng)


def _odd(ground: Ground, held: Held, rng: Random) -> Iterator[Planting]:
    """An odd amount on one component: in the person's own line, or on a line of its own."""
    if rng.random() < Fraction(1, 2):
        yield own_lines(ground, KIND, held, {rng.choice(PARTS): random_pence(rng)})
    else:
        yield from changed(
            ground, KIND, held, {held.post: {rng.choice(sorted(of_post(ground, held))): random_pence(rng)}}
        )


def _unlisted(ground: Ground, held: Held, rng: Random) -> Iterator[Planting]:
    """A payment that stands in no record, run through payroll: with NI, pension and levy on it."""
    more = _through_payroll(ground, held, random_pence(rng))
    yield own_lines(ground, KIND, held, more)


def _allowance(ground: Ground, held: Held, rng: Random) -> Iterator[Planting]:
    """A twelfth of whole pounds a year that no record knows, with NI and levy and at times pension."""
    pence = half_up(Fraction(rng.randint(MONTHS_A_YEAR, MOST // PENCE * MONTHS_A_YEAR) * PENCE, MONTHS_A_YEAR))
    more = _through_payroll(ground, held, pence)
    paid = {"elements": more.pop("basic"), **more}
    if rng.random() < Fraction(1, 2):
        paid.pop("pension", None)
    yield own_lines(ground, KIND, held, paid)


def _through_payroll(ground: Ground, held: Held, pence: int) -> dict[str, int]:
    """So much more gross with what it brings; NI of it stands wholly with the post."""
    day, with_more = pay_day(ground, held), pay_day(ground, held)
    with_more.current[held.post] += plain(pence)
    parts = less(sums(with_more), sums(day)).get(held.post, {})
    return {"basic": pence, **{part: each for part, each in parts.items() if part != "basic"}}


def _of_charges(ground: Ground, rng: Random) -> Iterator[Planting]:
    """Each charged month that the span still tells by an odd amount, or by the partner's part of pay of no record."""
    for service in services(ground):
        more = random_pence(rng)
        if rng.random() < Fraction(1, 3):
            gross = more + percentage(LEVY_RATE, more)
            more = partners_part(ground, service.post, service.month, gross)
        if abs(more) >= PENCE:
            anew = charged_anew(ground, KIND, service, _with(service, more))
            yield from (planting for planting in anew if planting.first.known_from <= LAST)


@dataclass(frozen=True, slots=True)
class _More:
    """What each line charges where one charges so much more."""

    at: Tranche
    pence: int

    def __call__(self, line: Tranche) -> int:
        return line.charged + (self.pence if line == self.at else 0)


def _with(service: Service, pence: int) -> _More:
    return _More(service.lines[0][1], pence)


def _of_entries(ground: Ground, rng: Random) -> Iterator[Planting]:
    """Each invoice whose time to be entered is over, by an odd amount on each line; a service month once."""
    seen: set[tuple[str, Month]] = set()
    for paper, entry in entered(ground):
        months = {(paper.post, tranche.earned) for tranche, _ in entry.amounts}
        known = late_to_book(ground, paper)
        if not months & seen and len(months) == len(entry.amounts) and known <= LAST:
            seen |= months
            amounts = tuple((tranche, amount + random_pence(rng)) for tranche, amount in entry.amounts)
            other = replace(entry, amounts=amounts)
            yield from other_entries(ground, KIND, paper, (other,), known)
