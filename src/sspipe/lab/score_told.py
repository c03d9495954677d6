"""The score as counts and pounds: of all planted breaks, of each cause, and of each family of twins."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sspipe.lab.score import Judged, Outcome, Score, Twins


def tally(judged: Iterable[Judged]) -> dict[str, Any]:
    """Counts and pounds of some planted breaks: how many came out how, and how much of it is explained."""
    every = list(judged)
    size = sum(abs(each.plant.pence) for each in every)
    counts = {outcome.value: sum(each.outcome is outcome for each in every) for outcome in Outcome}
    return {
        "planted": len(every),
        **counts,
        "beyond_twins": sum(each.is_beyond_twins for each in every),
        "fails": sum(each.fails for each in every),
        "pence": size,
        **{f"{name}_pence": _pence(every, name) for name in (Outcome.FOUND, Outcome.AMBIGUOUS)},
    }


def _pence(every: Iterable[Judged], outcome: Outcome) -> int:
    return sum(abs(each.plant.pence) for each in every if each.outcome is outcome)


def document(found: Score, twins: Twins) -> dict[str, Any]:
    """The whole score as one document."""
    kinds = sorted({each.plant.kind for each in found.judged})
    return {
        "passes": found.passes,
        "all": tally(found.judged),
        "causes": {kind: tally(each for each in found.judged if each.plant.kind == kind) for kind in kinds},
        "families": [
            {"codes": family, **tally(each for each in found.judged if each.plant.kind in family)}
            for family in twins.families
        ],
        "failures": [
            {**asdict(each.plant), "outcome": each.outcome.value, "said": each.said}
            for each in found.judged
            if each.fails
        ],
        "false_alarms": [asdict(each) for each in found.false_alarms],
    }
