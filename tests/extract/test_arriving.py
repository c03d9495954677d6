"""What arrived is on record, an unchanged file is not read again, and a former content stays within reach."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sspipe.errors import LandingDamaged
from sspipe.extract.arriving import Arriving
from sspipe.extract.index import ArrivalIndex, index_of
from sspipe.extract.landing import Landing
from sspipe.extract.standing import served_from_kept
from sspipe.model.destroyed import Destroyed
from sspipe.model.feeds import LandedFile
from sspipe.model.periods import Period
from tests.extract.offering import LEDGER, P06, offered

NOON = datetime(2022, 10, 6, 12, tzinfo=UTC)
LONG_AGO = (NOON - timedelta(days=1)).timestamp()


class Place:
    """A source folder and a landing area."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "source"
        self.source.mkdir()
        self.landing_folder = folder / "landing"
        self.moment = NOON

    @property
    def index(self) -> ArrivalIndex:
        return index_of(str(self.landing_folder), "here", LEDGER)

    def write(self, name: str, content: bytes, written_at: float = LONG_AGO) -> Path:
        path = self.source / name
        path.write_bytes(content)
        os.utime(path, (written_at, written_at))
        return path

    def land(self, *names: str) -> tuple[LandedFile, ...]:
        self.moment += timedelta(hours=1)
        arriving = Arriving(Landing(str(self.landing_folder)), self.index, self.moment)
        return arriving.land([offered(name, str(self.source / name)) for name in names])


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_index_says_what_arrived_when_from_where_and_under_which_name(place: Place) -> None:
    path = place.write("a.txt", b"one")
    (landed,) = place.land("a.txt")
    (entry,) = place.index.entries()
    assert (entry.file_name, entry.source_file, entry.size_bytes) == ("a.txt", landed.source_file, 3)
    assert (entry.origin, entry.arrived_at) == (str(path), NOON + timedelta(hours=1))


def test_an_unchanged_file_is_known_again_without_being_read(place: Place) -> None:
    path = place.write("a.txt", b"one")
    first = place.land("a.txt")
    path.write_bytes(b"two")  # another content under the old mark: only a reader could tell
    os.utime(path, (LONG_AGO, LONG_AGO))
    assert place.land("a.txt") == first


def test_a_file_written_a_moment_before_it_arrived_is_read_again(place: Place) -> None:
    just_now = (NOON + timedelta(hours=1)).timestamp()
    place.write("a.txt", b"one", just_now)
    (first,) = place.land("a.txt")
    place.write("a.txt", b"two", just_now)
    current, former = place.land("a.txt")
    assert (current.is_former, former.source_file) == (False, first.source_file)
    assert current.source_file != first.source_file


def test_a_changed_content_is_a_new_version_beside_the_former_one(place: Place) -> None:
    place.write("a.txt", b"one")
    (first,) = place.land("a.txt")
    place.write("a.txt", b"two or more", LONG_AGO + 60)
    current, former = place.land("a.txt")
    assert (current.is_former, former.is_former, former.source_file) == (False, True, first.source_file)
    assert former.offered == current.offered


def test_a_content_that_comes_back_is_the_one_that_stands_there_now(place: Place) -> None:
    place.write("a.txt", b"one")
    (first,) = place.land("a.txt")
    place.write("a.txt", b"two or more", LONG_AGO + 60)
    place.land("a.txt")
    place.write("a.txt", b"one", LONG_AGO + 120)
    current, former = place.land("a.txt")
    assert (current.source_file, current.is_former) == (first.source_file, False)
    assert former.is_former


def test_a_name_that_is_gone_offers_nothing_any_more(place: Place) -> None:
    place.write("a.txt", b"one")
    place.write("b.txt", b"two")
    place.land("a.txt", "b.txt")
    assert [each.offered.file_name for each in place.land("b.txt")] == ["b.txt"]


