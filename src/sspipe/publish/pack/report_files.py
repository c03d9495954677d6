"""The files that a report's author takes beside a council's workbook: resources and performance measures, by name."""

from collections.abc import Iterator

from sspipe.publish.pack.csv_file import csv_bytes
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.editions import rows_of_edition
from sspipe.publish.pack.performance import performance_sheet
from sspipe.publish.pack.published import Rows
from sspipe.publish.pack.resources import MONITORING, resources_sheets

_MISSING = {"value": "Value (empty: missing, not nought)"}


def report_files(rows: Rows, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Each file's name and content for the edition's council; `rows` by table, as they are published."""
    seen = rows_of_edition(rows, edition)
    for sheet in resources_sheets(seen, edition):
        yield "monitoring.csv" if sheet.name == MONITORING else "pprr-resources.csv", csv_bytes(sheet)
    yield "pprr-performance.csv", csv_bytes(performance_sheet(seen, edition), _MISSING)
