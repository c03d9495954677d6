"""What a run did, kept in our own tables: its steps, its files with rows and pounds, its findings (R19)."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Engine, func, insert, select, update

from sspipe.model.conservation import NOTHING, Conservation, Count
from sspipe.model.feeds import LandedFile
from sspipe.model.file_calendar import Arrival
from sspipe.model.findings import Finding
from sspipe.model.periods import Period
from sspipe.store.engine import writing
from sspipe.store.states import RunOutcome
from sspipe.store.tables import table_named
from sspipe.store.upsert import put_rows

_RUNS = table_named("run")
_FINDINGS = table_named("finding")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStart:
    """A run as it begins."""

    run_id: str
    site: str
    period: Period
    known_on: date
    code_version: str
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnd:
    """A run as it ends, and the release that it published or confirmed."""

    ended_at: datetime
    outcome: RunOutcome
    release_id: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step on one unit of work; `rows` left it."""

    step: str
    unit: str
    started_at: datetime
    ended_at: datetime | None
    outcome: RunOutcome
    rows: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """Where the file of one feed and period stands."""

    site: str
    feed: str
    period: Period
    status: Arrival
    due_on: date | None
    source_file: str
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One row that a check set aside."""

    feed: str
    source_file: str
    source_row: int
    rule: str
    debit_pence: int
    credit_pence: int


def begin_run(engine: Engine, start: RunStart) -> None:
    """Keep that a run began."""
    open_ended = {"ended_at": None, "outcome": RunOutcome.RUNNING, "release_id": "", "message": ""}
    with writing(engine) as connection:
        connection.execute(insert(_RUNS), {**asdict(start), "period": str(start.period), **open_ended})


def end_run(engine: Engine, run_id: str, end: RunEnd) -> None:
    """Keep how a run ended."""
    with writing(engine) as connection:
        connection.execute(update(_RUNS).where(_RUNS.c.run_id == run_id).values(**asdict(end)))


def keep_steps(engine: Engine, run_id: str, steps: Iterable[Step]) -> None:
    """Keep steps as they began or ended; a later state of a step takes the place of the earlier."""
    with writing(engine) as connection:
        put_rows(connection, table_named("run_step"), [{"run_id": run_id, **asdict(step)} for step in steps])


def keep_source_files(engine: Engine, run_id: str, files: Iterable[tuple[LandedFile, Conservation | None]]) -> None:
    """Keep each file that a run used, with what became of its rows and pounds (None: it could not be read)."""
    rows = [_file_row(run_id, landed, conservation) for landed, conservation in files]
    with writing(engine) as connection:
        put_rows(connection, table_named("source_file"), rows, keeps={"first_run_id"})


def _file_row(run_id: str, landed: LandedFile, conservation: Conservation | None) -> dict[str, object]:
    read = conservation.read if conservation else NOTHING
    offered = landed.offered
    return {
        "feed": offered.feed.feed,
        "source_file": landed.source_file,
        "file_name": offered.file_name,
        "publisher": offered.feed.publisher,
        "period": str(offered.period) if offered.period else "",
        "known_from": offered.known_from,
        "size_bytes": landed.size_bytes,
        "rows_read": read.rows,
        "debit_pence": read.debit_pence,
        "credit_pence": read.credit_pence,
        "rows_used": conservation.used.rows if conservation else 0,
        "rows_quarantined": _rows_in(conservation.quarantined if conservation else ()),
        "rows_excluded": _rows_in(conservation.excluded if conservation else ()),
        "first_run_id": run_id,
        "last_run_id": run_id,
    }


def _rows_in(counts: Sequence[tuple[str, Count]]) -> int:
    return sum(count.rows for _, count in counts)


def keep_findings(engine: Engine, run_id: str, findings: Sequence[Finding]) -> None:
    """Add findings to those of the run, in the order found."""
    with writing(engine) as connection:
        found = connection.scalar(select(func.max(_FINDINGS.c.finding_number)).where(_FINDINGS.c.run_id == run_id)) or 0
        rows = [_finding_row(run_id, number, finding) for number, finding in enumerate(findings, found + 1)]
        if rows:
            connection.execute(insert(_FINDINGS), rows)


def _finding_row(run_id: str, number: int, finding: Finding) -> dict[str, object]:
    row = asdict(finding)
    return {"run_id": run_id, "finding_number": number, **row.pop("where"), **row}


def keep_feed_states(engine: Engine, states: Iterable[FeedState]) -> None:
    """Keep where feeds stand; what was known of the same feed and period before gives way."""
    rows = [{**asdict(state), "period": str(state.period)} for state in states]
    with writing(engine) as connection:
        put_rows(connection, table_named("feed_status"), rows)


def keep_quarantined(engine: Engine, run_id: str, rows: Iterable[Quarantined]) -> None:
    """Keep which rows a run set aside: the file's hash and the row's number, never the row."""
    with writing(engine) as connection:
        put_rows(connection, table_named("quarantined_row"), [{"run_id": run_id, **asdict(row)} for row in rows])
