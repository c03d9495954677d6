"""A whole labelled site: its files and feeds, and beside it the truth and what was planted."""

import csv
import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sspipe.lab.agreements import read_agreed
from sspipe.lab.asked import wishes
from sspipe.lab.catalogue import codes, each_by_pair
from sspipe.lab.chance import stream
from sspipe.lab.element_files import write_elements
from sspipe.lab.facts_on_file import ACCOUNTS, agreement_with, councils_with
from sspipe.lab.grants import write_grants
from sspipe.lab.hr_files import write_establishments
from sspipe.lab.ledger_files import write_ledgers
from sspipe.lab.measures import write_measures
from sspipe.lab.months import Month
from sspipe.lab.people import draw_people
from sspipe.lab.plant import COMPONENTS, Plant
from sspipe.lab.plants import CODES
from sspipe.lab.scales import pay_scales, points_file
from sspipe.lab.site import LAST, read_site, read_yaml
from sspipe.lab.states import State, all_states
from sspipe.lab.terms_draw import awards_file, drawn_agreement, drawn_implementation
from sspipe.lab.truth import HEADINGS, truth_rows
from sspipe.lab.world import Breaks, work_out
from sspipe.lab.yaml_files import write_yaml

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
    folder, implemented = lay_site(base, out, seed, wanted)
    site, agreed = read_site(folder), read_agreed(folder)
    people = draw_people(seed, site, agreed.hosts)
    scales = pay_scales(implemented, site.close_day(LAST.period))
    ground, world, plantings, documents = work_out(site, agreed, people, scales, (seed, wanted))
    plants = [plant for each in plantings for plant in each.plants]
    _write_programme(folder / "programme.yaml", [held for each in plantings for held in each.held_centrally])
    _write_feeds(folder / "feeds.yaml", {each.publishes for each in plantings} - {""})
    feeds = folder / "feeds"
    write_establishments(site, agreed, ground.people, feeds)
    write_elements(ground, folder)
    ledger_lines = write_ledgers(site, documents, feeds, seed, max(lines, LINES_BESIDE_BREAKS if wanted.wishes else 0))
    write_grants(feeds / "dfe" / "grants", seed)
    write_measures(feeds, seed)
    for council in site.councils:
        (folder / "inbox" / council).mkdir(parents=True)
    rows = list(truth_rows(world))
    _write_csv(out / "truth.csv", HEADINGS, rows)
    _write_csv(out / "planted.csv", PLANTED_HEADINGS, _planted_rows(plants, all_states(site, world)))
    return LabReport(
        site=folder,
        truth=out / "truth.csv",
        planted=out / "planted.csv",
        files=sum(path.is_file() for path in folder.rglob("*")),
        ledger_lines=ledger_lines,
        truth_rows=len(rows),
        breaks=len(plants),
    )


def wanted_breaks(breaks: str, base: Path) -> Breaks:
    """What the option asks for: `all` are the four of the demonstration, `every` is each cause where it has room.

    The four by their plain names are drawn as in the demonstration.

    Raises:
        ValueError: when the lab does not know what is asked for.
    """
    if breaks in ("all", "none"):
        return Breaks(demonstration=CODES if breaks == "all" else ())
    folder = read_agreed(base)
    places = {*folder.hosts, *folder.hosts.values(), *folder.partners.values()}
    found = wishes(breaks, [*codes(), *each_by_pair()], places)
    plain = tuple(wish.text for wish in found if wish.text in CODES)
    return Breaks(demonstration=plain, wishes=tuple(wish for wish in found if wish.text not in CODES))


def lay_site(base: Path, out: Path, seed: int, wanted: Breaks) -> tuple[Path, dict[str, date]]:
    """The site's own files below OUT with what a seed draws, and the days on which councils first pay the award."""
    folder = _fresh_site(base, out)
    return folder, _write_additions(folder, seed, wanted)


def _fresh_site(base: Path, out: Path) -> Path:
    """An empty site folder with the base site's YAML files; only a site of ours is replaced."""
    folder = out / "site"
    if folder.exists():
        if not (folder / "site.yaml").is_file():
            raise FileExistsError(folder)
        shutil.rmtree(folder)
    for source in sorted(base.rglob("*.yaml")):
        target = folder / source.relative_to(base)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    return folder


def _write_additions(folder: Path, seed: int, wanted: Breaks) -> dict[str, date]:
    path = folder / "agreements" / "ey-leadership.yaml"
    codes = {code.split("/")[0] for wish in wanted.wishes for code in wish.codes}
    write_yaml(path, agreement_with(drawn_agreement(read_yaml(path), seed, stream(seed, "terms")), codes))
    if codes & set(ACCOUNTS):
        councils = folder / "councils.yaml"
        write_yaml(councils, councils_with(read_yaml(councils), codes))
    for scale, name in SCALE_NAMES.items():
        write_yaml(folder / "rates" / f"{scale.lower()}_points.yaml", points_file(scale, name))
    implemented = drawn_implementation(seed, stream(seed, "awards"))
    awards = folder / "rates" / "awards.yaml"
    if implemented:
        write_yaml(awards, awards_file(read_yaml(awards), implemented))
    return implemented


def _write_programme(path: Path, held: Iterable[tuple[str, str, Month]]) -> None:
    """The components that plants say are held in the centre; without any the file stays as it is."""
    lines = [
        {
            "component": part,
            "council": council,
            "starts": start.first,
            "title": "Held in the centre (made up)",
            **HELD_CENTRALLY,
        }
        for part, council, start in held
    ]
    if lines:
        given = read_yaml(path)
        write_yaml(path, {**given, "held_corporately": [*given["held_corporately"], *lines]})


def _write_feeds(path: Path, publishing: Collection[str]) -> None:
    """The ledgers of some councils as published payments; without any the file stays as it is."""
    if publishing:
        given = read_yaml(path)
        ours = [each for each in given["feeds"] if each["noun"] == "ledger" and each["publisher"] in publishing]
        for each in ours:
            each["kind"] = "published_payments"
        write_yaml(path, given)


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
