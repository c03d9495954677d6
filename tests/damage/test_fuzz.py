"""Whatever bytes or cells of a file are changed, nothing breaks, and no row or pound goes unaccounted for."""

import signal
from collections.abc import Iterator
from random import Random
from types import FrameType

import pytest

from tests.damage.lab_files import LAB_FILES
from tests.damage.mutations import BEYOND_BOUNDS, bytes_changed, cells_changed, with_number
from tests.damage.pulls import Bench
from tests.damage.straight import Straight, account_for, rows_in

FIXED_SEED = 42_022
SAMPLE, FULL = 1_000, 20_000
"""Changes of each file and seed: a thousand by the fixed seed and a thousand by the seed of the day make the sample."""
CELLS_AT_ONCE, BYTES_AT_ONCE = 40, 4
IN_BYTES = 5
"""One change in so many is of bytes."""
LONGEST_SECONDS = 300
LINES_A_ROW = {"dfe_grants": 7}
NAMES = ("fakename", "zzfake")


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """Stop what would never end."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        pytest.fail(f"still at work after {LONGEST_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST_SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", LAB_FILES)
def test_no_change_breaks_anything(name: str, bench: Bench) -> None:
    _hold(name, bench, FIXED_SEED, SAMPLE)


@pytest.mark.parametrize("name", LAB_FILES)
def test_no_change_of_the_day_breaks_anything(name: str, bench: Bench, day_seed: int) -> None:
    _hold(name, bench, day_seed, SAMPLE)


@pytest.mark.prove
@pytest.mark.parametrize("part", range(10))
@pytest.mark.parametrize("name", LAB_FILES)
def test_no_change_of_the_full_count_breaks_anything(name: str, part: int, bench: Bench, day_seed: int) -> None:
    _hold(name, bench, day_seed + 1_000_003 * (part + 1), FULL // 10)


@pytest.mark.parametrize("number", BEYOND_BOUNDS)
@pytest.mark.parametrize("name", ["tameside_posts", "dfe_grants"])
def test_a_number_beyond_all_bounds_breaks_nothing(name: str, number: str, bench: Bench) -> None:
    straight = Straight(bench, LAB_FILES[name])
    _hold_one(straight, with_number(straight.file, straight.content, number), number)


@pytest.mark.parametrize("name", [name for name, file in LAB_FILES.items() if file.form == "text" and file.quoted])
def test_a_carriage_return_in_the_headings_breaks_nothing(name: str, bench: Bench) -> None:
    straight = Straight(bench, LAB_FILES[name])
    _hold_one(straight, straight.content.replace(b",", b"\r,", 1), "a carriage return after the first heading")


def _hold(name: str, bench: Bench, seed: int, changes: int) -> None:
    straight = Straight(bench, LAB_FILES[name])
    of_bytes = changes // IN_BYTES
    for run in range((changes - of_bytes) // CELLS_AT_ONCE):
        content, rows = cells_changed(straight.file, straight.long, Random(f"{seed} cells {run}"), CELLS_AT_ONCE)
        _hold_one(straight, content, f"seed {seed}, cells, run {run}")
        assert straight.file.form != "text" or not straight.file.quoted or rows_in(straight.file, content) == rows
    for run in range(of_bytes // BYTES_AT_ONCE):
        content = bytes_changed(straight.file, straight.content, Random(f"{seed} bytes {run}"), 1 + run % 7)
        if not _waits(straight, content):
            _hold_one(straight, content, f"seed {seed}, bytes, run {run}")


def _waits(straight: Straight, content: bytes) -> bool:
    """Whether the content holds what is known to break the program, with a test of its own below."""
    return straight.file.quoted and b"\r" in content.partition(b"\n")[0][:-1]


def _hold_one(straight: Straight, content: bytes, which: str) -> None:
    try:
        conformed, validated = straight.through(content)
    except BaseException as error:
        raise AssertionError(f"{which}: {type(error).__name__}") from error
    assert not any(name in finding.message.casefold() for finding in conformed.findings for name in NAMES), which
    account_for(conformed, validated, LINES_A_ROW.get(straight.file.name, 1))
    counted = rows_in(straight.file, content) if straight.file.form == "text" else None
    if conformed.table is not None and counted is not None:
        assert conformed.conservation.read.rows == counted, which
