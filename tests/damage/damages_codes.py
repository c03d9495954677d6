"""Damage to codes and dates."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.damage.cases import Case, by_name, in_every_row
from tests.damage.grids import Grid

MONTHS = 12


def code_blank(case: Case) -> bytes:
    grid = case.grid()
    case.row(grid)[grid.at(case.file.code)] = None
    return case.written(grid)


def unknown_code(case: Case) -> bytes:
    grid = case.grid()
    heading, code = case.file.unknown
    case.row(grid)[grid.at(heading)] = code
    return case.written(grid)


def other_councils_rows(case: Case) -> bytes:
    grid = case.grid()
    row = case.row(grid)
    codes: dict[str, dict[str, Any]] = {
        "stockport_posts": {"Position Reference": "TP7001", "Cost Centre": "7001"},
        "tameside_posts": {"Post No": "SP4101", "Cost Centre": "CE4101"},
        "stockport_ledger": {"G/L Account": "1100", "Cost Center": "7001", "Order": "TP7001"},
        "tameside_ledger": {"account": "401000", "dim_1": "CE4101", "dim_2": "SP4101"},
        "council_measures": {"Area": "Tameside"},
    }
    for heading, code in codes[case.file.name].items():
        row[grid.at(heading)] = code
    return case.written(grid)


def dimension_changed(case: Case) -> bytes:
    return case.written(in_every_row(case.grid(), ["att_1_id"], lambda _: "XX"))


def day_and_month_swapped(case: Case) -> bytes:
    return case.written(_dates(case, case.grid(), lambda day: day, _swapped_form(case.file.date_form)))


def day_and_month_swapped_where_they_can_be(case: Case) -> bytes:
    grid = case.grid()
    if case.file.document:
        _dates(case, grid, _within_twelve, case.file.date_form)
    return case.written(_dates(case, grid, _swapped, case.file.date_form))


def two_digit_years(case: Case) -> bytes:
    if case.file.name == "dfe_measures":
        return case.written(in_every_row(case.grid(), ["Years"], lambda year: year[2:]))
    grid = case.grid()
    in_every_row(grid, case.file.dates if case.file.form == "xlsx" else (), lambda day: f"{day:%y-%m-%d}")
    if case.file.form == "xlsx":
        return case.written(grid)
    return case.written(_dates(case, grid, lambda day: day, case.file.date_form.replace("%Y", "%y")))


def dates_as_text(case: Case) -> bytes:
    return case.written(in_every_row(case.grid(), case.file.dates, lambda day: f"{day:%Y-%m-%d}"))


def _dates(case: Case, grid: Grid, change: Callable[[datetime], datetime], form: str) -> Grid:
    def changed(cell: Any) -> Any:
        if isinstance(cell, datetime):
            return change(cell)
        return change(datetime.strptime(cell, case.file.date_form).replace(tzinfo=UTC)).strftime(form)

    return in_every_row(grid, case.file.dates, changed)


def _swapped_form(form: str) -> str:
    return form.replace("%d", "%x").replace("%m", "%d").replace("%x", "%m")


def _within_twelve(day: datetime) -> datetime:
    return day - timedelta(days=MONTHS * ((day.day - 1) // MONTHS))


def _swapped(day: datetime) -> datetime:
    return day.replace(day=day.month, month=day.day) if day.day <= MONTHS else day


CODES = by_name(
    code_blank,
    unknown_code,
    other_councils_rows,
    dimension_changed,
    day_and_month_swapped,
    day_and_month_swapped_where_they_can_be,
    two_digit_years,
    dates_as_text,
)
