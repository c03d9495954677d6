"""A whole labelled site: its files and feeds, and beside it the truth and what was planted."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sspipe.lab.drawn import draw_site, wanted_breaks
from sspipe.lab.element_files import write_elements
from sspipe.lab.grants import write_grants
from sspipe.lab.hr_files import write_establishments
from sspipe.lab.ledger_files import write_ledgers
from sspipe.lab.measures import write_measures
from sspipe.lab.plant import COMPONENTS, Plant
from sspipe.lab.states import State, all_states
from sspipe.lab.truth import HEADINGS, truth_rows

PLANTED_HEADINGS = (
    *("kind", "post", "month", "pair", "amount_pence", "council", "seen_in"),
    *("known_from", "partner", "clears_in", *(f"{part}_pence" for part in COMPONENTS)),
)
AS_SEEN = 7
LINES_BESIDE_BREAKS = 1_600
"""Ordinary lines at least in a ledger with planted breaks: their own lines would else be half of some month's file."""
HELD_CENTRALLY = {"status": "stated", "paper": "tameside-2022-02", "paragraph": "made up", "illustrative": True}
SCALE_NAMES = {"NJC": "National Joint Council pay points", "SOULBURY": "Soulbury pay points"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabReport:
    """What was written."""

    site: Path
    truth: Path
    planted: Path
    files: int
    ledger_lines: int
    truth_rows: int
    breaks: int


def make_site(base: Path, out: Path, *, seed: int, lines: int = 0, breaks: str = "all") -> LabReport:
    """Write OUT/site, OUT/truth.csv and OUT/planted.csv; the same seed gives the same bytes.

    Raises:
        ValueError: when the breaks asked for are none that the lab knows, or have no room in this seed.
    """
    wanted = wanted_breaks(breaks, base)
    drawn = draw_site(base, out, seed, wanted)
    site, feeds = drawn.ground.site, drawn.folder / "feeds"
    write_establishments(site, drawn.ground.agreed, drawn.ground.people, feeds)
    write_elements(drawn.ground, drawn.folder)
    least = max(lines, LINES_BESIDE_BREAKS if wanted.wishes else 0)
    ledger_lines = write_ledgers(site, drawn.documents, feeds, seed, least)
    write_grants(feeds / "dfe" / "grants", seed)
    write_measures(feeds, seed)
    for council in site.councils:
        (drawn.folder / "inbox" / council).mkdir(parents=True)
    rows = list(truth_rows(drawn.world))
    _write_csv(out / "truth.csv", HEADINGS, rows)
    _write_csv(out / "planted.csv", PLANTED_HEADINGS, _planted_rows(drawn.plants, all_states(site, drawn.world)))
    return LabReport(
        site=drawn.folder,
        truth=out / "truth.csv",
        planted=out / "planted.csv",
        files=sum(path.is_file() for path in drawn.folder.rglob("*")),
        ledger_lines=ledger_lines,
        truth_rows=len(rows),
        breaks=len(drawn.plants),
    )


def _planted_rows(plants: Iterable[Plant], states: Iterable[State]) -> list[tuple[Any, ...]]:
    breaks = [
        (
            *(each.kind, each.post, each.month.name, each.pair, each.amount, each.council, ""),
            *(each.known_from.name, each.partner, each.clears_in.name if each.clears_in else ""),
            *(each.components.get(part, "") for part in COMPONENTS),
        )
        for each in plants
        if not each.is_information
    ]
    told = [
        (each.kind, each.post, each.month.name, each.pair, each.amount, each.council, each.month.name)
        + ("",) * (len(PLANTED_HEADINGS) - AS_SEEN)
        for each in plants
        if each.is_information
    ]
    shown = [
        (each.kind, each.post, each.month.name, each.pair, each.amount, each.council, each.seen_in.name)
        + ("",) * (len(PLANTED_HEADINGS) - AS_SEEN)
        for each in states
    ]
    return breaks + told + shown


def _write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)
