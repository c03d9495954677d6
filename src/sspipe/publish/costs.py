"""The expected cost of joint posts as rows: one per occupant, component, month paid and month earned."""

from collections.abc import Iterable

from sspipe.model.statement import CostItem
from sspipe.publish.plain import Row, numbered, row_of


def shape_costs(costs: Iterable[CostItem]) -> list[Row]:
    """Rows of `out_post_costs`."""
    return numbered(row_of(item) for item in costs)
