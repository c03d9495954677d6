"""A seed worked out in memory is what the readers make of the files that the lab writes of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pytest

from flows.concerns import concerns_of
from flows.prepare import layout_of
from sspipe.conform.context import OccupantKey, context_of
from sspipe.conform.files import conform_file
from sspipe.conform.records import concerning, ledger_lines, occupancies
from sspipe.extract.folder import offered_files
from sspipe.lab.choosing import planted
from sspipe.lab.drawn import wanted_breaks
from sspipe.lab.make import make_site
from sspipe.lab.world import documents_of
from sspipe.model.feeds import LandedFile, Noun
from sspipe.model.ledger import LedgerLine
from sspipe.model.posts import HrSnapshot, Occupancy
from sspipe.terms.site import read_site
from tests.causes.in_memory import BASE, facts_of, seeded

BREAKS = "WRONG_COUNTERPARTY,VAT_INCLUDED,WRONG_COST_CENTRE,MANUAL_JOURNAL,PRIOR_YEAR_ITEM,CREDIT_NOTE_NOT_ISSUED"
KEY = OccupantKey(key_id="k1", secret=b"a key of tests, and of nothing else")
Row = TypeVar("Row", LedgerLine, Occupancy)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("lab")
    return make_site(BASE, out, seed=1, breaks=BREAKS).site


def test_the_ledgers_hold_the_same_lines(folder: Path) -> None:
    seed = seeded(1, BREAKS)
    ground, plantings = planted(seed.ground, [], wanted_breaks(BREAKS, BASE).wishes)
    facts = facts_of(seed, documents_of(ground, plantings))

    assert facts.site == read_site(folder)
    assert _plain(_hashed(facts.lines)) == _plain(_read_lines(folder))
    assert len(facts.lines) > 300


def test_the_extracts_of_posts_hold_the_same_rows(folder: Path) -> None:
    found = {(each.council, each.extracted_on): _plain(_hashed(each.rows)) for each in seeded(1, BREAKS).snapshots}

    assert found == {(each.council, each.extracted_on): _plain(each.rows) for each in _read_snapshots(folder)}


def _hashed(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows as the readers hold them, who name people by keyed hashes."""
    return (replace(row, occupant_ref=KEY.reference_of(row.occupant_ref)) for row in rows)


def _plain(rows: Iterable[LedgerLine | Occupancy]) -> Counter[str]:
    """Rows without the place where each was read, and without the name of the key."""
    return Counter(repr(replace(row, source_file="", source_row=0)).replace(f"'{KEY.key_id}'", "''") for row in rows)


def _read_lines(folder: Path) -> Iterator[LedgerLine]:
    site = read_site(folder)
    for landed, table in _tables(folder, Noun.LEDGER):
        yield from ledger_lines(concerning(table, concerns_of(site, landed.offered.feed.publisher)))


def _read_snapshots(folder: Path) -> Iterator[HrSnapshot]:
    for landed, table in _tables(folder, Noun.POSTS):
        offered = landed.offered
        yield HrSnapshot(council=offered.feed.publisher, extracted_on=offered.known_from, rows=occupancies(table))


def _tables(folder: Path, noun: Noun) -> Iterator[tuple[LandedFile, pa.Table]]:
    """The files of both councils' feeds of one kind, conformed as they stand."""
    site = read_site(folder)
    for feed in (each for each in site.feeds if each.noun is noun):
        files, _ = offered_files(feed, str(folder))
        for offered in files:
            path = Path(offered.url)
            landed = LandedFile(offered=offered, source_file="0" * 64, size_bytes=path.stat().st_size, url=offered.url)
            with path.open("rb") as source:
                read = conform_file(source, layout_of(folder, feed), context_of(site, landed, KEY))
            assert read.table is not None
            yield landed, read.table
