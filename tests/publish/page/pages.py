"""Pages of the small release that the workbook's tests use, and of others like it."""

from typing import Any

from sspipe.publish.pack.contents import pack_sheets
from sspipe.publish.pack.editions import rows_of_edition
from sspipe.publish.page.chart_costs import Before
from sspipe.publish.page.page import page_html
from tests.publish.pack.releases import Rows, a_release, edition
from tests.publish.page.reading import Element, read_page


def written(rows: Rows | None = None, council: str = "stockport", before: Before = (), **changes: Any) -> str:
    """The text of a council's page; `changes` are of its edition."""
    own = edition(council, **changes)
    shown = rows or a_release()
    return page_html(rows_of_edition(shown, own), own, pack_sheets(shown, own), before)


def opened(rows: Rows | None = None, council: str = "stockport", before: Before = (), **changes: Any) -> Element:
    """The page as it is read."""
    return read_page(written(rows, council, before, **changes))
