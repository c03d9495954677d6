"""Whole pence from exact fractions: the roundings and the split that sums back."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import TypeVar

Key = TypeVar("Key")
HALF = Fraction(1, 2)
PENCE = 100


def half_up(amount: Fraction) -> int:
    """Nearest penny, an exact halfpenny up in size.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2))
    (3, -3)
    """
    size = floor(abs(amount) + HALF)
    return size if amount >= 0 else -size


def half_down(amount: Fraction) -> int:
    """Nearest penny, an exact halfpenny down in size.

    >>> half_down(Fraction(5, 2)), half_down(Fraction(51, 20))
    (2, 3)
    """
    size = -floor(HALF - abs(amount))
    return size if amount >= 0 else -size


def split(total: int, weights: Mapping[Key, Fraction | int]) -> dict[Key, int]:
    """Share out by weight, odd pennies by largest remainder, ties in the order of the keys; minus amounts mirror.

    >>> split(5, {"host": 1, "partner": 1}), split(-5, {"host": 1, "partner": 1})
    ({'host': 3, 'partner': 2}, {'host': -3, 'partner': -2})
    """
    whole = sum(weights.values(), Fraction(0))
    if whole == 0:
        return dict.fromkeys(weights, 0)
    quotas = {key: abs(total) * Fraction(weight) / whole for key, weight in weights.items()}
    parts = {key: floor(quota) for key, quota in quotas.items()}
    odd = abs(total) - sum(parts.values())
    for key in sorted(quotas, key=lambda each: parts[each] - quotas[each])[:odd]:
        parts[key] += 1
    return parts if total >= 0 else {key: -part for key, part in parts.items()}


def spread(total: int, gross: Mapping[Key, int]) -> dict[Key, int]:
    """Spread on-costs over months (earliest first) by their late gross, whatever the signs."""
    whole = sum(gross.values())
    if whole == 0:
        latest = list(gross)[-1]
        return {key: total if key == latest else 0 for key in gross}
    if whole * total < 0:
        return split(total, {key: abs(weight) for key, weight in gross.items()})
    sign = 1 if whole > 0 else -1
    return split(total, {key: sign * weight for key, weight in gross.items()})


def exact(text: str) -> Fraction:
    """The fraction that a text such as 0.8, 3/5 or 29.6/37 means."""
    above, _, below = str(text).partition("/")
    return Fraction(above) / Fraction(below or "1")
