"""Progress is shown to somebody who looks on, step by step, and to no pipe and no program."""

import io
import os
import sys
from pathlib import Path

import pytest
from rich.console import Console

from flows import progress
from flows.progress import CONSOLE_LEVEL, at_work, bars_of, is_shown
from flows.steps import STEPS, begins, ended, watched_by
from tests.flows.small_sites import P02, SmallSite


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """A terminal to look at: both streams say that they are one."""
    shown = io.StringIO()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    console = Console(file=shown, force_terminal=True, width=80)
    monkeypatch.setattr(progress, "terminal", lambda: console)
    return shown


def test_whoever_watches_a_close_hears_each_step_and_its_end(two_months: SmallSite) -> None:
    heard: list[tuple[str, str]] = []
    with watched_by(lambda period, step: heard.append((period, step))):
        two_months.close(P02)
    assert heard == [*(("2022-23 P02", step) for step in STEPS), ("2022-23 P02", "")]


def test_a_period_that_is_refused_ends_for_the_watcher_too(two_months: SmallSite) -> None:
    two_months.feed_file("tameside/ledger").unlink()
    heard: list[str] = []
    with watched_by(lambda _, step: heard.append(step)):
        assert two_months.close(P02).is_refused
    assert heard == [STEPS[0], ""]


def test_nobody_watching_is_no_fault() -> None:
    begins("2022-23 P02", STEPS[0])
    ended("2022-23 P02")


def test_on_a_terminal_bars_move_with_the_steps(terminal: io.StringIO) -> None:
    with bars_of(2, json=False):
        begins("2022-23 P01", STEPS[1])
        ended("2022-23 P01")
        begins("2022-23 P02", STEPS[0])
    assert "Periods" in terminal.getvalue()
    assert "1/2" in terminal.getvalue()


def test_one_period_has_no_bar_of_periods(terminal: io.StringIO) -> None:
    with bars_of(1, json=False):
        begins("2022-23 P01", STEPS[0])
    assert "Periods" not in terminal.getvalue()
    assert "Starting" in terminal.getvalue() or "2022-23 P01" in terminal.getvalue()


def test_the_lab_gives_a_sign_of_life(terminal: io.StringIO) -> None:
    with at_work("Making the months of output/demo", json=False):
        pass
    assert "Making the months of output/demo" in terminal.getvalue()


def test_bars_and_prefects_log_lines_do_not_mix(terminal: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CONSOLE_LEVEL, raising=False)
    with bars_of(1, json=False):
        assert os.getenv(CONSOLE_LEVEL) == "WARNING"
    assert os.getenv(CONSOLE_LEVEL) is None
    monkeypatch.setenv(CONSOLE_LEVEL, "DEBUG")
    with bars_of(1, json=False):
        assert os.getenv(CONSOLE_LEVEL) == "DEBUG"
    assert os.getenv(CONSOLE_LEVEL) == "DEBUG"
    assert terminal.getvalue()


@pytest.mark.usefixtures("terminal")
def test_a_program_that_reads_json_is_shown_nothing(terminal: io.StringIO) -> None:
    with bars_of(3, json=True), at_work("Making", json=True):
        begins("2022-23 P01", STEPS[0])
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("piped", ["stdout", "stderr"])
@pytest.mark.usefixtures("terminal")
def test_a_pipe_on_either_stream_is_shown_nothing(piped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_shown(json=False)
    monkeypatch.setattr(getattr(sys, piped), "isatty", lambda: False, raising=False)
    assert not is_shown(json=False)


def test_nothing_but_the_outcome_goes_into_a_pipe(two_months: SmallSite, capfd: pytest.CaptureFixture[str]) -> None:
    printed = two_months.told("--period", "2022-23-P02").output
    assert printed.startswith("2022-23 P02: published")
    assert capfd.readouterr() == ("", "")
    assert Path(two_months.output).exists()
