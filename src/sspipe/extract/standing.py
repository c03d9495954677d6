"""Which content of an entry still does its service: one that stands in the landing area, or what was kept of it."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from sspipe.extract.folder import file_named
from sspipe.extract.index import ArrivalIndex, Arrived, Gone
from sspipe.extract.landing import Landing
from sspipe.model.feeds import Feed, FeedFile, LandedFile
from sspipe.model.periods import Period


def gone_for(gone: Gone, period: Period | None) -> frozenset[str]:
    """The contents that were destroyed for a period: as another period's file the same content may land."""
    return frozenset(source_file for source_file, served in gone if served == period)


def found_again(landing: Landing, offered: FeedFile, entry: Arrived, gone: Gone) -> LandedFile | None:
    """The content of an entry; None where it stands there no more, and no rule destroyed it."""
    destroyed = gone.get((entry.source_file, offered.period))
    if destroyed is None and not landing.holds(offered.feed, entry):
        return None
    return replace(landing.found(offered, entry), destroyed=destroyed)


def served_from_kept(
    feed: Feed, landing: Landing, index: ArrivalIndex, offered: Collection[str]
) -> Iterator[LandedFile]:
    """What was destroyed under names that the feed's folder no longer offers, and stays in use (R19)."""
    gone = index.destroyed()
    if not gone:
        return
    entries = [entry for entry in index.entries() if entry.file_name not in offered]
    latest = {entry.file_name: entry.source_file for entry in entries}
    told: set[tuple[str, str]] = set()
    for entry in entries:
        key = (entry.file_name, entry.source_file)
        if key in told:
            continue
        told.add(key)
        named = file_named(feed, entry.origin, entry.file_name)
        destroyed = gone.get((entry.source_file, named.period))
        if destroyed is None or not destroyed.is_served:
            continue
        is_former = latest[entry.file_name] != entry.source_file
        found = replace(landing.found(named, entry), destroyed=destroyed)
        yield replace(found, arrived_at=entry.arrived_at if is_former else None, is_former=is_former)
