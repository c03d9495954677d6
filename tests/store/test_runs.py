from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, StatementError

from sspipe.model.feeds import Feed, FeedFile, FeedKind, LandedFile, Noun
from sspipe.model.file_calendar import Arrival
from sspipe.model.findings import Finding, Severity, Where
from sspipe.store.runs import (
    FeedState,
    Quarantined,
    RunEnd,
    RunStart,
    Step,
    begin_run,
    end_run,
    keep_feed_states,
    keep_findings,
    keep_quarantined,
    keep_source_files,
    keep_steps,
)
from sspipe.store.states import RunOutcome
from sspipe.store.tables import table_named
from tests.publish.statements import FILE, P06, SITE, a_conservation

START = datetime(2022, 10, 12, 7, 0, tzinfo=UTC)
LANDED = LandedFile(
    offered=FeedFile(
        feed=Feed(
            publisher="stockport",
            noun=Noun.LEDGER,
            kind=FeedKind.FULL_LEDGER,
            path="feeds/stockport/ledger",
            name_pattern=".*",
            date_format="%Y%m%d",
            layout="stockport_ledger",
            required=True,
        ),
        url="feeds/stockport/ledger/a.txt",
        file_name="a.txt",
        period=P06,
        known_from=date(2022, 10, 6),
    ),
    source_file=FILE,
    size_bytes=1234,
    url="landing/stockport/a",
)


def rows_of(database: Engine, query: str) -> list[tuple[Any, ...]]:
    with database.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


@pytest.fixture
def running(database: Engine) -> Engine:
    """A database in which a run has begun."""
    begin_run(
        database,
        RunStart(run_id="r1", site=SITE, period=P06, known_on=START.date(), code_version="0.1.0", started_at=START),
    )
    return database


def test_a_run_is_kept_from_its_beginning_to_its_end(running: Engine) -> None:
    assert rows_of(running, "SELECT period, outcome, release_id FROM run") == [("2022-23-P06", "running", "")]
    end_run(running, "r1", RunEnd(ended_at=START + timedelta(minutes=2), outcome=RunOutcome.DONE, release_id="x-1"))
    assert rows_of(running, "SELECT outcome, release_id FROM run") == [("done", "x-1")]


def test_a_step_is_kept_once_with_its_last_state(running: Engine) -> None:
    begun = Step(step="conform", unit="stockport/ledger", started_at=START, ended_at=None, outcome=RunOutcome.RUNNING)
    keep_steps(running, "r1", [begun])
    keep_steps(running, "r1", [replace(begun, ended_at=START, outcome=RunOutcome.DONE, rows=12)])
    assert rows_of(running, "SELECT step, outcome, rows FROM run_step") == [("conform", "done", 12)]


def test_a_step_of_no_run_is_refused(database: Engine) -> None:
    with pytest.raises(DBAPIError):
        keep_steps(
            database, "none", [Step(step="a", unit="b", started_at=START, ended_at=None, outcome=RunOutcome.DONE)]
        )


def test_a_file_is_kept_with_rows_and_pounds_and_the_run_that_first_used_it(running: Engine) -> None:
    keep_source_files(running, "r1", [(LANDED, None)])
    keep_source_files(running, "r2", [(LANDED, a_conservation())])
    counts = "rows_read, debit_pence, credit_pence, rows_used, rows_quarantined, rows_excluded"
    found = rows_of(running, f"SELECT feed, {counts}, first_run_id, last_run_id FROM source_file")  # noqa: S608 - our own
    assert found == [("stockport/ledger", 10, 1000, 900, 7, 1, 2, "r1", "r2")]


def test_findings_are_kept_in_the_order_found(running: Engine) -> None:
    where = Where(council="stockport", feed="stockport/ledger", file_name="a.txt", source_file=FILE, source_row=214)
    finding = Finding(severity=Severity.WARN, rule="a", where=where, found="x", expected="y", action="Do.")
    keep_findings(running, "r1", [finding, replace(finding, rule="b", where=Where())])
    keep_findings(running, "r1", [replace(finding, rule="c")])
    keep_findings(running, "r1", [])
    assert rows_of(running, "SELECT finding_number, rule, severity, source_row FROM finding ORDER BY 1") == [
        (1, "a", "warn", 214),
        (2, "b", "warn", None),
        (3, "c", "warn", 214),
    ]


def test_a_feed_stands_in_one_place(running: Engine) -> None:
    state = FeedState(
        site=SITE,
        feed="stockport/ledger",
        period=P06,
        status=Arrival.MISSING,
        due_on=None,
        source_file="",
        checked_at=START,
    )
    keep_feed_states(running, [state])
    keep_feed_states(running, [replace(state, status=Arrival.ARRIVED, source_file=FILE)])
    assert rows_of(running, "SELECT status, source_file FROM feed_status") == [("arrived", FILE)]


def test_rows_set_aside_are_kept_by_number(running: Engine) -> None:
    row = Quarantined(
        feed="stockport/ledger", source_file=FILE, source_row=9, rule="a", debit_pence=2**40, credit_pence=0
    )
    keep_quarantined(running, "r1", [row])
    assert rows_of(running, "SELECT source_row, debit_pence FROM quarantined_row") == [(9, 2**40)]


def test_moments_are_kept_in_utc(database: Engine) -> None:
    summer = datetime(2022, 10, 12, 8, 0, tzinfo=timezone(timedelta(hours=1)))
    begin_run(
        database,
        RunStart(run_id="r1", site=SITE, period=P06, known_on=START.date(), code_version="0", started_at=summer),
    )
    with database.connect() as connection:
        kept = connection.execute(table_named("run").select()).one().started_at
    assert kept == START
    assert kept.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(database: Engine) -> None:
    naive = START.replace(tzinfo=None)
    with pytest.raises(StatementError, match="without a zone"):
        begin_run(
            database,
            RunStart(run_id="r1", site=SITE, period=P06, known_on=START.date(), code_version="0", started_at=naive),
        )
