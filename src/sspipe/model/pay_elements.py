"""One recorded pay element beside basic pay, or a reduction of it, as HR knew it.

Why a person was absent is never read: a reduction says how much, never why (R20).
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction


class ElementKind(StrEnum):
    """What a recorded element is."""

    ALLOWANCE = "allowance"
    HONORARIUM = "honorarium"
    ACTING_UP = "acting_up"
    OVERTIME = "overtime"
    ONE_OFF = "one_off"
    REDUCTION = "reduction"
    SACRIFICE = "sacrifice"
    STATUTORY_RECOVERY = "statutory_recovery"
    LUMP_SUM = "lump_sum"
    FINAL_PAY = "final_pay"
    EXIT_COST = "exit_cost"


class ElementFrequency(StrEnum):
    """What the amount is of: a month, a year, or one payment in the month of the first day."""

    MONTHLY = "monthly"
    ANNUAL = "annual"
    ONCE = "once"


class SharedAs(StrEnum):
    """What of an agreement decides whether an element is shared: as basic pay is, or one of four terms (R6)."""

    BASIC_PAY = "basic_pay"
    ONE_OFF_PAY = "one_off_pay"
    ABSENCE = "absence"
    LUMP_SUMS = "lump_sums"
    EXIT_COSTS = "exit_costs"


_TAKING = frozenset({ElementKind.REDUCTION, ElementKind.SACRIFICE, ElementKind.STATUTORY_RECOVERY})
_BY_TERM = {
    ElementKind.REDUCTION: SharedAs.ABSENCE,
    ElementKind.STATUTORY_RECOVERY: SharedAs.ABSENCE,
    ElementKind.LUMP_SUM: SharedAs.LUMP_SUMS,
    ElementKind.FINAL_PAY: SharedAs.EXIT_COSTS,
    ElementKind.EXIT_COST: SharedAs.EXIT_COSTS,
}
_RECURRING = frozenset({ElementKind.ALLOWANCE, ElementKind.ACTING_UP})


@dataclass(frozen=True, slots=True, kw_only=True)
class PayElement:
    """One element of one occupant of a post over an interval; `valid_to` is its last day.

    Amounts are never minus: the kind says whether the element adds or takes away. `fraction` is of basic pay and stands
    instead of `amount_pence`; `assumed_pay_pence` is a month's pay that pension is due on while pay is reduced, None
    where there is none. `uplifted` says that awards raise the amount with the holder's pay point. `recorded_on` is the
    day the row took its present form.
    """

    council: str
    post_ref: str
    occupant_ref: str
    occupant_key_id: str
    kind: ElementKind
    amount_pence: int
    fraction: Fraction | None
    frequency: ElementFrequency
    fte_scaled: bool
    ni_able: bool
    pensionable: bool
    uplifted: bool
    assumed_pay_pence: int | None
    valid_from: date
    valid_to: date | None
    recorded_on: date
    source_file: str
    source_row: int

    @property
    def sign(self) -> int:
        """Minus one where the element takes pay away."""
        return -1 if self.kind in _TAKING else 1

    @property
    def shared_as(self) -> SharedAs:
        """What decides whether it is shared: recurring allowances and acting-up are shared as basic pay is."""
        if self.kind in _BY_TERM:
            return _BY_TERM[self.kind]
        recurs = self.kind in _RECURRING and self.frequency is not ElementFrequency.ONCE
        return SharedAs.BASIC_PAY if recurs else SharedAs.ONE_OFF_PAY

    @property
    def recorded_as(self) -> tuple[object, ...]:
        """What a later state of the same record shares with it, within its post."""
        return (self.occupant_ref, self.kind, self.frequency, self.valid_from)

    @property
    def untraced(self) -> "PayElement":
        """The row without its place, to be compared with the same row of another file."""
        return replace(self, source_file="", source_row=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementSnapshot:
    """Every pay element of one extract of one council."""

    council: str
    extracted_on: date
    rows: tuple[PayElement, ...]
