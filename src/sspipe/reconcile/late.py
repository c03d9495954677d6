"""Late money with its on-costs, laid back on the months that earned it.

Rule R4: on-costs of late money are the pay month with it less without it; money and on-costs as one total are spread
over the months earned in proportion to each month's late gross, odd pennies by largest remainder, ties to the earliest.
The components of a month earned are a presentation of its part.
"""

from collections.abc import Mapping
from fractions import Fraction

from sspipe.model.councils import Component
from sspipe.model.money import split
from sspipe.model.periods import Period
from sspipe.reconcile.earnings import Earnings

ON_COSTS = (Component.NI, Component.PENSION, Component.LEVY)


def _weights(late: Mapping[Period, Earnings], on_costs_pence: int) -> list[tuple[Period, Fraction]]:
    """Each month's late gross; where gross of both signs cancels, all to the latest month, or by size if it turns."""
    whole = sum(earned.gross_pence for earned in late.values())
    months = sorted(late)
    if whole == 0:
        return [(month, Fraction(month == months[-1])) for month in months]
    turns = whole * on_costs_pence < 0
    return [(month, Fraction(abs(late[month].gross_pence) if turns else late[month].gross_pence)) for month in months]


def spread(late: Mapping[Period, Earnings], on_costs: Mapping[Component, int]) -> dict[Period, dict[Component, int]]:
    """Components by month earned, from late earnings by month and the on-costs of the whole, all in pence.

    A month's components add up to its part of the total; where each component's own split does not, the difference is
    carried on the pension, or on NI where there is no pension.
    """
    weights = _weights(late, sum(on_costs.values()))
    totals = split(sum(on_costs.values()), weights)
    parts = {component: split(on_costs.get(component, 0), weights) for component in ON_COSTS}
    carrier = Component.PENSION if on_costs.get(Component.PENSION) else Component.NI
    spread_parts: dict[Period, dict[Component, int]] = {}
    for month, _ in weights:
        components = {component: parts[component][month] for component in ON_COSTS}
        components[carrier] += totals[month] - sum(components.values())
        gross = {Component.BASIC: late[month].basic_pence, Component.ELEMENTS: late[month].elements_pence}
        spread_parts[month] = {**gross, **components}
    return spread_parts
