"""What a sender states of a file beside its rows: how many there are, and what they add up to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Rows, and in pence the sum, the balance before and the balance after; None: not stated."""

    rows: int | None = None
    total_pence: int | None = None
    opening_pence: int | None = None
    closing_pence: int | None = None


NOTHING_STATED = Stated()
