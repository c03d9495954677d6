"""What one job earns in one month in whole pence, and how much of it is insured and pensionable (R3)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Earnings:
    """Basic pay and elements in pence; the pay that NI and levy are due on; the pay that pension is due on.

    Truth says whether anything of it is not nil.
    """

    basic_pence: int = 0
    elements_pence: int = 0
    insured_pence: int = 0
    pensionable_pence: int = 0

    @property
    def gross_pence(self) -> int:
        """Basic pay and elements together."""
        return self.basic_pence + self.elements_pence

    def __bool__(self) -> bool:
        return self != NOTHING

    def __add__(self, other: "Earnings") -> "Earnings":
        return Earnings(
            self.basic_pence + other.basic_pence,
            self.elements_pence + other.elements_pence,
            self.insured_pence + other.insured_pence,
            self.pensionable_pence + other.pensionable_pence,
        )

    def __neg__(self) -> "Earnings":
        return Earnings(-self.basic_pence, -self.elements_pence, -self.insured_pence, -self.pensionable_pence)

    def __sub__(self, other: "Earnings") -> "Earnings":
        return self + -other


NOTHING = Earnings()
