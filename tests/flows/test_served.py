"""A real server and worker, started by `sspipe up`: deployed twice, a close, a failure told once, a clean stop."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import requests

from flows.watching import SILENT_FOR
from tests.flows.conftest import MakeLab
from tests.flows.small_sites import P01, P02, SmallSite, copied_months

pytestmark = [pytest.mark.prove, pytest.mark.xdist_group("prefect")]
SSPIPE = [sys.executable, "-c", "from flows.cli import main; main()"]
UP_SECONDS, RUN_SECONDS, STOP_SECONDS, ALERT_SECONDS = 240, 240, 120, 60
PAGE = 200
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
CLOSE, PULL, BACKFILL = (
    "close what is due/monthly-close",
    "pull the feeds/pull-feeds",
    "close past periods/backfill",
)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until(is_so: Callable[[], bool], seconds: float) -> None:
    """Wait for something to be so.

    Raises:
        TimeoutError: when it does not come.
    """
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.5)


@dataclass
class Receiver:
    """A webhook that keeps what it was told."""

    told: list[str] = field(default_factory=list)
    port: int = 0

    def serve(self) -> ThreadingHTTPServer:
        told = self.told

        class Keep(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                told.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: Any) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", 0), Keep)
        self.port = server.server_port
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server


@dataclass
class Served:
    """Everything up on this machine for a small site."""

    small: SmallSite
    api: str
    process: "subprocess.Popen[bytes]"
    environment: dict[str, str]
    receiver: Receiver

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        method = "GET" if body is None else "POST"
        answer = requests.request(method, f"{self.api}{path}", json=body, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def deployment(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.ask(f"/deployments/name/{name}")
        return found

    def run(self, name: str, **parameters: Any) -> dict[str, Any]:
        """What became of one run of a deployment."""
        return self.ended(self.start(name, **parameters))

    def start(self, name: str, **parameters: Any) -> str:
        """The id of a run that the worker will take up."""
        path = f"/deployments/{self.deployment(name)['id']}/create_flow_run"
        return str(self.ask(path, {"parameters": parameters})["id"])

    def has_database(self) -> bool:
        """Whether the first run has made the shared database."""
        return (self.small.output / "sspipe.db").exists() and bool(
            self.small.rows("select 1 from sqlite_master where name = 'run'")
        )

    def ended(self, run_id: str) -> dict[str, Any]:
        """A run when it is over."""
        until(lambda: self.ask(f"/flow_runs/{run_id}")["state"]["type"] in ENDED, RUN_SECONDS)
        ended: dict[str, Any] = self.ask(f"/flow_runs/{run_id}")
        return ended

    def log_lines(self) -> Iterator[str]:
        """Every line of Prefect's log view, page by page."""
        for offset in count(0, PAGE):
            page = self.ask("/logs/filter", {"limit": PAGE, "offset": offset})
            yield from (line["message"] for line in page)
            if len(page) < PAGE:
                return

    def what_is_deployed(self) -> list[Any]:
        """Ids, slugs, parameters, schedules, limits, the pool and the notification."""
        names = ("id", "name", "version", "description", "tags", "parameters", "concurrency_options", "entrypoint")
        found: list[Any] = []
        for each in self.ask("/deployments/filter", {}):
            times = [{key: row[key] for key in ("id", "slug", "active", "schedule")} for row in each["schedules"]]
            limit = each["global_concurrency_limit"]["limit"]
            found.append([{name: each[name] for name in names}, times, limit])
        pools = [(pool["id"], pool["type"]) for pool in self.ask("/work_pools/filter", {})]
        automations = [{**each, "updated": ""} for each in self.ask("/automations/filter", {})]
        return [*sorted(found, key=str), pools, automations]

    def sspipe(self, *words: str) -> "subprocess.CompletedProcess[str]":
        environment = {**self.environment, "PREFECT_API_URL": self.api}
        return subprocess.run(  # noqa: S603 - our own words
            [*SSPIPE, *words], env=environment, capture_output=True, text=True, check=False
        )


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    server = receiver.serve()
    yield receiver
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def served(
    lab_of: MakeLab, tmp_path_factory: pytest.TempPathFactory, receiver: Receiver, checkout: Path
) -> Iterator[Served]:
    small = copied_months(lab_of(1) / "site", tmp_path_factory.mktemp("served"), (P01, P02))
    port = free_port()
    environment = {
        **os.environ,  # noqa: TID251 - a copy for our own command
        "SSPIPE_OUTPUT": str(small.output),
        "SSPIPE_ALERT_URL": f"http://127.0.0.1:{receiver.port}/told",
        "SSPIPE_RUN_LEASE_MINUTES": "0",
        "PREFECT_HOME": str(small.folder / "home"),
    }
    for name in ("SSPIPE_DATABASE_URL", "PREFECT_API_URL", "PYTEST_CURRENT_TEST"):
        environment.pop(name, None)
    small.output.mkdir()
    log = small.output / "up.log"
    words = [*SSPIPE, "up", "--site", str(small.site), "--port", str(port)]
    with log.open("wb") as said:
        process = subprocess.Popen(words, cwd=checkout, env=environment, stdout=said, stderr=said)  # noqa: S603 - as above
        try:
            until(lambda: process.poll() is not None or "everything is up" in log.read_text(), UP_SECONDS)
            assert process.poll() is None, log.read_text()
            yield Served(small, f"http://127.0.0.1:{port}/api", process, environment, receiver)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def test_deploying_again_changes_nothing(served: Served) -> None:
    before = served.what_is_deployed()
    done = served.sspipe("deploy", "--site", str(served.small.site))

    assert done.returncode == 0, done.stderr
    assert "notification: stands" in done.stdout
    assert served.what_is_deployed() == before
    assert [len(each) for each in before[-2:]] == [1, 2]


