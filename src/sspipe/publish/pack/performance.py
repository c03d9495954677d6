"""The sheet of performance measures: every value with its trend and status, or why it has none."""

from decimal import Decimal

from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, words
from sspipe.publish.pack.sheets import CellRow, Sheet, day, flag, number, text
from sspipe.publish.plain import Row

NAME = "PPRR performance"
MISSING = "-"
_POLARITY = {"high": "higher is better", "low": "lower is better", "neither": "nothing says which way is good"}
_COLUMNS = (
    text("name", "Measure", 50),
    text("area", "Area", 22),
    text("year_label", "Year", 12),
    number("value", "Value (- is missing, not nought)", MISSING),
    text("unit", "Unit", 16),
    text("polarity", "Which way is good", 20),
    number("target", "Target", "none set"),
    text("status", "Status", 10),
    text("status_reason", "Why this status", 28),
    text("previous_year_label", "Compared with", 12),
    number("previous_value", "Value then", "none"),
    text("trend", "Trend", 10),
    text("trend_reason", "Why this trend", 34),
    day("published_on", "Published on"),
    flag("has_new_data", "New since the last quarter's report"),
    text("code", "Code", 18),
)


def performance_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row for each measure, area and year."""
    return Sheet(
        name=NAME,
        title=f"Performance measures, as known at {edition.period.label}",
        says="Values as last published. No trend is given across a change of a measure's definition, and no"
        " status without a target.",
        columns=_COLUMNS,
        rows=[_row(row, edition) for row in rows.get("out_pprr_performance", ())],
    )


def _row(row: Row, edition: Edition) -> CellRow:
    measured = {key: _measured(row, key) for key in ("value", "target", "previous_value")}
    named = {"area": edition.names.council(words(row, "area")), "polarity": _POLARITY.get(words(row, "polarity"), "")}
    return {**row, **measured, **named}  # type: ignore[dict-item] # published values are cells


def _measured(row: Row, key: str) -> Decimal | None:
    written = words(row, key)
    return Decimal(written) if written else None
