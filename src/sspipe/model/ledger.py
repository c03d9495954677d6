"""One posting line of a council's ledger, and one payment of a document, as the sums see them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sspipe.model.periods import Period


class EntryType(StrEnum):
    """What kind of entry a line is; tie-outs hold `actual` only (R9)."""

    ACTUAL = "actual"
    ACCRUAL = "accrual"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedItem:
    """What was paid of one document on a day, with its VAT; positive where the counterparty paid a charge."""

    council: str
    document: str
    cleared_on: date
    amount_pence: int
    source_file: str
    source_row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One line: debits positive, net of VAT. `counterparty` is a council's code, an alias code or empty.

    `service_from` and `service_to` are the first and last day of the service, where the line says them.
    """

    council: str
    document: str
    line: str
    posting_date: date
    period: Period
    account: str
    subjective: str
    cost_centre: str
    post_ref: str
    occupant_ref: str
    counterparty: str
    reference: str
    service_from: date | None
    service_to: date | None
    tax_code: str
    vat_pence: int
    entry_type: EntryType
    document_type: str
    credits_document: str
    accrual_id: str
    fund: str
    amount_pence: int
    source_file: str
    source_row: int

    @property
    def service_month(self) -> Period | None:
        """The month of service, where the line says it and it is one month."""
        if self.service_from is None:
            return None
        month = Period.of(self.service_from)
        return month if self.service_to is None or Period.of(self.service_to) == month else None
