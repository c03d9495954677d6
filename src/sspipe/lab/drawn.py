"""A seed drawn whole: the site's own files, and what both councils' ledgers and records will hold, not yet written."""

import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sspipe.lab.agreements import read_agreed
from sspipe.lab.asked import wishes
from sspipe.lab.catalogue import codes, each_by_pair
from sspipe.lab.chance import stream
from sspipe.lab.documents import Document
from sspipe.lab.facts_on_file import ACCOUNTS, agreement_with, councils_with
from sspipe.lab.ground import Ground
from sspipe.lab.months import Month
from sspipe.lab.people import draw_people
from sspipe.lab.plant import Plant, Planting
from sspipe.lab.plants import CODES
from sspipe.lab.scales import pay_scales, points_file
from sspipe.lab.site import LAST, read_site, read_yaml
from sspipe.lab.terms_draw import awards_file, drawn_agreement, drawn_implementation
from sspipe.lab.truth import World
from sspipe.lab.world import Breaks, work_out
from sspipe.lab.yaml_files import write_yaml

HELD_CENTRALLY = {"status": "stated", "paper": "tameside-2022-02", "paragraph": "made up", "illustrative": True}
SCALE_NAMES = {"NJC": "National Joint Council pay points", "SOULBURY": "Soulbury pay points"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSite:
    """One seed: its site's folder, the ground that plants were chosen from, what is true, and every document."""

    folder: Path
    ground: Ground
    world: World
    plantings: tuple[Planting, ...]
    documents: tuple[Document, ...]

    @property
    def plants(self) -> list[Plant]:
        """Every break that was planted, and what is only information."""
        return [plant for each in self.plantings for plant in each.plants]


def draw_site(base: Path, out: Path, seed: int, wanted: Breaks) -> DrawnSite:
    """Write the site's own files to OUT/site, and work out everything that its feeds will say.

    Raises:
        ValueError: when the breaks asked for have no room in this seed.
    """
    folder, implemented = lay_site(base, out, seed, wanted)
    site, agreed = read_site(folder), read_agreed(folder)
    people = draw_people(seed, site, agreed.hosts)
    scales = pay_scales(implemented, site.close_day(LAST.period))
    ground, world, plantings, documents = work_out(site, agreed, people, scales, (seed, wanted))
    _write_programme(folder / "programme.yaml", [held for each in plantings for held in each.held_centrally])
    _write_feeds(folder / "feeds.yaml", {each.publishes for each in plantings} - {""})
    return DrawnSite(folder=folder, ground=ground, world=world, plantings=tuple(plantings), documents=tuple(documents))


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
