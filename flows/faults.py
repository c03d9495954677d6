"""Faults as they may leave a run: typed, saying where they happened, and never with what was being worked on (R20).

A database's own message quotes the row that it refused, with a post and its pay. Prefect writes an exception's text,
and those it came from, into its log, its database and its terminal.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from sspipe.errors import DatabaseUnavailable, RunBroken, StageFailed

_AWAY = (OperationalError, InterfaceError)


@contextmanager
def without_values(stage: str) -> Iterator[None]:
    """Let typed exceptions pass; put one without any value in the place of every other, and of what led to it.

    Raises:
        DatabaseUnavailable: when the database went away or was busy; trying again may help.
        StageFailed: for any other fault.
    """
    try:
        yield
    except RunBroken:
        raise
    except Exception as fault:  # noqa: BLE001 - its text may hold a person's pay, so none of it goes on
        clean = _clean(stage, fault)
    else:
        return
    raise clean from None


def _clean(stage: str, fault: Exception) -> RunBroken:
    found = f"{type(fault).__name__} in {_place(fault)}"
    if isinstance(fault, _AWAY) or (isinstance(fault, DBAPIError) and fault.connection_invalidated):
        action = "Check that the database answers and has room, then run it again."
        return DatabaseUnavailable(stage, found, "a database that answers", action)
    action = "See it whole, on a machine of your own, with: sspipe --debug run … --plain"
    return StageFailed(stage, found, "no fault", action)


def _place(fault: Exception) -> str:
    """File and line of our own code in which it happened: the last one on its way."""
    frames = extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or list(frames)
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "an unknown place"
