"""A Prefect state whose name says what came of a run; counts and feeds only (R20)."""

import logging
from collections.abc import Sequence
from typing import TypeVar

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.closing import Closed
from flows.naming import counted, describe_all, describe_closed, describe_periods
from flows.running import LOGGER
from flows.shown import lines_of_refusal

Value = TypeVar("Value")
WHAT_FOLLOWS = (
    "Once that is mended the next morning closes the period, or `sspipe run --due` at once. All that was found: the"
    " artifact of the period's findings."
)


def listen() -> None:
    """Let the program's own log lines reach Prefect's log view, which keeps them at their level."""
    logging.getLogger(LOGGER).setLevel(logging.INFO)


def state_of_close(closed: Closed) -> State[Closed]:
    """How the close of one period ended."""
    name = describe_closed(closed)
    if closed.is_refused:
        first, *others = lines_of_refusal(closed.findings)
        more = f" {counted(len(others), 'more critical finding')}." if others else ""
        return Failed(name=name, message=f"{first}{more} Nothing was published. {WHAT_FOLLOWS}", data=closed)
    message = f"release {closed.published.release_id}" if closed.published else "nothing was published"
    return Completed(name=name, message=message, data=closed)


def state_of_all(closed: Sequence[Closed]) -> State[list[Closed]]:
    """How several closes ended; the first that is refused is the last."""
    done = [item.period for item in closed if not item.is_refused]
    message = f"closed: {describe_periods(done)}"
    if closed and closed[-1].is_refused:
        message = (
            f"{closed[-1].period.label} refused: {lines_of_refusal(closed[-1].findings)[0]} {message}. {WHAT_FOLLOWS}"
        )
        return Failed(name=describe_all(closed), message=message, data=list(closed))
    return Completed(name=describe_all(closed), message=message, data=list(closed))
