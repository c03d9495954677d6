"""Bytes and Arrow tables by URL: written under a temporary name, then renamed; nothing landed is overwritten."""

import hashlib
import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
from fsspec.implementations.local import LocalFileSystem

from sspipe.errors import SourceUnavailable

logger = logging.getLogger(__name__)
CHUNK_BYTES = 4 << 20
OWNER_ALONE = 0o700
_TEMPORARY = ".part-"


def open_read(url: str) -> BinaryIO:
    """Open for reading; the reader can seek.

    Raises:
        SourceUnavailable: when nothing can be read there.
    """
    system, path = fsspec.core.url_to_fs(url)
    try:
        return cast("BinaryIO", system.open(path, "rb"))
    except OSError as error:
        raise _unavailable(url, "nothing that can be read") from error


def chunks_of(url: str) -> Iterator[bytes]:
    """The bytes at a URL, a few megabytes at a time."""
    with open_read(url) as source:
        while data := source.read(CHUNK_BYTES):
            yield data


def exists(url: str) -> bool:
    """Whether something stands there."""
    system, path = fsspec.core.url_to_fs(url)
    return bool(system.exists(path))


@dataclass(frozen=True, slots=True)
class Mark:
    """By what a store knows a content again without reading it; `written_at` None: it does not say."""

    text: str
    written_at: datetime | None


def mark_of(url: str) -> Mark:
    """The mark of what stands at a URL: its size, and when it was written or the tag that the store gives.

    Raises:
        SourceUnavailable: when nothing stands there.
    """
    system, path = fsspec.core.url_to_fs(url)
    try:
        about = system.info(path)
    except OSError as error:
        raise _unavailable(url, "nothing that can be read") from error
    written = next((about[key] for key in ("mtime", "LastModified", "last_modified", "created") if key in about), None)
    moment = datetime.fromtimestamp(written, UTC) if isinstance(written, (int, float)) else written
    tag = about.get("ETag") or written
    return Mark(f"{about.get('size')}-{tag}", moment if isinstance(moment, datetime) else None)


def names_in(url: str) -> tuple[str, ...]:
    """Names of the files of a folder, sorted; temporary ones left out.

    Raises:
        SourceUnavailable: when the folder is missing.
    """
    system, path = fsspec.core.url_to_fs(url)
    system.invalidate_cache()
    try:
        entries = system.ls(path, detail=True)
    except OSError as error:
        raise _unavailable(url, "no such folder") from error
    if not system.isdir(path):
        raise _unavailable(url, "a file")
    names = (str(entry["name"]).rsplit("/", 1)[-1] for entry in entries if entry["type"] == "file")
    return tuple(sorted(name for name in names if _TEMPORARY not in name))


def folders_in(url: str) -> tuple[str, ...]:
    """Names of the folders in a folder, sorted; none where it is missing."""
    system, path = fsspec.core.url_to_fs(url)
    system.invalidate_cache()
    if not system.isdir(path):
        return ()
    entries = system.ls(path, detail=True)
    return tuple(sorted(str(entry["name"]).rsplit("/", 1)[-1] for entry in entries if entry["type"] == "directory"))


def hash_of(url: str) -> str:
    """SHA-256 of what stands at a URL.

    Raises:
        SourceUnavailable: when nothing can be read there.
    """
    digest = hashlib.sha256()
    for chunk in chunks_of(url):
        digest.update(chunk)
    return digest.hexdigest()


def put_new(url: str, chunks: Iterable[bytes]) -> bool:
    """Write what does not stand there yet; say whether it was written."""
    if exists(url):
        return False
    return settle(write_temporary(url, chunks), url)


def put_over(url: str, content: bytes) -> None:
    """Put a file in the place of what stands there: whoever opens it finds the old one or the new, never half."""
    temporary = write_temporary(url, [content])
    system, path = fsspec.core.url_to_fs(temporary)
    _, target = fsspec.core.url_to_fs(url)
    with _whole_or_gone(temporary):
        if isinstance(system, LocalFileSystem):
            Path(path).replace(target)
        else:
            system.mv(path, target)


def write_temporary(url: str, chunks: Iterable[bytes]) -> str:
    """Write beside a URL under a name that readers pass over; give that name."""
    temporary = f"{url}{_TEMPORARY}{secrets.token_hex(8)}"
    system, path = fsspec.core.url_to_fs(temporary)
    _make_folder(system, system._parent(path))  # noqa: SLF001 - fsspec has no public way to name a parent
    with _whole_or_gone(temporary), system.open(path, "wb") as target:
        for chunk in chunks:
            target.write(chunk)
    return temporary


def _make_folder(system: fsspec.AbstractFileSystem, path: str) -> None:
    """Make a folder, on this machine's disk for its owner alone; who else may read it is for the owner to say."""
    if isinstance(system, LocalFileSystem):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).mkdir(mode=OWNER_ALONE, exist_ok=True)
    else:
        system.makedirs(path, exist_ok=True)


def settle(temporary: str, url: str) -> bool:
    """Give a temporary file its name, unless something has it already; say which."""
    system, path = fsspec.core.url_to_fs(temporary)
    _, target = fsspec.core.url_to_fs(url)
    is_new = not system.exists(target) and _is_named(system, path, target)
    discard(temporary)
    return is_new


def _is_named(system: fsspec.AbstractFileSystem, path: str, target: str) -> bool:
    """Give the name, unless another writer was faster: a link, where the disk has links, writes over nothing."""
    if isinstance(system, LocalFileSystem):
        try:
            Path(target).hardlink_to(path)
        except FileExistsError:
            return False
        except OSError:
            logger.info("no links on this disk: renamed instead")
        else:
            return True
    system.mv(path, target)
    return True


@contextmanager
def _whole_or_gone(temporary: str) -> Iterator[None]:
    """Remove a temporary file whose writing did not end well."""
    try:
        yield
    except BaseException:  # an interrupt, too, must leave no part of a file behind; it goes on its way
        discard(temporary)
        raise


def discard(url: str) -> None:
    """Remove a file, if it is there."""
    system, path = fsspec.core.url_to_fs(url)
    if system.exists(path):
        system.rm(path)


def write_table(url: str, table: pa.Table) -> bool:
    """Write a table as Parquet where none stands; say whether it was written."""
    if exists(url):
        return False
    temporary = write_temporary(url, ())
    system, path = fsspec.core.url_to_fs(temporary)
    with _whole_or_gone(temporary), system.open(path, "wb") as target:
        pq.write_table(table, target, compression="zstd")
    return settle(temporary, url)


def read_table(url: str) -> pa.Table:
    """Read a table.

    Raises:
        SourceUnavailable: when there is none.
    """
    system, path = fsspec.core.url_to_fs(url)
    try:
        file = pq.ParquetFile(pa.OSFile(path) if isinstance(system, LocalFileSystem) else _copied(url))
        return file.read(use_threads=file.metadata.num_row_groups > 1)
    except FileNotFoundError as error:
        raise _unavailable(url, "nothing that can be read") from error


def _copied(url: str) -> pa.BufferReader:
    """The bytes at a URL in Arrow's own memory: its threads may outlive Python's objects, and end the process."""
    copy = pa.BufferOutputStream()
    for chunk in chunks_of(url):
        copy.write(chunk)
    return pa.BufferReader(copy.getvalue())


def _unavailable(url: str, found: str) -> SourceUnavailable:
    return SourceUnavailable(url, found, "a file or folder", "Check the address and the right to read it.")
