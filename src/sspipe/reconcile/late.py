"""Late money with its on-costs, laid back on the months that earned it.

Rule R4: on-costs of late money are the pay month with it less without it; money and on-costs as one total are spread
over the months earned in proportion to each month's late gross, odd pennies by largest remainder, ties to the earliest.
The components of a month earned are a presentation of its part.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sspipe.model.councils import Component
from sspipe.model.money import split
from sspipe.model.periods import Period
from sspipe.reconcile.earnings import Earnings

ON_COSTS = (Component.NI, Component.PENSION, Component.LEVY)


@dataclass(frozen=True, slots=True)
class Laid:
    """One on-cost's part of one month, in pence: by weight (of one), and the odd pennies that the month carries."""

    weight: Fraction
    part_pence: int
    odd_pence: int

    @property
    def pence(self) -> int:
        """What the month bears of it."""
        return self.part_pence + self.odd_pence


def _weights(late: Mapping[Period, Earnings], on_costs_pence: int) -> list[tuple[Period, Fraction]]:
    """Each month's late gross; where gross of both signs cancels, all to the latest month, or by size if it turns."""
    whole = sum(earned.gross_pence for earned in late.values())
    months = sorted(late)
    if whole == 0:
        return [(month, Fraction(month == months[-1])) for month in months]
    turns = whole * on_costs_pence < 0
    return [(month, Fraction(abs(late[month].gross_pence) if turns else late[month].gross_pence)) for month in months]


def lay(late: Mapping[Period, Earnings], on_costs: Mapping[Component, int]) -> dict[Period, dict[Component, Laid]]:
    """Each on-cost of late money laid on the months that earned it, in pence.

    A month's parts add up to its part of the total; where each component's own split does not, the difference is
    carried on the pension, or on NI where there is no pension.
    """
    weights = _weights(late, sum(on_costs.values()))
    whole = sum((weight for _, weight in weights), Fraction(0))
    totals = split(sum(on_costs.values()), weights)
    parts = {component: split(on_costs.get(component, 0), weights) for component in ON_COSTS}
    carrier = Component.PENSION if on_costs.get(Component.PENSION) else Component.NI
    laid: dict[Period, dict[Component, Laid]] = {}
    for month, weight in weights:
        components = {component: parts[component][month] for component in ON_COSTS}
        odd_pence = totals[month] - sum(components.values())
        laid[month] = {
            component: Laid(weight / whole, pence, odd_pence if component is carrier else 0)
            for component, pence in components.items()
        }
    return laid


def spread(late: Mapping[Period, Earnings], on_costs: Mapping[Component, int]) -> dict[Period, dict[Component, int]]:
    """Components by month earned, from late earnings by month and the on-costs of the whole, all in pence."""
    spread_parts: dict[Period, dict[Component, int]] = {}
    for month, laid in lay(late, on_costs).items():
        gross = {Component.BASIC: late[month].basic_pence, Component.ELEMENTS: late[month].elements_pence}
        spread_parts[month] = {**gross, **{component: part.pence for component, part in laid.items()}}
    return spread_parts
