"""Ordinary council postings by the million, stamped from a pattern a block at a time."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sspipe.lab.months import Period

FIELD = re.compile(r"\{(\w+):(\d+)\}")
BLOCK = 100_000
ZERO = ord("0")
LINES_A_DOCUMENT = 2
DOCUMENTS_A_PERIOD = 10_000_000
SIZES = ((0.6, 100, 999), (0.3, 1_000, 9_999), (0.1, 10_000, 99_999))
Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text of fixed width with places such as `{amount:4}` for digits."""

    text: str
    encoding: str

    def stamp(self, count: int, values: dict[str, Numbers]) -> bytes:
        """The text `count` times, each place filled with its own digits."""
        plain = FIELD.sub(lambda found: "0" * int(found[2]), self.text).encode(self.encoding)
        block = np.tile(np.frombuffer(plain, dtype=np.uint8), (count, 1))
        for name, start, width in self._places():
            _write_digits(block[:, start : start + width], values[name])
        return block.tobytes()

    def _places(self) -> Iterator[tuple[str, int, int]]:
        for found in FIELD.finditer(self.text):
            width = int(found[2])
            before = FIELD.sub(lambda each: "0" * int(each[2]), self.text[: found.start()])
            yield found[1], len(before.encode(self.encoding)), width


def _write_digits(target: Bytes, values: Numbers) -> None:
    rest = values.copy()
    for place in range(target.shape[1] - 1, -1, -1):
        rest, digit = np.divmod(rest, 10)
        target[:, place] = digit + ZERO


PatternFor = Callable[[Period, int], Pattern]


def ordinary_values(rng: np.random.Generator, first: int, count: int, size: tuple[int, int]) -> dict[str, Numbers]:
    """Numbers for `count` documents: number, day, codes and an amount of one size."""
    pounds = rng.integers(size[0], size[1] + 1, count, dtype=np.int64)
    return {
        "document": np.arange(first, first + count, dtype=np.int64),
        "day": rng.integers(1, 29, count, dtype=np.int64),
        "account": rng.integers(0, 1000, count, dtype=np.int64),
        "centre": rng.integers(0, 1000, count, dtype=np.int64),
        "supplier": rng.integers(10_000, 100_000, count, dtype=np.int64),
        "invoice": rng.integers(0, 10_000_000, count, dtype=np.int64),
        "pounds": pounds,
        "thousands": pounds // 1000,
        "hundreds": pounds % 1000,
        "pence": rng.integers(0, 100, count, dtype=np.int64),
    }


def documents_by_size(documents: int) -> list[tuple[int, tuple[int, int]]]:
    """How many documents of each size of amount, in all as many as wanted."""
    counts = [int(documents * share) for share, _, _ in SIZES[1:]]
    counts.insert(0, documents - sum(counts))
    return [(count, (low, high)) for count, (_, low, high) in zip(counts, SIZES, strict=True) if count]


def ordinary_blocks(pattern_for: PatternFor, seed: int, council: int, period: Period, lines: int) -> Iterator[bytes]:
    """The bytes of about so many ordinary lines of one ledger file, each document balanced."""
    rng = np.random.default_rng([seed, council, period.start_year, period.number])
    first = (period.start_year % 5 * 20 + period.number) * DOCUMENTS_A_PERIOD
    for documents, size in documents_by_size(lines // LINES_A_DOCUMENT):
        pattern = pattern_for(period, len(str(size[0])))
        for done in range(0, documents, BLOCK):
            count = min(BLOCK, documents - done)
            yield pattern.stamp(count, ordinary_values(rng, first, count, size))
            first += count
