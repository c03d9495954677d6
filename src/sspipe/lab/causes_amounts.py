"""What goes wrong with the amount of a charge alone: its unit, its sign, its digits, its pennies, or VAT in it."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial

from sspipe.lab.causes_billed import charged_anew, services, times
from sspipe.lab.causes_lines import transposed
from sspipe.lab.chance import stream
from sspipe.lab.ground import Ground
from sspipe.lab.pence import PENCE, half_up
from sspipe.lab.plant import Planting
from sspipe.lab.shares import Tranche

UNIT = 1000
VAT = Fraction("0.2")
VAT_CODE = "V1"


def vat_included(ground: Ground) -> Iterator[Planting]:
    """Any charged service month, with VAT in the amount and its tax code."""
    for service in services(ground):
        yield from charged_anew(ground, "VAT_INCLUDED", service, partial(times, 1 + VAT), VAT_CODE)


def _once(ground: Ground, kind: str, amount_of: Callable[[Tranche], int]) -> Iterator[Planting]:
    """A slip is made once: each line of a charged service month by itself."""
    for service in services(ground):
        for _, line in service.lines:
            yield from charged_anew(ground, kind, service, partial(_only_at, line, amount_of))


def _only_at(at: Tranche, amount_of: Callable[[Tranche], int], line: Tranche) -> int:
    return amount_of(line) if line == at else line.charged


def wrong_unit(ground: Ground) -> Iterator[Planting]:
    """Any line of a charged service month, a thousand times as much."""
    return _once(ground, "WRONG_UNIT", partial(times, Fraction(UNIT)))


def sign_reversed(ground: Ground) -> Iterator[Planting]:
    """Any line of a charged service month, with the other sign."""
    return _once(ground, "SIGN_REVERSED", partial(times, Fraction(-1)))


def rounding(ground: Ground) -> Iterator[Planting]:
    """Any line of a charged service month, to whole pounds."""
    return _once(ground, "ROUNDING", lambda line: half_up(Fraction(line.charged, PENCE)) * PENCE)


def transposed_digits(ground: Ground) -> Iterator[Planting]:
    """Any line of a charged service month, two digits of it changed over."""

    def slipped(line: Tranche) -> int:
        found = transposed(line.charged, stream(ground.seed, "transposed bill", line.post, line.earned, line.paid))
        return line.charged if found is None else found

    return _once(ground, "TRANSPOSED_DIGITS", slipped)


AMOUNTS: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "VAT_INCLUDED": vat_included,
    "WRONG_UNIT": wrong_unit,
    "SIGN_REVERSED": sign_reversed,
    "TRANSPOSED_DIGITS": transposed_digits,
    "ROUNDING": rounding,
}
