"""One line of one published version of a grant allocation."""

from dataclasses import dataclass
from datetime import date

from sspipe.model.periods import FinancialYear


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantLine:
    """A line of a block for one authority; a later version never overwrites an earlier (R12)."""

    la_code: str
    year: FinancialYear
    block: str
    line: str
    amount_pence: int
    published_on: date
    version: str
    source_file: str
    source_row: int
