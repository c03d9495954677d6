"""How far long work has come, on the error stream of a terminal; elsewhere nothing is shown."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from flows.steps import STEPS, Hear, watched_by

CONSOLE_LEVEL = "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"


def is_shown(*, json: bool) -> bool:
    """Whether somebody looks: a terminal is attached to both streams, and no program reads."""
    return not json and sys.stdout.isatty() and sys.stderr.isatty()


@contextmanager
def bars_of(periods: int, *, json: bool) -> Iterator[None]:
    """A bar over the steps of each period that is closed inside, and one over the periods where there are several."""
    if not is_shown(json=json):
        yield
        return
    with _quiet_console(), _bars() as bars, watched_by(_hears(bars, periods)):
        yield


@contextmanager
def _quiet_console() -> Iterator[None]:
    """Keep Prefect's log lines out of the bars, unless somebody has set their level; warnings are shown all the same.

    It reads the level when it is first imported, and so after this; its own log view keeps every line.
    """
    was_set = CONSOLE_LEVEL in os.environ  # noqa: TID251 - Prefect's own variable, no setting of ours
    os.environ.setdefault(CONSOLE_LEVEL, "WARNING")  # noqa: TID251 - as above
    try:
        yield
    finally:
        if not was_set:
            del os.environ[CONSOLE_LEVEL]  # noqa: TID251 - as above


@contextmanager
def at_work(what: str, *, json: bool) -> Iterator[None]:
    """A sign of life, with the time that has passed, for work that cannot say how far it is."""
    if not is_shown(json=json):
        yield
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=terminal(), transient=True
    ) as bars:
        bars.add_task(what, total=None)
        yield


def terminal() -> Console:
    """The error stream: what a command answers stays apart."""
    return Console(stderr=True)


def _bars() -> Progress:
    counts = MofNCompleteColumn()
    return Progress(
        TextColumn("{task.description}"), BarColumn(), counts, TimeElapsedColumn(), console=terminal(), transient=True
    )


def _hears(bars: Progress, periods: int) -> Hear:
    """Move the bars with the steps."""
    whole: TaskID | None = bars.add_task("Periods", total=periods) if periods > 1 else None
    part = bars.add_task("Starting", total=len(STEPS))

    def hear(period: str, step: str) -> None:
        if step:
            bars.update(part, completed=STEPS.index(step), description=f"{period}: {step}")
            return
        bars.update(part, completed=len(STEPS), description=f"{period}: done")
        if whole is not None:
            bars.advance(whole)

    return hear
