"""What the file of one period looks like in figures, so that the next one can be held against it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthShape:
    """`typical_pence` is the middle one of the amounts that are not nil, in size; pay is actual lines of employees.

    `rows_near` of `rows_dated` are dated within a month of the file's period; `starts` are post and first day of each
    occupancy of an establishment.
    """

    rows: int
    debit_pence: int = 0
    credit_pence: int = 0
    typical_pence: int = 0
    pay_debit_rows: int = 0
    pay_credit_rows: int = 0
    rows_dated: int = 0
    rows_near: int = 0
    starts: tuple[tuple[str, date], ...] = ()

    @property
    def gross_pence(self) -> int:
        """Debits and credits together, in size."""
        return self.debit_pence + self.credit_pence
