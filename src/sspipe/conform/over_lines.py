"""The first row of delimited text that runs over several lines and of which nobody can tell how many rows it is.

A quoted text may hold line ends. So does what follows a quote that was never closed, up to the next quote of the file,
with every row between. Three things tell the two apart: such a row has not as many cells as there are headings, or its
quotes do not open and close cells by turns, or each of its lines is a whole row once one of its texts is not quoted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from sspipe.conform.forms import DelimitedFile
from sspipe.conform.quoting import Quotes, cells_of, lines_of, rows_in
from sspipe.errors import FileRefused

_LINE_FEED, _RETURN, _QUOTE = b"\n", b"\r", b'"'
_QUOTED = re.compile(rb'"([^"]*+)"')


@dataclass(frozen=True, slots=True)
class OverLines:
    """A row over several lines that may be several rows; `place` counts rows from the start of the block."""

    place: int
    lines: int

    def refusal(self, where: str, row: str) -> FileRefused:
        """Why the file cannot be read; `row` names the row as a person counts it."""
        below = self.lines - 1
        lines = "in the line below" if below == 1 else f"{below:,} lines below"
        return FileRefused(
            where,
            f"a quote in {row} that is closed {lines}, in what looks like another row",
            "every quote closed, so that each row can be told from the next",
            "Ask the council to close the quote, and to send the file again.",
        )


def first_doubtful(
    data: bytes, form: DelimitedFile, width: int, rows: int, misshapen: Sequence[int] = ()
) -> OverLines | None:
    """The first such row of a block of `rows`, of which those at the places `misshapen` have too few or many cells.

    Where rows and lines are as many, nothing is looked at. One by one rows are gone through only where quotes do not
    open and close by turns.
    """
    if not form.quoted or _QUOTE not in data or _lines_in(data) == rows:
        return None
    quotes = Quotes.of(data, form.delimiter)
    is_kept = quotes.are_by_turns
    several = _suspects(quotes, width, misshapen) if is_kept else _over_lines(data, form.delimiter)
    return next((OverLines(at, len(lines_of(row))) for at, row in several if _is_doubtful(row, form, width)), None)


def _lines_in(data: bytes) -> int:
    """How many lines some bytes have, a last one without an end too; a carriage return and a line feed are one end."""
    signs = np.frombuffer(data, dtype=np.uint8)
    feeds = np.flatnonzero(signs == _LINE_FEED[0])
    returns = int(np.count_nonzero(signs == _RETURN[0]))
    both = np.count_nonzero(signs[feeds - 1] == _RETURN[0]) - data.startswith(_LINE_FEED) if returns else 0
    return len(feeds) + returns - int(both) + (not data.endswith((_LINE_FEED, _RETURN)))


def _suspects(quotes: Quotes, width: int, misshapen: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """Rows over several lines that have too few or many cells, or separators enough for two rows."""
    ends = quotes.line_ends()
    row_ends = np.append(ends[np.searchsorted(quotes.places, ends) % 2 == 0], len(quotes.data))
    lines = np.diff(np.searchsorted(ends, row_ends), prepend=-1)
    separators = np.diff(np.searchsorted(quotes.places_of(quotes.delimiter.encode()), row_ends), prepend=0)
    is_suspect = separators >= 2 * (width - 1)
    is_suspect[list(misshapen)] = True
    for place in np.flatnonzero((lines > 1) & is_suspect).tolist():
        start = row_ends[place - 1] + 1 if place else 0
        yield place, quotes.data[start : row_ends[place]].removesuffix(_RETURN)


def _over_lines(data: bytes, delimiter: str) -> Iterator[tuple[int, bytes]]:
    for place, row in enumerate(rows_in(data, delimiter, quoted=True)):
        if _LINE_FEED in row or _RETURN in row:
            yield place, row.replace(_QUOTE * 2, b"")


def _is_doubtful(row: bytes, form: DelimitedFile, width: int) -> bool:
    is_kept = _well_kept(form.delimiter).fullmatch(row) is not None
    return not is_kept or _cells_in(row, form) != width or any(_rows_within(row, form, width))


def _rows_within(row: bytes, form: DelimitedFile, width: int) -> Iterator[bool]:
    """Of each text of several lines, whether it leaves a row in every line once it is not quoted."""
    for quoted in _QUOTED.finditer(row):
        first, *others = lines_of(quoted[1])
        if others:
            others[-1] += row[quoted.end() :]
            yield all(_cells_in(line, form) == width for line in (row[: quoted.start()] + first, *others))


def _cells_in(row: bytes, form: DelimitedFile) -> int:
    return len(cells_of(row.decode("latin-1"), form.delimiter, quoted=True))


@cache
def _well_kept(delimiter: str) -> re.Pattern[bytes]:
    """A row without pairs of quotes whose quotes open and close cells."""
    sign = re.escape(delimiter.encode())
    cell = rb'(?:"[^"]*+"|[^"' + sign + rb"]*+)"
    return re.compile(cell + rb"(?:" + sign + cell + rb")*+")
