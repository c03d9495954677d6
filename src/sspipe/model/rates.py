"""The dated rates that a cost is made of: National Insurance, pension, levy and pay points."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from sspipe.errors import NoTermInForce
from sspipe.model.effective import Effective
from sspipe.model.money import HalfPenny

NO_SCHEME = "NONE"
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointValue:
    """The annual value of one pay point from a day on. `settled_on` None: offered or expected, not settled (R4)."""

    effective: date
    annual_pence: int
    settled_on: date | None
    source: str
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PayScale:
    """The points of one pay scale, each with its values by effective date, the earliest first."""

    scale: str
    points: Mapping[str, tuple[PointValue, ...]]
    confirmed_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """The day a council first paid the values of a scale that are effective from a day."""

    scale: str
    effective: date
    council: str
    implemented_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Every rate that a site's costs need.

    `ni_threshold` is in pence a month by category letter; `pension` by scheme and council (a scheme with one national
    rate stands under each council).
    """

    ni_rate: Effective[Fraction]
    ni_threshold: Mapping[str, Effective[int]]
    ni_rounding: Effective[HalfPenny]
    levy: Effective[Fraction]
    pension: Mapping[tuple[str, str], Effective[Fraction]]
    scales: Mapping[str, PayScale]
    awards: tuple[Award, ...]

    def threshold_of(self, category: str) -> Effective[int]:
        """The monthly secondary threshold of a category.

        Raises:
            NoTermInForce: when the category has none.
        """
        return _listed(self.ni_threshold, category, "National Insurance threshold of category", category)

    def pension_of(self, scheme: str, council: str) -> Effective[Fraction]:
        """The employer's rate of a scheme.

        Raises:
            NoTermInForce: when the site has no rate of the scheme for the employer.
        """
        return _listed(self.pension, (scheme, council), "pension rate", f"{scheme} at {council}")

    def values_of(self, scale: str, point: str) -> tuple[PointValue, ...]:
        """The values of a pay point, the earliest first.

        Raises:
            NoTermInForce: when the scale or the point has none.
        """
        listed = _listed(self.scales, scale, "pay scale", scale)
        return _listed(listed.points, point, f"pay point of {scale}", point)


def _listed(terms: Mapping[Key, Value], key: Key, what: str, shown: str) -> Value:
    if key not in terms:
        raise NoTermInForce(
            f"{what} {shown}", "no value on file", "a dated value with its source", "Add it to the rates."
        )
    return terms[key]
