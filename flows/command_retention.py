"""What is past its term in the landing area, and what became of it, in words: counts, sizes, feeds and periods."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.choosing import refused
from flows.destroying import Destroying, Fate
from flows.naming import counted
from flows.printing import Column, as_json, drawn, wrapped
from flows.reading_database import reading
from flows.retaining import RawContent, Retained, Use, retained
from flows.starting import now
from sspipe.settings import Settings

Document = dict[str, object]
EVERY = "every"
NO_RULE = "No rule says how long raw files are kept (retention.yaml): nothing is ever destroyed."
_COLUMNS = ("Feed", Column(heading="Period", is_whole=True), Column(heading="Until", is_whole=True))
_SIZE = Column(heading="kB", is_amount=True)
_KB = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """What to print, and whether something that should have gone could not be proved to be kept."""

    lines: tuple[str, ...]
    is_unproved: bool = False


def tell_retention(site_folder: Path, as_of: date | None, *, json: bool) -> tuple[str, ...]:
    """What is past its term on a day, this one unless another is named, and what stands in the way of each."""
    settings = Settings()
    with reading(settings) as engine:
        found = retained(site_folder, settings, engine, as_of or now().date())
    return (
        (as_json({**_facts(found), "past": [_document(each) for each in found.past]}),) if json else (*_lines(found),)
    )


def destroy_retained(site_folder: Path, as_of: date | None, *, is_meant: bool, json: bool) -> Told:
    """Destroy what is past its term and in nobody's way; unless it is meant, only say what would go.

    Raises:
        BadParameter: when the day has not come yet.
    """
    settings, moment = Settings(), now()
    if as_of is not None and as_of > moment.date():
        raise refused(f"{as_of} has not come yet: nothing is destroyed before its term", "--as-of")
    with reading(settings) as engine:
        found = retained(site_folder, settings, engine, as_of or moment.date())
        destroying = Destroying(site_folder, found, settings, engine, moment, is_meant)
        fates = tuple(destroying.carry_out())
    unproved = any(fate.is_unproved for fate in fates)
    if json:
        document = {**_facts(found), "is_done": is_meant, "contents": [_fate_document(fate) for fate in fates]}
        return Told((as_json(document),), unproved)
    return Told(tuple(_told(found, fates, is_meant=is_meant)), unproved)


def _lines(found: Retained) -> Iterator[str]:
    if not found.rules:
        yield NO_RULE
        return
    past = found.past
    within = len(found.contents) - len(past)
    yield from wrapped(
        f"{counted(len(past), 'raw content')} of {found.site.site} past the term on {found.as_of} "
        f"({_size(past):,} kB); {within:,} within it."
    )
    if past:
        yield ""
        yield from drawn((*_COLUMNS, _SIZE, "Stands in the way"), [_row(each) for each in past])
        yield ""
        yield from wrapped("Destroy what nothing stands in the way of: sspipe retention destroy --site DIR --yes")
    yield from _strays(found)


def _told(found: Retained, fates: Sequence[Fate], *, is_meant: bool) -> Iterator[str]:
    if not found.rules:
        yield NO_RULE
        return
    gone = [fate.content for fate in fates if fate.destruction is not None]
    stays = [fate for fate in fates if fate.destruction is None]
    said = "destroyed" if is_meant else "would be destroyed; nothing was, for --yes is not given"
    yield from wrapped(f"{counted(len(gone), 'raw content')} ({_size(gone):,} kB) {said}.")
    for name, count in sorted(Counter(use.feed.feed for content in gone for use in content.uses).items()):
        yield f"  {name}: {count:,}"
    if stays:
        yield from ("", f"{counted(len(stays), 'raw content')} past the term and still there:")
        yield from drawn((*_COLUMNS, _SIZE, "Reason"), [_row(fate.content, fate.reasons) for fate in stays])
    yield from _strays(found)


def _strays(found: Retained) -> Iterator[str]:
    for publisher, count in found.strays:
        if count:
            yield from wrapped(
                f"{counted(count, 'file')} of {publisher} in no entry of the landing index: what it is of is unknown, "
                "and it stays. Look at it, and take it away by hand."
            )


def _row(content: RawContent, reasons: Sequence[str] | None = None) -> tuple[str, ...]:
    why = content.obstacles if reasons is None else reasons
    feeds = ", ".join(sorted({use.feed.feed for use in content.uses}))
    periods = ", ".join(sorted(map(_period, content.uses)))
    told = "; ".join(dict.fromkeys(why)) or (
        "nothing" if not content.is_destroyed else "it is destroyed but for its bytes"
    )
    return feeds, periods, str(content.kept_until), f"{_size([content]):,}", told


def _period(use: Use) -> str:
    return use.period.label if use.period else EVERY


def _size(contents: Sequence[RawContent]) -> int:
    """Whole kilobytes, rounded up."""
    return -(-sum(content.size_bytes for content in contents) // _KB)


def _facts(found: Retained) -> Document:
    return {
        "site": found.site.site,
        "as_of": found.as_of,
        "rules": [rule.rule for rule in found.rules],
        "within_term": len(found.contents) - len(found.past),
        "in_no_entry": {publisher: count for publisher, count in found.strays if count},
    }


def _document(content: RawContent) -> Document:
    return {
        "publisher": content.publisher,
        "source_file": content.source_file,
        "size_bytes": content.size_bytes,
        "kept_until": content.kept_until,
        "uses": [
            {"feed": use.feed.feed, "period": str(use.period or ""), "file_name": use.landed.offered.file_name}
            for use in content.uses
        ],
        "obstacles": list(content.obstacles),
    }


def _fate_document(fate: Fate) -> Document:
    entry = fate.destruction
    return {
        **_document(fate.content),
        "is_destroyed": entry is not None,
        "reasons": list(fate.reasons),
        "kept": [use.kept for use in entry.uses] if entry else [],
    }
