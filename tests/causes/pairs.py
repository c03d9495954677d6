"""Two causes on one post and month, as many to a site as have room: which R9 admits, and where they are planted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random

import yaml

from sspipe.lab.catalogue import TABLES
from sspipe.lab.causes_elements import ELEMENTS
from sspipe.lab.causes_known import KNOWN
from sspipe.lab.causes_partly_shown import PUBLISHED_FROM
from sspipe.lab.causes_people import PEOPLE
from sspipe.lab.choosing import billed_after, with_accruals
from sspipe.lab.ground import Ground, Held
from sspipe.lab.months import Month
from sspipe.lab.plant import BILLED, BOOKED, LEDGER, Plant, Planting
from sspipe.lab.score import PlantedBreak, Score, Twins, score
from sspipe.lab.site import MONTHS
from sspipe.lab.world import documents_of
from tests.causes.in_memory import AT_THE_END, as_published, as_recorded, closed_at_the_end, facts_of, seeded, shown_by

TABLE = Path(__file__).parent / "twins.yaml"
PAIR_OF = {"cost": LEDGER, "billed": BILLED, "booked": BOOKED}
NEEDED = "BILLED_ON_BUDGET,OVERHEAD_ADDED"
NO_CAUSE = frozenset({"UNEXPLAINED"})
OF_MANY_MONTHS = frozenset({"CENTRAL_ONCOST"})
OF_WHOLE_FILES = "BELOW_PUBLICATION_THRESHOLD"
"""It stands on every small line of a council's file, so that its pairs have sites of their own."""
INFORMATION = frozenset({*KNOWN, "BILLED_NEXT_PERIOD", "CATCH_UP_BILLING", "BOOKED_NEXT_PERIOD"})
"""No part of a difference (class i)."""
MOST_TRIES = 6
"""Places that are laid out for a pair before the seed is told to have no room for it."""
Codes = frozenset[str]
Place = tuple[str, str, Month]


@dataclass(frozen=True, slots=True)
class PlantedSite:
    """A seed with pairs of causes of one of its differences."""

    ground: Ground
    pairs: tuple[tuple[Planting, ...], ...]

    @property
    def plantings(self) -> list[Planting]:
        """Everything that is planted."""
        return [each for pair in self.pairs for each in pair]


