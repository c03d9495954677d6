"""Rows and cells of delimited text told apart as the reader of its blocks tells them.

A quote opens a cell only where a cell begins, a doubled one inside stands for itself, and a row ends at a line feed, a
carriage return or both outside quotes. Scanning is linear, and only done where quotes make it needed. Whether something
is open at the end is told from the quotes alone: in well-kept text they open and close cells by turns.
"""

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

_CLOSING = re.compile(rb'(?:[^"]++|"")*+"')
_CLOSING_TEXT = re.compile(r'(?:[^"]++|"")*+"')
_LINE = re.compile(rb"\r\n|\n|\r")
_QUOTE = b'"'
_Signs = npt.NDArray[np.uint8]
_Places = npt.NDArray[np.int64]


def row_spans(data: bytes, delimiter: str, *, quoted: bool) -> Iterator[tuple[int, int, int]]:
    """Start and end of each whole row, and where the next one starts; what follows the last line end is none."""
    stop = _stop(delimiter) if quoted and _QUOTE in data else _LINE
    start = at = 0
    while found := stop.search(data, at):
        if found.group() != _QUOTE:
            yield start, found.start(), found.end()
            start = at = found.end()
        elif closed := _CLOSING.match(data, found.end()):
            at = closed.end()
        else:
            return


def rows_in(data: bytes, delimiter: str, *, quoted: bool) -> Iterator[bytes]:
    """Every row of some bytes, the last one without a line end too."""
    after = 0
    for start, end, after in row_spans(data, delimiter, quoted=quoted):  # noqa: B007 - the last one is read below
        yield data[start:end]
    if after < len(data):
        yield data[after:]


def is_open(data: bytes, delimiter: str) -> bool:
    """Whether bytes that begin with a row end inside quotes."""
    if _QUOTE not in data:
        return False
    signs = np.frombuffer(data.replace(_QUOTE * 2, b""), dtype=np.uint8)
    places = np.flatnonzero(signs == _QUOTE[0])  # two side by side leave things as they were, inside and outside
    opens = _stands_after_edge(signs, places, delimiter)
    if len(places) % 2 == 0 and opens[::2].all() and _stands_before_edge(signs, places[1::2], delimiter).all():
        return False
    closing = -1
    for opening in np.flatnonzero(opens).tolist():
        if opening > closing:
            closing = opening + 1
    return closing == len(places)


def cells_of(row: str, delimiter: str, *, quoted: bool) -> list[str]:
    """The cells of a row, without their quotes."""
    if not quoted or '"' not in row:
        return row.split(delimiter)
    cells: list[str] = []
    at = 0
    while True:
        text, at = _quoted(row, at)
        end = row.find(delimiter, at)
        if end < 0:
            return [*cells, text + row[at:]]
        cells.append(text + row[at:end])
        at = end + len(delimiter)


def _quoted(row: str, at: int) -> tuple[str, int]:
    """The text of a quoted cell that begins at a place, and where its closing quote ends."""
    if not row.startswith('"', at):
        return "", at
    closed = _CLOSING_TEXT.match(row, at + 1)
    text, end = (closed.group()[:-1], closed.end()) if closed else (row[at + 1 :], len(row))
    return text.replace('""', '"'), end


def _stands_after_edge(signs: _Signs, places: _Places, delimiter: str) -> npt.NDArray[np.bool_]:
    """Which places are the first of a cell."""
    stands: npt.NDArray[np.bool_] = _edges(delimiter)[signs[places - 1]] | (places == 0)
    return stands


def _stands_before_edge(signs: _Signs, places: _Places, delimiter: str) -> npt.NDArray[np.bool_]:
    """Which places are the last of a cell."""
    last = len(signs) - 1
    stands: npt.NDArray[np.bool_] = _edges(delimiter)[signs[np.minimum(places + 1, last)]] | (places == last)
    return stands


@cache
def _edges(delimiter: str) -> npt.NDArray[np.bool_]:
    edges = np.zeros(256, dtype=np.bool_)
    edges[list(b"\r\n" + delimiter.encode())] = True
    return edges


@cache
def _stop(delimiter: str) -> re.Pattern[bytes]:
    return re.compile(_LINE.pattern + rb"|(?:\A|(?<=[\r\n" + re.escape(delimiter.encode()) + rb']))"')
