"""Lines of published grant allocations, and what of an entitlement must be passed on to providers."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sspipe.model.effective import Effective
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PassThrough:
    """The least part of an early years entitlement's planned funding that goes to providers, by day (R12).

    `lines` are the lines of an allocation that fund it.
    """

    entitlement: str
    lines: tuple[str, ...]
    passed_on: Effective[Fraction]
