"""The files that a report's author takes beside a council's workbook: resources and performance measures, by name.

Rule R16: a third-quarter report shows only measures with new data; the workbook shows every measure in every quarter.
"""

from collections.abc import Iterator

from sspipe.publish.pack.csv_file import csv_bytes
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.editions import rows_of_edition
from sspipe.publish.pack.performance import performance_sheet
from sspipe.publish.pack.published import Rows
from sspipe.publish.pack.resources import MONITORING, resources_sheets
from sspipe.publish.plain import Row

THIRD = 3
_MEASURES = "out_pprr_performance"
_MISSING = {"value": "Value (empty: missing, not nought)"}


def report_files(rows: Rows, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Each file's name and content for the edition's council; `rows` by table, as they are published."""
    seen = rows_of_edition(rows, edition)
    for sheet in resources_sheets(seen, edition):
        yield "monitoring.csv" if sheet.name == MONITORING else "pprr-resources.csv", csv_bytes(sheet)
    measures = {**seen, _MEASURES: [row for row in seen.get(_MEASURES, ()) if _is_reported(row, edition)]}
    yield "pprr-performance.csv", csv_bytes(performance_sheet(measures, edition), _MISSING)


def _is_reported(row: Row, edition: Edition) -> bool:
    """Whether the quarter's report shows the measure; a release that does not know what is new shows all."""
    return edition.period.quarter != THIRD or row.get("has_new_data") is not False
