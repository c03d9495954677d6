"""The error files of one publisher: what a run set aside of its files, read back from the landing area for it alone.

Raw text comes from `landing/{publisher}/{sha256}` and goes into the error file, nowhere else (R20). Rows of another
publisher never get in: a file is taken from the folder of the publisher that is written for.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flows.command_rules import file_rules_of
from flows.prepare import layout_of
from flows.where_wrong import RulesOfFile
from sspipe.conform.layout import LayoutVersion
from sspipe.conform.raw import raw_headings, raw_rows
from sspipe.errors import LandingDamaged, SourceUnavailable
from sspipe.extract.index import index_of
from sspipe.extract.landing import Landing
from sspipe.model.feeds import Feed, FeedFile, LandedFile
from sspipe.model.findings import Severity
from sspipe.model.periods import Period
from sspipe.model.site import Site
from sspipe.model.tables import TABLES
from sspipe.publish.error_file import MOST_ROWS, ErrorFile, RowToMend
from sspipe.publish.pack.outside import UNREAD
from sspipe.settings import Settings
from sspipe.storage import open_read
from sspipe.store.tickets import AsideFile, LookedRun, ToldFault
from sspipe.validate.suites import read_suite


@dataclass(frozen=True, slots=True, kw_only=True)
class Returning:
    """For whom error files are written, from which run, and where things are."""

    site_folder: Path
    site: Site
    publisher: str
    run: LookedRun
    settings: Settings


def error_file_of(returning: Returning, aside: AsideFile, faults: Sequence[ToldFault]) -> ErrorFile:
    """One landed file's error file.

    Raises:
        LandingDamaged: when the file has another content, or is not this publisher's.
        SourceUnavailable: when it is not in the landing area.
    """
    landed = _landed(returning, aside)
    rules = _rules_of(returning, landed)
    by_row = _by_row(aside)
    wanted = sorted(by_row)[:MOST_ROWS]
    headings, raw = _raw(landed, rules.version, wanted) if landed.destroyed is None else ([], {})
    told = _Told(rules, faults)
    return ErrorFile(
        sender=_name(returning),
        feed=aside.feed,
        file_name=aside.file_name,
        source_file=aside.source_file,
        known_from=aside.known_from,
        period=Period.parse(aside.period).label if aside.period else "",
        rows_read=aside.rows_read,
        rows_aside=len(by_row),
        by_rule=Counter(row.rule for row in aside.rows),
        pounds=_pounds(aside),
        unread=len({row.source_row for row in aside.rows if row.rule in UNREAD}),
        by_when=_by_when(returning, faults),
        headings=headings,
        rows=[told.row(by_row[number], number, raw.get(number, [])) for number in wanted],
        raw_gone="" if landed.destroyed is None else landed.destroyed.sentence,
    )


def _raw(landed: LandedFile, version: LayoutVersion, wanted: Sequence[int]) -> tuple[list[str], dict[int, list[str]]]:
    """Headings and cells as they were sent."""
    name = landed.offered.file_name
    with open_read(landed.url) as source:
        headings = raw_headings(source, version, name)
        return headings, dict(raw_rows(source, version, name, wanted))


def _landed(returning: Returning, aside: AsideFile) -> LandedFile:
    """The file in its publisher's folder, its content proved; or that a rule destroyed it."""
    feed = feed_of(returning.site, aside.feed)
    landing = Landing(returning.settings.landing)
    url = f"{landing.url.rstrip('/')}/{returning.publisher}/{aside.source_file}"
    if feed is None or {feed.publisher, aside.publisher} != {returning.publisher}:
        found = f"a file of {aside.feed}"
        raise LandingDamaged(url, found, f"files of {returning.publisher} alone", "Name the publisher that it is of.")
    period = Period.parse(aside.period) if aside.period else None
    offered = FeedFile(feed=feed, url="", file_name=aside.file_name, period=period, known_from=aside.known_from)
    landed = LandedFile(offered=offered, source_file=aside.source_file, size_bytes=aside.size_bytes, url=url)
    gone = index_of(landing.url, returning.site.site, feed).destroyed().get((aside.source_file, period))
    if gone is not None:
        return replace(landed, destroyed=gone)
    try:
        landing.check(landed)
    except SourceUnavailable as away:
        raise SourceUnavailable(
            url,
            "nothing that can be read from here",
            f"{aside.file_name} as it was landed",
            "Name the landing area in SSPIPE_LANDING_URL; a file that is lost must be sent again.",
        ) from away
    return landed


