"""What is kept of one file in the conformed area, part by part: hashed as its raw bytes go, proved when it serves."""

from collections.abc import Iterator
from functools import lru_cache

from sspipe.errors import ConformedDamaged, SourceUnavailable
from sspipe.model.destroyed import Destroyed
from sspipe.storage import exists, hash_of

ACCOUNT = ".json"
PARTS = (ACCOUNT, ".parquet", "-joint.parquet")
"""The account of what became of the file; its table; of a ledger the lines that concern joint posts."""


def parts_of(kept_url: str) -> Iterator[tuple[str, str]]:
    """Each part that is kept, with its SHA-256."""
    for part in PARTS:
        if exists(f"{kept_url}{part}"):
            yield part, hash_of(f"{kept_url}{part}")


def proved_url(conformed: str, destroyed: Destroyed) -> str:
    """Where everything that was kept in a file's place stands, each part as it was when the raw bytes went.

    Raises:
        ConformedDamaged: when a part is gone or changed.
    """
    kept_url = f"{conformed}/{destroyed.kept}"
    for part, digest in destroyed.parts:
        if _hash_once(f"{kept_url}{part}", digest) != digest:
            raise _damaged(f"{kept_url}{part}", "another content")
    return kept_url


@lru_cache(maxsize=4096)
def _hash_once(url: str, _wanted: str) -> str:
    """A part's hash, read once by a process: a run of many periods meets the same file in each."""
    try:
        return hash_of(url)
    except SourceUnavailable as away:
        raise _damaged(url, "nothing that can be read") from away


def _damaged(url: str, found: str) -> ConformedDamaged:
    expected = "what was kept of a file when its raw bytes were destroyed"
    return ConformedDamaged(url, found, expected, "Restore it from the copy that is kept with the database.")
