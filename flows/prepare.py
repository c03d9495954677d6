"""One landed file conformed, checked and kept: what every later step reads of it, by address.

The unit of work is one file. It shares nothing with others, takes and returns addresses, and is done once: the same
bytes under the same rules are read back from what was kept (R19).
"""

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
from pydantic import TypeAdapter

from flows.concerns import concerns_of
from flows.kept import proved_url
from flows.keys import read_key
from flows.rejecting import too_many_aside
from sspipe.conform.context import OccupantKey, context_of
from sspipe.conform.files import Conformed, conform_file
from sspipe.conform.layout import Layout, read_layout
from sspipe.conform.left_over import without_left_overs
from sspipe.conform.records import concerning
from sspipe.model.conservation import Conservation, Count
from sspipe.model.feeds import Feed, LandedFile, Noun
from sspipe.model.findings import Finding, has_critical
from sspipe.model.month_shapes import MonthShape
from sspipe.model.site import Site
from sspipe.settings import Settings
from sspipe.storage import exists, open_read, put_new, read_table, write_table
from sspipe.terms.site import read_site
from sspipe.terms.strict_yaml import read_strict
from sspipe.validate.checks import Validated, validate_table
from sspipe.validate.month_shapes import shape_of
from sspipe.validate.suites import read_suites

SHOWN = 16
FORM_KEPT = "4"
"""The form in which prepared files are kept: under another, every file is prepared anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Under what a file is prepared. `stamp` is the hash of the site's files: a changed site is prepared anew."""

    site_folder: Path
    stamp: str
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """One quarantined row; debit and credit in pence, nil where no amount could be read."""

    rule: str
    source_row: int
    debit_pence: int
    credit_pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What became of one file. `table_url` empty: nothing can be used; `joint_url` holds what joint posts need."""

    landed: LandedFile
    table_url: str
    joint_url: str
    findings: tuple[Finding, ...]
    conservation: Conservation
    set_aside: tuple[SetAside, ...]
    balances: bool
    ends_aside: bool
    ends_short: bool = False
    shape: MonthShape | None = None

    @property
    def noun(self) -> Noun:
        """The canonical table."""
        return self.landed.offered.feed.noun


_AS_JSON = TypeAdapter(Prepared)


@lru_cache(maxsize=4)
def site_of(folder: Path, stamp: str) -> Site:
    """The site, read once for each state of its files."""
    del stamp
    return read_site(folder)


def prepare_landed(unit: Unit, landed: LandedFile) -> Prepared:
    """Bring a landed file to its canonical table, or read back what was kept of the same bytes.

    Raises:
        ConformedDamaged: when the file is destroyed, and what was kept in its place is not as it was.
    """
    kept_url = f"{unit.settings.conformed}/{kept_name(unit, landed)}"
    proved = "" if landed.destroyed is None else proved_url(unit.settings.conformed, landed.destroyed)
    if exists(f"{kept_url}.json"):
        return _read_back(landed, kept_url)
    prepared = _without_raw(unit, landed, proved, kept_url) if proved else _prepare(unit, landed, kept_url)
    put_new(f"{kept_url}.json", [_AS_JSON.dump_json(prepared)])
    return prepared


def kept_name(unit: Unit, landed: LandedFile) -> str:
    """Under what name a file is kept in the conformed area, without an ending."""
    return f"{landed.offered.feed.feed}/{landed.source_file}-{_rules(unit, landed)[:SHOWN]}"


def _read_back(landed: LandedFile, kept_url: str) -> Prepared:
    with open_read(f"{kept_url}.json") as kept:
        return _found_here(_AS_JSON.validate_json(kept.read()), landed, kept_url)


def _without_raw(unit: Unit, landed: LandedFile, proved: str, kept_url: str) -> Prepared:
    """A destroyed file under rules of now: as it was kept; only which lines concern joint posts is looked up anew."""
    kept = _read_back(landed, proved)
    if not kept.table_url:
        return kept
    joint_url = _write(site_of(unit.site_folder, unit.stamp), landed, read_table(kept.table_url), kept_url)
    return replace(kept, table_url=f"{kept_url}.parquet", joint_url=joint_url)


def _found_here(kept: Prepared, landed: LandedFile, kept_url: str) -> Prepared:
    """What was kept, by the addresses of now: an output folder may have been moved or copied."""
    if not kept.table_url:
        return replace(kept, landed=landed)
    joint = "-joint" if kept.joint_url != kept.table_url else ""
    return replace(kept, landed=landed, table_url=f"{kept_url}.parquet", joint_url=f"{kept_url}{joint}.parquet")


def _rules(unit: Unit, landed: LandedFile) -> str:
    """Hash of everything beside the bytes that decides what a file becomes."""
    offered = landed.offered
    layout = (unit.site_folder / "layouts" / f"{offered.feed.layout}.yaml").read_bytes()
    suite = (unit.settings.expectations / f"{offered.feed.noun}.json").read_bytes()
    key = _key_of(unit, landed)
    facts = (FORM_KEPT, unit.stamp, unit.settings.code_version, offered.file_name, key.key_id if key else "")
    return hashlib.sha256(b"\0".join([layout, suite, *(fact.encode() for fact in facts)])).hexdigest()


def _key_of(unit: Unit, landed: LandedFile) -> OccupantKey | None:
    site = site_of(unit.site_folder, unit.stamp)
    publisher = landed.offered.feed.publisher
    return read_key(unit.settings.keys_folder, publisher) if publisher in site.councils else None


def _prepare(unit: Unit, landed: LandedFile, kept_url: str) -> Prepared:
    site = site_of(unit.site_folder, unit.stamp)
    context = context_of(site, landed, _key_of(unit, landed))
    with open_read(landed.url) as source:
        conformed = conform_file(source, layout_of(unit.site_folder, landed.offered.feed), context)
    prepared = _kept(landed, conformed)
    if conformed.table is None or has_critical(conformed.findings):
        return prepared
    too_many = too_many_aside(prepared.noun, conformed.conservation)
    if too_many:
        return replace(prepared, findings=(*prepared.findings, *too_many))
    validated = validate_table(
        conformed.table,
        prepared.noun,
        read_suites(unit.settings.expectations),
        context.where(),
        may_exceed_100=frozenset(measure.code for measure in site.measures if measure.may_exceed_100),
        councils=frozenset(site.councils),
    )
    prepared = _with_checks(prepared, validated)
    if has_critical(prepared.findings) or validated.table is None:
        return prepared
    joint_url = _write(site, landed, validated.table, kept_url)
    shape = shape_of(validated.table, landed.offered.period)
    return replace(prepared, table_url=f"{kept_url}.parquet", joint_url=joint_url, shape=shape)


def _with_checks(prepared: Prepared, validated: Validated) -> Prepared:
    """The file's findings and account once the checks have set rows aside as well."""
    counted = _less(prepared.conservation, validated.rejected)
    return replace(
        prepared,
        findings=(*prepared.findings, *validated.findings, *too_many_aside(prepared.noun, counted)),
        conservation=counted,
        set_aside=(*prepared.set_aside, *_listed(validated.set_aside)),
    )


