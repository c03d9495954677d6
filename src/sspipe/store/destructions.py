"""Which raw contents were destroyed by rule: an entry of the audit chain each, written before the bytes go (R19)."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, select

from sspipe.model.destroyed import destroyed_in_words
from sspipe.store.audit import Act, append_act, queue_up
from sspipe.store.engine import writing
from sspipe.store.tables import table_named

DESTROYED = "destroyed by rule"
ACTOR = "retention"
_ENTRIES = table_named("audit_entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyedUse:
    """One feed and period that a content served; `period` empty: every one. The rest is as in `model.destroyed`."""

    feed: str
    period: str
    kept: str
    parts: tuple[tuple[str, str], ...]
    is_served: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction:
    """One content that is destroyed: under which rule with which source, as the term stood on which day."""

    publisher: str
    source_file: str
    size_bytes: int
    rule: str
    rule_source: str
    as_of: date
    uses: tuple[DestroyedUse, ...]
    destroyed_at: datetime

    @property
    def sentence(self) -> str:
        """What is said wherever its raw text would be shown."""
        return destroyed_in_words(self.destroyed_at, self.uses[0].kept)

    @property
    def served(self) -> frozenset[tuple[str, str]]:
        """The feeds and periods that it served."""
        return frozenset((use.feed, use.period) for use in self.uses)


_READ = TypeAdapter(Destruction)


def destructions(engine: Engine, site: str) -> tuple[Destruction, ...]:
    """Every content of a site that was destroyed, the earliest first."""
    with engine.connect() as connection:
        return tuple(_of_site(connection, site))


def destroyed_contents(engine: Engine, site: str) -> Mapping[str, Destruction]:
    """The last destruction of each content by its hash."""
    return {each.source_file: each for each in destructions(engine, site)}


def record_destruction(engine: Engine, site: str, wanted: Destruction) -> Destruction:
    """Add the entry of a content whose bytes go next, unless one stands there that covers it; the one that holds."""
    with writing(engine) as connection:
        queue_up(connection)
        before = [each for each in _of_site(connection, site) if _covers(each, wanted)]
        if before:
            return before[-1]
        append_act(connection, _act(site, wanted))
    return wanted


def _covers(known: Destruction, wanted: Destruction) -> bool:
    is_same = (known.publisher, known.source_file) == (wanted.publisher, wanted.source_file)
    return is_same and known.served >= wanted.served


def _of_site(connection: Connection, site: str) -> Iterator[Destruction]:
    where = (_ENTRIES.c.action == DESTROYED) & (_ENTRIES.c.site == site)
    for row in connection.execute(select(_ENTRIES).where(where).order_by(_ENTRIES.c.entry_number)):
        yield _READ.validate_python({**json.loads(row.detail), "destroyed_at": row.happened_at})


def _act(site: str, wanted: Destruction) -> Act:
    facts = {name: value for name, value in asdict(wanted).items() if name != "destroyed_at"}
    return Act(
        happened_at=wanted.destroyed_at,
        actor=ACTOR,
        action=DESTROYED,
        site=site,
        period=_only({use.period for use in wanted.uses}),
        release_id="",
        detail={**facts, "as_of": wanted.as_of.isoformat()},
    )


def _only(periods: Collection[str]) -> str:
    return next(iter(periods)) if len(periods) == 1 else ""
