"""Files of a small site delivered again: under other valid names, and with their rows in another order."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from tests.damage.grids import bytes_of, grid_of
from tests.damage.lab_files import COUNCIL_MEASURES, LAB_FILES, LabFile

PUBLISHED_BY_NAME = ("dfe/grants", "dfe/measures", "stockport/measures", "tameside/measures")
_DAYS = ((re.compile(r"(?<=_)\d{8}(?=\.)"), "%Y%m%d"), (re.compile(r"\d{2}-\d{2}-\d{4}"), "%d-%m-%Y"))
_QUARTER = re.compile(r"(?<=_Q)[2-4]")


def delivered(feeds: Path) -> Iterator[tuple[LabFile, Path]]:
    """Every file of every feed with its form."""
    forms = {file.folder: file for file in LAB_FILES.values()} | {"tameside/measures": COUNCIL_MEASURES}
    for folder, file in sorted(forms.items()):
        for path in sorted((feeds / folder).iterdir()):
            yield file, path


def is_publication(path: Path) -> bool:
    """Whether a later name makes another publication of other bytes."""
    return any(path.match(f"{folder}/*") for folder in PUBLISHED_BY_NAME)


def second_name(path: Path) -> Path:
    """The same file as of the day after, or of the quarter before."""
    for day, form in _DAYS:
        if found := day.search(path.name):
            later = datetime.strptime(found[0], form) + timedelta(days=1)  # noqa: DTZ007 - a day in a name has no zone
            return path.with_name(path.name.replace(found[0], later.strftime(form)))
    return path.with_name(_QUARTER.sub(lambda quarter: str(int(quarter[0]) - 1), path.name))


def twice(feeds: Path, _chance: Random) -> None:
    """Deliver every file a second time, byte for byte."""
    for _, path in list(delivered(feeds)):
        second_name(path).write_bytes(path.read_bytes())


def shuffled(feeds: Path, chance: Random) -> None:
    """Put the rows of every file into another order."""
    for file, path in list(delivered(feeds)):
        path.write_bytes(_in_other_order(file, path.read_bytes(), chance))


def twice_and_shuffled(feeds: Path, chance: Random) -> None:
    """Deliver every file again with its rows in another order; a publication keeps one order under both names."""
    for file, path in list(delivered(feeds)):
        other = _in_other_order(file, path.read_bytes(), chance)
        second_name(path).write_bytes(other)
        if is_publication(path):
            path.write_bytes(other)


def _in_other_order(file: LabFile, content: bytes, chance: Random) -> bytes:
    grid = grid_of(file, content)
    before = list(grid.rows)
    while grid.rows == before and len(before) > 1:
        chance.shuffle(grid.rows)
    return bytes_of(file, grid)