def layout_of(site_folder: Path, feed: Feed) -> Layout:
    """The layout of a feed's files."""
    name = f"layouts/{feed.layout}.yaml"
    return _layout_said(name, (site_folder / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _layout_said(name: str, text: str) -> Layout:
    """A layout by its words: each of a feed's files asks for it anew."""
    return read_layout(read_strict(text, name), name)


def _kept(landed: LandedFile, conformed: Conformed) -> Prepared:
    return Prepared(
        landed=landed,
        table_url="",
        joint_url="",
        findings=conformed.findings,
        conservation=conformed.conservation,
        set_aside=tuple(_listed(conformed.quarantined)),
        balances=conformed.balances,
        ends_aside=conformed.ends_aside,
        ends_short=conformed.ends_short,
    )


def _listed(quarantined: pa.Table) -> list[SetAside]:
    """One entry a row of the file and rule: a row may give several lines, each set aside."""
    listed: dict[tuple[int, str], SetAside] = {}
    for row in quarantined.select(list(SetAside.__dataclass_fields__)).to_pylist():
        found = SetAside(**row)
        before = listed.get((found.source_row, found.rule), replace(found, debit_pence=0, credit_pence=0))
        listed[found.source_row, found.rule] = replace(
            found,
            debit_pence=before.debit_pence + found.debit_pence,
            credit_pence=before.credit_pence + found.credit_pence,
        )
    return list(listed.values())


def _less(counted: Conservation, rejected: tuple[tuple[str, Count], ...]) -> Conservation:
    """The file's account once the checks have set rows aside as well."""
    used = counted.used
    for _, count in rejected:
        used = Count(
            rows=used.rows - count.rows,
            debit_pence=used.debit_pence - count.debit_pence,
            credit_pence=used.credit_pence - count.credit_pence,
        )
    return replace(counted, used=used, quarantined=(*counted.quarantined, *rejected))


def _write(site: Site, landed: LandedFile, table: pa.Table, kept_url: str) -> str:
    """Write the table, and of a ledger the lines that concern joint posts; say where those stand."""
    write_table(f"{kept_url}.parquet", without_left_overs(table))
    if landed.offered.feed.noun is not Noun.LEDGER:
        return f"{kept_url}.parquet"
    joint = concerning(table, concerns_of(site, landed.offered.feed.publisher))
    write_table(f"{kept_url}-joint.parquet", without_left_overs(joint))
    return f"{kept_url}-joint.parquet"
