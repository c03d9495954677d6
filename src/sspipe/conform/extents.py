"""How far the filled cells of a sheet reach, and where its error values stand."""

from dataclasses import dataclass, field

from sspipe.conform.limits import MOST_CELLS, MOST_COLUMNS, MOST_ERROR_CELLS
from sspipe.errors import FileRefused

_ACTION = "Ask the council to export the file again, without what lies beyond its table."


@dataclass(slots=True)
class Extent:
    """Rows and columns from the first to the last filled one; `errors` as row, column, rows, columns, from nought."""

    rows: int = 0
    columns: int = 0
    errors: list[tuple[int, int, int, int]] = field(default_factory=list)

    def reach(self, rows: int, columns: int) -> None:
        """Take in a filled cell by the number of rows and columns up to it."""
        self.rows = max(self.rows, rows)
        self.columns = max(self.columns, columns)

    def check(self, where: str) -> None:
        """Refuse a sheet that nobody could lay out.

        Raises:
            FileRefused: naming how far it reaches.
        """
        if self.rows * self.columns > MOST_CELLS or self.columns > MOST_COLUMNS:
            found = f"a sheet whose cells reach to row {self.rows} and column {self.columns}"
            raise FileRefused(where, found, f"at most {MOST_CELLS:,} cells and {MOST_COLUMNS:,} columns", _ACTION)
        if len(self.errors) > MOST_ERROR_CELLS:
            raise FileRefused(where, f"{len(self.errors):,} error values in a sheet", "a sheet of values", _ACTION)
