"""One feed pulled on the real path, with its newest file as it is or damaged, and what became of that file."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

import pyarrow as pa

from flows.closing import stamp_of
from flows.prepare import Prepared, site_of
from flows.pulling import Pull, Pulled, pull_feed
from sspipe.model.findings import Finding, Severity
from sspipe.model.periods import Period
from sspipe.settings import Settings
from sspipe.storage import read_table
from sspipe.terms.inputs import site_inputs
from tests.damage.ends import HARMLESS, HELD, QUARANTINED, REFUSED
from tests.damage.lab_files import LAB_FILES, LabFile

P01, P02, P03 = (Period(2022, number) for number in (1, 2, 3))
KNOWN_ON = date(2022, 12, 12)
PUBLICATIONS = ("dfe/grants", "dfe/measures", "stockport/measures", "tameside/measures")
TRACE = ("source_file", "source_row")
OTHER = "used with other content"


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its end, the rules that spoke of it, and everything that was said."""

    end: str
    rules: frozenset[str]
    pulled: Pulled


@dataclass(frozen=True)
class Bench:
    """A site whose newest files may be damaged one by one."""

    site: Path
    settings: Settings
    stamp: str
    sound: dict[str, list[str]] = field(default_factory=dict)

    def pull(self, file: LabFile) -> Pulled:
        """The file's feed as of the day, as if nothing had ever arrived under its name."""
        for index in Path(self.settings.landing).glob("*/index"):
            shutil.rmtree(index)
        feeds = {feed.feed: feed for feed in site_of(self.site, self.stamp).feeds}
        return pull_feed(
            Pull(
                site_folder=self.site,
                stamp=self.stamp,
                feed=feeds[file.folder],
                period=P03,
                known_on=KNOWN_ON,
                now=datetime.combine(KNOWN_ON, time(), UTC),
                settings=self.settings,
            )
        )

    def outcome(self, file: LabFile, content: bytes, second_name: str = "") -> Outcome:
        """Pull the feed with other content in the newest file, or the same under a second name."""
        path = file.path(self.site / "feeds")
        with _replaced(path.with_name(second_name) if second_name else path, content):
            pulled = self.pull(file)
        return self._outcome(file, content, second_name, pulled)

    def _outcome(self, file: LabFile, content: bytes, second_name: str, pulled: Pulled) -> Outcome:
        named = {file.file_name, second_name} - {""}
        said = [finding for finding in pulled.findings if finding.where.file_name in named]
        rules = frozenset(finding.rule for finding in said)
        critical = {finding.rule for finding in said if finding.severity is Severity.CRITICAL}
        used = [one for one in of_content(pulled, content) if one.table_url]
        return Outcome(self._end(file, critical, used), rules, pulled)

    def _end(self, file: LabFile, critical: set[str], used: list[Prepared]) -> str:
        if critical:
            return HELD if all(rule.startswith("LOOKS_") for rule in critical) else REFUSED
        if len(used) != 1:
            return f"used {len(used)} times, and nothing critical said"
        if used[0].set_aside:
            return QUARANTINED
        return HARMLESS if canonical(used[0]) == self.sound[file.name] else OTHER


def of_content(pulled: Pulled, content: bytes) -> list[Prepared]:
    """What was prepared of some bytes."""
    source_file = hashlib.sha256(content).hexdigest()
    return [one for one in pulled.prepared if one.landed.source_file == source_file]


def canonical(prepared: Prepared) -> list[str]:
    """The rows of a canonical table without where they stood, in an order of their own."""
    table: pa.Table = read_table(prepared.table_url)
    return sorted(str(row) for row in table.drop_columns(list(TRACE)).to_pylist())


def critical_of(findings: tuple[Finding, ...]) -> set[str]:
    """The rules that stop publishing."""
    return {finding.rule for finding in findings if finding.severity is Severity.CRITICAL}


def bench_in(all_feeds: Path, site: Path, settings: Settings) -> Bench:
    """Give a small site the publications as well, and note what each sound file gives."""
    for folder in PUBLICATIONS:
        shutil.copytree(all_feeds / folder, site / "feeds" / folder)
    bench = Bench(site, settings, stamp_of(site_inputs(site)))
    for file in LAB_FILES.values():
        pulled = bench.pull(file)
        (prepared,) = of_content(pulled, file.path(site / "feeds").read_bytes())
        if critical_of(pulled.findings) or prepared.set_aside:
            message = f"the sound file {file.file_name} is not sound"
            raise ValueError(message)
        bench.sound[file.name] = canonical(prepared)
    return bench


@contextmanager
def _replaced(path: Path, content: bytes) -> Iterator[None]:
    before = path.read_bytes() if path.exists() else None
    path.write_bytes(content)
    try:
        yield
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)
