"""A run that is killed leaves readers where they were, and the next run of its site and period says that it died."""

import os
import signal
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from flows.cli import app
from tests.flows.small_sites import P02, SmallSite

KILLED = """
import os, signal
from dataclasses import replace
from pathlib import Path
from flows.running import PLAIN, run_close
from flows.starting import close_of, now, open_engine
from sspipe.model.periods import Period
from sspipe.settings import Settings

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

settings = Settings()
close = close_of(Path({site!r}), Period(2022, 2), None, settings)
run_close(close, open_engine(settings), replace(PLAIN, publish=die), now)
"""
RUNS = (
    "select outcome, message from run where period = '2022-23-P02' and message not like 'dry run%' order by started_at"
)


@pytest.fixture
def killed(two_months: SmallSite) -> SmallSite:
    code = KILLED.format(site=str(two_months.site))
    done = subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ})  # noqa: S603, TID251 - our own words, our own environment
    assert done.returncode == -signal.SIGKILL
    return two_months


def status() -> str:
    return CliRunner().invoke(app, ["status"]).output


def test_the_next_run_after_the_lease_closes_the_period_and_says_so(
    killed: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert killed.rows(RUNS) == [("running", "")]
    assert "open; last sign of life" in status()
    monkeypatch.setenv("SSPIPE_RUN_LEASE_MINUTES", "0")

    assert killed.close(P02).published is not None

    (died, done) = killed.rows(RUNS)
    assert done == ("done", "")
    assert died[0] == "broken"
    assert str(died[1]).startswith("died: ")
    assert "open" not in status()


def test_within_the_lease_the_period_is_closed_and_the_other_run_is_left_alone(killed: SmallSite) -> None:
    assert killed.close(P02).published is not None
    assert [outcome for outcome, _ in killed.rows(RUNS)] == ["running", "done"]
