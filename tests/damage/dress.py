"""What a sheet wears beside its cells: merged cells, widths, hidden rows, other sheets; and cells without a value."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, with the value that was worked last or without."""

    text: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Error:
    """What a formula shows that could not be worked."""

    text: str


@dataclass
class Dress:
    """`merged` holds ranges as first row, first column, last row, last column, counted from nought at the top."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    is_styled: bool = False
    is_plain: bool = False
    is_from_1904: bool = False
    hidden_sheet: list[list[object]] | None = None
    sheet: str | None = None
    blank_tail: int = 0
