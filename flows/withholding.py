"""Faults of the program without their words, so that Prefect logs and keeps nothing of what it was working on (R20)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sspipe.errors import RunBroken, StoppedByFault


@contextmanager
def withheld(step: str) -> Iterator[None]:
    """Let a `RunBroken` through as it is; of any other fault tell its kind and where it happened.

    Raises:
        StoppedByFault: in the place of a fault of the program.
    """
    try:
        yield
    except RunBroken:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever it is, its text stays here
        told = StoppedByFault(
            step,
            f"a fault of the program ({type(fault).__name__})",
            "none",
            "Readers stay on the last complete release. Report it with the lines above.",
        )
        raise told.with_traceback(fault.__traceback__) from None
