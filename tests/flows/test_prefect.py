"""The close under Prefect: its temporary server, its names, its retries, and the same release as the plain run."""

import logging
from pathlib import Path
from typing import Any, NoReturn

import pytest
from prefect.blocks.system import Secret
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.client.schemas.objects import Artifact
from prefect.testing.utilities import prefect_test_harness
from sqlalchemy import Engine, text

from flows.closing import Closed
from flows.command_run import close_periods, close_what_is_due
from flows.monthly_close import monthly_close, retry_helps
from flows.pull_feeds import pull_feeds
from flows.scheduled_close import backfill, close_due
from flows.secrets import secret_named
from flows.starting import open_engine
from sspipe.errors import (
    DatabaseUnavailable,
    FileRefused,
    ReleaseLocked,
    SecretUnusable,
    SourceUnavailable,
    StageFailed,
)
from sspipe.model.periods import Period
from sspipe.settings import Settings
from sspipe.store.drafts import Published, ReleaseDraft
from sspipe.store.releases import publish
from tests.flows.conftest import MakeLab
from tests.flows.small_sites import P02, SmallSite
from tests.flows.test_privacy import assert_nobody_is_found, plant_where_a_publishable_file_may_hold_it

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

    assert state.name == "Refused: posts stockport missing and 3 more reasons"
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


def _artifacts(*subjects: str) -> list[Artifact]:
    keys = [f"stockport-tameside-2022-23-p02-{subject}" for subject in subjects]
    with get_client(sync_client=True) as client:
        return list(client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=keys))))


def test_a_close_leaves_its_tables_and_its_tags(two_months: SmallSite) -> None:
    (closed,) = close_what_is_due(two_months.site, dry_run=False, plain=False)
    assert closed.published is not None

    shown = _artifacts("settlement", "breaks", "conservation", "arrivals", "findings", "packs")
    assert sorted(str(each.key).rsplit("-", 1)[1] for each in shown) == [
        "arrivals",
        "breaks",
        "conservation",
        "findings",
        "packs",
        "settlement",
    ]
    with get_client(sync_client=True) as client:
        names = {run.name: set(run.tags) for run in client.read_flow_runs()}
        tasks = {run.name: set(run.tags) for run in client.read_task_runs()}
    assert "close what is due, stockport-tameside" in names
    assert {"stockport", "tameside", "2022-23 P02"} <= names["close 2022-23 P02"]
    assert {"tameside", "ledger", "2022-23 P02"} <= tasks["pull ledger tameside 2022-23 P02"]


def test_nothing_due_ends_well_and_says_so(two_months: SmallSite) -> None:
    two_months.close(P02)
    state: Any = close_due(two_months.site, return_state=True)

    assert state.is_completed()
    assert state.name == "Nothing due"


def test_a_missing_ledger_is_awaited_by_the_pull_and_refuses_the_close(two_months: SmallSite) -> None:
    two_months.feed_file("tameside/ledger").unlink()
    pulled: Any = pull_feeds(two_months.site, "2022-23-P02", return_state=True)
    due: Any = close_due(two_months.site, return_state=True)

    assert (pulled.name, pulled.is_completed()) == ("Awaiting ledger tameside", True)
    assert (due.name, due.is_failed()) == ("Refused: ledger tameside missing", True)
    rows = two_months.rows("select status from feed_status where feed = 'tameside/ledger' and period = '2022-23-P02'")
    assert rows == [("missing",)]


def test_an_unreadable_ledger_fails_the_pull(two_months: SmallSite) -> None:
    two_months.feed_file("tameside/ledger").write_bytes(b"")
    pulled: Any = pull_feeds(two_months.site, return_state=True)

    assert (pulled.name, pulled.is_failed()) == ("Refused: ledger tameside unreadable", True)


def test_a_backfill_publishes_only_when_it_is_told_to(two_months: SmallSite) -> None:
    query = "select count(*) from release where period = '2022-23-P02'"
    dry: Any = backfill(two_months.site, "2022-23-P01", "2022-23-P02", return_state=True)
    assert dry.name == "Dry run of 2 periods"
    assert two_months.rows(query) == [(0,)]

    told: Any = backfill(two_months.site, "2022-23-P01", "2022-23-P02", publish=True, return_state=True)
    assert told.name.startswith("Published 1 period, ")
    assert two_months.rows(query) == [(1,)]


def test_a_refused_dry_run_keeps_a_backfill_from_publishing(two_months: SmallSite) -> None:
    two_months.feed_file("tameside/ledger").unlink()
    told: Any = backfill(two_months.site, "2022-23-P01", "2022-23-P02", publish=True, return_state=True)

    assert told.name == "Refused 2022-23 P02: ledger tameside missing"
    assert two_months.rows("select outcome, message from run order by started_at desc limit 2") == [
        ("refused", "ledger tameside missing"),
        ("done", "dry run: nothing was published"),
    ]


SECRET = "Wilma Fakename 4,321.00"


def _die(*_: object) -> NoReturn:
    raise ZeroDivisionError(SECRET)


def test_a_fault_of_the_program_keeps_its_words_from_prefect(
    two_months: SmallSite, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("flows.monthly_close.reconcile", _die)
    state: Any = close_due(two_months.site, return_state=True)

    assert state.is_failed()
    assert "ZeroDivisionError" in state.message
    assert SECRET not in state.message
    assert SECRET not in caplog.text
    assert "ZeroDivisionError in test_prefect.py:" in caplog.text, "where it happened is said"


def _kept_by_prefect() -> str:
    """Everything that the server keeps of runs: names, parameters, states, tags, artifacts."""
    with get_client(sync_client=True) as client:
        kept = [*client.read_flow_runs(), *client.read_task_runs(), *client.read_artifacts()]
    return "\n".join(each.model_dump_json() for each in kept)


def test_a_planted_person_is_nowhere_in_prefect(two_months: SmallSite, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    plant_where_a_publishable_file_may_hold_it(two_months)
    (closed,) = close_what_is_due(two_months.site, dry_run=False, plain=False)
    pull_feeds(two_months.site, return_state=True)

    assert closed.published is not None
    assert any(finding.rule == "unreadable_amount_pence" for finding in closed.findings)
    kept = _kept_by_prefect()
    assert "stockport-tameside-2022-23-p02-conservation" in kept
    assert_nobody_is_found({"Prefect": kept, "logs": caplog.text})


def test_a_secret_of_a_source_is_found_in_a_block_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    Secret.model_validate({"value": "of the block"}).save("tameside-ledger", overwrite=True)
    assert secret_named("tameside-ledger") == "of the block"
    with pytest.raises(SecretUnusable, match="or in a Prefect secret block called tameside-posts"):
        secret_named("tameside-posts")
    monkeypatch.setenv("SSPIPE_SECRET_TAMESIDE_LEDGER", "of the environment")
    assert secret_named("tameside-ledger") == "of the environment"
