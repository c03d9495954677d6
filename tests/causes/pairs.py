"""Two causes on one post and month, as many to a site as have room: which R9 admits, and where they are planted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random

import yaml

from sspipe.lab.catalogue import TABLES
from sspipe.lab.choosing import billed_after, with_accruals
from sspipe.lab.ground import Ground
from sspipe.lab.plant import BILLED, BOOKED, LEDGER, Plant, Planting
from sspipe.lab.score import PlantedBreak, Score, Twins, score
from sspipe.lab.world import documents_of
from tests.causes.in_memory import AT_THE_END, closed_at_the_end, facts_of, seeded, shown_by

TABLE = Path(__file__).parent / "twins.yaml"
PAIR_OF = {"cost": LEDGER, "billed": BILLED, "booked": BOOKED}
NEEDED = "BILLED_ON_BUDGET,OVERHEAD_ADDED"
NO_CAUSE = frozenset({"UNEXPLAINED"})
OF_MANY_MONTHS = frozenset({"CENTRAL_ONCOST"})
INFORMATION = frozenset({"BILLED_NEXT_PERIOD", "CATCH_UP_BILLING", "BOOKED_NEXT_PERIOD"})
Codes = frozenset[str]


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
    return [code for code in TABLES[name] if code not in NO_CAUSE | OF_MANY_MONTHS | INFORMATION]


def planted_pairs(seed: int, name: str, wanted: Sequence[tuple[str, str]], most: int) -> PlantedSite:
    """A seed with up to so many of the pairs, drawn by the seed, each where no other stands."""
    rng = Random(f"{seed} {name}")
    ground = seeded(seed, NEEDED).ground
    found: list[tuple[Planting, Planting]] = []
    taken: set[tuple[str, str, object]] = set()
    for codes in rng.sample(wanted, len(wanted)):
        pair = _planted(ground, name, codes, taken, rng)
        laid = _after(ground, *pair) if pair else None
        if pair is not None and laid is not None:
            found.append(pair)
            taken |= {plant.place for planting in pair for plant in planting.plants}
            ground = laid
        if len(found) == most:
            break
    return PlantedSite(with_accruals(ground), tuple(found))


def _after(ground: Ground, *plantings: Planting) -> Ground | None:
    laid: Ground | None = ground
    for planting in plantings:
        laid = billed_after(laid, planting) if laid else None
    return laid


def _planted(
    ground: Ground, name: str, codes: tuple[str, str], taken: set[tuple[str, str, object]], rng: Random
) -> tuple[Planting, Planting] | None:
    """The two at one place that has room for both, each with what it changes after the other."""
    firsts = list(_free(ground, name, codes[0], taken))
    places = {each.first.place for each in _free(ground, name, codes[1], taken)}
    for first in rng.sample(firsts, len(firsts)):
        laid = _after(ground, first) if first.first.place in places else None
        if laid is not None:
            beside = _free(laid, name, codes[1], taken)
            seconds = [each for each in beside if each.first.place == first.first.place]
            if seconds:
                return first, rng.choice(seconds)
    return None


def _free(ground: Ground, name: str, code: str, taken: set[tuple[str, str, object]]) -> Iterator[Planting]:
    every = _of_pay(ground.seed, code) if name == "cost" else TABLES[name][code](ground)
    return (each for each in every if not any(plant.place in taken for plant in each.plants))


@cache
def _of_pay(seed: int, code: str) -> tuple[Planting, ...]:
    """No cause of a cost reads what is charged or booked, so that these stand for a seed whatever is planted."""
    return tuple(TABLES["cost"][code](seeded(seed, NEEDED).ground))


def scored(site: PlantedSite) -> Score:
    """How the last close names what is planted."""
    seed = seeded(site.ground.seed, NEEDED)
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
