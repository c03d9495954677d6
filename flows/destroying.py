"""Raw contents destroyed by rule: proved to be kept, entered in the audit chain, marked in the index, deleted (R19).

In this order, so that a stop on the way leaves nothing untold. Before the entry stands nothing has happened. After it
the next run reads it, marks what it names, and deletes: no content is entered twice, and none goes without its entry.
"""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from flows.closing import stamp_of
from flows.kept import ACCOUNT, parts_of
from flows.prepare import Prepared, Unit, kept_name, prepare_landed
from flows.retaining import RawContent, Retained, Use
from sspipe.errors import ConformedDamaged, RunBroken, SourceUnavailable
from sspipe.extract.index import ArrivalIndex, index_of
from sspipe.extract.landing import Landing
from sspipe.model.destroyed import Destroyed
from sspipe.model.feeds import LandedFile
from sspipe.model.periods import Period
from sspipe.settings import Settings
from sspipe.storage import chunks_of, read_table
from sspipe.store.destructions import DestroyedUse, Destruction, destructions, record_destruction
from sspipe.terms.inputs import site_inputs

_WORDS = frozenset({"landed", "table_url", "joint_url", "findings"})
"""What of an account may be worded or placed otherwise and still say the same of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one content that is past its term; `destruction` None: it stays, for the `reasons`.

    `is_unproved`: nothing stood in the way but that what is kept of it does not do its service.
    """

    content: RawContent
    destruction: Destruction | None
    reasons: tuple[str, ...] = ()
    is_unproved: bool = False


@dataclass(frozen=True, slots=True)
class Destroying:
    """Destroys contents of one site at a moment; `is_meant` False: everything is proved, and nothing happens."""

    site_folder: Path
    retained: Retained
    settings: Settings
    engine: Engine
    moment: datetime
    is_meant: bool

    def carry_out(self) -> Iterator[Fate]:
        """What becomes of each content past its term; one that was left half done is brought to its end."""
        entered = {(each.publisher, each.source_file): each for each in self._entered()}
        for content in self.retained.contents:
            entry = entered.get((content.publisher, content.source_file))
            if entry is not None and (content.is_destroyed or not self._is_marked(entry)):
                yield self._ended(content, entry)
            elif content.is_past(self.retained.as_of):
                yield self._fate(content)

    def _entered(self) -> tuple[Destruction, ...]:
        return destructions(self.engine, self.retained.site.site)

    def _ended(self, content: RawContent, entry: Destruction) -> Fate:
        """One that has its entry, and not its mark, or still its bytes; whatever the rule says by now."""
        if content.other_site:
            return Fate(content=content, destruction=None, reasons=content.obstacles)
        if self.is_meant:
            self._delete(entry)
        return Fate(content=content, destruction=entry)

    def _fate(self, content: RawContent) -> Fate:
        if content.obstacles:
            return Fate(content=content, destruction=None, reasons=content.obstacles)
        try:
            wanted = self._proved(content)
        except RunBroken as fault:
            reason = f"{fault.where} holds {fault.found}"
            return Fate(content=content, destruction=None, reasons=(reason,), is_unproved=True)
        if self.is_meant:
            wanted = record_destruction(self.engine, self.retained.site.site, wanted)
            self._delete(wanted)
        return Fate(content=content, destruction=wanted)

    def _proved(self, content: RawContent) -> Destruction:
        """The entry to be made, once everything that is kept of a content is what its bytes give at this moment.

        Raises:
            LandingDamaged: when the content is not what its name states.
            ConformedDamaged: when what is kept of it could not take its place.
        """
        unit = Unit(site_folder=self.site_folder, stamp=stamp_of(site_inputs(self.site_folder)), settings=self.settings)
        Landing(self.settings.landing).check(content.uses[0].landed)
        for use in content.uses:
            prove_kept(unit, use.landed)
        ruled = max(content.uses, key=lambda use: (use.kept_until == content.kept_until, use.rule))
        return Destruction(
            publisher=content.publisher,
            source_file=content.source_file,
            size_bytes=content.size_bytes,
            rule=ruled.rule,
            rule_source=ruled.rule_source,
            as_of=self.retained.as_of,
            uses=tuple(_destroyed_use(unit, use) for use in content.uses),
            destroyed_at=self.moment,
        )

    def _is_marked(self, entry: Destruction) -> bool:
        return all((mark.source_file, mark.period) in index.destroyed() for index, mark in self._marks(entry))

    def _delete(self, entry: Destruction) -> None:
        """Mark what an entry names, then delete the bytes; done again it changes nothing."""
        for index, mark in self._marks(entry):
            index.keep_destroyed(mark)
        Landing(self.settings.landing).destroy(entry.publisher, entry.source_file)

    def _marks(self, entry: Destruction) -> Iterator[tuple[ArrivalIndex, Destroyed]]:
        """What an entry says, as the index of each feed keeps it; a feed that the site has no more needs no mark."""
        feeds = {feed.feed: feed for feed in self.retained.site.feeds}
        for use in entry.uses:
            if use.feed in feeds:
                yield index_of(self.settings.landing, self.retained.site.site, feeds[use.feed]), _mark(entry, use)


def _mark(entry: Destruction, use: DestroyedUse) -> Destroyed:
    return Destroyed(
        source_file=entry.source_file,
        size_bytes=entry.size_bytes,
        period=Period.parse(use.period) if use.period else None,
        destroyed_at=entry.destroyed_at,
        rule=entry.rule,
        kept=use.kept,
        parts=use.parts,
        is_served=use.is_served,
    )


def _destroyed_use(unit: Unit, use: Use) -> DestroyedUse:
    kept = kept_name(unit, use.landed)
    return DestroyedUse(
        feed=use.feed.feed,
        period=str(use.period or ""),
        kept=kept,
        parts=tuple(parts_of(f"{unit.settings.conformed}/{kept}")),
        is_served=use.is_served,
    )


def prove_kept(unit: Unit, landed: LandedFile) -> None:
    """Prepare a file anew, beside what is kept of it, and hold the two against each other: it can be done no later.

    Raises:
        ConformedDamaged: when they differ, or what is kept cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="sspipe-") as folder:
        settings = Settings(**{**unit.settings.model_dump(), "conformed_url": folder})
        anew = prepare_landed(replace(unit, settings=settings), landed)
        name = kept_name(unit, landed)
        try:
            is_same = _is_same(
                prepare_landed(unit, landed), f"{unit.settings.conformed}/{name}", anew, f"{folder}/{name}"
            )
        except (SourceUnavailable, OSError, ValueError):  # Parquet and accounts that were damaged break so
            is_same = False
    if not is_same:
        action = "Take it away there, and destroy again: it is made anew from the raw file."
        raise ConformedDamaged(
            f"{unit.settings.conformed}/{name}", "what its raw file does not give", "its table", action
        )


def _is_same(kept: Prepared, kept_url: str, anew: Prepared, anew_url: str) -> bool:
    if _account(kept_url) != _account(anew_url):
        return False
    pairs = ((kept.table_url, anew.table_url), (kept.joint_url, anew.joint_url))
    return all(read_table(one).equals(read_table(other)) for one, other in pairs if other)


def _account(kept_url: str) -> dict[str, object]:
    account = json.loads(b"".join(chunks_of(f"{kept_url}{ACCOUNT}")))
    return {name: value for name, value in account.items() if name not in _WORDS}
