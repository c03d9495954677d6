"""The same inputs make the same release: run again, run elsewhere, or with the rows of every file shuffled."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, text

from flows.command_run import close_periods
from sspipe.model.periods import Period
from sspipe.store.history import earlier
from tests.databases import address_of
from tests.flows.conftest import MakeLab

PERIODS = [Period(2022, number) for number in (1, 2, 3)]


@pytest.fixture
def close(monkeypatch: pytest.MonkeyPatch, database: Engine) -> Callable[[Path, Path], list[tuple[str, bool]]]:
    """Close the first three months of a site; tell each content hash and whether it made a new release."""

    def closed(site: Path, output: Path) -> list[tuple[str, bool]]:
        monkeypatch.setenv("SSPIPE_OUTPUT", str(output))
        monkeypatch.setenv("SSPIPE_DATABASE_URL", address_of(database))
        published = [item.published for item in close_periods(site, PERIODS, None, dry_run=False, plain=True)]
        return [(item.content_hash, item.is_new) for item in published if item]

    return closed


@pytest.mark.xdist_group("seed 1")
def test_the_same_job_again_makes_no_new_release(
    close: Callable[[Path, Path], list[tuple[str, bool]]], database: Engine, lab_of: MakeLab
) -> None:
    folder = lab_of(1)
    first = close(folder / "site", folder / "output")
    again = close(folder / "site", folder / "output")

    assert [is_new for _, is_new in first] == [True, True, True]
    assert again == [(content, False) for content, _ in first]
    with database.connect() as connection:
        assert connection.scalar(text("select count(*) from release")) == 3


@pytest.mark.xdist_group("seed 1")
def test_another_machine_with_other_keys_publishes_the_same_content(
    close: Callable[[Path, Path], list[tuple[str, bool]]], lab_of: MakeLab, tmp_path: Path
) -> None:
    folder = lab_of(1)
    here = close(folder / "site", folder / "output")
    there = close(folder / "site", tmp_path / "elsewhere")

    assert [content for content, _ in there] == [content for content, _ in here]
    assert [is_new for _, is_new in there] == [False, False, False]


@pytest.mark.xdist_group("seed 1")
def test_rows_in_another_order_publish_the_same_content(
    close: Callable[[Path, Path], list[tuple[str, bool]]], lab_of: MakeLab, tmp_path: Path, day_seed: int
) -> None:
    folder = lab_of(1)
    straight = close(folder / "site", folder / "output")
    shuffled = tmp_path / "site"
    shutil.copytree(folder / "site", shuffled)
    _shuffle_everything(shuffled / "feeds", random.Random(day_seed))

    assert [content for content, _ in close(shuffled, tmp_path / "output")] == [content for content, _ in straight]


def _shuffle_everything(feeds: Path, chance: random.Random) -> None:
    for path in sorted(feeds.rglob("*")):
        if path.suffix in {".csv", ".txt"}:
            _shuffle_lines(path, chance)
        elif path.suffix == ".xlsx":
            _shuffle_sheet(path, chance)


def _shuffle_lines(path: Path, chance: random.Random) -> None:
    heading, *lines = path.read_bytes().splitlines(keepends=True)
    chance.shuffle(lines)
    path.write_bytes(b"".join([heading, *lines]))


def _shuffle_sheet(path: Path, chance: random.Random) -> None:
    with pd.ExcelFile(path, engine="calamine") as book:
        name = str(book.sheet_names[0])
        sheet = pd.read_excel(book, sheet_name=name, header=None, dtype=object)
    rows = list(range(3, len(sheet)))
    chance.shuffle(rows)
    sheet.iloc[[0, 1, 2, *rows]].to_excel(path, sheet_name=name, header=False, index=False, engine="xlsxwriter")


def test_nothing_is_carried_forward_before_the_first_release(database: Engine) -> None:
    before = earlier(database, "stockport-tameside", Period(2022, 1))

    assert (before.period, before.breaks, before.current_hash) == (None, (), "")
