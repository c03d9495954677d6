"""What goes wrong with the amount of a charge alone: its unit, its sign, its digits, its pennies, or VAT in it."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial

from sspipe.lab.causes_billed import charged_anew, services, set_to, times
from sspipe.lab.causes_lines import transposed
from sspipe.lab.chance import stream
from sspipe.lab.ground import Ground
from sspipe.lab.pence import PENCE, half_up
from sspipe.lab.plant import Planting

UNIT = 1000
VAT = Fraction("0.2")
VAT_CODE = "V1"


def vat_included(ground: Ground) -> Iterator[Planting]:
    """Any charged service month, with VAT in the amount and its tax code."""
    for service in services(ground):
        yield from charged_anew(ground, "VAT_INCLUDED", service, partial(times, 1 + VAT), VAT_CODE)


def wrong_unit(ground: Ground) -> Iterator[Planting]:
    """Any charged service month, a thousand times as much."""
    for service in services(ground):
        yield from charged_anew(ground, "WRONG_UNIT", service, partial(times, Fraction(UNIT)))


def sign_reversed(ground: Ground) -> Iterator[Planting]:
    """Any charged service month, with the other sign."""
    for service in services(ground):
        yield from charged_anew(ground, "SIGN_REVERSED", service, partial(times, Fraction(-1)))


def rounding(ground: Ground) -> Iterator[Planting]:
    """Any service month on one line, to whole pounds."""
    for service in services(ground):
        if len(service.lines) == 1:
            yield from charged_anew(
                ground, "ROUNDING", service, lambda line: half_up(Fraction(line.charged, PENCE)) * PENCE
            )


def transposed_digits(ground: Ground) -> Iterator[Planting]:
    """Any service month on one line, two digits of it changed over."""
    for service in services(ground):
        slipped = transposed(service.charged, stream(ground.seed, "transposed bill", service.post, service.month))
        if slipped is not None and len(service.lines) == 1:
            yield from charged_anew(ground, "TRANSPOSED_DIGITS", service, partial(set_to, slipped))


AMOUNTS: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "VAT_INCLUDED": vat_included,
    "WRONG_UNIT": wrong_unit,
    "SIGN_REVERSED": sign_reversed,
    "TRANSPOSED_DIGITS": transposed_digits,
    "ROUNDING": rounding,
}
