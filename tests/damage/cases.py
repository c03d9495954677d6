"""One file to be damaged, and the chance that says where."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from tests.damage.grids import Grid, Row, bytes_of, encoded, grid_of, text_of
from tests.damage.lab_files import LAB_FILES, LabFile

WORD = "ZZDAMAGE"
"""What a damage writes where words belong: it must stand in no message."""
PLACE = "\x01"
"""Stands in a cell until the text is written, for what no writer of sound files would put there."""


@dataclass(frozen=True)
class Case:
    """A sound file of a site's feeds. `tail` is how long a blank tail is."""

    file: LabFile
    feeds: Path
    chance: Random
    tail: int = 2_017

    @property
    def content(self) -> bytes:
        """The sound bytes."""
        return self.file.path(self.feeds).read_bytes()

    def grid(self) -> Grid:
        """The sound rows, to be damaged."""
        return grid_of(self.file, self.content)

    def written(self, grid: Grid) -> bytes:
        """Rows in the form of the file."""
        return bytes_of(self.file, grid)

    def other(self, name: str) -> "Case":
        """Another kind of file of the same site."""
        return Case(LAB_FILES[name], self.feeds, self.chance, self.tail)

    def place(self, grid: Grid) -> int:
        """A row that the layout takes and whose figure is one."""
        at = grid.at(self.file.figure)
        taken = grid.rows[:2] if self.file.form == "ods" else grid.rows
        return self.chance.choice([place for place, row in enumerate(taken) if has_digits(row[at])])

    def row(self, grid: Grid) -> Row:
        """Such a row itself."""
        return grid.rows[self.place(grid)]

    def marked(self, grid: Grid, mark: str, by: str) -> bytes:
        """The text of the rows, with a mark in its cells changed into what no writer puts there."""
        return encoded(self.file, text_of(self.file, grid).replace(mark, by))


Damage: TypeAlias = Callable[[Case], bytes]


def has_digits(cell: Any) -> bool:
    """Whether a cell holds a figure."""
    return any(character.isdigit() for character in str(cell))


def is_blank(cell: Any) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or cell == ""


def in_every_row(grid: Grid, headings: Iterable[str], change: Callable[[Any], Any]) -> Grid:
    """Change the cells of some columns that hold anything."""
    places = [grid.at(heading) for heading in headings]
    for row in grid.rows:
        for at in places:
            row[at] = row[at] if is_blank(row[at]) else change(row[at])
    return grid


def by_name(*damages: Damage) -> Mapping[str, Damage]:
    """Damages under the names of their functions."""
    return {damage.__name__: damage for damage in damages}
