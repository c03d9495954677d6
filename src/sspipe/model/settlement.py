"""What councils owe one another over a scope: by post, and net by pair (R11)."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a settlement row adds up."""

    PERIOD = "period"
    YEAR_TO_DATE = "year_to_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementRow:
    """What the partner owes the host for a post over a scope (R11).

    Movements of the scope: due = not yet billable + unbilled + unbooked + booked; `from_causes_pence` is an of-which of
    due: what comes from causes of the cost that the agreement shares (R7). `opening` and `closing` are due less
    booked before and after it. Owed is due less paid; both are None where no feed of cleared items evidences cash.
    """

    scope: Scope
    host: str
    partner: str
    post: str
    opening_pence: int
    due_pence: int
    from_causes_pence: int
    not_yet_billable_pence: int
    unbilled_pence: int
    unbooked_pence: int
    booked_pence: int
    in_transit_pence: int
    closing_pence: int
    host_accrued_pence: int
    partner_accrued_pence: int
    paid_pence: int | None
    owed_pence: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetRow:
    """Both directions of a pair over a scope, as one of the two sees them; the other has a row of its own (R11).

    `charged_pence` is what fell due to `council` as host, `charged_by_pence` what fell due from it as partner; net is
    the one less the other, so that over all councils it is nil. `closing_pence` is the same of due less booked at the
    end, `owed_pence` that of what is owed; None where cash is not evidenced both ways.
    """

    scope: Scope
    council: str
    counterparty: str
    charged_pence: int
    charged_by_pence: int
    net_pence: int
    closing_pence: int
    owed_pence: int | None
