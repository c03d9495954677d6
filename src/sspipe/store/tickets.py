"""Rows that runs set aside, as tickets of a file: those that stand open as a run left them, and those closed since.

A ticket is one row of one file under one rule. It is closed once a newer file of its feed and period is in use. The
database holds the file's hash and the row's number; what stood in the row is in the landing area alone (R20).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, Row, func, select

from sspipe.model.findings import Severity
from sspipe.model.periods import Period
from sspipe.store.runs import Quarantined
from sspipe.store.states import RunOutcome
from sspipe.store.tables import table_named

_RUNS = table_named("run")
_STEPS = table_named("run_step")
_FILES = table_named("source_file")
_ASIDE = table_named("quarantined_row")
_FINDINGS = table_named("finding")
_LOOKED = "gather"
Key = tuple[str, str, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedRun:
    """A run that looked at the feeds of a site for a period, whatever became of it."""

    run_id: str
    site: str
    period: str
    known_on: date
    started_at: datetime
    outcome: str
    release_id: str

    @property
    def is_refused(self) -> bool:
        """Whether something critical stopped it."""
        return self.outcome == RunOutcome.REFUSED

    @property
    def is_dry(self) -> bool:
        """Whether it worked everything out and published nothing, as it was asked to."""
        return self.outcome == RunOutcome.DONE and not self.release_id


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideFile:
    """One landed file of which a run set rows aside; `period` empty where the feed's files serve every period."""

    feed: str
    publisher: str
    file_name: str
    source_file: str
    period: str
    known_from: date
    size_bytes: int
    rows_read: int
    rows: tuple[Quarantined, ...]

    @property
    def key(self) -> Key:
        """What versions of the file share: feed and period; of a publication, feed and day."""
        return key_of(self.feed, self.period, self.known_from)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedFile:
    """A file whose tickets are closed: so many `rows` were set aside of it, and which file took its place."""

    feed: str
    publisher: str
    period: str
    file_name: str
    source_file: str
    known_from: date
    rows: int
    closed_by: str
    closed_by_source_file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFault:
    """What a run found wrong with a row, or with a whole file (no row)."""

    severity: Severity
    rule: str
    source_row: int | None
    found: str
    expected: str
    action: str


def key_of(feed: str, period: str, known_from: date) -> Key:
    """What versions of one file share."""
    return feed, period, None if period else known_from


def looked_runs(engine: Engine, site: str = "") -> tuple[LookedRun, ...]:
    """The runs that came as far as looking at the files, of one site or (empty) of all: the latest period first."""
    names = ("run_id", "site", "period", "known_on", "started_at", "outcome", "release_id")
    looked = select(_STEPS.c.run_id).where(_STEPS.c.step == _LOOKED)
    query = select(*(_RUNS.c[name] for name in names)).where(_RUNS.c.run_id.in_(looked))
    query = query.where(_RUNS.c.site == site) if site else query
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(_RUNS.c.period.desc(), _RUNS.c.started_at.desc())).mappings()
        return tuple(LookedRun(**row) for row in rows)


def run_before(engine: Engine, site: str, period: Period, run_id: str) -> LookedRun | None:
    """The run that last looked at this period, else at the latest period before it; dry runs leave nothing standing."""
    before = (
        run
        for run in looked_runs(engine, site)
        if run.period <= str(period) and run.run_id != run_id and not run.is_dry
    )
    return next(before, None)


def open_files(engine: Engine, run_id: str) -> tuple[AsideFile, ...]:
    """Every file of which a run set rows aside, with those rows, in order of feed and period."""
    query = select(_ASIDE).where(_ASIDE.c.run_id == run_id)
    with engine.connect() as connection:
        aside = connection.execute(query.order_by(_ASIDE.c.feed, _ASIDE.c.source_file, _ASIDE.c.source_row)).all()
        hashes = {row.source_file for row in aside}
        files = connection.execute(select(_FILES).where(_FILES.c.source_file.in_(hashes))).all()
    rows: dict[tuple[str, str], list[Quarantined]] = {}
    for row in aside:
        rows.setdefault((row.feed, row.source_file), []).append(_quarantined(row))
    named = _by_content(files, run_id)
    found = [_aside_file(named[key], of_file) for key, of_file in rows.items() if key in named]
    return tuple(sorted(found, key=lambda file: (file.feed, file.period, file.known_from, file.file_name)))


