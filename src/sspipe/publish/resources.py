"""The rows of the resources reports, each figure beside itself in pence and in thousands of pounds."""

from collections.abc import Iterable
from dataclasses import asdict

from sspipe.model.resources import ResourceRow
from sspipe.publish.plain import Row, numbered, row_of

_NESTED = frozenset({"exact", "thousands", "residuals"})
_AFTER = ("is_outturn", "is_incomplete", "is_short")


def shape_resources(resources: Iterable[ResourceRow]) -> list[Row]:
    """Rows of `out_pprr_resources`: of each section its lines, then what rounding leaves over, then the total."""
    return numbered(_flat(row) for row in resources)


def _flat(row: ResourceRow) -> Row:
    said = row_of(row, without=_NESTED)
    flags = {name: said.pop(name) for name in _AFTER}
    exact = {f"{name}_pence": amount for name, amount in asdict(row.exact).items()}
    thousands = {f"{name}_thousands": amount for name, amount in asdict(row.thousands).items()}
    residuals = {f"{name}_residual_thousands": amount for name, amount in asdict(row.residuals).items()}
    return {**said, **exact, **thousands, **residuals, **flags}
