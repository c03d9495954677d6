"""The frame of a picture over time: figures on the left with a line across at each, times below."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from sspipe.publish.page.drawing import Scale, Shape, Stroke, Words, ticks

Written = Callable[[Fraction], str]
_LETTER = 7
"""So wide is a letter at most."""


def scale_over(values: Sequence[Fraction | int], bottom: int, top: int, finest: Fraction = Fraction(0)) -> Scale:
    """A scale from a round figure at or below the lowest to one at or above the highest."""
    marks = ticks(min(values), max(values), finest=finest)
    return Scale(marks[0], marks[-1], bottom, top)


def figure_axis(
    scale: Scale, left: int, right: int, written: Written, finest: Fraction = Fraction(0)
) -> Iterator[Shape]:
    """A faint line across at each round figure, the figure before it; nought has a stronger line."""
    for mark in ticks(scale.lowest, scale.highest, finest=finest):
        y = scale.place(mark)
        yield Stroke(((left, y), (right, y)), "axis" if mark == 0 else "grid")
        yield Words(left - 5, y + 4, written(mark), "end")


def time_axis(labels: Sequence[str], places: Sequence[Fraction | int], y: int) -> Iterator[Shape]:
    """Times below their places, as many of them as find room, the last always."""
    every = _every(labels, places)
    for at, (label, x) in enumerate(zip(labels, places, strict=True)):
        if (len(labels) - 1 - at) % every == 0:
            yield Words(x, y, label, "middle")


def _every(labels: Sequence[str], places: Sequence[Fraction | int]) -> int:
    """One label in so many is shown."""
    if len(labels) < 2:  # noqa: PLR2004 - one label always has room
        return 1
    room = (places[-1] - places[0]) / Fraction(len(labels) - 1)
    needed = max(map(len, labels)) * _LETTER
    return max(1, -(-needed // max(1, int(room))))
