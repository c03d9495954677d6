"""Bytes and tables by address: written whole or not at all, and never over what stands."""

from pathlib import Path

import pyarrow as pa
import pytest
from fsspec.implementations.local import LocalFileSystem

from sspipe import storage
from sspipe.errors import SourceUnavailable

TABLE = pa.table({"code": pa.array(["a", "b", "a"]).dictionary_encode(), "pence": pa.array([1, -2, 3])})


def test_what_stands_is_not_overwritten(tmp_path: Path) -> None:
    url = f"{tmp_path}/deep/down/a.bin"
    assert storage.put_new(url, [b"first", b" second"])
    assert not storage.put_new(url, [b"other"])
    assert b"".join(storage.chunks_of(url)) == b"first second"


def test_a_name_taken_meanwhile_is_left(tmp_path: Path) -> None:
    url = f"{tmp_path}/a.bin"
    temporary = storage.write_temporary(url, [b"late"])
    storage.put_new(url, [b"early"])
    assert not storage.settle(temporary, url)
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


def test_of_two_writers_at_once_one_is_told_that_it_was_late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{tmp_path}/a.bin"
    temporaries = [storage.write_temporary(url, [data]) for data in (b"one", b"two")]
    monkeypatch.setattr(LocalFileSystem, "exists", lambda _, path: "part" in path)
    assert [storage.settle(temporary, url) for temporary in temporaries] == [True, False]
    assert Path(url).read_bytes() == b"one"


def test_a_disk_without_links_is_renamed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path, __: str) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert storage.put_new(f"{tmp_path}/a.bin", [b"x"])
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


@pytest.mark.parametrize("place", ["folder", "memory"])
def test_a_table_comes_back_as_it_was(tmp_path: Path, place: str) -> None:
    url = f"{tmp_path}/t.parquet" if place == "folder" else f"memory://{tmp_path.name}/t.parquet"
    assert storage.write_table(url, TABLE)
    assert not storage.write_table(url, TABLE)
    assert storage.read_table(url).equals(TABLE)


def test_a_table_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(AttributeError):
        storage.write_table(f"{tmp_path}/t.parquet", None)
    assert not list(tmp_path.iterdir())


def test_what_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable):
        storage.open_read(f"{tmp_path}/a.bin")
    with pytest.raises(SourceUnavailable):
        storage.names_in(f"{tmp_path}/folder")
    storage.discard(f"{tmp_path}/a.bin")
    assert not storage.exists(f"{tmp_path}/a.bin")


@pytest.mark.parametrize("place", ["disk", "memory"])
def test_what_is_put_over_takes_the_place_of_what_stood(tmp_path: Path, place: str) -> None:
    folder = str(tmp_path) if place == "disk" else f"memory://{tmp_path.name}"
    url = f"{folder}/packs/one.xlsx"
    storage.put_over(url, b"first")
    storage.put_over(url, b"second, longer")
    assert b"".join(storage.chunks_of(url)) == b"second, longer"
    assert storage.names_in(f"{folder}/packs") == ("one.xlsx",)


def test_what_cannot_be_put_leaves_what_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = str(tmp_path / "one.xlsx")
    storage.put_over(url, b"first")

    def fail(_path: Path, _target: Path) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no room"):
        storage.put_over(url, b"second")
    assert [path.name for path in tmp_path.iterdir()] == ["one.xlsx"]
    assert Path(url).read_bytes() == b"first"