def test_a_landed_content_that_was_taken_away_is_landed_again(place: Place) -> None:
    place.write("a.txt", b"one")
    (first,) = place.land("a.txt")
    Path(first.url).unlink()
    place.land("a.txt")
    assert Path(first.url).read_bytes() == b"one"


def destroy(place: Place, landed: LandedFile, *, is_served: bool = True, period: Period | None = P06) -> None:
    """Mark a content as destroyed, and take its bytes away."""
    mark = Destroyed(
        source_file=landed.source_file,
        size_bytes=landed.size_bytes,
        period=period,
        destroyed_at=NOON,
        rule="pay",
        kept="stockport/ledger/kept",
        parts=(),
        is_served=is_served,
    )
    place.index.keep_destroyed(mark)
    Landing(str(place.landing_folder)).destroy("stockport", landed.source_file)


@pytest.mark.parametrize("written_at", [LONG_AGO, LONG_AGO + 60], ids=["by its mark", "by its hash"])
def test_a_destroyed_content_is_known_again_and_does_not_land(place: Place, written_at: float) -> None:
    place.write("a.txt", b"one")
    (first,) = place.land("a.txt")
    destroy(place, first)
    place.write("a.txt", b"one", written_at)
    place.write("b.txt", b"one", written_at)
    again, copy = place.land("a.txt", "b.txt")
    assert {each.destroyed is not None for each in (again, copy)} == {True}
    assert (again.source_file, again.stated, again.is_former) == (first.source_file, first.stated, False)
    assert not Path(first.url).exists()
    assert [path.name for path in (place.landing_folder / "stockport").iterdir()] == ["index"]


def test_a_destroyed_content_lands_as_the_file_of_another_period(place: Place) -> None:
    place.write("a.txt", b"one")
    (first,) = place.land("a.txt")
    destroy(place, first, period=Period(2022, 5))
    (again,) = place.land("a.txt")
    assert again.destroyed is None
    assert Path(again.url).read_bytes() == b"one"


def test_a_former_content_that_was_destroyed_stays_within_reach(place: Place) -> None:
    place.write("a.txt", b"one")
    (first,) = place.land("a.txt")
    place.write("a.txt", b"two or more", LONG_AGO + 60)
    place.land("a.txt")
    destroy(place, first)
    current, former = place.land("a.txt")
    assert (current.destroyed, former.is_former, former.source_file) == (None, True, first.source_file)
    assert former.destroyed is not None


@pytest.mark.parametrize("is_served", [True, False])
def test_what_is_destroyed_and_offered_no_more_serves_where_it_did_before(place: Place, *, is_served: bool) -> None:
    name = "GL_2022-23_P06_20221006.txt"
    place.write(name, b"one")
    (first,) = place.land(name)
    destroy(place, first, is_served=is_served)
    landing = Landing(str(place.landing_folder))
    served = [each.source_file for each in served_from_kept(LEDGER, landing, place.index, ())]
    assert served == [first.source_file] * is_served
    assert list(served_from_kept(LEDGER, landing, place.index, {name})) == []


def test_a_mark_is_kept_as_it_was_first_made(place: Place) -> None:
    place.write("a.txt", b"one")
    (first,) = place.land("a.txt")
    destroy(place, first)
    destroy(place, first, is_served=False)
    assert [mark.is_served for mark in place.index.destroyed().values()] == [True]


def test_sites_keep_indexes_of_their_own(place: Place) -> None:
    place.write("a.txt", b"one")
    place.land("a.txt")
    assert index_of(str(place.landing_folder), "elsewhere", LEDGER).entries() == ()


def test_an_entry_that_cannot_be_read_is_told_with_its_place(place: Place) -> None:
    place.write("a.txt", b"one")
    place.land("a.txt")
    (entry,) = (place.landing_folder / "stockport/index/here/ledger").iterdir()
    entry.write_bytes(b"{")
    with pytest.raises(LandingDamaged, match="an entry that cannot be read"):
        place.land("a.txt")
