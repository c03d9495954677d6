"""Bytes as they come, no more of them than a source may give."""

from collections.abc import Iterable, Iterator

from sspipe.errors import FileRefused


def within_limit(where: str, chunks: Iterable[bytes], most_bytes: int) -> Iterator[bytes]:
    """Hand chunks on until there are too many bytes.

    Raises:
        FileRefused: when there are.
    """
    came = 0
    for chunk in chunks:
        came += len(chunk)
        if came > most_bytes:
            raise too_much(where, most_bytes)
        yield chunk


def too_much(where: str, most_bytes: int) -> FileRefused:
    """What is said of a file that is larger than its source may give."""
    action = "Ask the sender whether this is the right file, or raise the limit in feeds.yaml."
    return FileRefused(where, f"more than {most_bytes:,} bytes", "no more than the source's limit", action)
