"""What HR records of pay beside basic pay or off it, and what a month's pay is made of."""

from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction

from sspipe.lab.months import Month

TAKING = frozenset({"reduction", "sacrifice", "statutory_recovery"})
TERMS = {
    "reduction": "absence",
    "statutory_recovery": "absence",
    "lump_sum": "lump_sums",
    "final_pay": "exit_costs",
    "exit_cost": "exit_costs",
}
"""By which term of an agreement a kind is shared; all others by that of one-off pay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One recorded element that is paid in one month only: an amount in pence, or a part of basic pay.

    `start` is the day from which it counts; what is no single payment counts for the whole month. `assumed` are the
    pence of a month that pension is due on while pay is reduced, nil where there is none.
    """

    post: str
    person: str
    kind: str
    start: date
    recorded: date
    amount: int = 0
    fraction: Fraction | None = None
    is_once: bool = True
    is_insured: bool = True
    is_pensionable: bool = False
    assumed: int = 0

    @property
    def month(self) -> Month:
        """The month that pays it."""
        return Month.of(self.start)

    @property
    def sign(self) -> int:
        """Minus one where it takes pay away."""
        return -1 if self.kind in TAKING else 1

    @property
    def term(self) -> str:
        """The term that says whether it is shared."""
        return TERMS.get(self.kind, "one_off_pay")


@dataclass(frozen=True, slots=True)
class Pay:
    """Pence of one post and month: basic pay, elements, and what of it is insured and pensionable."""

    basic: int = 0
    elements: int = 0
    insured: int = 0
    pensionable: int = 0

    @property
    def gross(self) -> int:
        """Basic pay and elements."""
        return self.basic + self.elements

    def at_basic(self, basic: int) -> "Pay":
        """The same pay with another basic."""
        return self + plain(basic - self.basic)

    def __add__(self, other: "Pay") -> "Pay":
        return Pay(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def __sub__(self, other: "Pay") -> "Pay":
        return Pay(*(getattr(self, each.name) - getattr(other, each.name) for each in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


def plain(basic: int) -> Pay:
    """Basic pay and nothing else, insured and pensionable."""
    return Pay(basic, 0, basic, basic)
