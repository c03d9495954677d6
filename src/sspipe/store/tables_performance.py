"""Performance measures by area and year, each with its status and trend or the reason for having none."""

from datetime import date

from sspipe.model.measures import Polarity
from sspipe.store.columns import Published, day, flag, number, one_of, text


class OutPprrPerformance(Published, table=True):
    """One value of one measure for one area and year."""

    __tablename__ = "out_pprr_performance"
    __table_args__ = (one_of("polarity", Polarity),)

    code: str = text("The measure's code, as its publisher writes it; SSP_ begins those that the release works out.")
    name: str = text("The measure's name.")
    area: str = text("A council, its region, England, or the site as a whole.")
    year_label: str = text(
        "The year as its publisher writes it; of what the release works out, its period or its financial year to date."
    )
    value: str | None = text("The value as a plain decimal; empty when missing, never nil for missing.")
    value_marker: str = text("`-` where the value is missing; else empty.")
    unit: str = text("What the value counts.")
    target: str | None = text("The target as a plain decimal; empty where none was set.")
    polarity: str = text("Which way is good: high, low or neither.")
    previous_year_label: str = text(
        "The latest earlier year that the value may be compared with; empty where there is none."
    )
    previous_value: str | None = text("That year's value as a plain decimal.")
    trend: str = text("better, worse, same or none.")
    trend_reason: str = text("Why there is no trend, or what it compares.")
    status: str = text("green, amber, red or none.")
    status_reason: str = text("Why there is no status, or what it compares.")
    published_on: date | None = day("The day the value was published; empty for what the release works out.")
    source_file: str = text("SHA-256 of the landed file; empty for what the release works out.", counted=False)
    source_row: int | None = number(
        "The row's number in that file; empty for what the release works out.", counted=False
    )
    has_new_data: bool | None = flag(
        "Whether a value of the measure is new or has changed since the close of the quarter before: a third-quarter"
        " report shows such measures only. Empty in releases made before it was kept."
    )
