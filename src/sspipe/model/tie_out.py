"""The five quantities of a post held against one another, by part of the cost, for the period and the year to date."""

from dataclasses import dataclass
from enum import StrEnum

from sspipe.model.settlement import Scope


class TieOutPart(StrEnum):
    """A part of a post's cost, or all of them together."""

    ALL = "all"
    BASIC = "basic"
    ELEMENTS = "elements"
    NI = "ni"
    PENSION = "pension"
    LEVY = "levy"
    BESIDE_PAY = "beside_pay"


@dataclass(frozen=True, slots=True, kw_only=True)
class TieOutRow:
    """Expected, ledger, due, billed and booked of a post that a council employs, in whole pence (R9).

    `expected` holds what the payrolls of the scope's months should pay (`month_paid`), `earned` what belongs to these
    months (`month_earned`), and `late` the first less the second: the bridge between the two views (R4). The ledger is
    None where it shows the post's cost centre only in total. A recharge is one sum: due, billed and booked, of the
    scope's months of service, stand in the row of all parts, and are None in the others. `may_wait_to_bill` and
    `may_wait_to_book` are what is no break yet: not yet billable, or within the time allowed (R7).
    """

    scope: Scope
    post: str
    council: str
    part: TieOutPart
    earned_pence: int
    late_pence: int
    expected_pence: int
    ledger_pence: int | None
    ledger_less_expected_pence: int | None
    due_pence: int | None
    billed_pence: int | None
    billed_less_due_pence: int | None
    may_wait_to_bill_pence: int | None
    booked_pence: int | None
    booked_less_billed_pence: int | None
    may_wait_to_book_pence: int | None