def feed_of(site: Site, name: str) -> Feed | None:
    """A site's feed of this name."""
    return next((feed for feed in site.feeds if feed.feed == name), None)


def _rules_of(returning: Returning, landed: LandedFile) -> RulesOfFile:
    feed, expectations = landed.offered.feed, returning.settings.expectations
    version: LayoutVersion = layout_of(returning.site_folder, feed).version_of(landed.offered.known_from)
    suite = read_suite(expectations / f"{feed.noun}.json", feed.noun)
    return RulesOfFile(version, suite, file_rules_of(expectations))


def _by_row(aside: AsideFile) -> Mapping[int, list[str]]:
    rules: dict[int, list[str]] = {}
    for row in aside.rows:
        rules.setdefault(row.source_row, []).append(row.rule)
    return rules


def _pounds(aside: AsideFile) -> tuple[int, int] | None:
    if "amount_pence" not in TABLES[aside.feed.partition("/")[2]]:
        return None
    return sum(row.debit_pence for row in aside.rows), sum(row.credit_pence for row in aside.rows)


def _name(returning: Returning) -> str:
    council = returning.site.councils.get(returning.publisher)
    return council.name if council else returning.publisher


def _by_when(returning: Returning, faults: Sequence[ToldFault]) -> str:
    """A file that is refused keeps its period from being closed; of any other, corrections count in the next close."""
    period = Period.parse(returning.run.period)
    if any(fault.severity is Severity.CRITICAL for fault in faults):
        day = returning.site.close_day_of(period)
        return (
            f"At once: nothing of the file is used until then, and {period.label} was to be closed on {day:%-d %B %Y}."
        )
    following = period.month_after()
    day = returning.site.close_day_of(following)
    return f"By {day:%-d %B %Y}, when {following.label} is closed: what is corrected by then counts in that close."


@dataclass(frozen=True, slots=True)
class _Told:
    """What a run found wrong with the rows of a file, worded for its sender."""

    rules: RulesOfFile
    faults: Sequence[ToldFault]

    def row(self, aside: Sequence[str], number: int, cells: Sequence[str]) -> RowToMend:
        """One row with everything that was found on it; past the rows that are told by name, what its rule says."""
        found = [fault for fault in self.faults if fault.source_row == number]
        faults = [*found, *self._unnamed(number, aside, {fault.rule for fault in found})]
        return RowToMend(
            source_row=number,
            cells=tuple(cells),
            wrong=_listed(self._wrong(fault) for fault in faults),
            expected=_listed(fault.expected for fault in faults),
            action=_listed(self.rules.action_of(fault.rule, fault.action) for fault in faults),
            rule=_listed(fault.rule for fault in faults),
        )

    def _unnamed(self, number: int, aside: Sequence[str], told: set[str]) -> Iterator[ToldFault]:
        for rule in aside:
            if rule not in told:
                alike = [fault for fault in self.faults if fault.rule == rule and fault.source_row is not None]
                yield replace(alike[0], source_row=number, found=self._like(alike[0])) if alike else self._bare(rule)

    def _like(self, fault: ToldFault) -> str:
        return f"the same fault as in row {fault.source_row}"

    def _bare(self, rule: str) -> ToldFault:
        return ToldFault(
            severity=Severity.REJECT,
            rule=rule,
            source_row=None,
            found=f"a row that breaks the rule {rule}",
            expected=self.rules.expected_of(rule),
            action="correct the row and send the file again.",
        )

    def _wrong(self, fault: ToldFault) -> str:
        headings = ", ".join(self.rules.headings_of(fault.rule))
        return f"{fault.found} (under {headings})" if headings else fault.found


def _listed(words: Iterator[str]) -> str:
    """Each once; several are numbered, a line each."""
    single = list(dict.fromkeys(words))
    return single[0] if len(single) == 1 else "\n".join(f"{at}. {each}" for at, each in enumerate(single, 1))
