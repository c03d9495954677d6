"""Employer on-costs of one gross: National Insurance, and what is a percentage of pay."""

from datetime import date
from fractions import Fraction

from sspipe.lab.pence import half_down, half_up
from sspipe.lab.rates import NI_MONTHLY_THRESHOLDS_PENCE, NI_RATES, Dated, in_force


def national_insurance(gross: int, pay_date: date) -> int:
    """Rate and threshold of one pay date; never below nil, an exact halfpenny down.

    >>> national_insurance(397208, date(2022, 4, 25)), national_insurance(413250, date(2025, 5, 23))
    (48372, 55732)
    """
    return national_insurance_alone(gross, pay_date, pay_date)


def national_insurance_alone(
    gross: int, pay_date: date, own_date: date, thresholds: Dated = NI_MONTHLY_THRESHOLDS_PENCE
) -> int:
    """Rate of the day it is paid, threshold of the month's own pay date."""
    above = max(gross - in_force(thresholds, own_date), Fraction(0))
    return half_down(in_force(NI_RATES, pay_date) * above)


def percentage(rate: Fraction, pay: int) -> int:
    """A rate of pay, rounded once."""
    return half_up(rate * pay)
