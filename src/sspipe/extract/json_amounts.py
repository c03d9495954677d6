"""Amounts and counts as a JSON answer states them: exact whole numbers, or nothing where none can be read."""

import re
from fractions import Fraction

from sspipe.model.money import rounded_pence

_AMOUNT = re.compile(r"(?P<sign>-?)£?(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(?P<part>\d{1,18}))?")
_COUNT = re.compile(r"\d{1,12}")
_PLACES = 18
_ATOMS_A_PENNY = 10 ** (_PLACES - 2)


def atoms_of(value: object) -> int | None:
    """An amount in pounds as whole quintillionths of one, so that sums are exact; None: not an amount.

    >>> atoms_of("-0.25"), atoms_of("1,000"), atoms_of("1e3"), atoms_of(None)
    (-250000000000000000, 1000000000000000000000, None, None)
    """
    match = _AMOUNT.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    atoms = int(match["whole"].replace(",", "") + (match["part"] or "").ljust(_PLACES, "0"))
    return -atoms if match["sign"] else atoms


def pence_of(atoms: int) -> int:
    """Whole pence of a sum, rounded once (R1).

    >>> pence_of(949329190000000000000000)
    94932919
    """
    return rounded_pence(Fraction(atoms, _ATOMS_A_PENNY))


def stated_pence(value: object) -> int | None:
    """An amount that an answer states in pounds; None: none that can be read."""
    atoms = atoms_of(value)
    return None if atoms is None else pence_of(atoms)


def stated_count(value: object) -> int | None:
    """A count that an answer states; None: none that can be read."""
    return int(value) if isinstance(value, str) and _COUNT.fullmatch(value.strip()) else None
