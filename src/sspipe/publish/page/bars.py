"""Bars that lie below their names, each with its amount in words at its end: a picture of few names and kinds."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sspipe.publish.page.drawing import WIDTH, Box, Drawing, Scale, Shape, Stroke, Words

_LETTERS = 50
_LONGEST = 2
"""So many lines of a name are shown; the table below has it whole."""
_LINE, _BAR, _GAP = 16, 16, 10
_TOP = 8
_LAST_BAR_END = WIDTH - 90
"""Right of it there is room for an amount of up to eleven characters."""
_SWATCH = 12
_ROOM = {3: 12, 2: 23}
"""So many kinds stand beside each other where none has more letters than this."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`size` is drawn; `words` stand at the end."""

    style: str
    size: int
    words: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name with its bars."""

    name: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Key:
    """What a style of bar or line stands for."""

    style: str
    words: str


def bar_drawing(ident: str, title: str, says: str, rows: Sequence[Named], keys: Sequence[Key]) -> Drawing:
    """Names below each other, each with its bars."""
    sizes = [bar.size for row in rows for bar in row.bars]
    lowest, highest = min((0, *sizes)), max((0, *sizes))
    scale = Scale(Fraction(lowest), Fraction(highest if highest > lowest else lowest + 1), 0, _LAST_BAR_END)
    shapes: list[Shape] = list(key_shapes(keys, _TOP))
    y = _TOP + key_height(keys)
    for row in rows:
        placed, y = _row(row, scale, y)
        shapes.extend(placed)
    nought = scale.place(0)
    shapes.append(Stroke(((nought, _TOP + key_height(keys)), (nought, y)), "axis"))
    return Drawing(ident=ident, title=title, says=says, height=y, shapes=shapes)


def key_height(keys: Sequence[Key]) -> int:
    """How much height the key takes."""
    return _LINE * (-(-len(keys) // keys_a_line(keys))) + _GAP


def keys_a_line(keys: Sequence[Key]) -> int:
    """How many kinds find room beside each other."""
    longest = max((len(key.words) for key in keys), default=0)
    return next((count for count, letters in _ROOM.items() if longest <= letters), 1)


def key_places(keys: Sequence[Key], y: int) -> Iterator[tuple[Key, int, int]]:
    """Where each kind's sign and words begin."""
    a_line = keys_a_line(keys)
    for at, key in enumerate(keys):
        yield key, at % a_line * (WIDTH // a_line), y + at // a_line * _LINE


def key_shapes(keys: Sequence[Key], y: int) -> Iterator[Shape]:
    """A swatch and its words for each kind of bar."""
    for key, x, top in key_places(keys, y):
        yield Box(x, top, _SWATCH, _SWATCH, key.style)
        yield Words(x + _SWATCH + 6, top + 10, key.words)


def _row(row: Named, scale: Scale, y: int) -> tuple[list[Shape], int]:
    shapes: list[Shape] = []
    for line in _lines(row.name):
        y += _LINE
        shapes.append(Words(4, y - 4, line, style="named"))
    for bar in row.bars:
        shapes.extend(_bar(bar, scale, y))
        y += _BAR
    return shapes, y + _GAP


def _bar(bar: Bar, scale: Scale, y: int) -> Iterator[Shape]:
    nought, end = scale.place(0), scale.place(bar.size)
    yield Box(min(nought, end), y + 2, abs(end - nought), _BAR - 4, bar.style)
    yield Words(max(nought, end) + 5, y + _BAR - 4, bar.words, style="amount")


def _lines(name: str) -> list[str]:
    lines = textwrap.wrap(name, _LETTERS) or [name]
    if len(lines) <= _LONGEST:
        return lines
    return [*lines[: _LONGEST - 1], f"{lines[_LONGEST - 1][: _LETTERS - 1]}…"]
