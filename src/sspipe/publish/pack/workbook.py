"""The pack as an Excel workbook: plain tables, one a sheet, with live sums; the same rows give the same bytes.

After the government's guidance on spreadsheets: a title and one table a sheet, no merged cells, no hidden rows, values
of their own type, headings that stay in view, and a sheet of notes.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from sspipe.publish.pack.heights import heading_points
from sspipe.publish.pack.places import SAYS_ROW, TITLE_ROW, Place
from sspipe.publish.pack.sheets import Column, Kind, Sheet
from sspipe.publish.pack.styles import Styles
from sspipe.publish.pack.writing import Writer, harmless

A4 = 9
TITLE_POINTS = 22
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_EARLIEST = date(2000, 1, 1)


def workbook_bytes(sheets: Sequence[Sheet], title: str, made_at: datetime) -> bytes:
    """The workbook; `made_at` is when the release was published, so that no clock of the writing gets in."""
    held = BytesIO()
    book = Workbook(held, _OPTIONS)
    made = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": harmless(title), "author": "", "company": "", "created": made})
    styles = Styles(book)
    places = {sheet.name: Place(sheet) for sheet in sheets}
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), places, sheet, styles)
    book.close()
    return held.getvalue()


def _write_sheet(page: Any, places: Mapping[str, Place], sheet: Sheet, styles: Styles) -> None:
    place = places[sheet.name]
    writer = Writer(page, place, places, styles)
    page.set_row(TITLE_ROW, TITLE_POINTS)
    page.write_string(TITLE_ROW, 0, harmless(sheet.title), styles.title())
    for number, line in enumerate(place.says):
        page.write_string(SAYS_ROW + number, 0, harmless(line), styles.says())
    _head(page, place, styles)
    for number in range(len(sheet.rows)):
        writer.row(number)
    for number in range(sheet.blank_rows):
        writer.blank(number)
    if not sheet.rows and not sheet.blank_rows:
        writer.words(place.first_row, 0, sheet.empty, "line")
    for number, total in enumerate(sheet.totals):
        writer.total(number, total)
    _validate(page, places, place)
    _set_page(page, place)


def _head(page: Any, place: Place, styles: Styles) -> None:
    """Mark the table up as one, so that a screen reader and a filter find its headings."""
    sheet = place.sheet
    headings = [{"header": column.heading, "header_format": styles.heading(column.kind)} for column in sheet.columns]
    page.add_table(
        place.head_row,
        0,
        place.last_row,
        len(sheet.columns) - 1,
        {
            "name": "table_" + re.sub(r"\W", "_", sheet.name),
            "style": None,
            "autofilter": bool(sheet.rows),
            "columns": headings,
        },
    )
    page.set_row(place.head_row, heading_points(sheet.columns))
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)


def _validate(page: Any, places: Mapping[str, Place], place: Place) -> None:
    """Hold the cells to fill to their closed lists and kinds."""
    for at, column in enumerate(place.sheet.columns):
        rule = _rule(column, places) if place.sheet.blank_rows else None
        if rule:
            page.data_validation(place.first_row, at, place.last_row, at, rule)


def _rule(column: Column, places: Mapping[str, Place]) -> dict[str, object] | None:
    if column.choices:
        return {"validate": "list", "source": list(column.choices)}
    if column.chosen_from:
        other = places[column.chosen_from[0]]
        source = f"={other.cells(column.chosen_from[1], is_here=False)}"
        return {"validate": "list", "source": source} if other.sheet.rows else None
    if column.kind is Kind.DATE:
        return {"validate": "date", "criteria": ">=", "value": _EARLIEST}
    if column.kind is Kind.POUNDS:
        return {"validate": "decimal", "criteria": "between", "minimum": -1_000_000_000, "maximum": 1_000_000_000}
    return None


def _set_page(page: Any, place: Place) -> None:
    page.freeze_panes(place.first_row, place.sheet.frozen_columns)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.repeat_rows(place.head_row)
    page.set_footer(f"&L{place.sheet.name.replace('&', '&&')}&RPage &P of &N")
    page.hide_gridlines(2)
