"""Whole pence out of exact fractions: the one rounding, the one split, and pounds as people write them.

Rule R1: amounts are whole pence (`int`, names end in `_pence`); arithmetic in between is exact (`Fraction`); each
component and month is rounded once. No float comes near money.
"""

import re
from collections.abc import Hashable, Iterable
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

_POUNDS = re.compile(r"(?P<sign>-?)£?(?P<pounds>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<pence>\d{2}))?")


class HalfPenny(StrEnum):
    """Where an exact halfpenny goes. UP is away from nil (R1); DOWN is National Insurance (SI 2001/1004 reg. 12)."""

    UP = "half_up"
    DOWN = "half_down"


def rounded_pence(amount: Fraction, halfpenny: HalfPenny = HalfPenny.UP) -> int:
    """Round an exact amount in pence to whole pence, minus amounts mirroring plus amounts (R1).

    >>> rounded_pence(Fraction("357487.5")), rounded_pence(Fraction("-357487.5"))
    (357488, -357488)
    >>> rounded_pence(Fraction("55732.5"), HalfPenny.DOWN)
    55732
    """
    size = abs(amount)
    whole, rest = divmod(size, 1)
    over = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and halfpenny is HalfPenny.UP)
    pence = int(whole) + int(over)
    return pence if amount >= 0 else -pence


def split(total_pence: int, weights: Iterable[tuple[Key, Fraction]]) -> dict[Key, int]:
    """Share whole pence by weight; odd pennies by largest remainder, ties to whoever stands first.

    The parts always add up to the total, and the parts of a minus total mirror those of the plus total.

    Raises:
        ValueError: when there is nothing to weigh by.

    >>> split(5, [("host", Fraction(1, 2)), ("partner", Fraction(1, 2))])
    {'host': 3, 'partner': 2}
    """
    pairs = [(key, Fraction(weight)) for key, weight in weights]
    whole = sum((weight for _, weight in pairs), Fraction(0))
    if whole == 0:
        message = "the weights of a split add up to nil"
        raise ValueError(message)
    exact = [abs(total_pence) * weight / whole for _, weight in pairs]
    parts = [int(amount // 1) for amount in exact]
    by_remainder = sorted(range(len(pairs)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[: abs(total_pence) - sum(parts)]:
        parts[at] += 1
    sign = 1 if total_pence >= 0 else -1
    return {key: sign * part for (key, _), part in zip(pairs, parts, strict=True)}


def in_pounds(amount_pence: int) -> str:
    """Write pence as people read pounds.

    >>> in_pounds(-123456), in_pounds(5)
    ('-£1,234.56', '£0.05')
    """
    sign = "-" if amount_pence < 0 else ""
    pounds, pence = divmod(abs(amount_pence), 100)
    return f"{sign}£{pounds:,}.{pence:02d}"


def more_or_less(pence: int) -> str:
    """A difference in words.

    >>> more_or_less(100), more_or_less(-5)
    ('£1.00 more', '£0.05 less')
    """
    return f"{in_pounds(abs(pence))} {'less' if pence < 0 else 'more'}"


def from_pounds(text: str) -> int:
    """Read pounds as people write them into pence.

    Raises:
        ValueError: when the text is not a plain amount with no or two decimals.

    >>> from_pounds("£47,665"), from_pounds("-£12.05")
    (4766500, -1205)
    """
    match = _POUNDS.fullmatch(text.strip())
    if match is None:
        message = "not an amount in pounds with no or two decimals"
        raise ValueError(message)
    pence = int(match["pounds"].replace(",", "")) * 100 + int(match["pence"] or 0)
    return -pence if match["sign"] else pence
