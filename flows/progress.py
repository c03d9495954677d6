"""How far long work has come, on the error stream of a terminal; elsewhere nothing is shown."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from flows.steps import STEPS, Hear, watched_by


def is_shown(*, json: bool) -> bool:
    """Whether somebody looks: a terminal is attached to both streams, and no program reads."""
    return not json and sys.stdout.isatty() and sys.stderr.isatty()


@contextmanager
def bars_of(periods: int, *, json: bool) -> Iterator[None]:
    """A bar over the steps of each period that is closed inside, and one over the periods where there are several."""
    if not is_shown(json=json):
        yield
        return
    with _bars() as bars, watched_by(_hears(bars, periods)):
        yield


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
