"""How well the breaks of a labelled site were named, for people and for programs."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Engine

from flows.choosing import Wanted, known_site, nothing_published
from flows.options import wrong_use
from flows.printing import Column, as_json, drawn
from flows.reading_database import reading
from sspipe.lab.score import NamedCause, PlantedBreak, Score, ShownBreak, Twins, score
from sspipe.lab.score_told import document, tally
from sspipe.model.money import in_pounds
from sspipe.model.statement import BreakState
from sspipe.settings import Settings
from sspipe.store.named import Row, named_breaks
from sspipe.store.standing_runs import standing_releases

_COUNTS = {
    "Made": ("planted",),
    "Found": ("found",),
    "Either": ("ambiguous",),
    "None": ("unexplained",),
    "Wrong": ("wrong_name", "wrong_amount", "not_shown"),
    "Early": ("too_early",),
}
"""What each column counts; `Either` is ambiguous with the truth among its names, `None` is unexplained."""


PAIRS = {"accrual": "accrued-scheduled"}
"""Pairs of figures that a table of twins names otherwise than a break does."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The lines of the answer, and whether anything came out that may not."""

    lines: tuple[str, ...]
    fails: bool


def score_site(site: Path, truth: Path, twins: Path | None, *, json: bool) -> Scored:
    """Hold the published breaks of a site against what its lab planted."""
    with wrong_use():
        plants, table = read_planted(truth), read_twins(twins)
    with reading(Settings()) as engine:
        releases = standing_releases(engine)
        if not releases:
            raise nothing_published()
        name = known_site(Wanted(site=str(site)), {each.site for each in releases})
        found = score_published(engine, name, plants, table)
    lines = (as_json(document(found, table)),) if json else tuple(_lines(found, table))
    return Scored(lines, fails=not found.passes)


def score_published(engine: Engine, site: str, plants: Sequence[PlantedBreak], twins: Twins) -> Score:
    """Judge what the current releases of a site say of its planted breaks."""
    named = named_breaks(engine, site)
    return score(plants, [_shown(row) for row in named.breaks], named.periods, twins)


def read_planted(truth: Path) -> list[PlantedBreak]:
    """The planted breaks of a lab's truth, or of the file that lists them.

    Raises:
        ValueError: when no such list stands there.
    """
    path = truth.with_name("planted.csv")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [_plant(row) for row in csv.DictReader(file) if not row["seen_in"]]
    except (OSError, KeyError) as wrong:
        message = f"{path} is no list of planted breaks: sspipe lab make writes one beside the truth"
        raise ValueError(message) from wrong


def _plant(row: dict[str, str]) -> PlantedBreak:
    return PlantedBreak(
        kind=row["kind"],
        place=(row["pair"], row["post"], row["month"], row["council"]),
        pence=int(row["amount_pence"]),
        known_from=row["known_from"],
        clears_in=row["clears_in"],
    )


def read_twins(path: Path | None) -> Twins:
    """The table of twins of a YAML file.

    Raises:
        ValueError: when the file holds none.
    """
    if path is None:
        return Twins()
    try:
        given: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        of = _twins_of(given["causes"])
        families = tuple(
            tuple(family["codes"] if isinstance(family, dict) else family) for family in given.get("families") or ()
        )
    except (OSError, KeyError, TypeError, yaml.YAMLError) as wrong:
        message = f"{path} is no table of twins: expected causes, each with a code and twins, and families of codes"
        raise ValueError(message) from wrong
    return Twins(of=of, families=families)


def _twins_of(causes: list[dict[str, Any]]) -> dict[tuple[str, str], frozenset[str]]:
    """Which causes are twins of each, by code and pair; twins that are told at one end only are twins all the same."""
    found: dict[tuple[str, str], set[str]] = {}
    for each in causes:
        pair = PAIRS.get(each.get("pair", ""), each.get("pair", ""))
        for twin in each.get("twins") or ():
            found.setdefault((each["code"], pair), set()).add(twin["code"])
            found.setdefault((twin["code"], pair), set()).add(each["code"])
    return {key: frozenset(codes) for key, codes in found.items()}


def _shown(row: Row) -> ShownBreak:
    return ShownBreak(
        period=row["period"],
        place=(row["pair"], row["post"] or row["cost_centre"], row["month"], row["council"]),
        pence=row["amount_pence"],
        is_open=row["state"] == BreakState.OPEN,
        causes=tuple(
            NamedCause(
                code=each["code"],
                pence=each["amount_pence"],
                rivals=frozenset(code for code in each["rivals"].split(",") if code),
                is_supposed=each["is_supposed"],
            )
            for each in row["causes"]
        ),
    )


def _lines(found: Score, twins: Twins) -> Iterator[str]:
    told = document(found, twins)
    causes = [*told["causes"].items(), ("all", told["all"])]
    yield from _table("Cause", causes)
    if twins.families:
        yield ""
        yield from _table("Twins", [(" or ".join(each["codes"]), each) for each in told["families"] if each["planted"]])
    yield ""
    whole = tally(found.judged)
    yield (
        f"{in_pounds(whole['found_pence'])} of {in_pounds(whole['pence'])} found, "
        f"{in_pounds(whole['ambiguous_pence'])} ambiguous with the truth."
    )
    for each in told["failures"]:
        said = ", ".join(each["said"]) or "nothing"
        planted = f"{each['kind']} {in_pounds(each['pence'])} at {', '.join(each['place'])}"
        yield f"{each['outcome'].replace('_', ' ')}: {planted}; said: {said}"
    for alarm in told["false_alarms"]:
        said = ", ".join(alarm["said"]) or "nothing"
        yield f"false alarm: {in_pounds(alarm['pence'])} at {', '.join(alarm['place'])}; said: {said}"


def _table(heading: str, counted: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """One line for each name; only the names of families may take several."""
    columns = [Column(heading=each, is_amount=True) for each in (*_COUNTS, "Pounds")]
    return drawn((Column(heading=heading, is_whole=heading == "Cause"), *columns), [_row(*each) for each in counted])


def _row(name: str, counts: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        name,
        *(str(sum(counts[each] for each in counted)) for counted in _COUNTS.values()),
        in_pounds(counts["pence"]),
    )
