"""What a slip of the keys makes of an amount: pounds for thousands, the other sign, two neighbouring digits changed."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from sspipe.model.money import rounded_pence

A_THOUSAND = 1000
A_POUND = 100
Slip = Callable[[int], Iterator[int]]


def in_another_unit(pence: int) -> Iterator[int]:
    """A thousand times as much, and a thousandth in whole pence."""
    yield pence * A_THOUSAND
    yield rounded_pence(Fraction(pence, A_THOUSAND))


def reversed_sign(pence: int) -> Iterator[int]:
    """The same amount with the other sign."""
    yield -pence


def transposed(pence: int) -> Iterator[int]:
    """Every amount that two neighbouring digits make when they change places; equal digits make none.

    >>> sorted(transposed(1230))
    [1203, 1320, 2130]
    """
    sign, digits = (-1 if pence < 0 else 1), str(abs(pence))
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1]:
            changed = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
            yield sign * int(changed)


SLIPS: dict[str, tuple[Slip, str]] = {
    "WRONG_UNIT": (in_another_unit, "in another unit, a thousand times too much or too little"),
    "SIGN_REVERSED": (reversed_sign, "with the sign reversed"),
    "TRANSPOSED_DIGITS": (transposed, "with two neighbouring digits changed over"),
}
"""The closed list of slips by the name of their cause, and how people say them."""
