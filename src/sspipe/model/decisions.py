"""What people decided about a break: named, dated, reasoned, and lapsing when its amount moves (R10)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DecisionKind(StrEnum):
    """What was decided."""

    MATCHED_BY_HAND = "matched_by_hand"
    ACCEPTED_ONCE = "accepted_once"
    ACCEPTED_UNTIL = "accepted_until"
    DISPUTED = "disputed"
    DRIFT_CONFIRMED = "drift_confirmed"


class Role(StrEnum):
    """Who may decide; a person's name is never asked for (R20)."""

    FINANCE_OFFICER = "finance_officer"
    FINANCE_MANAGER = "finance_manager"
    HR_OFFICER = "hr_officer"
    SERVICE_MANAGER = "service_manager"
    DATA_ENGINEER = "data_engineer"
    AUDITOR = "auditor"


class Reason(StrEnum):
    """Why it was decided; the correspondence itself stays with the councils."""

    AGREED_BY_BOTH = "agreed_by_both"
    TIMING = "timing"
    HOST_ERROR = "host_error"
    PARTNER_ERROR = "partner_error"
    RECORD_CORRECTED = "record_corrected"
    RECORD_AWAITED = "record_awaited"
    AGREEMENT_UNCLEAR = "agreement_unclear"
    BELOW_LIMIT = "below_limit"
    LAYOUT_CONFIRMED = "layout_confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision on one cause of one break, for exactly one amount, by a role of a council (never a name)."""

    break_id: str
    cause: str
    amount_pence: int
    kind: DecisionKind
    council: str
    role: Role
    second_role: Role | None
    decided_on: date
    expires_on: date | None
    reason: Reason
