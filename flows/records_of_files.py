"""What prepared files say, as records: establishments, ledger lines, cleared items, allocations, measures, decisions.

A prepared table stands under the hash of its content and never changes, so each is read once in a process.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from flows.prepare import Prepared
from sspipe.conform import records
from sspipe.model.decisions import FiledDecision
from sspipe.model.feeds import Noun
from sspipe.model.findings import Where
from sspipe.model.grants import GrantLine
from sspipe.model.ledger import ClearedItem, LedgerLine
from sspipe.model.measures import MeasureValue
from sspipe.model.pay_elements import ElementSnapshot, PayElement
from sspipe.model.posts import HrSnapshot, Occupancy
from sspipe.model.site import Site
from sspipe.storage import read_table

_TABLES_KEPT = 1_000


def snapshots(prepared: Iterable[Prepared]) -> Iterator[HrSnapshot]:
    """Every extract of an establishment."""
    for file in _of_noun(prepared, Noun.POSTS):
        offered = file.landed.offered
        rows = _occupancies(file.joint_url)
        yield HrSnapshot(council=offered.feed.publisher, extracted_on=offered.known_from, rows=rows)


def elements(prepared: Iterable[Prepared]) -> Iterator[ElementSnapshot]:
    """Every extract of pay elements; none where the site has no such feed."""
    for file in _of_noun(prepared, Noun.PAY_ELEMENTS):
        offered = file.landed.offered
        rows = _elements(file.joint_url)
        yield ElementSnapshot(council=offered.feed.publisher, extracted_on=offered.known_from, rows=rows)


def lines(prepared: Iterable[Prepared]) -> Iterator[LedgerLine]:
    """The ledger lines that concern joint posts."""
    for file in _of_noun(prepared, Noun.LEDGER):
        yield from _lines(file.joint_url)


def cleared(site: Site, prepared: Iterable[Prepared]) -> dict[str, tuple[ClearedItem, ...]]:
    """Cleared items by council; a council without such a feed is not named."""
    found: dict[str, tuple[ClearedItem, ...]] = {feed.publisher: () for feed in site.feeds if feed.noun is Noun.CLEARED}
    for file in _of_noun(prepared, Noun.CLEARED):
        found[file.landed.offered.feed.publisher] += _cleared(file.joint_url)
    return found


def grants(prepared: Iterable[Prepared]) -> Iterator[GrantLine]:
    """Every version of every allocation."""
    for file in _of_noun(prepared, Noun.GRANTS):
        yield from _grants(file.table_url)


def values_of(prepared: Iterable[Prepared]) -> Iterator[MeasureValue]:
    """Every value of every measure."""
    for file in _of_noun(prepared, Noun.MEASURES):
        yield from _values(file.table_url)


def decided(site: Site, prepared: Iterable[Prepared]) -> Iterator[FiledDecision]:
    """What people decided: by the site's own file, and then on the packs that councils returned (R10)."""
    yield from site.decisions
    for file in _of_noun(prepared, Noun.DECISIONS):
        offered = file.landed.offered
        where = Where(
            council=offered.feed.publisher,
            feed=offered.feed.feed,
            file_name=offered.file_name,
            source_file=file.landed.source_file,
        )
        yield from records.decisions(read_table(file.table_url), where, offered.known_from)


def _of_noun(prepared: Iterable[Prepared], noun: Noun) -> list[Prepared]:
    return [file for file in prepared if file.noun is noun and file.table_url]


@lru_cache(_TABLES_KEPT)
def _occupancies(url: str) -> tuple[Occupancy, ...]:
    return records.occupancies(read_table(url))


@lru_cache(_TABLES_KEPT)
def _elements(url: str) -> tuple[PayElement, ...]:
    return records.pay_elements(read_table(url))


@lru_cache(_TABLES_KEPT)
def _lines(url: str) -> tuple[LedgerLine, ...]:
    return records.ledger_lines(read_table(url))


@lru_cache(_TABLES_KEPT)
def _cleared(url: str) -> tuple[ClearedItem, ...]:
    return records.cleared_items(read_table(url))


@lru_cache(_TABLES_KEPT)
def _grants(url: str) -> tuple[GrantLine, ...]:
    return records.grant_lines(read_table(url))


@lru_cache(_TABLES_KEPT)
def _values(url: str) -> tuple[MeasureValue, ...]:
    return records.measure_values(read_table(url))
