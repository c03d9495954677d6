"""A source asked again while its faults may pass, with growing waits or those that the sender asks for."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from sspipe.errors import SourceUnavailable
from sspipe.extract.http_addresses import shown
from sspipe.model.sources import Source

T = TypeVar("T")
LATER = "Nothing of it was kept. It is asked again at the next pull; if it stays so, tell the sender."


class MayPass(Exception):  # noqa: N818 - named after the fact, as every exception here
    """A fault that the same request may not meet again; `after` is the wait in seconds that the sender asks for."""

    def __init__(self, url: str, found: str, after: float | None = None) -> None:
        """Keep what was met."""
        super().__init__(found)
        self.url = shown(url)
        self.found = found
        self.after = after

    def given_up(self, tries: int) -> SourceUnavailable:
        """The fault as whoever waits for the file hears of it."""
        found = self.found if tries == 1 else f"{self.found}, at the last of {tries} tries"
        return SourceUnavailable(self.url, found, "a whole answer in time", LATER)


def stopped(url: str, came: int, length: int | None, silent_seconds: float | None) -> MayPass:
    """An answer that ended on its way, after some bytes of a stated length: by silence for so long, or by a cut."""
    so_far = f"{came:,} bytes" if length is None else f"{came:,} of {length:,} bytes"
    if silent_seconds is not None:
        return MayPass(url, f"an answer that stopped for {silent_seconds:g} seconds after {so_far}")
    return MayPass(url, f"an answer cut short after {so_far}")


def endless(url: str, came: int, whole_seconds: float) -> SourceUnavailable:
    """An answer that takes longer than its source grants."""
    found = f"an answer still coming after {whole_seconds:g} seconds, at {came:,} bytes"
    return SourceUnavailable(shown(url), found, "a whole answer in time", LATER)


@dataclass(frozen=True, slots=True)
class Patience:
    """As many tries, and as long waits, as a source grants."""

    source: Source
    sleep: Callable[[float], None]

    def patiently(self, call: Callable[[], T]) -> T:
        """Do something again while its faults may pass.

        Raises:
            SourceUnavailable: when the last try fails too, or the sender asks for a longer wait than the source grants.
        """
        tries = Retrying(
            stop=stop_after_attempt(self.source.attempts),
            wait=self._wait,
            retry=retry_if_exception(self._is_worth_a_wait),
            sleep=self.sleep,
            reraise=True,
        )
        try:
            return tries(call)
        except MayPass as fault:
            raise fault.given_up(int(tries.statistics.get("attempt_number", 1))) from None

    def _is_worth_a_wait(self, error: BaseException) -> bool:
        return isinstance(error, MayPass) and (error.after or 0) <= self.source.longest_wait_seconds

    def _wait(self, state: RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        if isinstance(fault, MayPass) and fault.after is not None:
            return fault.after + random.uniform(0, self.source.backoff_seconds)
        most = self.source.longest_wait_seconds
        return wait_random_exponential(multiplier=self.source.backoff_seconds, max=most)(state)
