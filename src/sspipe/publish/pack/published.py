"""Published rows as the pack reads them: by table, each value under the column's own name and of its own kind."""

from collections.abc import Mapping, Sequence

from sspipe.model.periods import Period
from sspipe.publish.plain import Row

Rows = Mapping[str, Sequence[Row]]


def pence(row: Row, key: str) -> int:
    """An amount in whole pence; nought where the row has none."""
    value = row.get(key)
    return value if isinstance(value, int) else 0


def words(row: Row, key: str) -> str:
    """A text; empty where the row has none."""
    value = row.get(key)
    return value if isinstance(value, str) else ""


def month_label(row: Row, key: str) -> str:
    """A period as people write it: `2022-23 P08`; empty where the row has none."""
    written = words(row, key)
    return Period.parse(written).label if written else ""


def month_said(row: Row, key: str) -> str:
    """A period as a sentence says it: `November 2022`, `the year end 2022-23`; empty where the row has none."""
    written = words(row, key)
    if not written:
        return ""
    period = Period.parse(written)
    return f"the year end {period.year}" if period.is_year_end else f"{period.first_day:%B %Y}"
