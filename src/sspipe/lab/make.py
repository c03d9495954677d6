"""A whole labelled site: its files and feeds, and beside it the truth and what was planted."""

import csv
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from sspipe.lab.accruals import schedule
from sspipe.lab.agreements import Agreed, read_agreed
from sspipe.lab.chance import stream
from sspipe.lab.documents import Document
from sspipe.lab.grants import write_grants
from sspipe.lab.hr_files import write_establishments
from sspipe.lab.ledger_files import write_ledgers
from sspipe.lab.measures import write_measures
from sspipe.lab.ordinary import adjustments, budgets, opening_balances
from sspipe.lab.pay_values import PayScales
from sspipe.lab.payments import pay_through
from sspipe.lab.payroll import Facts, Payroll
from sspipe.lab.people import People, draw_people
from sspipe.lab.plants import Ground, Plant, not_billed, not_booked, unexplained, vacant_post_paid, wanted_codes
from sspipe.lab.postings import Postings
from sspipe.lab.recharges import invoices
from sspipe.lab.scales import pay_scales, points_file
from sspipe.lab.shares import share_out
from sspipe.lab.site import FIRST, LAST, Site, read_site, read_yaml
from sspipe.lab.states import State, all_states
from sspipe.lab.terms_draw import awards_file, drawn_agreement, drawn_implementation
from sspipe.lab.truth import HEADINGS, World, truth_rows

PLANTED_HEADINGS = ("kind", "post", "month", "pair", "amount_pence", "council", "seen_in")
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
    """Write OUT/site, OUT/truth.csv and OUT/planted.csv; the same seed gives the same bytes."""
    codes = wanted_codes(breaks)
    folder = _fresh_site(base, out)
    implemented = _write_additions(folder, seed)
    site, agreed = read_site(folder), read_agreed(folder)
    people = draw_people(seed, site, agreed.hosts)
    scales = pay_scales(implemented, site.close_day(LAST.period))
    world, plants, documents = _work_out(site, agreed, people, scales, (seed, codes))
    feeds = folder / "feeds"
    write_establishments(site, agreed, people, feeds)
    ledger_lines = write_ledgers(site, documents, feeds, seed, lines)
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


def _write_additions(folder: Path, seed: int) -> dict[str, date]:
    path = folder / "agreements" / "ey-leadership.yaml"
    _write_yaml(path, drawn_agreement(read_yaml(path), seed, stream(seed, "terms")))
    for scale, name in SCALE_NAMES.items():
        _write_yaml(folder / "rates" / f"{scale.lower()}_points.yaml", points_file(scale, name))
    implemented = drawn_implementation(seed, stream(seed, "awards"))
    awards = folder / "rates" / "awards.yaml"
    if implemented:
        _write_yaml(awards, awards_file(read_yaml(awards), implemented))
    return implemented


def _work_out(
    site: Site, agreed: Agreed, people: People, scales: PayScales, wanted: tuple[int, tuple[str, ...]]
) -> tuple[World, list[Plant], list[Document]]:
    seed, codes = wanted
    facts = _facts(site, agreed, people, scales)
    payroll = Payroll(facts)
    payments = tuple(pay_through(payroll, LAST))
    as_at = site.close_day(LAST.period)
    tranches = tuple(
        tranche
        for post in sorted(agreed.sharings)
        for tranche in share_out(payroll, payments, agreed.sharings[post], as_at)
    )
    ground = Ground(seed=seed, site=site, agreed=agreed, people=people, scales=scales, payments=payments)
    plants = _payroll_plants(ground, codes)
    billed = list(tranches)
    if "NOT_BILLED" in codes:
        plants.append(not_billed(seed, agreed, invoices(site, agreed, tranches, seed)))
        billed = [each for each in tranches if (each.post, each.earned) != (plants[-1].post, plants[-1].month)]
    papers = invoices(site, agreed, billed, seed)
    if "NOT_BOOKED" in codes:
        chosen, missing = not_booked(seed, agreed, papers, plants)
        plants += missing
        papers = [replace(each, booked=None) if each.reference == chosen.reference else each for each in papers]
    accruals = tuple(schedule(site, agreed, tranches, papers))
    world = World(agreed=agreed, payments=payments, tranches=tranches, invoices=tuple(papers), accruals=accruals)
    return world, plants, _documents(world, Postings(site, agreed, people, seed), plants, facts)


def _facts(site: Site, agreed: Agreed, people: People, scales: PayScales) -> Facts:
    others = {ref: council for council, (ref, _) in site.other_posts.items()}
    hosts = {**agreed.hosts, **others}
    return Facts(
        occupancies=people.occupancies,
        hosts=hosts,
        refs={post: site.posts[post].refs[host] if post in site.posts else post for post, host in hosts.items()},
        scales=scales,
        days={code: council.days for code, council in site.councils.items()},
        lgps=site.lgps,
        first=FIRST,
    )


def _payroll_plants(ground: Ground, codes: Sequence[str]) -> list[Plant]:
    """The plants in payroll lines. Each is drawn whether wanted or not, so that no choice moves another."""
    vacant = vacant_post_paid(ground)
    odd = unexplained(ground, [vacant])
    return [plant for plant in (vacant, odd) if plant.kind in codes]


def _documents(world: World, postings: Postings, plants: list[Plant], facts: Facts) -> list[Document]:
    site, seed = postings.site, postings.seed
    return [
        *postings.payroll(world.payments, plants, facts.hosts),
        *postings.recharges(world.invoices, world.accruals),
        *postings.year_end(world.accruals),
        *postings.corrections(world.payments),
        *budgets(site, world.agreed, seed),
        *opening_balances(seed),
        *adjustments(site, seed),
    ]


def _planted_rows(plants: Iterable[Plant], states: Iterable[State]) -> list[tuple[Any, ...]]:
    breaks = [(each.kind, each.post, each.month.name, each.pair, each.amount, each.council, "") for each in plants]
    shown = [
        (each.kind, each.post, each.month.name, each.pair, each.amount, each.council, each.seen_in.name)
        for each in states
    ]
    return breaks + shown


def _write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)


class _PlainDumper(yaml.SafeDumper):
    """Writes every value out, never a reference to another one."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  (the signature is PyYAML's)
        """Nothing is an alias."""
        return True


def _write_yaml(path: Path, content: dict[str, Any]) -> None:
    text = yaml.dump(content, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=160)
    path.write_text(text, encoding="utf-8")
