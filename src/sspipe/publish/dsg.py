"""Allocations of the dedicated schools grant and the early years test as rows, one kind beside the other."""

from collections.abc import Iterable

from sspipe.model.dsg import DsgRow
from sspipe.publish.plain import Row, numbered, row_of


def shape_dsg_position(dsg: Iterable[DsgRow]) -> list[Row]:
    """Rows of `out_dsg_position`."""
    return numbered(row_of(row) for row in dsg)
