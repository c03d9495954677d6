"""A line that a council has still to post, with the reference that both sides are asked to quote (R11)."""

from dataclasses import dataclass
from datetime import date

from sspipe.model.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftInvoice:
    """A line that the host has still to bill, or a credit note where the amount is minus (R11); nothing is posted.

    `paid` is the pay month that added it, `council` the host whose line it is, `counterparty` the partner.
    `billable_on` is the first day it may be billed; None: it takes back what was billed where nothing is due.
    `accrual_id` is what the invoice quotes, where accrued.
    """

    reference: str
    accrual_id: str
    agreement: str
    post: str
    council: str
    counterparty: str
    service: Period
    paid: Period
    amount_pence: int
    billable_on: date | None
