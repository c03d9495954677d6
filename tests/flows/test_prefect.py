"""The close under Prefect: its temporary server, its names, its retries, and the same release as the plain run."""

import logging
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.testing.utilities import prefect_test_harness
from sqlalchemy import Engine, text

from flows.closing import Closed
from flows.command_run import close_periods
from flows.monthly_close import monthly_close, retry_helps
from flows.starting import open_engine
from sspipe.errors import DatabaseUnavailable, FileRefused, ReleaseLocked, SourceUnavailable, StageFailed
from sspipe.model.periods import Period
from sspipe.settings import Settings
from sspipe.store.drafts import Published, ReleaseDraft
from sspipe.store.releases import publish
from tests.flows.conftest import MakeLab

P01 = Period(2022, 1)

pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture(scope="module", autouse=True)
def server() -> Any:
    with prefect_test_harness(server_startup_timeout=180):
        yield


@pytest.fixture
def site(lab_of: MakeLab, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = lab_of(1)
    monkeypatch.setenv("SSPIPE_OUTPUT", str(folder / "output"))
    return folder / "site"


def test_prefect_publishes_what_the_plain_run_publishes(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSPIPE_DATABASE_URL", f"sqlite:///{tmp_path / 'prefect.db'}")
    state: Any = monthly_close(site, "2022-23-P01", return_state=True)
    closed: Closed = state.result()
    monkeypatch.setenv("SSPIPE_DATABASE_URL", f"sqlite:///{tmp_path / 'plain.db'}")
    (plain,) = close_periods(site, [P01], None, dry_run=False, plain=True)

    assert state.name == "Published, 0 breaks"
    assert closed.published is not None
    assert plain.published is not None
    assert closed.published.content_hash == plain.published.content_hash


def test_runs_are_named_in_sentences(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSPIPE_DATABASE_URL", f"sqlite:///{tmp_path / 'named.db'}")
    monthly_close(site, "2022-23-P01", dry_run=True)
    with get_client(sync_client=True) as client:
        names = {run.name for run in client.read_task_runs()}

    assert {"pull ledger tameside 2022-23 P01", "pull posts stockport 2022-23 P01", "reconcile 2022-23 P01"} <= names


def test_a_refused_period_fails_with_its_reason_in_the_name(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSPIPE_DATABASE_URL", f"sqlite:///{tmp_path / 'refused.db'}")
    state = monthly_close(site, "2023-24-P05", return_state=True)

    assert state.name == "Refused"
    assert state.is_failed()


def test_a_stage_that_finds_the_release_locked_is_tried_again(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSPIPE_DATABASE_URL", f"sqlite:///{tmp_path / 'locked.db'}")
    tries: list[str] = []

    def locked_once(engine: Engine, draft: ReleaseDraft) -> Published:
        tries.append(draft.site)
        if len(tries) == 1:
            where = "release of 2022-23 P01"
            raise ReleaseLocked(where, "another run that publishes it", "nobody", "Wait for it to end.")
        return publish(engine, draft)

    monkeypatch.setattr("flows.monthly_close.publish", locked_once)
    state = monthly_close(site, "2022-23-P01", return_state=True)
    assert state.name == "Published, 0 breaks"
    assert len(tries) == 2


def test_a_database_that_refuses_a_row_is_told_without_the_row(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SSPIPE_DATABASE_URL", f"sqlite:///{tmp_path / 'full.db'}")
    engine = open_engine(Settings())
    with engine.begin() as connection:
        refusal = "BEFORE INSERT ON out_post_costs BEGIN SELECT RAISE(ABORT, 'no room'); END"
        connection.execute(text(f"CREATE TRIGGER refuse {refusal}"))
    engine.dispose()

    with caplog.at_level(logging.DEBUG):
        state: Any = monthly_close(site, "2022-23-P01", return_state=True)
    fault = state.result(raise_on_failure=False)

    assert isinstance(fault, StageFailed)
    assert "IntegrityError in bulk.py:" in str(fault)
    with get_client(sync_client=True) as client:
        logged = " ".join(entry.message for entry in client.read_logs())
        states = " ".join(repr(run) for run in (*client.read_task_runs(), *client.read_flow_runs()))
    told = " ".join([str(fault), repr(fault), logged, states, caplog.text])
    assert "SP4101" not in told
    assert "basic" not in told
    assert "pence" not in told


@pytest.mark.parametrize(
    ("fault", "helps"),
    [(SourceUnavailable, True), (DatabaseUnavailable, True), (FileRefused, False), (StageFailed, False)],
)
def test_only_a_transient_fault_is_tried_again(fault: type[Exception], *, helps: bool) -> None:
    class Ended:
        def result(self, *, raise_on_failure: bool) -> Exception:
            assert not raise_on_failure
            return fault("here", "this", "that", "Do so.")

    assert retry_helps(None, None, Ended()) is helps  # type: ignore[arg-type] # a state as far as it is read
