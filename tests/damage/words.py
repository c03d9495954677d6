"""The texts of the lab's files that no message may quote."""

from functools import lru_cache
from pathlib import Path

from tests.damage.grids import grid_of
from tests.damage.lab_files import LAB_FILES

SHORTEST = 4


@lru_cache(maxsize=1)
def texts_of(site: Path) -> frozenset[str]:
    """Every cell of the rows with letters in it that is no code which a layout or the site lists."""
    listed = " ".join(path.read_text(encoding="utf-8") for path in (site / "layouts").glob("*.yaml")).casefold()
    cells = {
        cell
        for file in LAB_FILES.values()
        for row in grid_of(file, file.path(site / "feeds").read_bytes()).rows
        for cell in row
        if isinstance(cell, str) and len(cell) >= SHORTEST and any(letter.isalpha() for letter in cell)
    }
    return frozenset(cell for cell in cells if cell.casefold() not in listed)
