"""Employer National Insurance, pension and levy on a gross, at the rates of the day it is paid (R3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sspipe.model.effective import Dated, Effective
from sspipe.model.money import HalfPenny, rounded_pence, split
from sspipe.model.rates import NO_SCHEME, Rates
from sspipe.reconcile.earnings import Earnings


@dataclass(frozen=True, slots=True)
class PayDay:
    """The rates that one pay date fixes for one person: NI by category, levy; pension is asked by scheme."""

    rates: Rates
    council: str
    day: date
    category: str

    @property
    def threshold_pence(self) -> int:
        """The monthly secondary threshold of the person's category."""
        return self.rates.threshold_of(self.category).on(self.day)

    @property
    def insurance_rate(self) -> Dated[Fraction]:
        """The rate of National Insurance that is in force on the pay date, with its start and source."""
        return self.rates.ni_rate.dated_on(self.day)

    @property
    def levy_rate(self) -> Dated[Fraction]:
        """The rate of the levy that is in force on the pay date."""
        return self.rates.levy.dated_on(self.day)

    def pension_rate(self, scheme: str) -> Dated[Fraction]:
        """The employer's rate of a scheme that is in force on the pay date."""
        return self._pension_of(scheme).dated_on(self.day)

    def threshold_on(self, day: date) -> Dated[int]:
        """The monthly secondary threshold of the person's category on a day."""
        return self.rates.threshold_of(self.category).dated_on(day)

    def insurance(self, gross_pence: int, threshold_pence: int) -> int:
        """NI once on all earnings with the employer; an exact halfpenny goes down (SI 2001/1004 reg. 12)."""
        tie: HalfPenny = self.rates.ni_rounding.on(self.day)
        above = max(gross_pence - threshold_pence, 0)
        return rounded_pence(self.rates.ni_rate.on(self.day) * above, tie)

    def insurance_by_post(self, earned: Mapping[str, Earnings], threshold_pence: int | None = None) -> dict[str, int]:
        """NI on the person's whole insured pay, split over posts by that, ties to the lower post reference."""
        gross = {post_ref: earnings.insured_pence for post_ref, earnings in earned.items()}
        threshold = self.threshold_pence if threshold_pence is None else threshold_pence
        weights = [(post_ref, Fraction(max(gross[post_ref], 0))) for post_ref in sorted(gross)]
        total = self.insurance(sum(gross.values()), threshold)
        if not any(weight for _, weight in weights):
            return dict.fromkeys(sorted(gross), 0)
        return split(total, weights)

    def pension(self, scheme: str, pensionable_pence: int) -> int:
        """The employer's contribution to a scheme, rounded once."""
        if scheme == NO_SCHEME:
            return 0
        return rounded_pence(self._pension_of(scheme).on(self.day) * pensionable_pence)

    def levy(self, gross_pence: int) -> int:
        """The apprenticeship levy, rounded once."""
        return rounded_pence(self.rates.levy.on(self.day) * gross_pence)

    def _pension_of(self, scheme: str) -> Effective[Fraction]:
        return self.rates.pension_of(scheme, self.council)
