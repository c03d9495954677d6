"""Balanced ledger documents, before any council's format."""

from dataclasses import dataclass, field
from datetime import date

from sspipe.lab.months import Month, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One posting line; debits are plus, and VAT stands beside the amount."""

    account: str
    amount: int
    cost_centre: str = ""
    post_ref: str = ""
    person: str = ""
    partner: str = ""
    reference: str = ""
    text: str = ""
    service: Month | None = None
    tax_code: str = ""
    vat: int = 0
    accrual_id: str = ""
    fund: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Lines that sum to nil, in one council's ledger and period. `credits` is another document's reference."""

    council: str
    kind: str
    posted: date
    period: Period
    lines: tuple[Line, ...]
    entry_type: str = "actual"
    number: int = 0
    credits: int = 0
    paper: str = field(default="", compare=False)
    credits_paper: str = field(default="", compare=False)


def balanced(lines: list[Line], control: str, text: str = "") -> tuple[Line, ...]:
    """The lines with one on the control account that makes them sum to nil; nil lines left out."""
    kept = [line for line in lines if line.amount]
    whole = sum(line.amount for line in kept)
    closing = [Line(account=control, amount=-whole, text=text)] if whole else []
    return (*kept, *closing)
