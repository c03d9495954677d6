"""Where each declared heading stands in a file, or which one is missing and what stands in unknown places."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sspipe.conform.layout import FileForm, LayoutVersion
from sspipe.errors import FileRefused

_PART = " "


@dataclass(frozen=True, slots=True)
class Headings:
    """Position of each declared heading, how many columns there are and are not declared, and where rows begin."""

    positions: Mapping[str, int]
    width: int
    undeclared: int
    first_row: int


def first_row_of(form: FileForm) -> int:
    """Number of the first row below the headings, as a person counts."""
    return form.first_row or max(form.heading_rows) + 1


def match_headings(rows: Sequence[Sequence[str]], version: LayoutVersion, where: str) -> Headings:
    """Find the declared headings in the heading rows, trimmed; several rows are joined by a space.

    Raises:
        FileRefused: when a declared heading is missing, or stands twice.
    """
    found = _found(rows)
    positions: dict[str, list[int]] = {name: _places(name, version.headings, found) for name in version.declared}
    unknown = _unknown(found, positions)
    missing = [name for name, places in positions.items() if not places]
    if missing:
        raise FileRefused(where, _told_missing(missing, unknown), "every heading of the layout", _ACTION)
    twice = [name for name, places in positions.items() if len(places) > 1]
    if twice:
        raise FileRefused(where, f"more than one column headed '{twice[0]}'", "each heading once", _ACTION)
    return Headings(
        {name: places[0] for name, places in positions.items()}, len(found), len(unknown), first_row_of(version.file)
    )


def _found(rows: Sequence[Sequence[str]]) -> list[str]:
    width = max((len(row) for row in rows), default=0)
    columns = ([row[at].strip() if at < len(row) else "" for row in rows] for at in range(width))
    return [_PART.join(part for part in column if part) for column in columns]


def _places(name: str, patterns: Mapping[str, str], found: Sequence[str]) -> list[int]:
    if name in patterns:
        return [at for at, heading in enumerate(found) if re.fullmatch(patterns[name], heading)]
    return [at for at, heading in enumerate(found) if heading == name]


def _unknown(found: Sequence[str], positions: Mapping[str, list[int]]) -> list[int]:
    known = {at for places in positions.values() for at in places}
    return [at for at, heading in enumerate(found) if heading and at not in known]


def _told_missing(missing: Sequence[str], unknown: Sequence[int]) -> str:
    names = ", ".join(f"'{name}'" for name in missing)
    places = ", ".join(str(at + 1) for at in unknown) or "none"
    return f"no column headed {names}; columns whose headings the layout does not know, counted from the left: {places}"


_ACTION = (
    "Ask the council what changed; add a version of the layout from the day of this file (feeds.yaml names the layout's"
    " file)."
)
