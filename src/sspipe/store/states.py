"""The closed lists of the book-keeping, and which state of a release may follow which (R18)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ReleaseState(StrEnum):
    """How far a release has come; a state never returns."""

    PROVISIONAL = "provisional"
    PART_SIGNED = "part_signed"
    SIGNED = "signed"
    OUTDATED = "outdated"
    RESTATED = "restated"
    WITHDRAWN = "withdrawn"


class InputKind(StrEnum):
    """What an input of a release is."""

    FEED = "feed"
    SITE = "site"
    RATE = "rate"


class RunOutcome(StrEnum):
    """How a run, or a step of one, ended."""

    RUNNING = "running"
    DONE = "done"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    BROKEN = "broken"


class ConservationKind(StrEnum):
    """What a row of the conservation table adds up."""

    FILE = "file"
    COST_CENTRE = "cost_centre"


class Fate(StrEnum):
    """What became of rows and pounds; READ and TOTAL are what the others must add up to (R5, R17)."""

    READ = "read"
    USED = "used"
    QUARANTINED = "quarantined"
    EXCLUDED = "excluded"
    TOTAL = "total"
    ATTRIBUTED = "attributed"
    NOT_JOINT = "not_joint"
    BREAK = "break"


class RechargeLineKind(StrEnum):
    """Which side of a recharge a line is."""

    BILLED = "billed"
    BOOKED = "booked"


class DraftKind(StrEnum):
    """What a draft line is meant for."""

    ACCRUAL = "accrual"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


_LIVE = frozenset({ReleaseState.PROVISIONAL, ReleaseState.PART_SIGNED, ReleaseState.SIGNED})
COMES_FROM: Mapping[ReleaseState, frozenset[ReleaseState]] = MappingProxyType(
    {
        ReleaseState.PROVISIONAL: frozenset(),
        ReleaseState.PART_SIGNED: frozenset({ReleaseState.PROVISIONAL}),
        ReleaseState.SIGNED: frozenset({ReleaseState.PROVISIONAL, ReleaseState.PART_SIGNED}),
        ReleaseState.OUTDATED: _LIVE,
        ReleaseState.RESTATED: _LIVE | {ReleaseState.OUTDATED},
        ReleaseState.WITHDRAWN: frozenset(ReleaseState) - {ReleaseState.WITHDRAWN},
    }
)
