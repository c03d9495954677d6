"""Rows and cells of delimited text told apart as the reader of its blocks tells them.

A quote opens a cell only where a cell begins, a doubled one inside stands for itself, and a row ends at a line feed, a
carriage return or both outside quotes. Scanning is linear, and only done where quotes make it needed. Whether something
is open at the end is told from the quotes alone: in well-kept text they open and close cells by turns.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

_CLOSING = re.compile(rb'(?:[^"]++|"")*+"')
_CLOSING_TEXT = re.compile(r'(?:[^"]++|"")*+"')
_LINE = re.compile(rb"\r\n|\n|\r")
_QUOTE = b'"'
_LINE_FEED, _RETURN = b"\n\r"
_Signs = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Quotes:
    """The quotes of bytes that begin with a row; two side by side are left out, for they leave things as they were."""

    data: bytes
    delimiter: str

    @classmethod
    def of(cls, data: bytes, delimiter: str) -> "Quotes":
        """Leave out the pairs; the bytes keep their rows and cells."""
        return cls(data.replace(_QUOTE * 2, b""), delimiter)

    @cached_property
    def places(self) -> Places:
        """Where a quote stands."""
        return self.places_of(_QUOTE)

    @cached_property
    def opening(self) -> Mask:
        """Which of the quotes are the first sign of a cell."""
        return _stands_after_edge(self._signs, self.places, self.delimiter)

    @cached_property
    def are_by_turns(self) -> bool:
        """Whether they open and close cells by turns, as in well-kept text, and none is left open."""
        if len(self.places) % 2 or not self.opening[::2].all():
            return False
        return bool(_stands_before_edge(self._signs, self.places[1::2], self.delimiter).all())

    def places_of(self, sign: bytes) -> Places:
        """Where a sign of one byte stands."""
        return np.flatnonzero(self._signs == sign[0])

    def line_ends(self) -> Places:
        """Where a line ends, within quotes too; of a carriage return and a line feed, the second."""
        is_end = self._signs == _LINE_FEED
        if bytes([_RETURN]) in self.data:
            is_return = self._signs == _RETURN
            is_return[:-1] &= ~is_end[1:]
            is_end |= is_return
        return np.flatnonzero(is_end)

    @cached_property
    def _signs(self) -> _Signs:
        return np.frombuffer(self.data, dtype=np.uint8)


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
    quotes = Quotes.of(data, delimiter)
    if quotes.are_by_turns:
        return False
    closing = -1
    for opening in np.flatnonzero(quotes.opening).tolist():
        if opening > closing:
            closing = opening + 1
    return closing == len(quotes.places)


def lines_of(data: bytes) -> list[bytes]:
    """The pieces between line ends, whatever quotes say."""
    return _LINE.split(data)


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


def _stands_after_edge(signs: _Signs, places: Places, delimiter: str) -> Mask:
    """Which places are the first of a cell."""
    stands: Mask = _edges(delimiter)[signs[places - 1]] | (places == 0)
    return stands


def _stands_before_edge(signs: _Signs, places: Places, delimiter: str) -> Mask:
    """Which places are the last of a cell."""
    last = len(signs) - 1
    stands: Mask = _edges(delimiter)[signs[np.minimum(places + 1, last)]] | (places == last)
    return stands


@cache
def _edges(delimiter: str) -> Mask:
    edges = np.zeros(256, dtype=np.bool_)
    edges[list(b"\r\n" + delimiter.encode())] = True
    return edges


@cache
def _stop(delimiter: str) -> re.Pattern[bytes]:
    return re.compile(_LINE.pattern + rb"|(?:\A|(?<=[\r\n" + re.escape(delimiter.encode()) + rb']))"')