def _quarantined(row: Row[Any]) -> Quarantined:
    return Quarantined(
        feed=row.feed,
        source_file=row.source_file,
        source_row=row.source_row,
        rule=row.rule,
        debit_pence=row.debit_pence,
        credit_pence=row.credit_pence,
    )


def _by_content(files: Iterable[Row[Any]], run_id: str) -> dict[tuple[str, str], Row[Any]]:
    """Files by feed and hash; of several names of one content the one under which the run used it."""
    ordered = sorted(files, key=lambda file: (file.last_run_id == run_id, file.file_name))
    return {(file.feed, file.source_file): file for file in ordered}


def _aside_file(file: Row[Any], rows: Sequence[Quarantined]) -> AsideFile:
    return AsideFile(
        feed=file.feed,
        publisher=file.publisher,
        file_name=file.file_name,
        source_file=file.source_file,
        period=file.period,
        known_from=file.known_from,
        size_bytes=file.size_bytes,
        rows_read=file.rows_read,
        rows=tuple(rows),
    )


def publishers_of_files(engine: Engine) -> frozenset[str]:
    """Whoever published a file that some run looked at."""
    with engine.connect() as connection:
        return frozenset(connection.scalars(select(_FILES.c.publisher).distinct()))


def closed_files(engine: Engine, site: str, still_open: Iterable[AsideFile]) -> tuple[ClosedFile, ...]:
    """Files of which rows were set aside once, and whose place a newer file of the same feed and period has taken."""
    standing = {file.source_file for file in still_open}
    with engine.connect() as connection:
        files = connection.execute(
            select(_FILES, _RUNS.c.started_at)
            .join(_RUNS, _RUNS.c.run_id == _FILES.c.last_run_id)
            .where(_RUNS.c.site == site)
        ).all()
        counted = select(_ASIDE.c.run_id, _ASIDE.c.source_file, func.count(_ASIDE.c.source_row.distinct()))
        aside = connection.execute(counted.group_by(_ASIDE.c.run_id, _ASIDE.c.source_file)).tuples().all()
        wrong = select(_FINDINGS.c.run_id, _FINDINGS.c.source_file).where(_FINDINGS.c.severity == Severity.CRITICAL)
        refused = {(run_id, source_file) for run_id, source_file in connection.execute(wrong.distinct()).tuples()}
    rows = {(run_id, source_file): count for run_id, source_file, count in aside}
    used = _in_use(file for file in files if (file.last_run_id, file.source_file) not in refused)
    closed = [file for file in files if file.source_file not in standing and _key(file) in used]
    return tuple(_closed(closed, rows, used))


def _key(file: Row[Any]) -> Key:
    return key_of(file.feed, file.period, file.known_from)


def _in_use(files: Iterable[Row[Any]]) -> dict[Key, Row[Any]]:
    """Of each feed and period the newest file that a run could use."""
    return {_key(file): file for file in sorted(files, key=lambda file: (file.known_from, file.started_at))}


def _closed(
    files: Iterable[Row[Any]], rows: Mapping[tuple[str, str], int], used: Mapping[Key, Row[Any]]
) -> Iterator[ClosedFile]:
    for file in sorted(files, key=lambda file: (file.feed, file.period, file.known_from, file.file_name)):
        count, newer = rows.get((file.last_run_id, file.source_file), 0), used[_key(file)]
        if count and newer.source_file != file.source_file and newer.known_from >= file.known_from:
            yield ClosedFile(
                feed=file.feed,
                publisher=file.publisher,
                period=file.period,
                file_name=file.file_name,
                source_file=file.source_file,
                known_from=file.known_from,
                rows=count,
                closed_by=newer.file_name,
                closed_by_source_file=newer.source_file,
            )


def faults_of(engine: Engine, run_id: str, source_file: str) -> tuple[ToldFault, ...]:
    """What a run found wrong with one file and its rows, in the order found."""
    names = ("severity", "rule", "source_row", "found", "expected", "action")
    query = select(*(_FINDINGS.c[name] for name in names)).where(
        _FINDINGS.c.run_id == run_id, _FINDINGS.c.source_file == source_file
    )
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(_FINDINGS.c.finding_number)).mappings()
        return tuple(ToldFault(**{**row, "severity": Severity(row["severity"])}) for row in rows)
