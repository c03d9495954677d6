"""The forecast outturn of each post as rows: council, post and role against budget."""

from collections.abc import Iterable

from sspipe.model.forecast import ForecastRow
from sspipe.publish.plain import Row, numbered, row_of


def shape_forecast(forecast: Iterable[ForecastRow]) -> list[Row]:
    """Rows of `out_forecast`."""
    return numbered(row_of(row) for row in forecast)
