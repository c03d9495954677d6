"""National on-cost rates by pay date, copied from the record by the lab itself."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

Dated = Mapping[date, Fraction]

NI_RATES: Dated = {
    date(2011, 4, 6): Fraction("0.138"),
    date(2022, 4, 6): Fraction("0.1505"),
    date(2022, 11, 6): Fraction("0.138"),
    date(2025, 4, 6): Fraction("0.15"),
}
NI_MONTHLY_THRESHOLDS_PENCE: Dated = {
    date(2021, 4, 6): Fraction(737_00),
    date(2022, 4, 6): Fraction(758_00),
    date(2025, 4, 6): Fraction(417_00),
}
TEACHERS_PENSION_RATES: Dated = {
    date(2019, 9, 1): Fraction("0.2368"),
    date(2024, 4, 1): Fraction("0.2868"),
}
LEVY_RATE = Fraction("0.005")
NI_UPPER_MONTHLY_THRESHOLDS_PENCE: Dated = {date(2021, 4, 6): Fraction(4_189_00)}
UPPER_NI_CATEGORIES = ("H", "M", "V", "Z")
ORDINARY_NI_CATEGORIES = ("A", "B", "C", "J")


def thresholds_of(category: str) -> Dated:
    """The employer's monthly thresholds of a category: one for the young, apprentices and veterans, one for others."""
    is_upper = category in UPPER_NI_CATEGORIES
    return NI_UPPER_MONTHLY_THRESHOLDS_PENCE if is_upper else NI_MONTHLY_THRESHOLDS_PENCE


def in_force(dated: Dated, day: date) -> Fraction:
    """The value whose start is the latest on or before a day."""
    starts = [start for start in dated if start <= day]
    if not starts:
        message = f"no value is in force on {day}"
        raise LookupError(message)
    return dated[max(starts)]
