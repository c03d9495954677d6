"""Damage that only a workbook can have."""

from tests.damage import opendocument, spreadsheets
from tests.damage.cases import WORD, Case, by_name, is_blank
from tests.damage.grids import Grid

FAR_DOWN, FAR_RIGHT = 20_000, 16_384


def numbers_as_text(case: Case) -> bytes:
    grid = case.grid()
    for row in grid.rows:
        row[:] = [str(cell) if isinstance(cell, int | float) else cell for cell in row]
    return case.written(grid)


def hidden_sheet_added(case: Case) -> bytes:
    grid = case.grid()
    other = case.grid()
    other.rows = other.rows[::-1][:2]
    grid.dress.hidden_sheet = other.all_rows
    return case.written(grid)


def widths_and_formats(case: Case) -> bytes:
    grid = case.grid()
    grid.dress.is_styled = True
    return case.written(grid)


def rows_and_columns_hidden(case: Case) -> bytes:
    grid = case.grid()
    grid.dress.hidden_rows = list(range(_first(grid), _first(grid) + len(grid.rows), 2))
    grid.dress.hidden_columns = [grid.at(case.file.needed), grid.at(case.file.free)]
    return case.written(grid)


def dates_counted_from_1904(case: Case) -> bytes:
    grid = case.grid()
    grid.dress.is_from_1904 = True
    return case.written(grid)


def stray_cell_far_away(case: Case) -> bytes:
    content = case.content
    if case.file.form == "xlsx":
        far = f'<row r="{FAR_DOWN}"><c r="XFD{FAR_DOWN}"><v>1</v></c></row>'
        return spreadsheets.change_member(content, spreadsheets.MEMBER, "</sheetData>", far + "</sheetData>")
    cell = f'<table:table-cell table:number-columns-repeated="{FAR_RIGHT}" office:value-type="float" office:value="1"/>'
    far = f'<table:table-row table:number-rows-repeated="{FAR_DOWN}">{cell}</table:table-row>'
    return spreadsheets.change_member(content, opendocument.MEMBER, "</table:table>", far + "</table:table>")


def title_rows_reworded(case: Case) -> bytes:
    grid = case.grid()
    for row in (*grid.above, *grid.between):
        row[0] = f"Something else for {WORD}"
    return case.written(grid)


def title_merged(case: Case) -> bytes:
    grid = case.grid()
    grid.above[0] = [*grid.above[0], *[None] * (grid.width - len(grid.above[0]))]
    grid.dress.merged = [(0, 0, 0, grid.width - 1)]
    return case.written(grid)


def sheet_renamed(case: Case) -> bytes:
    grid = case.grid()
    grid.dress.sheet = "Sheet1"
    return case.written(grid)


def headings_merged(case: Case) -> bytes:
    grid = case.grid()
    at = grid.at(case.file.needed)
    down = len(grid.above) + len(grid.heads) // 2
    grid.dress.merged = [(down, at, down, at + 1)]
    return case.written(grid)


def data_cells_merged(case: Case) -> bytes:
    grid = case.grid()
    at = grid.at(case.file.code)
    first = _first(grid)
    if is_blank(grid.rows[1][at]):
        raise AssertionError
    grid.dress.merged = [(first, at, first + 1, at)]
    return case.written(grid)


def _first(grid: Grid) -> int:
    return len(grid.above) + len(grid.heads) + len(grid.between)


SHEETS = by_name(
    numbers_as_text,
    hidden_sheet_added,
    widths_and_formats,
    rows_and_columns_hidden,
    dates_counted_from_1904,
    stray_cell_far_away,
    title_rows_reworded,
    title_merged,
    sheet_renamed,
    headings_merged,
    data_cells_merged,
)
