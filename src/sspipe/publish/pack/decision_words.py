"""What people decided, in words: by which council and role, never a person, and until when (R10, R20)."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from sspipe.model.decisions import ACCEPTING, DecisionKind, Standing
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import words
from sspipe.publish.plain import Row

KINDS: Mapping[str, str] = MappingProxyType(
    {
        DecisionKind.DISPUTED: "disputed",
        DecisionKind.ACCEPTED_UNTIL: "accepted",
        DecisionKind.ACCEPTED_ONCE: "accepted for one close",
        DecisionKind.MATCHED_BY_HAND: "matched by hand",
        DecisionKind.DRIFT_CONFIRMED: "confirmed",
    }
)
STANDINGS: Mapping[str, str] = MappingProxyType(
    {
        Standing.IN_FORCE: "in force",
        Standing.REPLACED: "replaced by a later one, or outweighed by a dispute",
        Standing.LAPSED: "lapsed: the amount or the cause has moved",
        Standing.EXPIRED: "expired",
        Standing.SPENT: "spent: the break has cleared",
        Standing.REFUSED: "refused: see the run's findings",
    }
)


def plainly(code: str) -> str:
    """A role or a reason as people write it."""
    return code.replace("_", " ")


def is_live_waiver(row: Row) -> bool:
    """Whether a decision takes what it is on off the open differences now."""
    return row["standing"] == Standing.IN_FORCE and row["kind"] in ACCEPTING


def is_live_dispute(row: Row) -> bool:
    """Whether a decision disputes what it is on now."""
    return row["standing"] == Standing.IN_FORCE and row["kind"] == DecisionKind.DISPUTED


def decided_of(row: Row, edition: Edition) -> str:
    """What is in force on a break: `disputed by Tameside (finance officer), until 12 December 2022`; else empty."""
    if not row.get("decision"):
        return ""
    by = f"{edition.names.council(words(row, 'decided_by'))} ({plainly(words(row, 'decided_role'))})"
    return f"{KINDS[words(row, 'decision')]} by {by}{until_of(row.get('decided_until'))}"


def until_of(last_day: object) -> str:
    """Until when, where a day is named."""
    return f", until {last_day:%-d %B %Y}" if isinstance(last_day, date) else ""
