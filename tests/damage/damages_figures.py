"""Damage to figures: unit, sign, form, and single figures that are none."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from tests.damage.cases import WORD, Case, by_name, has_digits, in_every_row
from tests.damage.dress import Error, Formula
from tests.damage.grids import Grid, Row
from tests.damage.pounds import in_form, pence_of


def thousands_separators_turned(case: Case) -> bytes:
    if case.file.form == "ods":
        grid = case.grid()
        grid.dress.is_plain = True
        return case.written(grid)
    return _amounts(case, lambda text: text.replace(",", "") if case.file.delimiter == ";" else _separated(text))


def minus_at_the_other_end(case: Case) -> bytes:
    return _amounts(
        case, lambda text: f"-{text[:-1]}" if text.endswith("-") else f"{text[1:]}-" if text[0] == "-" else text
    )


def noughts_behind_the_point(case: Case) -> bytes:
    if case.file.amounts:
        return _amounts(case, lambda text: text.replace(".00", ""))
    columns = {"stockport_posts": ("Contract Hours", "Weeks Per Year"), "council_measures": ("Value", "Target")}
    return case.written(in_every_row(case.grid(), columns.get(case.file.name, ("Values",)), _longer))


def float_tails(case: Case) -> bytes:
    return case.written(in_every_row(case.grid(), [case.file.figure], _with_tail))


def pence_for_pounds(case: Case) -> bytes:
    return _scaled(case, lambda pence: pence * 100)


def thousands_for_pounds(case: Case) -> bytes:
    if case.file.form == "ods":
        return _scaled(case, lambda pounds: round(pounds / 1000))
    grid = case.grid()
    for heading in case.file.amounts:
        _in_thousands(case, grid, heading)
    return case.written(grid)


def signs_turned(case: Case) -> bytes:
    grid = case.grid()
    if case.file.flag:
        in_every_row(grid, [case.file.flag], lambda flag: "1" if flag == "-1" else "-1")
    return case.written(_turned(case, grid))


def signs_against_flags(case: Case) -> bytes:
    return case.written(_turned(case, case.grid()))


def continental_numbers(case: Case) -> bytes:
    grid = case.grid()
    if case.file.document:
        return _amounts(case, lambda text: text.translate(str.maketrans(",.", ".,")))
    if case.file.form == "ods":
        return case.written(in_every_row(grid, case.file.amounts, lambda number: f"{number:,}".replace(",", ".")))
    columns = {
        "stockport_posts": (case.file.figure, "Established FTE"),
        "tameside_posts": (case.file.figure, "FT Hours"),
    }
    return case.written(
        in_every_row(
            grid, columns.get(case.file.name, (case.file.figure,)), lambda number: str(number).replace(".", ",")
        )
    )


def numbers_in_scientific_form(case: Case) -> bytes:
    columns = {"stockport_posts": "Employee Number", "tameside_posts": "Payroll No"}
    heading = columns.get(case.file.name, case.file.document)
    return case.written(in_every_row(case.grid(), [heading], lambda number: f"{int(number):.1E}"))


def leading_noughts_lost(case: Case) -> bytes:
    grid = case.grid()
    for row in grid.rows:
        row[:] = [cell.lstrip("0") if cell.isdigit() else cell for cell in row]
    return case.written(grid)


def half_penny(case: Case) -> bytes:
    return _one_figure(case, _with_half_penny)


def figure_in_letters(case: Case) -> bytes:
    return _one_figure(case, lambda _: f"nil {WORD}")


def figure_blank(case: Case) -> bytes:
    return _one_figure(case, lambda _: None)


def error_cells(case: Case) -> bytes:
    return _one_figure(case, lambda _: "#REF!" if case.file.form == "text" else Error("#REF!"))


def formulas_with_values(case: Case) -> bytes:
    return case.written(in_every_row(case.grid(), _figures(case), lambda value: Formula(f"1*{value}", value)))


def formulas_without_values(case: Case) -> bytes:
    return case.written(in_every_row(case.grid(), _figures(case), lambda value: Formula(f"1*{value}", None)))


def formula_without_value_where_blank_is_allowed(case: Case) -> bytes:
    grid = case.grid()
    case.row(grid)[grid.at("To")] = Formula("44742+30", None)
    return case.written(grid)


def _figures(case: Case) -> tuple[str, ...]:
    return case.file.amounts or (case.file.figure,)


def _amounts(case: Case, change: Callable[[str], str]) -> bytes:
    return case.written(in_every_row(case.grid(), case.file.amounts, change))


def _scaled(case: Case, change: Callable[[int], int]) -> bytes:
    if case.file.form == "ods":
        return case.written(in_every_row(case.grid(), case.file.amounts, change))
    return _amounts(case, lambda text: in_form(case.file, change(pence_of(text))))


def _turned(case: Case, grid: Grid) -> Grid:
    if case.file.form == "ods":
        return in_every_row(grid, case.file.amounts, lambda number: -number)
    return in_every_row(grid, case.file.amounts, lambda text: in_form(case.file, -pence_of(text)))


def _in_thousands(case: Case, grid: Grid, heading: str) -> None:
    """Each document's last line takes up what the rounding of the others left."""
    at, document = grid.at(heading), grid.at(case.file.document)
    for _, group in groupby(grid.rows, lambda row: str(row[document])):
        rows: list[Row] = list(group)
        *first, last = [_thousands(pence_of(row[at])) for row in rows]
        was_nil = sum(pence_of(row[at]) for row in rows) == 0
        for row, pence in zip(rows, [*first, -sum(first) if was_nil else last], strict=True):
            row[at] = in_form(case.file, pence)


def _thousands(pence: int) -> int:
    return int((Decimal(pence) / 1000).quantize(Decimal(1), ROUND_HALF_UP))


def _one_figure(case: Case, change: Callable[[Any], Any]) -> bytes:
    grid = case.grid()
    row = case.row(grid)
    at = grid.at(case.file.figure)
    row[at] = change(row[at])
    return case.written(grid)


def _with_half_penny(figure: Any) -> Any:
    if isinstance(figure, int):
        return figure + 0.125
    return figure[:-1] + "5-" if figure.endswith("-") else figure + "5"


def _separated(text: str) -> str:
    sign = "-" if text.startswith("-") else ""
    return f"{sign}{Decimal(text.removeprefix('-')):,}"


def _longer(text: str) -> str:
    if not has_digits(text):
        return text
    return f"{text}0" if "." in text else f"{text}.0"


def _with_tail(text: str) -> str:
    if not has_digits(text) or float(text).is_integer():
        return text
    return f"{float(text):.17g}"


FIGURES = by_name(
    thousands_separators_turned,
    minus_at_the_other_end,
    noughts_behind_the_point,
    float_tails,
    pence_for_pounds,
    thousands_for_pounds,
    signs_turned,
    signs_against_flags,
    continental_numbers,
    numbers_in_scientific_form,
    leading_noughts_lost,
    half_penny,
    figure_in_letters,
    figure_blank,
    error_cells,
    formulas_with_values,
    formulas_without_values,
    formula_without_value_where_blank_is_allowed,
)
