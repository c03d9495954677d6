"""A person planted in any column of any feed, declared or not, is found in the landing area and nowhere else (R20)."""

import logging
import random
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flows.command_run import close_periods
from sspipe.errors import RunBroken
from tests.flows.conftest import MakeLab
from tests.flows.small_sites import P01, P02, SmallSite, copied_months
from tests.flows.spoiling import Form, add_column, count_columns, plant
from tests.flows.test_privacy import assert_nobody_is_found, left_behind

FORMS = {
    "stockport/posts": Form(head_rows=1, delimiter=","),
    "stockport/ledger": Form(head_rows=1, delimiter=";", encoding="cp1252"),
    "stockport/measures": Form(head_rows=1, delimiter=","),
    "tameside/posts": Form(head_rows=3),
    "tameside/ledger": Form(head_rows=1, delimiter=",", encoding="utf-8-sig"),
    "tameside/measures": Form(head_rows=1, delimiter=","),
    "dfe/measures": Form(head_rows=1, delimiter=","),
    "dfe/grants": Form(head_rows=5),
}
PERSON = "ZZFAKE Person 0034"
AFTER_ALL_WAS_PUBLISHED = date(2022, 12, 31)
A_DAY = 1
"""So many columns of each feed are tried on an ordinary day, drawn by its seed; the full count tries every one."""


@pytest.fixture(scope="module")
def all_feeds(lab_of: MakeLab, tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The first month of every feed, closed; nobody writes here afterwards."""
    small = copied_months(lab_of(1) / "site", tmp_path_factory.mktemp("all-feeds"), (P01, P02))
    for feed in set(FORMS) - {"stockport/posts", "stockport/ledger", "tameside/posts", "tameside/ledger"}:
        shutil.copytree(lab_of(1) / "site" / "feeds" / feed, small.site / "feeds" / feed)
    return small


def _copy(all_feeds: SmallSite, folder: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    small = SmallSite(folder)
    shutil.copytree(all_feeds.folder, small.folder)
    monkeypatch.setenv("SSPIPE_OUTPUT", str(small.output))
    monkeypatch.delenv("SSPIPE_DATABASE_URL", raising=False)
    return small


def _file_of(small: SmallSite, feed: str) -> Path:
    """The file of a feed that a close of the first month reads: of several the first."""
    files = sorted((small.site / "feeds" / feed).iterdir())
    return next((path for path in files if "P01" in path.name or "202201" in path.name), files[0])


def _said_by_a_close(small: SmallSite, caplog: pytest.LogCaptureFixture) -> str:
    caplog.clear()
    try:
        closed = close_periods(small.site, (P01,), AFTER_ALL_WAS_PUBLISHED, dry_run=False, plain=True)
    except RunBroken as fault:
        return f"{fault} {caplog.text}"
    return f"{[item.findings for item in closed]} {caplog.text}"


def _look_everywhere(
    small: SmallSite, feed: str, column: int, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    plant(_file_of(small, feed), FORMS[feed], column, PERSON)
    said = _said_by_a_close(small, caplog)
    streams = capfd.readouterr()
    assert_nobody_is_found({**left_behind(small), "said": said, "streams": streams.out + streams.err})


def _columns(all_feeds: SmallSite, feed: str) -> range:
    return range(count_columns(_file_of(all_feeds, feed), FORMS[feed]))


def _each(
    all_feeds: SmallSite, columns: Iterator[int], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[SmallSite, int]]:
    for column in columns:
        small = _copy(all_feeds, folder / str(column), monkeypatch)
        yield small, column
        shutil.rmtree(small.folder)


@pytest.mark.parametrize("feed", sorted(FORMS))
def test_a_person_in_some_columns_of_a_feed_goes_no_further_than_the_landing_area(  # noqa: PLR0913, PLR0917 - fixtures
    feed: str,
    all_feeds: SmallSite,
    tmp_path: Path,
    day_seed: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    drawn = iter(random.Random(f"{day_seed} {feed}").sample(_columns(all_feeds, feed), A_DAY))
    for small, column in _each(all_feeds, drawn, tmp_path, monkeypatch):
        _look_everywhere(small, feed, column, caplog, capfd)


@pytest.mark.prove
@pytest.mark.parametrize("feed", sorted(FORMS))
def test_so_it_is_for_every_column(  # noqa: PLR0913, PLR0917 - fixtures
    feed: str,
    all_feeds: SmallSite,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    for small, column in _each(all_feeds, iter(_columns(all_feeds, feed)), tmp_path, monkeypatch):
        _look_everywhere(small, feed, column, caplog, capfd)


def test_a_column_that_nobody_declared_is_left_where_it_landed(
    all_feeds: SmallSite,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    small = _copy(all_feeds, tmp_path / "own", monkeypatch)
    for feed, form in FORMS.items():
        add_column(_file_of(small, feed), form, PERSON)

    said = _said_by_a_close(small, caplog)

    assert small.rows("select count(*) from release") == [(1,)]
    assert_nobody_is_found({**left_behind(small), "said": said})
