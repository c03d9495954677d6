"""Landing: byte for byte under the hash, once, checked, and streamed."""

import hashlib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sspipe import storage
from sspipe.errors import LandingDamaged, SourceUnavailable
from sspipe.extract.landing import Landing
from tests.extract.offering import offered

MEGABYTE = 1 << 20


def _source(folder: Path, data: bytes, name: str = "a.txt") -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=2000))
def test_a_file_is_kept_byte_for_byte_under_its_hash(tmp_path: Path, data: bytes) -> None:
    kept = Landing(str(tmp_path / "landing")).keep(offered("a.txt", _source(tmp_path, data)))
    assert kept.source_file == hashlib.sha256(data).hexdigest()
    assert kept.size_bytes == len(data)
    assert Path(kept.url) == tmp_path / "landing/stockport" / kept.source_file
    assert Path(kept.url).read_bytes() == data


def test_a_second_copy_under_another_name_lands_on_the_same_hash(tmp_path: Path) -> None:
    landing = Landing(str(tmp_path / "landing"))
    first = landing.keep(offered("a.txt", _source(tmp_path, b"the same")))
    second = landing.keep(offered("b.txt", _source(tmp_path, b"the same", "b.txt")))
    assert (first.source_file, first.url) == (second.source_file, second.url)
    assert [path.name for path in (tmp_path / "landing/stockport").iterdir()] == [first.source_file]


def test_a_landed_file_is_not_written_again(tmp_path: Path) -> None:
    landing, url = Landing(str(tmp_path / "landing")), _source(tmp_path, b"content")
    kept = Path(landing.keep(offered("a.txt", url)).url)
    before = kept.stat().st_mtime_ns
    landing.keep(offered("a.txt", url))
    assert kept.stat().st_mtime_ns == before


def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    landing, url = Landing(str(tmp_path / "landing")), _source(tmp_path, b"content")
    kept = landing.keep(offered("a.txt", url))
    Path(kept.url).write_bytes(b"c0ntent")
    with pytest.raises(LandingDamaged, match="Move the damaged file away"):
        landing.keep(offered("a.txt", url))
    with pytest.raises(LandingDamaged, match="another hash"):
        landing.check(kept)
    assert Path(kept.url).read_bytes() == b"c0ntent"


def test_a_source_that_is_gone_is_unavailable_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable):
        Landing(str(tmp_path / "landing")).keep(offered("a.txt", str(tmp_path / "gone.txt")))
    assert not list((tmp_path / "landing").rglob("*.part-*"))


def test_a_pull_that_breaks_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> Iterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    monkeypatch.setattr(storage, "chunks_of", broken)
    with pytest.raises(ConnectionResetError):
        Landing(str(tmp_path / "landing")).keep(offered("a.txt", "anywhere"))
    assert not [path for path in (tmp_path / "landing").rglob("*") if path.is_file()]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    url = _source(tmp_path, bytes(40 * MEGABYTE))
    tracemalloc.start()
    Landing(str(tmp_path / "landing")).keep(offered("a.txt", url))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * MEGABYTE


def test_any_address_will_do() -> None:
    with fsspec.open("memory://source/a.txt", "wb") as target:
        target.write(b"in memory")
    kept = Landing("memory://landing").keep(offered("a.txt", "memory://source/a.txt"))
    assert b"".join(storage.chunks_of(kept.url)) == b"in memory"
    assert storage.names_in("memory://landing/stockport") == (kept.source_file,)
