"""What people decided about a break: named, dated, reasoned, and lapsing when its amount moves (R10)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sspipe.model.findings import Where


class DecisionKind(StrEnum):
    """What was decided."""

    MATCHED_BY_HAND = "matched_by_hand"
    ACCEPTED_ONCE = "accepted_once"
    ACCEPTED_UNTIL = "accepted_until"
    DISPUTED = "disputed"
    DRIFT_CONFIRMED = "drift_confirmed"


ACCEPTING = frozenset({DecisionKind.MATCHED_BY_HAND, DecisionKind.ACCEPTED_ONCE, DecisionKind.ACCEPTED_UNTIL})
"""What takes a break off the open ones for as long as it is in force."""


class Standing(StrEnum):
    """What a decision is worth at a close."""

    IN_FORCE = "in_force"
    REPLACED = "replaced"
    LAPSED = "lapsed"
    EXPIRED = "expired"
    SPENT = "spent"
    REFUSED = "refused"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledDecision:
    """A decision where it stands: its file and row, and the day from which it is known (R18)."""

    decision: Decision
    where: Where
    known_from: date

    @property
    def holds_from(self) -> date:
        """The first day on which a close may know it and it is decided."""
        return max(self.known_from, self.decision.decided_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedDecision:
    """A decision on a break that a release shows, and what it is worth there.

    `last_day`: the last day on which it holds; None where it holds until its amount moves.
    """

    break_id: str
    cause: str
    amount_pence: int
    kind: DecisionKind
    council: str
    role: Role
    second_role: str
    decided_on: date
    known_from: date
    expires_on: date | None
    reason: Reason
    last_day: date | None
    standing: Standing
