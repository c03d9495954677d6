"""Shapes of a picture in whole and exact coordinates, and the scales that place figures among them.

Amounts are placed by exact fractions; a coordinate is rounded once, to a hundredth, when it is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

Place = Fraction | int
WIDTH = 360
"""Every picture is as wide as a phone, so that its words stay readable there."""
_STEPS = (1, 2, 5, 10)
_HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    kind: ClassVar[str] = "box"
    x: Place
    y: Place
    width: Place
    height: Place
    style: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points."""

    kind: ClassVar[str] = "stroke"
    points: Sequence[tuple[Place, Place]]
    style: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A point's mark; its shape goes by its style."""

    kind: ClassVar[str] = "mark"
    x: Place
    y: Place
    style: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words at a place: `end` has them end there, `middle` has their middle there, any other style begins there."""

    kind: ClassVar[str] = "words"
    x: Place
    y: Place
    words: str
    style: str = "said"


Shape = Box | Stroke | Mark | Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One picture with its name, and what it shows for who cannot see it; `says` stands in view below it."""

    ident: str
    title: str
    says: str
    height: Place
    shapes: Sequence[Shape]


@dataclass(frozen=True, slots=True)
class Scale:
    """Where figures lie between two places; the lowest lies at `start`, the highest at `end`."""

    lowest: Fraction
    highest: Fraction
    start: int
    end: int

    def place(self, value: Place) -> Fraction:
        """The coordinate of a figure."""
        return self.start + (value - self.lowest) * (self.end - self.start) / (self.highest - self.lowest)


def coordinate(place: Place) -> str:
    """A coordinate as it is written, to a hundredth.

    >>> coordinate(Fraction(1, 3)), coordinate(-12), coordinate(Fraction(-1, 4))
    ('0.33', '-12', '-0.25')
    """
    whole, rest = divmod(round(abs(Fraction(place)) * _HUNDREDTHS), _HUNDREDTHS)
    sign = "-" if place < 0 and (whole or rest) else ""
    return f"{sign}{whole}" + (f".{rest:02d}".rstrip("0") if rest else "")


def ticks(lowest: Place, highest: Place, most: int = 4, finest: Fraction = Fraction(0)) -> list[Fraction]:
    """Round figures, at equal steps of 1, 2 or 5 times a power of ten, from at or below the lowest to the highest.

    No step is smaller than `finest`.

    >>> [str(each) for each in ticks(0, 568341)]
    ['0', '200000', '400000', '600000']
    >>> [str(each) for each in ticks(Fraction("60.1"), Fraction("71.8"))]
    ['60', '65', '70', '75']
    """
    span = Fraction(highest) - Fraction(lowest) or Fraction(1)
    step = max(_step(span / most), finest)
    first, last = Fraction(lowest) // step, -(-Fraction(highest) // step)
    return [step * number for number in range(first, max(last, first + 1) + 1)]


def _step(least: Fraction) -> Fraction:
    power = Fraction(1)
    while power * 10 <= least:
        power *= 10
    while power > least:
        power /= 10
    return next(power * each for each in _STEPS if power * each >= least)
