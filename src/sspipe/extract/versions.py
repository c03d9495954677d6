"""Which landed file of a feed is in use for a period on a day, and what is missing, doubled or rivalled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from sspipe.extract.folder import name_in_words
from sspipe.model.feeds import Feed, LandedFile
from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.periods import Period

_Age = tuple[date, str, bool, datetime]
_ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The versions that may be used, the newest first, and what is to be said about the others."""

    versions: tuple[LandedFile, ...]
    findings: tuple[Finding, ...]

    @property
    def landed(self) -> LandedFile | None:
        """The newest version; None where there is none."""
        return self.versions[0] if self.versions else None


def in_use(feed: Feed, landed: Iterable[LandedFile], period: Period | None, known_on: date) -> Chosen:
    """The versions of a period's file that were known on a day (R18); a required one that is missing is told.

    An older version is used where a newer one is refused; of one name the content that stands there now is the newest.
    """
    own = [file for file in landed if file.offered.feed == feed and file.offered.period == period]
    known = [file for file in own if file.offered.known_from <= known_on]
    if not known:
        return Chosen((), (_missing(feed, period, known_on, len(own)),))
    single, copies = without_copies(known)
    latest = max(file.offered.known_from for file in single)
    rivals = [file for file in single if file.offered.known_from == latest and not file.is_former]
    return Chosen(tuple(reversed(single)), (*copies, *_rivalled(feed, rivals)))


def without_copies(landed: Iterable[LandedFile]) -> tuple[tuple[LandedFile, ...], tuple[Finding, ...]]:
    """Each content of a feed and period once, the earliest known first; copies under other names are told."""
    kept, findings = [], []
    for _, group in groupby(sorted(landed, key=_content_then_age), key=_content):
        first, *copies = group
        kept.append(first)
        findings += [_copy(first, copy) for copy in copies]
    return tuple(sorted(kept, key=_age)), tuple(findings)


def _content(file: LandedFile) -> tuple[str, str, str]:
    return file.offered.feed.feed, str(file.offered.period or ""), file.source_file


def _age(file: LandedFile) -> _Age:
    offered = file.offered
    return offered.known_from, offered.file_name, not file.is_former, file.arrived_at or _ALWAYS


def _content_then_age(file: LandedFile) -> tuple[tuple[str, str, str], _Age]:
    return _content(file), _age(file)


def where_of(file: LandedFile) -> Where:
    """A landed file as findings name it."""
    offered = file.offered
    return Where(
        council=offered.feed.publisher,
        feed=offered.feed.feed,
        file_name=offered.file_name,
        source_file=file.source_file,
    )


def _copy(first: LandedFile, copy: LandedFile) -> Finding:
    return Finding(
        severity=Severity.INFO,
        rule="second_copy",
        where=where_of(copy),
        found=f"the same content as {first.offered.file_name}",
        expected="each content once",
        action="Nothing to do: the content is counted once.",
    )


def _rivalled(feed: Feed, rivals: Sequence[LandedFile]) -> tuple[Finding, ...]:
    if len(rivals) <= 1:
        return ()
    return (
        Finding(
            severity=Severity.WARN,
            rule="rival_versions",
            where=where_of(rivals[-1]),
            found=f"{len(rivals)} files of one period and date with different contents",
            expected=f"one file of {feed.feed} for a period and date",
            action="The last by name is in use. Ask the council which one holds, and remove the other.",
        ),
    )


def _missing(feed: Feed, period: Period | None, known_on: date, later: int) -> Finding:
    of_period = f" of {period.label}" if period else ""
    found = f"no file{of_period} known on {known_on}"
    if later:
        found += f" ({later} known later)"
    return Finding(
        severity=Severity.CRITICAL if feed.required else Severity.INFO,
        rule="feed_file_missing",
        where=Where(council=feed.publisher, feed=feed.feed),
        found=f"{found} in {feed.place}",
        expected=f"a file of {feed.feed}{of_period} with a name such as {name_in_words(feed)}",
        action="Ask the council for the file" + (", and put it into the feed's folder." if feed.path else "."),
    )
