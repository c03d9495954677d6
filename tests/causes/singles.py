"""Causes planted alone, closed period by period in memory, and how the closes name them."""

from collections.abc import Iterable, Sequence

from flows.command_score import read_twins
from sspipe.lab.catalogue import causes_of
from sspipe.lab.plant import Plant
from sspipe.lab.score import Score, score
from sspipe.model.periods import Period
from tests.causes.in_memory import EVERY_CLOSE, closed_one_by_one, drawn, facts_of, seeded, shown_by
from tests.causes.pairs import TABLE, as_planted


def scored_alone(seed: int, breaks: str, *, at_every_close: bool) -> Score:
    """How the closes name what is planted in a seed: all of them, or those that tell something."""
    of_seed, site = drawn(seed, breaks)
    plants = [plant for plant in site.plants if not plant.is_information]
    closes = EVERY_CLOSE if at_every_close else _telling(plants)
    statements = list(closed_one_by_one(facts_of(of_seed, site.documents), closes))
    shown = [each for statement in statements for each in shown_by(statement)]
    periods = [str(statement.period) for statement in statements]
    return score([as_planted(plant) for plant in plants], shown, periods, read_twins(TABLE))


def has_room(seed: int, code: str) -> bool:
    """Whether a cause can occur anywhere in a seed."""
    ground = seeded(seed, code).ground
    return any(True for _, cause in causes_of(code) for _ in cause(ground))


def _telling(plants: Iterable[Plant]) -> Sequence[Period]:
    """The closes at which something that clears is known, those that clear it, and the last two."""
    clearing = [plant for plant in plants if plant.clears_in]
    names = {month.name for plant in clearing for month in (plant.known_from, plant.clears_in) if month}
    return [close for close in EVERY_CLOSE if str(close) in names or close in EVERY_CLOSE[-2:]]
