"""What arrived is on record, an unchanged file is not read again, and a former content stays within reach."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sspipe.errors import LandingDamaged
from sspipe.extract.arriving import Arriving
from sspipe.extract.index import ArrivalIndex, index_of
from sspipe.extract.landing import Landing
from sspipe.model.feeds import LandedFile
from tests.extract.offering import LEDGER, offered

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
