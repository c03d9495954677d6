"""The close under Prefect: its temporary server, its names, its retries, and the same release as the plain run."""

from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.testing.utilities import prefect_test_harness

from flows.closing import Closed
from flows.command_run import close_periods
from flows.monthly_close import monthly_close, retry_helps
from sspipe.errors import FileRefused, SourceUnavailable
from sspipe.model.periods import Period
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


@pytest.mark.parametrize(("fault", "helps"), [(SourceUnavailable, True), (FileRefused, False)])
def test_only_a_transient_fault_is_tried_again(fault: type[Exception], *, helps: bool) -> None:
    class Ended:
        def result(self, *, raise_on_failure: bool) -> Exception:
            assert not raise_on_failure
            return fault("here", "this", "that", "Do so.")

    assert retry_helps(None, None, Ended()) is helps  # type: ignore[arg-type] # a state as far as it is read
