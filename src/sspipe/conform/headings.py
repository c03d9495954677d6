"""Where each declared heading stands in a file, or which one is missing and what stands in unknown places.

Every column whose heading stands for a declared one counts (`wordings.py`): two that stand for the same are refused.
A refusal names headings of the layout and places of the file, never what the file itself says (R20).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sspipe.conform.forms import first_row_of
from sspipe.conform.layout import LayoutVersion
from sspipe.conform.limits import MOST_COLUMNS
from sspipe.conform.names import plain_heading
from sspipe.conform.wordings import Wordings, wordings_of
from sspipe.errors import FileRefused

_PART = " "
_SHOWN_PLACES = 20


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader of the file's findings should know, though nothing is wrong."""

    rule: str
    found: str
    expected: str
    action: str = "Nothing to do."


@dataclass(frozen=True, slots=True)
class Headings:
    """Position of each declared heading, how many columns there are, where rows begin, and what is worth a note."""

    positions: Mapping[str, int]
    width: int
    first_row: int
    notes: tuple[Note, ...] = ()


def match_headings(rows: Sequence[Sequence[str]], version: LayoutVersion, where: str) -> Headings:
    """Find the declared headings in the heading rows; several rows are joined by a space.

    Raises:
        FileRefused: when a declared heading is missing, or two columns stand for it.
    """
    found = joined_headings(rows)
    if len(found) > MOST_COLUMNS:
        raise FileRefused(where, f"{len(found)} columns", f"at most {MOST_COLUMNS}", _ACTION)
    wordings = wordings_of(version)
    places = _places(found, wordings)
    missing = [name for name in version.declared if name not in places]
    if missing:
        raise FileRefused(where, _told_missing(missing, found, places, wordings), _EXPECTED, _ACTION)
    twice = next((name for name in version.declared if len(places[name]) > 1), None)
    if twice is not None:
        told = f"more than one column headed '{twice}': {_listed(places[twice])}"
        raise FileRefused(where, told, "each heading once", _ACTION)
    positions = {name: places[name][0] for name in version.declared}
    notes = (*_case_notes(positions, found, wordings), *_undeclared_notes(found, places))
    return Headings(positions, len(found), first_row_of(version.file), notes)


def joined_headings(rows: Sequence[Sequence[str]]) -> list[str]:
    """The plain heading of each column, the parts of several rows joined by a space."""
    width = max((len(row) for row in rows), default=0)
    columns = ([plain_heading(row[at]) if at < len(row) else "" for row in rows] for at in range(width))
    return [_PART.join(part for part in column if part) for column in columns]


def _places(found: Sequence[str], wordings: Wordings) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for at, heading in enumerate(found):
        for name in wordings.names_of(heading) if heading else ():
            places.setdefault(name, []).append(at)
    return places


def _unknown(found: Sequence[str], places: Mapping[str, list[int]]) -> list[int]:
    known = {at for known in places.values() for at in known}
    return [at for at, heading in enumerate(found) if heading and at not in known]


def _case_notes(positions: Mapping[str, int], found: Sequence[str], wordings: Wordings) -> Iterator[Note]:
    other = [f"'{name}' (column {at + 1})" for name, at in positions.items() if wordings.is_other_case(found[at])]
    if other:
        yield Note("heading_case", f"headings in other letter case: {', '.join(other)}", "the layout's own letter case")


def _undeclared_notes(found: Sequence[str], places: Mapping[str, list[int]]) -> Iterator[Note]:
    unknown = _unknown(found, places)
    if unknown:
        yield Note(
            "undeclared_columns",
            f"columns that the layout does not declare: {len(unknown)}",
            "declared columns only to be read",
            "Nothing to do: they were not read.",
        )


def _told_missing(
    missing: Sequence[str], found: Sequence[str], places: Mapping[str, list[int]], wordings: Wordings
) -> str:
    unknown = _unknown(found, places)
    names = ", ".join(f"'{name}'" for name in missing)
    told = f"no column headed {names}; columns whose headings the layout does not know, counted from the left: "
    near = ((at, wordings.near(found[at], missing)) for at in unknown[:_SHOWN_PLACES])
    guesses = [f"; column {at + 1} of the file is headed with something near '{name}'" for at, name in near if name]
    return told + _listed(unknown) + "".join(guesses)


def _listed(places: Sequence[int]) -> str:
    shown = ", ".join(str(at + 1) for at in places[:_SHOWN_PLACES]) or "none"
    beyond = len(places) - _SHOWN_PLACES
    return f"{shown} and {beyond} more" if beyond > 0 else shown


_EXPECTED = "every heading of the layout"
_ACTION = (
    "Ask the council what changed; add an alias to the layout, or add a version of the layout from the day of this file"
    " (feeds.yaml names the layout's file)."
)
