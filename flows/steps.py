"""The steps of a close, as whoever watches it hears of them when each begins."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

GATHER, RECONCILE, PUBLISH, PACK = "files", "sums", "release", "packs"
STEPS = (GATHER, RECONCILE, PUBLISH, PACK)
Hear = Callable[[str, str], None]
"""Hears the period and the step; an empty step says that the period has ended."""


def _nobody(_period: str, _step: str) -> None:
    """Most closes are watched by nobody: they run on a schedule."""


_WATCHING: ContextVar[Hear] = ContextVar("_WATCHING", default=_nobody)


@contextmanager
def watched_by(hear: Hear) -> Iterator[None]:
    """Let somebody hear of every step that begins inside."""
    token = _WATCHING.set(hear)
    try:
        yield
    finally:
        _WATCHING.reset(token)


def begins(period: str, step: str) -> None:
    """Say that a step of a period begins."""
    _WATCHING.get()(period, step)


def ended(period: str) -> None:
    """Say that a period has ended, however it did."""
    _WATCHING.get()(period, "")
