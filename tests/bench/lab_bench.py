"""A million padded ledger lines from the lab against the bare writing of the same bytes; the ratio is printed."""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from sspipe.lab.make import make_site
from sspipe.settings import Settings


def bare_seconds(paths: list[Path], copy: Path) -> float:
    """Time of writing the same bytes once more."""
    contents = [path.read_bytes() for path in paths]
    start = time.perf_counter()
    for number, content in enumerate(contents):
        (copy / str(number)).write_bytes(content)
    return time.perf_counter() - start


def padded_seconds(out: Path, lines: int) -> float:
    """Time that the padding adds to a site."""
    base = Settings().demo_site
    start = time.perf_counter()
    make_site(base, out / "plain", seed=1)
    plain = time.perf_counter() - start
    start = time.perf_counter()
    make_site(base, out / "padded", seed=1, lines=lines)
    return time.perf_counter() - start - plain


def main() -> None:
    """Print the ratio of the medians."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=500_000, help="for each of the two ledgers")
    lines = parser.parse_args().lines
    made, bare = [], []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder)
            made.append(padded_seconds(out, lines))
            copy = out / "copy"
            copy.mkdir()
            bare.append(bare_seconds(sorted((out / "padded" / "site" / "feeds").rglob("ledger/*")), copy))
    a, b = statistics.median(bare), statistics.median(made)
    print(f"bare writing {a:.2f} s; the lab's {2 * lines:,} lines {b:.2f} s; ratio {b / a:.1f} (less than 15)")
    if b / a >= 15:
        sys.exit("the lab took 15 times the bare writing, or more")


if __name__ == "__main__":
    main()