@cache
def _table() -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = yaml.load(TABLE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return found


def not_admitted(name: str, *, doubtful: bool = False) -> dict[Codes, str]:
    """The pairs of one difference that the table lists, each with its rule; those that it doubts only where asked."""
    found: dict[Codes, str] = {}
    for rule in _table()["pairs_not_admitted"]:
        if bool(rule.get("doubtful")) is doubtful:
            for covered in rule["covers"]:  # type: ignore[attr-defined] # plain YAML
                if covered["pair"] == PAIR_OF[name]:
                    found |= {frozenset(codes): str(rule["rule"]) for codes in covered["codes"]}
    return found


def admitted(name: str) -> list[tuple[str, str]]:
    """Every pair of different plantable causes of one difference that no rule keeps apart."""
    kept_apart = {**not_admitted(name), **not_admitted(name, doubtful=True)}
    return [codes for codes in combinations(_codes(name), 2) if frozenset(codes) not in kept_apart]


def _codes(name: str) -> list[str]:
    """In the order in which they work: of a credit note that is never issued nothing is left to go wrong."""
    left_out = NO_CAUSE | OF_MANY_MONTHS | INFORMATION | {OF_WHOLE_FILES}
    codes = [code for code in TABLES[name] if code not in left_out]
    return sorted(codes, key=lambda code: code != "CREDIT_NOTE_NOT_ISSUED")


def planted_pairs(
    seed: int, name: str, wanted: Sequence[tuple[str, str]], most: int, *, on_one_line: bool = False
) -> PlantedSite:
    """A seed with as many as have room of so many pairs that the seed draws.

    Each stands where no other does; of cost none in the months beside, nor on another post of the same people. What
    changes HR's record comes before what rests on it. `on_one_line`: only where a month is charged by one line, so that
    neither has rows of its own.
    """
    rng = Random(f"{seed} {name}")
    ground = seeded(seed, NEEDED).ground
    if name == "cost":
        ground = unshared(ground)
    found: list[tuple[Planting, Planting]] = []
    taken = _of_several_lines(ground, PAIR_OF[name]) if on_one_line else set[Place]()
    for codes in sorted(rng.sample(wanted, min(most, len(wanted))), key=_turn):
        pair = _planted(ground, name, codes, taken, rng)
        laid = _after(ground, *pair) if pair else None
        if pair is not None and laid is not None:
            found.append(pair)
            taken |= _taken_by(ground, laid, pair)
            ground = laid
    return PlantedSite(with_accruals(ground), tuple(found))


def planted_below_threshold(seed: int) -> PlantedSite:
    """A seed with each cause that has room beside lines that published payments do not show, and those lines.

    None that changes such a line itself: of what is not shown nothing can be seen.
    """
    kept_apart = {**not_admitted("booked"), **not_admitted("booked", doubtful=True)}
    wanted = [code for code in _codes("booked") if frozenset((code, OF_WHOLE_FILES)) not in kept_apart]
    rng = Random(f"{seed} {OF_WHOLE_FILES}")
    ground, found = seeded(seed, NEEDED).ground, list[tuple[Planting, ...]]()
    for code in rng.sample(wanted, len(wanted)):
        taken = {plant.place for (planting,) in found for plant in planting.plants}
        every = [each for each in _free(ground, "booked", code, taken) if each.first.place in _not_shown(ground)]
        there = [each for each in every if not _touches_a_small_line(ground, each)]
        laid = _after(ground, chosen := rng.choice(there)) if there else None
        if laid is not None:
            ground = laid
            found.append((chosen,))
    councils = {planting.first.council for (planting,) in found}
    for planting in list(TABLES["booked"][OF_WHOLE_FILES](ground)):
        laid = _after(ground, planting) if planting.publishes in councils else None
        if laid is not None:
            ground = laid
            found.append((planting,))
    return PlantedSite(with_accruals(ground), tuple(found))


def _not_shown(ground: Ground) -> set[Place]:
    return {plant.place for each in TABLES["booked"][OF_WHOLE_FILES](ground) for plant in each.plants}


def _touches_a_small_line(ground: Ground, planting: Planting) -> bool:
    changed = {*ground.papers} - {*planting.papers(list(ground.papers))}
    return any(abs(amount) < PUBLISHED_FROM for paper in changed for _, amount in paper.amounts)


def _of_several_lines(ground: Ground, pair: str) -> set[Place]:
    """Where a post's month is charged by more than one line."""
    charged = Counter((paper.post, tranche.earned) for paper in ground.papers for tranche in paper.tranches)
    return {(pair, post, month) for (post, month), lines in charged.items() if lines > 1}


def unshared(ground: Ground) -> Ground:
    """The ground of which nothing is charged: no cause of a cost reads what is."""
    return replace(ground, agreed=replace(ground.agreed, sharings={}), shared=(), tranches=(), papers=())


def _turn(codes: tuple[str, str]) -> int:
    """What changes people comes first, then what is recorded of their pay, then all that rests on it."""
    return min(0 if code in PEOPLE else 1 if code in ELEMENTS else 2 for code in codes)


def _taken_by(ground: Ground, laid: Ground, pair: Iterable[Planting]) -> set[Place]:
    """Where nothing else may stand: the places of a pair, what they touch, and posts whose people it changed."""
    plants = [plant for planting in pair for plant in planting.plants]
    taken: set[Place] = {plant.place for plant in plants}
    for plant in (each for each in plants if each.pair == LEDGER):
        posts = _posts_of_people(laid, plant.post)
        taken |= {(LEDGER, post, plant.month.plus(by)) for post in posts for by in (-1, 0, 1)}
    rows = {row.post for row in {*ground.people.occupancies} ^ {*laid.people.occupancies}}
    return taken | {(LEDGER, post, month) for post in rows for month in MONTHS}


def _posts_of_people(ground: Ground, post: str) -> set[str]:
    people = {row.person for row in ground.people.occupancies if row.post == post}
    return {post, *(row.post for row in ground.people.occupancies if row.person in people)}


def _after(ground: Ground, *plantings: Planting) -> Ground | None:
    laid: Ground | None = ground
    for planting in plantings:
        laid = billed_after(laid, planting) if laid else None
    return laid


def _planted(
    ground: Ground, name: str, codes: tuple[str, str], taken: set[Place], rng: Random
) -> tuple[Planting, Planting] | None:
    """The two at one place that has room for both, each with what it changes after the other; month by month."""
    left = MOST_TRIES
    for month in rng.sample(MONTHS, len(MONTHS)):
        firsts = _free(near(ground, month), name, codes[0], taken)
        there = [each for each in firsts if each.first.month == month]
        places = {each.first.place for each in _free(near(ground, month), name, codes[1], taken)} if there else set()
        for first in rng.sample(there, len(there)):
            laid = _after(ground, first) if first.first.place in places and left else None
            if laid is not None:
                left -= 1
                beside = _free(near(laid, month), name, codes[1], taken)
                seconds = [each for each in beside if each.first.place == first.first.place]
                if seconds:
                    return first, rng.choice(seconds)
    return None


def _free(ground: Ground, name: str, code: str, taken: set[Place]) -> Iterator[Planting]:
    every = TABLES[name][code](ground)
    return (each for each in every if not any(plant.place in taken for plant in each.plants))


@dataclass(frozen=True, slots=True, kw_only=True)
class Near(Ground):
    """A ground of which only a month and those beside it are looked at."""

    month: Month

    def held(self) -> list[Held]:
        """Every person's months near the one."""
        months = {self.month.plus(by) for by in (-1, 0, 1)}
        return [each for each in Ground.held(self) if each.month in months]


def near(ground: Ground, month: Month) -> Near:
    """The ground near a month."""
    return Near(**{each.name: getattr(ground, each.name) for each in fields(Ground)}, month=month)


def scored(site: PlantedSite) -> Score:
    """How the last close names what is planted."""
    seed = as_recorded(seeded(site.ground.seed, NEEDED), site.ground)
    seed = as_published(seed, {each.publishes for each in site.plantings})
    statement = closed_at_the_end(facts_of(seed, documents_of(site.ground, site.plantings)))
    plants = [as_planted(plant) for planting in site.plantings for plant in planting.plants]
    return score(plants, shown_by(statement), (str(AT_THE_END),), Twins())


def as_planted(plant: Plant) -> PlantedBreak:
    """A plant as the lab's score reads it."""
    return PlantedBreak(
        kind=plant.kind,
        place=(plant.pair, plant.post, plant.month.name, plant.council),
        pence=plant.amount,
        known_from=plant.known_from.name,
        clears_in=plant.clears_in.name if plant.clears_in else "",
    )
