"""Files delivered twice, under other valid names and with their rows in another order, publish the same content."""

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from flows import running
from flows.closing import Closed
from flows.command_run import close_periods, periods_to_close
from sspipe.store.drafts import Published
from tests.damage.deliveries import delivered, second_name, shuffled, twice, twice_and_shuffled
from tests.damage.pulls import KNOWN_ON, P01, PUBLICATIONS
from tests.flows.conftest import MakeLab
from tests.flows.small_sites import SmallSite, copied_months

Deliver = Callable[[Path, Random], None]


@pytest.fixture(scope="session")
def one_month(lab_of: MakeLab, tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallSite, Published]:
    """One month with every publication, closed; nobody writes here afterwards."""
    small = copied_months(lab_of(1) / "site", tmp_path_factory.mktemp("one-month"), [P01])
    for folder in PUBLICATIONS:
        shutil.copytree(lab_of(1) / "site" / "feeds" / folder, small.site / "feeds" / folder)
    with pytest.MonkeyPatch.context() as patch:
        return small, _published(_closed(small, patch))


@pytest.mark.parametrize("deliver", [twice, shuffled, twice_and_shuffled])
def test_files_delivered_again_publish_the_same_content(
    deliver: Deliver,
    one_month: tuple[SmallSite, Published],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    day_seed: int,
) -> None:
    before, published = one_month
    again = SmallSite(tmp_path / "own")
    shutil.copytree(before.folder, again.folder)
    deliver(again.site / "feeds", Random(day_seed))

    now = _published(_closed(again, monkeypatch))

    assert now.content_hash == published.content_hash
    assert not now.is_new


@pytest.mark.prove
def test_so_do_all_files_of_every_period(
    lab_of: MakeLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day_seed: int
) -> None:
    site = lab_of(1) / "site"
    shutil.copytree(site, tmp_path / "first" / "site")
    shutil.copytree(site, tmp_path / "again" / "site")
    twice_and_shuffled(tmp_path / "again" / "site" / "feeds", Random(day_seed))

    first, again = (_all_closed(SmallSite(tmp_path / name), monkeypatch) for name in ("first", "again"))

    assert len(first) == 16
    assert again == first


def test_another_cost_centre_in_one_line_publishes_other_content(
    one_month: tuple[SmallSite, Published], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, published = one_month
    other = SmallSite(tmp_path / "own")
    shutil.copytree(before.folder, other.folder)
    path = other.feed_file("stockport/ledger", P01)
    path.write_bytes(path.read_bytes().replace(b";401000;CE4101;SP4101;", b";401000;CE4999;SP4101;", 1))

    now = _published(_closed(other, monkeypatch))

    assert now.content_hash != published.content_hash


def test_every_file_has_a_second_name_of_its_feed(one_month: tuple[SmallSite, Published]) -> None:
    small, _ = one_month
    paths = [path for _, path in delivered(small.site / "feeds")]

    assert len({path.parent for path in paths}) == 8
    assert not {second_name(path) for path in paths} & set(paths)


def _closed(small: SmallSite, patch: pytest.MonkeyPatch) -> Closed:
    patch.setenv("SSPIPE_OUTPUT", str(small.output))
    patch.delenv("SSPIPE_DATABASE_URL", raising=False)
    return close_periods(small.site, [P01], KNOWN_ON, dry_run=False, plain=True)[-1]


def _all_closed(small: SmallSite, patch: pytest.MonkeyPatch) -> dict[str, str]:
    """The content hash of each period."""
    patch.setenv("SSPIPE_OUTPUT", str(small.output))
    patch.delenv("SSPIPE_DATABASE_URL", raising=False)
    patch.setattr(running, "write_packs", lambda *_: ())
    periods = periods_to_close(small.site, None, every=True)
    closed = close_periods(small.site, periods, None, dry_run=False, plain=True)
    return {str(each.period): _published(each).content_hash for each in closed}


def _published(closed: Closed) -> Published:
    assert closed.published is not None, [finding.message for finding in closed.findings]
    return closed.published
