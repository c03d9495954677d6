"""A ledger of millions of lines from an address on the web to landed, conformed and checked, beside Arrow reading it.

python tests/bench/feed_bench.py --lines 5000000
"""

import argparse
import functools
import http.server
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import yaml

from sspipe.conform.layout import Layout, read_layout
from sspipe.extract.fetch import fetch
from sspipe.extract.fetched import Fetched, Unchanged
from sspipe.extract.landing import Kept, Landing
from sspipe.model.feeds import Feed, FeedKind, Noun
from sspipe.model.findings import Where
from sspipe.model.sources import HttpSource, Mark
from sspipe.validate.checks import validate_table
from sspipe.validate.guards import check_shape
from sspipe.validate.rules import Suite
from sspipe.validate.suites import read_suites
from tests.bench.ledger_bench import HEADINGS, LAYOUT, MEGABYTE, conform, read_as_text, seconds, write_ledger

EXPECTATIONS = LAYOUT.parents[3] / "expectations"
Value = TypeVar("Value")
MOST_WAY, MOST_SUITE, MOST_UNCHANGED, MOST_BLANK, MOST_MEGABYTES = 6, 4, 0.1, 0.1, 3072
FEED = Feed(
    publisher="stockport",
    noun=Noun.LEDGER,
    kind=FeedKind.FULL_LEDGER,
    path="",
    name_pattern="ledger.txt",
    date_format="",
    layout="stockport_ledger",
    required=True,
)
WHERE = Where(council="stockport", feed="stockport/ledger", file_name="ledger.txt")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder as an address on this machine."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def ask(url: str, landing: Landing, mark: Mark | None = None) -> Fetched[Kept] | Unchanged:
    """Fetch and land the file, or learn that it is unchanged."""
    source = HttpSource(url=f"{url}/ledger.txt", file_name="ledger.txt")
    answer = fetch(source, {}, lambda name: name, mark, lambda chunks: landing.keep_bytes(FEED, chunks))
    if not isinstance(answer, Fetched | Unchanged):
        sys.exit("the address has no file")
    return answer


def taken_in(url: str, landing: Landing, layout: Layout) -> pa.Table:
    """From the address to a table whose shape was checked."""
    answer = ask(url, landing)
    if not isinstance(answer, Fetched):
        sys.exit("unchanged at the first time")
    table = conform(Path(answer.written.url), layout).table
    faults = check_shape(table, "ledger", WHERE)
    if faults:
        sys.exit(faults[0].message)
    return table


def timed(work: Callable[[], Value]) -> tuple[float, Value]:
    """Seconds, and what came of it."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def main() -> None:
    """Measure each step and hold the ratios against their limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=5_000_000)
    lines = parser.parse_args().lines
    layout = read_layout(yaml.safe_load(LAYOUT.read_text()), LAYOUT.name)
    suites = read_suites(EXPECTATIONS)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "source").mkdir()
        path = place / "source" / "ledger.txt"
        write_ledger(path, 1000)
        with served(place / "source") as url:
            small = taken_in(url, Landing(str(place / "warm")), layout)
            validate_table(small, "ledger", suites, WHERE)  # the imports are not counted
            write_ledger(path, lines)
            _say(f"{lines:,} lines, {path.stat().st_size / MEGABYTE:,.0f} MB")
            way, suite = _way(url, place, layout, suites)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            unchanged = _unchanged(url, place)
        bare = min(seconds(lambda: read_as_text(path)) for _ in range(3))
        _hold("the way from the address to checked shape, to Arrow reading as text", way / bare, MOST_WAY)
        _hold("the whole suite over every line, to Arrow reading as text", suite / bare, MOST_SUITE)
        _hold("a file that its sender calls unchanged, to the first time", unchanged / way, MOST_UNCHANGED)
        _say(f"Arrow {bare:.2f} s; way {way:.2f} s; suite {suite:.2f} s; unchanged {unchanged * 1000:.0f} ms")
        _hold("peak memory in MB", peak, MOST_MEGABYTES)
        _blank_rows(place, layout)


def _way(url: str, place: Path, layout: Layout, suites: Mapping[str, Suite]) -> tuple[float, float]:
    """Seconds to a table whose shape was checked, and of the whole suite over it."""
    way, table = timed(lambda: taken_in(url, Landing(str(place / "landing")), layout))
    suite, validated = timed(lambda: validate_table(table, "ledger", suites, WHERE))
    if validated.is_refused:
        sys.exit(validated.findings[0].message)
    _say(f"the suite found {len(validated.findings)} things to say")
    return way, suite


def _unchanged(url: str, place: Path) -> float:
    """The second time, with the sender's mark of the first."""
    first = ask(url, Landing(str(place / "again")))
    again, answer = timed(lambda: ask(url, Landing(str(place / "again")), first.mark))
    if not isinstance(answer, Unchanged):
        sys.exit("the sender did not say that it is unchanged")
    return again


def _blank_rows(place: Path, layout: Layout) -> None:
    """A million blank rows at the end cost hardly anything beside a million real ones."""
    real, tail, short = place / "real.txt", place / "tail.txt", place / "short.txt"
    write_ledger(short, 1000)
    write_ledger(real, 1_001_000)
    blank = b";" * HEADINGS.count(";") + b"\r\n"
    tail.write_bytes(short.read_bytes() + blank * 1_000_000)
    alone, with_tail, with_real = (
        min(seconds(lambda path=path: conform(path, layout)) for _ in range(3))  # type: ignore[misc]
        for path in (short, tail, real)
    )
    _hold("a million blank rows to a million real ones", (with_tail - alone) / (with_real - alone), MOST_BLANK)


def _hold(what: str, ratio: float, most: float) -> None:
    _say(f"{what}: {ratio:,.2f} (at most {most:,})")
    if ratio > most:
        sys.exit(f"{what}: more than {most:,}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
