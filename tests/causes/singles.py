"""Causes planted alone, closed period by period in memory, and how the closes name them."""

from flows.command_score import read_twins
from sspipe.lab.score import Score, score
from tests.causes.in_memory import closed_one_by_one, drawn, facts_of, shown_by
from tests.causes.pairs import TABLE, as_planted


def scored_alone(seed: int, breaks: str) -> Score:
    """How the closes of all periods name what is planted in a seed."""
    of_seed, site = drawn(seed, breaks)
    statements = list(closed_one_by_one(facts_of(of_seed, site.documents)))
    plants = [as_planted(plant) for plant in site.plants if not plant.is_information]
    shown = [each for statement in statements for each in shown_by(statement)]
    return score(plants, shown, [str(statement.period) for statement in statements], read_twins(TABLE))
