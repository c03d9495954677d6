from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from sspipe.model.periods import Period
from sspipe.store.runs import RunEnd, RunStart, Step, begin_run, end_run, keep_steps
from sspipe.store.standing_runs import mark_died, standing_runs
from sspipe.store.states import RunOutcome
from tests.publish.statements import P06, SITE
from tests.store.test_runs import START

LEASE = timedelta(minutes=60)
MINUTE = timedelta(minutes=1)


def begun(database: Engine, run_id: str, *, period: Period = P06, site: str = SITE, at: datetime = START) -> None:
    begin_run(
        database,
        RunStart(run_id=run_id, site=site, period=period, known_on=date(2022, 10, 12), code_version="1", started_at=at),
    )


def stepped(database: Engine, run_id: str, at: datetime) -> None:
    step = Step(step="gather", unit="P06", started_at=START, ended_at=at, outcome=RunOutcome.DONE)
    keep_steps(database, run_id, [step])


def outcomes(database: Engine) -> dict[str, tuple[str, str]]:
    with database.connect() as connection:
        rows = connection.execute(text("select run_id, outcome, message from run"))
        return {row.run_id: (row.outcome, row.message.split(":")[0]) for row in rows}


@pytest.mark.parametrize(
    ("silent_for", "outcome"),
    [
        (LEASE, ("running", "")),
        (LEASE + timedelta(seconds=1), ("broken", "died")),
    ],
)
def test_a_run_has_died_once_its_lease_is_over(
    database: Engine, silent_for: timedelta, outcome: tuple[str, str]
) -> None:
    begun(database, "a")
    mark_died(database, SITE, P06, START + silent_for, LEASE)
    assert outcomes(database) == {"a": outcome}


def test_a_finished_step_keeps_the_lease(database: Engine) -> None:
    begun(database, "a")
    stepped(database, "a", START + 30 * MINUTE)
    assert mark_died(database, SITE, P06, START + 90 * MINUTE, LEASE) == ()
    assert mark_died(database, SITE, P06, START + 91 * MINUTE, LEASE) == ("a",)


def test_only_runs_of_that_site_and_period_are_marked(database: Engine) -> None:
    begun(database, "a")
    begun(database, "another period", period=Period(2022, 7))
    begun(database, "another site", site="elsewhere")
    begun(database, "ended")
    end_run(database, "ended", RunEnd(ended_at=START, outcome=RunOutcome.REFUSED, message="ledger tameside missing"))
    mark_died(database, SITE, P06, START + 2 * LEASE, LEASE)
    assert outcomes(database) == {
        "a": ("broken", "died"),
        "another period": ("running", ""),
        "another site": ("running", ""),
        "ended": ("refused", "ledger tameside missing"),
    }


def test_a_run_that_was_alive_all_the_same_writes_its_true_outcome(database: Engine) -> None:
    begun(database, "a")
    mark_died(database, SITE, P06, START + 2 * LEASE, LEASE)
    end_run(database, "a", RunEnd(ended_at=START + 3 * LEASE, outcome=RunOutcome.UNCHANGED))
    assert outcomes(database) == {"a": ("unchanged", "")}


def test_a_refusal_stands_until_a_newer_run_of_its_period_did_better(database: Engine) -> None:
    begun(database, "refused")
    end_run(database, "refused", RunEnd(ended_at=START, outcome=RunOutcome.REFUSED, message="ledger tameside missing"))
    (run,) = standing_runs(database, SITE)
    assert (run.run_id, run.outcome, run.message) == ("refused", "refused", "ledger tameside missing")
    assert run.last_sign_at == START

    begun(database, "better", at=START + MINUTE)
    end_run(database, "better", RunEnd(ended_at=START + MINUTE, outcome=RunOutcome.DONE))
    assert standing_runs(database, SITE) == ()
