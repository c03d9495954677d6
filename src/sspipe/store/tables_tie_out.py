"""The published tie-out: a post's five quantities with their three differences, by part of the cost."""

from sspipe.model.settlement import Scope
from sspipe.model.tie_out import TieOutPart
from sspipe.store.columns import Published, one_of, pence, text


class OutTieOut(Published, table=True):
    """Expected, ledger, due, billed and booked of one post, over the period's month or over the year to date."""

    __tablename__ = "out_tie_out"
    __table_args__ = (one_of("scope", Scope), one_of("part", TieOutPart))

    scope: str = text("What is added up: the month of the period, or the months of the year to date.")
    post: str = text("The joint post.")
    council: str = text("The council that employs: the host.")
    part: str = text("A part of the cost, beside_pay for other cost in the ledger, or all of them together.")
    earned_pence: int = pence(
        "The expected cost that belongs to the scope's months, as far as it is known (month_earned)."
    )
    late_pence: int = pence("Expected by month paid less expected by month earned: late money of other months.")
    expected_pence: int = pence("The expected cost that the payrolls of the scope's months should pay (month_paid).")
    ledger_pence: int | None = pence(
        "What the host's ledger shows; missing where it shows the cost centre only in total."
    )
    ledger_less_expected_pence: int | None = pence("Ledger less expected by month paid; missing where the ledger is.")
    due_pence: int | None = pence("Due of the scope's months of service, from all partners; of single parts missing.")
    billed_pence: int | None = pence("Billed for these months of service, net of VAT; of single parts missing.")
    billed_less_due_pence: int | None = pence("Billed less due; of single parts missing.")
    may_wait_to_bill_pence: int | None = pence("Of what is not billed: not yet billable, or within the time to bill.")
    booked_pence: int | None = pence("Booked by the partners for these months, net of VAT; of single parts missing.")
    booked_less_billed_pence: int | None = pence("Booked less billed; of single parts missing.")
    may_wait_to_book_pence: int | None = pence(
        "Of what is not booked: within the time to book; of single parts missing."
    )
