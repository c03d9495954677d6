"""The sheet of resources: the lines that drop into the report's resources pages."""

from sspipe.publish.pack.as_published import TableSheet, sheet_as_published
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows
from sspipe.publish.pack.sheets import Sheet

_SHOWN = TableSheet(
    table="out_pprr_resources",
    name="PPRR resources",
    title="Resources for the Portfolio Performance and Resources Report",
    says="Each figure is rounded by itself; what rounding leaves over is shown. A plus variance is a deficit.",
    headings={
        "service_line": "Service line",
        "council": "Council",
        "quarter": "Quarter",
        "label": "The report's own label",
    },
)


def resources_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row for each service line."""
    return sheet_as_published(rows, edition, _SHOWN)
