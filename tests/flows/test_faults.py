"""A run that dies of a fault of its own is on record as broken, says no more than its kind, and publishes nothing."""

import sys
from dataclasses import replace
from typing import NoReturn

import pytest

from flows import cli
from flows.running import PLAIN, run_close
from flows.starting import close_of, now, open_engine
from sspipe.settings import Settings
from tests.flows.small_sites import P02, SmallSite

SECRET = "Wilma Fakename 4,321.00"


def _die(*_: object, **__: object) -> NoReturn:
    raise ZeroDivisionError(SECRET)


def test_a_run_that_dies_of_a_fault_is_on_record_as_broken(two_months: SmallSite) -> None:
    before = two_months.what_readers_see()
    settings = Settings()
    engine = open_engine(settings)
    close = close_of(two_months.site, P02, None, settings)
    with pytest.raises(ZeroDivisionError):
        run_close(close, engine, replace(PLAIN, publish=_die), now)
    engine.dispose()

    query = f"select outcome, message, ended_at is not null from run where run_id = '{close.run_id}'"  # noqa: S608 - our own id
    assert two_months.rows(query) == [("broken", "stopped by ZeroDivisionError", 1)]
    assert two_months.what_readers_see() == before


def test_a_fault_is_told_in_one_sentence_without_what_it_was_working_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "app", _die)
    monkeypatch.setattr(sys, "argv", ["sspipe", "verify"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    told = capsys.readouterr().err
    assert ended.value.code == 1
    assert told.startswith("sspipe: stopped by a fault of its own (ZeroDivisionError); readers stay on the last")
    assert SECRET not in told
    assert "Traceback" not in told


def test_with_debug_a_fault_shows_where_it_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "app", _die)
    monkeypatch.setattr(sys, "argv", ["sspipe", "--debug", "verify"])
    with pytest.raises(ZeroDivisionError):
        cli.main()
