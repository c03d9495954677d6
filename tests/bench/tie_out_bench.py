"""A year of many councils tied out with its causes: how time, steps and memory grow with the posts.

python tests/bench/tie_out_bench.py --councils 300 --posts 10000

Each agreement is closed once, at P12: that one close works out and compares all twelve months of every post, so that
a year of post-months is tied out; eleven earlier closes of the same months would only repeat parts of it. Measured is
the tie-out in memory, from HR's extracts and ledger lines to the statement with its breaks and their causes: reading
files, validation, the database and packs have benchmarks of their own, and making the months is not counted.

The unit of work is one agreement's close of the year, and units share nothing: so the posts are spread over agreements
of two councils, as many agreements at every size. Then one agreement alone is made sixteen times as large, so that
nothing within a unit may grow faster than its posts. Time is the processor's, for a machine may have other work.
"""

import argparse
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import log
from typing import Any
from unittest.mock import patch

from sspipe.model.statement import Break
from sspipe.reconcile import compare_recharges, cost_causes
from sspipe.reconcile.joint_posts import reconcile_joint_posts
from sspipe.reconcile.solving import MOST_STEPS, Answer, solve
from tests.bench.consortium import Unit, unit, units
from tests.bench.plants import Planted

MOST_EXPONENT, MOST_MEGABYTES, MOST_GROWTH_OF_STEPS, LEAST_TOLD = 1.1, 2048, 2, 0.95
SIZES = (16, 8, 4, 2, 1)
"""By how much the posts of each size are fewer than those of the last."""
ONE_AGREEMENT = 640
MONTHS = 12
KIBIBYTES = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One size: processor seconds of the tie-outs, the sets that each search looked at, what became of the plants."""

    posts: int
    seconds: float
    steps: tuple[int, ...]
    stopped: int
    told: Mapping[str, int]
    unplanted: int

    @property
    def steps_a_search(self) -> float:
        """Sets that a search looked at, on average."""
        return sum(self.steps) / max(len(self.steps), 1)

    @property
    def part_told(self) -> float:
        """Planted causes that were named, or stand among the candidates of what nobody can tell apart."""
        return (self.told["named"] + self.told["ambiguous"]) / max(sum(self.told.values()), 1)


def measure(posts: int, made: Iterable[Unit]) -> Measured:
    """Tie out each unit, one after the other; nothing of one is kept but its counts."""
    seconds, unplanted = 0.0, 0
    told: Counter[str] = Counter()
    searches: list[tuple[int, bool]] = []
    for each in made:
        with listening(searches):
            start = time.process_time()
            breaks = reconcile_joint_posts(each.facts).breaks
            seconds += time.process_time() - start
        told.update(_told(each.planted, breaks))
        planted = {(plant.post, plant.month, plant.pair) for plant in each.planted}
        unplanted += sum(bool(item.post) and (item.post, item.month, item.pair) not in planted for item in breaks)
    return Measured(
        posts=posts,
        seconds=seconds,
        steps=tuple(steps for steps, _ in searches),
        stopped=sum(is_stopped for _, is_stopped in searches),
        told=told,
        unplanted=unplanted,
    )


@contextmanager
def listening(searches: list[tuple[int, bool]]) -> Iterator[None]:
    """Of every search the steps that it took, and whether it gave up."""

    def heard(*given: Any, **named: Any) -> Answer:
        answer = solve(*given, **named)
        searches.append((answer.steps, answer.is_stopped))
        return answer

    with ExitStack() as stack:
        for module in (cost_causes, compare_recharges):
            stack.enter_context(patch.object(module, "solve", heard))
        yield


def _told(planted: Sequence[Planted], breaks: Sequence[Break]) -> Iterator[str]:
    """What became of each planted cause."""
    by_place = {(item.post, item.month, item.pair): item for item in breaks}
    for plant in planted:
        found = by_place.get((plant.post, plant.month, plant.pair))
        causes = found.causes if found else ()
        if plant.code in {cause.code for cause in causes}:
            yield "named"
        elif any(plant.code in cause.rivals.split(",") for cause in causes):
            yield "ambiguous"
        elif "UNEXPLAINED" in {cause.code for cause in causes}:
            yield "unexplained"
        else:
            yield "otherwise named" if causes else "no break"


def exponent(sizes: Sequence[Measured]) -> float:
    """The power of the posts by which the time grows, over all sizes."""
    return statistics.linear_regression(
        [log(each.posts) for each in sizes], [log(each.seconds) for each in sizes]
    ).slope


def _measured(what: str, each: Measured) -> Measured:
    told = ", ".join(f"{count:,} {word}" for word, count in sorted(each.told.items()))
    rate = each.posts / each.seconds
    _say(
        f"{what}: {each.posts:,} posts in {each.seconds:.1f} s of the processor, {rate:.1f} posts and"
        f" {rate * MONTHS:.0f} post-months a second; {len(each.steps):,} searches, {each.steps_a_search:.1f} steps in"
        f" each, at most {max(each.steps, default=0):,}, {each.stopped} gave up"
    )
    _say(f"  planted: {told}; breaks of posts where nothing was planted: {each.unplanted:,}; {_megabytes():,.0f} MB")
    return each


def _hold_growth(what: str, sizes: Sequence[Measured]) -> None:
    _hold(f"{what}: the power of the posts by which time grows", exponent(sizes), MOST_EXPONENT)
    growth = sizes[-1].steps_a_search / max(sizes[0].steps_a_search, 1)
    _hold(f"{what}: steps of a search at the last size to the first", growth, MOST_GROWTH_OF_STEPS)
    _hold(f"{what}: steps of one search", max(max(each.steps, default=0) for each in sizes), MOST_STEPS)
    _hold(f"{what}: part of the planted causes that is not told", 1 - sizes[-1].part_told, 1 - LEAST_TOLD)


def _megabytes() -> float:
    """The most memory so far, of this process and of any that it started."""
    used = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return used / KIBIBYTES


def main() -> None:
    """Measure five sizes of each kind and hold growth, steps and memory against their limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--councils", type=int, default=300)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--one-agreement", type=int, default=ONE_AGREEMENT)
    given = parser.parse_args()
    measure(8, [unit(0, 8)])  # what is worked out once for all is not counted
    alone = [given.one_agreement // part for part in SIZES]
    grown = [_measured("one agreement", measure(posts, [unit(0, posts)])) for posts in alone]
    _hold_growth("one agreement", grown)
    spread = [given.posts // part for part in SIZES]
    council = f"{given.councils} councils"
    sizes = [_measured(council, measure(posts, units(given.councils, posts))) for posts in spread]
    _hold_growth(council, sizes)
    _hold("peak memory in MB", _megabytes(), MOST_MEGABYTES)


def _hold(what: str, value: float, most: float) -> None:
    _say(f"{what}: {value:,.2f} (at most {most:,.2f})")
    if value > most:
        sys.exit(f"{what}: more than {most:,}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