@pytest.mark.parametrize(
    ("name", "slug", "cron", "strategy"),
    [
        (CLOSE, "every-morning", "0 7 * * *", "CANCEL_NEW"),
        (PULL, "every-evening", "30 18 * * *", "CANCEL_NEW"),
        (BACKFILL, None, None, "ENQUEUE"),
    ],
)
def test_each_deployment_says_when_and_for_which_site(
    served: Served, name: str, slug: str | None, cron: str | None, strategy: str
) -> None:
    found = served.deployment(name)
    times = [
        (row["slug"], row["schedule"]["cron"], row["schedule"]["timezone"], row["active"]) for row in found["schedules"]
    ]

    assert times == ([(slug, cron, "Europe/London", True)] if slug else [])
    assert found["parameters"]["site"] == str(served.small.site)
    assert found["concurrency_options"]["collision_strategy"] == strategy
    assert found["global_concurrency_limit"]["limit"] == 1
    assert found["version"] == "0.1.0"
    assert found["description"]
    assert found["tags"]


def test_the_workers_of_the_pool_can_be_read(served: Served) -> None:
    until(lambda: bool(served.ask("/work_pools/sspipe/workers/filter", {})), ALERT_SECONDS)


def processes_of(run_id: str) -> list[int]:
    """The processes that carry a run, by what their environment says."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if f"PREFECT__FLOW_RUN_ID={run_id}".encode() in path.read_bytes():
                found.append(int(path.parent.name))
    return found


def test_a_killed_run_is_told_and_the_next_one_heals_it(served: Served) -> None:
    run_id = served.start(CLOSE)
    running = "select run_id from run where outcome = 'running'"
    until(lambda: served.has_database() and bool(served.small.rows(running)), RUN_SECONDS)
    for process in processes_of(run_id):
        os.kill(process, signal.SIGKILL)

    assert served.ended(run_id)["state"]["type"] == "CRASHED"
    until(lambda: bool(served.receiver.told), ALERT_SECONDS)
    (told,) = served.receiver.told
    assert "close what is due, stockport-tameside: Crashed" in told
    served.receiver.told.clear()

    first = served.run(CLOSE)
    assert first["state"]["name"].startswith("Published 2 periods, ")
    outcomes = served.small.rows("select outcome, substr(message, 1, 4) from run order by started_at")
    assert outcomes == [("broken", "died"), ("done", ""), ("done", "")]


def test_the_run_after_it_finds_nothing_due(served: Served) -> None:
    again = served.run(CLOSE)

    assert again["name"] == "close what is due, stockport-tameside"
    assert (again["state"]["type"], again["state"]["name"]) == ("COMPLETED", "Nothing due")
    query = "select period from current_release order by period"
    assert served.small.rows(query) == [("2022-23-P01",), ("2022-23-P02",)]
    assert served.receiver.told == []


def test_the_programs_own_lines_stand_in_the_log_view(served: Served) -> None:
    until(lambda: any(line.startswith("2022-23 P02: Published, ") for line in served.log_lines()), ALERT_SECONDS)


def test_a_refused_run_is_told_once(served: Served) -> None:
    served.small.feed_file("stockport/ledger", P01).unlink()
    ended = served.run(BACKFILL, first="2022-23-P01", last="2022-23-P01")

    assert (ended["state"]["type"], ended["state"]["name"]) == ("FAILED", "Refused: ledger stockport missing")
    until(lambda: bool(served.receiver.told), ALERT_SECONDS)
    time.sleep(5)  # a second message would come now
    (told,) = served.receiver.told
    assert "close 2022-23-P01 to 2022-23-P01, stockport-tameside: Refused: ledger stockport missing" in told


def test_a_run_with_a_period_of_no_known_form_is_not_accepted(served: Served) -> None:
    path = f"{served.api}/deployments/{served.deployment(BACKFILL)['id']}/create_flow_run"
    answer = requests.post(path, json={"parameters": {"first": "June", "last": "2022-23-P01"}}, timeout=30)
    assert answer.status_code in {409, 422}


def test_the_run_that_the_killed_one_held_is_marked_as_well(served: Served) -> None:
    """Its server hears no heartbeat any more; nothing else would ever end it."""

    def died() -> list[str]:
        runs = served.ask("/flow_runs/filter", {})
        return [run["name"] for run in runs if run["state"]["name"] == "Died"]

    until(lambda: bool(died()), 2 * SILENT_FOR.total_seconds() + RUN_SECONDS)
    assert died() == ["close 2022-23 P01"]
    assert len(served.receiver.told) == 1


def test_a_signal_stops_everything_in_order(served: Served) -> None:
    served.process.send_signal(signal.SIGINT)

    assert served.process.wait(STOP_SECONDS) == 0
    assert (served.small.output / "up.log").read_text().splitlines()[-1] == "stopped"
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{served.api}/health", timeout=5)
