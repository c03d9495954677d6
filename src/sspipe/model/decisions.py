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


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision on one cause of one break, for exactly one amount, by a role of a council (never a name)."""

    break_id: str
    cause: str
    amount_pence: int
    kind: DecisionKind
    council: str
    role: str
    second_role: str
    decided_on: date
    expires_on: date | None
    reason: str
