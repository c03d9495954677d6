"""One council's pack as one HTML text that asks for nothing from anywhere; the same rows give the same text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows
from sspipe.publish.pack.sheets import Sheet
from sspipe.publish.page.chart_causes import causes_group
from sspipe.publish.page.chart_costs import Before, costs_group
from sspipe.publish.page.chart_measures import measures_group
from sspipe.publish.page.chart_settlement import settlement_group
from sspipe.publish.page.drawing import WIDTH
from sspipe.publish.page.groups import Group
from sspipe.publish.page.opening import at_a_glance, parts_of
from sspipe.publish.page.rendering import rendered
from sspipe.publish.page.tables import Table, table_of

CHECKS = "checks.html"
"""What the page of the checks is called, behind the council."""
_NOT_A_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Section:
    """One sheet under its name, with the pictures of its figures."""

    ident: str
    name: str
    says: str
    table: Table


def page_html(rows: Rows, edition: Edition, sheets: Sequence[Sheet], before: Before = ()) -> str:
    """The page of an edition.

    `rows` are those that the edition may see, `sheets` its sheets, `before` the published rows of the year's earlier
    months, of which it takes the council's own posts.
    """
    first, *others = sheets
    parts = parts_of(first)
    return rendered(
        "page.html",
        first=first,
        edition=edition,
        workbook=f"{quote(edition.council)}.xlsx",
        checks=f"{quote(edition.council)}-{CHECKS}",
        glances=at_a_glance(parts, rows, edition),
        parts=parts,
        groups=_groups(rows, before, edition),
        sections=[_section(sheet) for sheet in others],
        places={sheet.name: _ident(sheet) for sheet in others},
        width=WIDTH,
    )


def _groups(rows: Rows, before: Before, edition: Edition) -> list[Group]:
    return [
        costs_group(rows, before, edition),
        settlement_group(rows, edition),
        causes_group(rows),
        measures_group(rows, edition),
    ]


def _section(sheet: Sheet) -> Section:
    ident = _ident(sheet)
    return Section(ident, sheet.name, sheet.says, table_of(sheet, f"{ident}-table"))


def _ident(sheet: Sheet) -> str:
    return "sheet-" + _NOT_A_NAME.sub("-", sheet.name.lower()).strip("-")
