"""Tickets read back from either database: open as a run left them, closed by a newer file that could be used."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from sspipe.model.feeds import LandedFile
from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.periods import Period
from sspipe.store.checked import found_in_files
from sspipe.store.releases import publish
from sspipe.store.runs import (
    Quarantined,
    RunEnd,
    RunStart,
    Step,
    begin_run,
    end_run,
    keep_findings,
    keep_quarantined,
    keep_source_files,
    keep_steps,
)
from sspipe.store.states import RunOutcome
from sspipe.store.tickets import (
    closed_files,
    faults_of,
    looked_runs,
    open_files,
    publishers_of_files,
    run_before,
)
from tests.publish.statements import P06, P07, SITE, a_conservation, a_statement
from tests.store.drafts import a_draft
from tests.store.test_runs import LANDED, START

OLD, NEW = "a" * 64, "b" * 64
FEED = "stockport/ledger"


def a_landed(
    source_file: str = OLD, name: str = "a.txt", known_from: date = date(2022, 10, 6), **of: Any
) -> LandedFile:
    offered = replace(LANDED.offered, file_name=name, known_from=known_from, **of)
    return replace(LANDED, offered=offered, source_file=source_file)


def a_run(  # noqa: PLR0913 - each is what a test may name
    database: Engine,
    run_id: str,
    *files: LandedFile,
    period: Period = P06,
    hours: int = 0,
    outcome: RunOutcome = RunOutcome.REFUSED,
    aside: dict[str, list[int]] | None = None,
    looked: bool = True,
) -> None:
    """A run that looked at some files and set rows of them aside, by hash."""
    at = START + timedelta(hours=hours)
    start = RunStart(run_id=run_id, site=SITE, period=period, known_on=at.date(), code_version="0.1.0", started_at=at)
    begin_run(database, start)
    keep_source_files(database, run_id, [(file, a_conservation()) for file in files])
    rows = [(source_file, row) for source_file, numbers in (aside or {}).items() for row in numbers]
    keep_quarantined(
        database,
        run_id,
        [
            Quarantined(
                feed=FEED, source_file=source_file, source_row=row, rule="other_period", debit_pence=7, credit_pence=0
            )
            for source_file, row in rows
        ],
    )
    if looked:
        step = Step(step="gather", unit=str(period), started_at=at, ended_at=at, outcome=RunOutcome.DONE)
        keep_steps(database, run_id, [step])
    end_run(database, run_id, RunEnd(ended_at=at, outcome=outcome))


def test_the_latest_period_comes_first_and_of_it_the_last_run_that_looked(database: Engine) -> None:
    a_run(database, "p07", period=P07)
    a_run(database, "first", hours=1)
    a_run(database, "second", hours=2)
    a_run(database, "blind", hours=3, looked=False)
    assert [run.run_id for run in looked_runs(database)] == ["p07", "second", "first"]
    assert [run.run_id for run in looked_runs(database, SITE)] == ["p07", "second", "first"]
    assert looked_runs(database, "elsewhere") == ()


def test_the_run_before_is_the_last_of_the_period_or_of_one_before_it_and_no_dry_one(database: Engine) -> None:
    assert run_before(database, SITE, P06, "now") is None
    a_run(database, "p07", period=P07, hours=9)
    a_run(database, "real")
    a_run(database, "dry", hours=1, outcome=RunOutcome.DONE)
    a_run(database, "now", hours=2)
    found = run_before(database, SITE, P06, "now")
    assert (found.run_id, found.is_refused) == ("real", True) if found else found
    later = run_before(database, SITE, Period(2022, 8), "now")
    assert later is not None
    assert later.run_id == "p07"


def test_open_tickets_are_those_of_one_run_with_their_file(database: Engine) -> None:
    a_run(database, "r1", a_landed(), aside={OLD: [9, 4]})
    a_run(database, "r2", a_landed(name="copy.txt"), hours=1, aside={OLD: [4]})
    (first,) = open_files(database, "r1")
    (second,) = open_files(database, "r2")
    assert [row.source_row for row in first.rows] == [4, 9]
    assert (second.file_name, [row.source_row for row in second.rows]) == ("copy.txt", [4])
    assert (second.feed, second.publisher, second.period, second.rows_read) == (FEED, "stockport", str(P06), 10)
    assert open_files(database, "r3") == ()
    assert publishers_of_files(database) == {"stockport"}


def test_a_newer_file_in_use_closes_the_tickets_of_the_one_before(database: Engine) -> None:
    newer = a_landed(NEW, "b.txt", date(2022, 10, 9))
    a_run(database, "r1", a_landed(), aside={OLD: [4, 9]})
    assert closed_files(database, SITE, open_files(database, "r1")) == ()
    a_run(database, "r2", newer, hours=1)
    (closed,) = closed_files(database, SITE, open_files(database, "r2"))
    assert (closed.file_name, closed.rows, closed.closed_by, closed.closed_by_source_file) == ("a.txt", 2, "b.txt", NEW)


@pytest.mark.parametrize(
    "newer",
    [
        a_landed(NEW, "b.txt", date(2022, 10, 9), period=P07),
        a_landed(NEW, "b.txt", date(2022, 10, 5)),
    ],
    ids=["another period's", "an older one"],
)
def test_tickets_stay_where_no_newer_file_of_the_period_is_used(newer: LandedFile, database: Engine) -> None:
    a_run(database, "r1", a_landed(), aside={OLD: [4]})
    a_run(database, "r2", newer, hours=1)
    assert closed_files(database, SITE, ()) == ()


def test_a_refused_file_closes_nothing(database: Engine) -> None:
    a_run(database, "r1", a_landed(), aside={OLD: [4]})
    a_run(database, "r2", a_landed(NEW, "b.txt", date(2022, 10, 9)), hours=1)
    keep_findings(database, "r2", [a_finding(source_file=NEW, severity=Severity.CRITICAL)])
    assert closed_files(database, SITE, ()) == ()


def a_finding(source_file: str = OLD, row: int | None = None, **changes: Any) -> Finding:
    where = Where(council="stockport", feed=FEED, file_name="a.txt", source_file=source_file, source_row=row)
    made = Finding(severity=Severity.REJECT, rule="R", where=where, found="x", expected="y", action="Do.")
    return replace(made, **changes)


def test_what_was_found_in_a_file_is_told_in_its_order(database: Engine) -> None:
    a_run(database, "r1", a_landed())
    keep_findings(database, "r1", [a_finding(row=9), a_finding(rule="S"), a_finding(NEW, rule="T")])
    assert [(each.rule, each.source_row) for each in faults_of(database, "r1", OLD)] == [("R", 9), ("S", None)]


def test_the_rows_that_break_a_rule_are_counted_with_those_that_are_told_together(database: Engine) -> None:
    a_run(database, "r1", a_landed(), a_landed(NEW, "b.txt"))
    told = [a_finding(row=2), a_finding(row=3), a_finding(more_rows=40), a_finding(rule="W", severity=Severity.WARN)]
    keep_findings(database, "r1", [*told, a_finding(rule="I", severity=Severity.INFO)])
    release = publish(database, replace(a_draft(a_statement()), run_id="r1"))
    found = found_in_files(database, release.release_id)
    assert {code: (each.rows, each.severity) for code, each in found[FEED, OLD].rules.items()} == {
        "R": (42, Severity.REJECT),
        "W": (0, Severity.WARN),
    }
    assert (found[FEED, OLD].period, found[FEED, OLD].is_refused) == (str(P06), False)
    assert found[FEED, NEW].rules == {}
