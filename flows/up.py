"""Prefect's server, a worker and our deployments on this machine, until somebody stops them; all stop in good order."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import requests

from sspipe.errors import SourceUnavailable
from sspipe.settings import Settings

HOST = "127.0.0.1"
START_SECONDS = 180.0
FINISH_SECONDS = 60.0
"""So long a run that is under way may go on after the stop; the period of one that does not finish is closed by the
next run."""
STOP_SECONDS = 20.0
LOOK_SECONDS = 0.5
OK = 200
Say = Callable[[str], None]


@contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set; a second one does no more than the first."""
    stop = threading.Event()
    before = {each: signal.signal(each, lambda *_: stop.set()) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def address_on(port: int) -> str:
    """The address of a server's API on this machine."""
    return f"http://{HOST}:{port}/api"


def run_everything(site: Path, port: int, settings: Settings, say: Say, *, close_now: bool) -> None:
    """Start everything, say where it is, wait for a signal, and stop it.

    Raises:
        SourceUnavailable: when a part does not come up; the others are stopped.
    """
    logs = settings.output / "prefect"
    logs.mkdir(parents=True, exist_ok=True)
    with stopped_by_signals() as stop, _server(port, logs, stop, say):
        from flows.deploying import (  # noqa: PLC0415 - once it is up
            are_runs_under_way,
            close_at_once,
            deploy,
            pause_pool,
            resume_pool,
        )
        from flows.watching import POOL  # noqa: PLC0415 - as above

        for line in deploy(site, settings):
            say(line)
        resume_pool()
        with _worker(POOL, settings.root, logs, say):
            if close_now:
                say(f"run: {close_at_once()}")
            say(f"everything is up; Ctrl-C stops it. Logs: {logs}")
            _watch(port, stop)
            pause_pool()
            say(f"stopping: the work pool is paused; a run under way has {FINISH_SECONDS:.0f} seconds to finish")
            _await_quiet(are_runs_under_way)
    say("stopped")


@contextmanager
def _server(port: int, logs: Path, stop: threading.Event, say: Say) -> Iterator[None]:
    if _is_healthy(port):
        raise SourceUnavailable(
            f"port {port}", "a server that answers already", "a free port", "Stop it, or give another --port."
        )
    with _started(["server", "start", "--host", HOST, "--port", str(port)], logs / "server.log", Path.cwd()) as server:
        _await_health(server, port, stop)
        say(f"server: healthy, {address_on(port)}")
        say(f"view: http://{HOST}:{port}")
        yield


@contextmanager
def _worker(pool: str, root: Path, logs: Path, say: Say) -> Iterator[None]:
    """A process worker. The pool is paused before it is stopped, for one signal alone lets it take another run."""
    with _started(["worker", "start", "--pool", pool, "--type", "process"], logs / "worker.log", root):
        say(f"worker: started, polls {pool}")
        yield


@contextmanager
def _started(words: list[str], log: Path, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A part in a session of its own: Ctrl-C reaches us alone, and we tell the parts in their order."""
    with log.open("ab") as said:
        part = subprocess.Popen(  # noqa: S603 - our own interpreter, no words from outside
            [sys.executable, "-m", "prefect", *words],
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=folder,
            start_new_session=True,
        )
        try:
            yield part
        finally:
            _end(part, STOP_SECONDS)


def _end(part: "subprocess.Popen[bytes]", seconds: float) -> None:
    """TERM, wait, TERM again to all that it started, wait, and then no more asking."""
    to_all = (partial(os.killpg, part.pid, each) for each in (signal.SIGTERM, signal.SIGKILL))
    asks: list[Callable[[], None]] = [part.terminate, *to_all]
    for ask in asks:
        if part.poll() is not None:
            return
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            ask()
            part.wait(seconds)


def _await_health(server: "subprocess.Popen[bytes]", port: int, stop: threading.Event) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_healthy(port):
        if server.poll() is not None or stop.is_set() or time.monotonic() > deadline:
            raise SourceUnavailable(
                "Prefect's server", "no answer", "an answer to /health", "Read server.log in the output folder."
            )
        stop.wait(LOOK_SECONDS)


def _await_quiet(are_runs_under_way: Callable[[], bool]) -> None:
    deadline = time.monotonic() + FINISH_SECONDS
    while are_runs_under_way() and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)


def _is_healthy(port: int) -> bool:
    try:
        return requests.get(f"{address_on(port)}/health", timeout=2).status_code == OK
    except requests.RequestException:
        return False


def _watch(port: int, stop: threading.Event) -> None:
    """Wait for the signal, or for the server to go away.

    Raises:
        SourceUnavailable: when it went away by itself.
    """
    misses = 0
    while not stop.wait(STOP_SECONDS if not misses else LOOK_SECONDS):
        misses = 0 if _is_healthy(port) else misses + 1
        if misses > STOP_SECONDS:
            raise SourceUnavailable(
                "Prefect's server", "no answer any more", "a server that runs", "Read server.log, and start again."
            )
