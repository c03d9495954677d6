"""Damage to rows: shuffled, blank, short, long, doubled, added, missing."""

from tests.damage.cases import WORD, Case, by_name, has_digits
from tests.damage.grids import Grid, Row
from tests.damage.pounds import in_form, pence_of

PAGE = 1_000


def rows_shuffled(case: Case) -> bytes:
    grid = case.grid()
    case.chance.shuffle(grid.rows)
    return case.written(grid)


def trailing_blank_lines(case: Case) -> bytes:
    if case.file.form == "text":
        return case.content + b"\r\n" * 5
    grid = case.grid()
    grid.rows.extend([" "] for _ in range(5))
    return case.written(grid)


def blank_tail(case: Case) -> bytes:
    grid = case.grid()
    if case.file.form == "text":
        line = case.file.delimiter * (grid.width - 1) + "\r\n"
        return case.content + line.encode() * case.tail
    grid.dress.blank_tail = case.tail
    return case.written(grid)


def blank_rows_between(case: Case) -> bytes:
    grid = case.grid()
    for at in range(len(grid.rows) - 1, 0, -2):
        grid.rows.insert(at, [None] * grid.width)
    return case.written(grid)


def spaces_round_cells(case: Case) -> bytes:
    grid = case.grid()
    for row in grid.rows:
        row[:] = [f" {cell}  " if isinstance(cell, str) and cell else cell for cell in row]
    return case.written(grid)


def row_cut_short(case: Case) -> bytes:
    grid = case.grid()
    row = case.row(grid)
    del row[-3:]
    return case.written(grid)


def row_too_long(case: Case) -> bytes:
    grid = case.grid()
    case.row(grid).insert(grid.width // 2, WORD)
    return case.written(grid)


def row_doubled(case: Case) -> bytes:
    grid = case.grid()
    at = case.place(grid)
    grid.rows.insert(at, list(grid.rows[at]))
    return case.written(grid)


def block_doubled(case: Case) -> bytes:
    grid = case.grid()
    grid.rows.extend([list(row) for row in grid.rows[: max(2, len(grid.rows) // 3)]])
    return case.written(grid)


def row_against_row(case: Case) -> bytes:
    grid = case.grid()
    row = list(case.row(grid))
    row[grid.at(case.file.figure)] = _other_figure(case, row[grid.at(case.file.figure)])
    grid.rows.append(row)
    return case.written(grid)


def headings_again(case: Case) -> bytes:
    grid = case.grid()
    heading = next(row for row in grid.heads if has_words(row, case.file.code))
    grid.rows.insert(len(grid.rows) // 2, list(heading))
    return case.written(grid)


def total_row_added(case: Case) -> bytes:
    grid = case.grid()
    at = grid.at(case.file.figure)
    row: Row = [None] * grid.width
    row[0] = f"Total {WORD}"
    row[at] = {"xlsx": 99.5, "ods": 47_876_543}.get(case.file.form, "0.00" if case.file.document else "1234.5")
    grid.rows.append(row)
    return case.written(grid)


def footer_line(case: Case) -> bytes:
    grid = case.grid()
    grid.rows.append([f"End of report for {WORD}"])
    return case.written(grid)


def rows_of_others_added(case: Case) -> bytes:
    grid = case.grid()
    for place in (0, 1):
        row = list(grid.rows[place])
        if case.file.form == "ods":
            row[grid.at("LA code")] = 352 + place
        else:
            row[grid.at("LA and Regions" if place else "Short Desc")] = f"Elsewhere {WORD}"
        grid.rows.append(row)
    return case.written(grid)


def cut_at_a_line_end(case: Case) -> bytes:
    grid = case.grid()
    keep = len(grid.rows) * 2 // 3
    while case.file.document and _sum(case, grid, keep) == 0:
        keep -= 1
    del grid.rows[keep:]
    return case.written(grid)


def cut_to_a_few_rows(case: Case) -> bytes:
    grid = case.grid()
    keep = 1
    while case.file.document and _sum(case, grid, keep) != 0:
        keep += 1
    del grid.rows[keep:]
    return case.written(grid)


def page_limit(case: Case) -> bytes:
    grid = case.grid()
    at, number = grid.at(case.file.document), 5_440_000_000
    pair = grid.rows[-2:]
    while len(grid.rows) <= PAGE:
        number += 1
        for row in pair:
            grid.rows.append([*row[:at], str(number), *row[at + 1 :]])
    if _sum(case, grid, PAGE) == 0:
        raise AssertionError
    del grid.rows[PAGE:]
    return case.written(grid)


def has_words(row: Row, heading: str) -> bool:
    """Whether a heading row holds the heading."""
    return any(isinstance(cell, str) and cell.startswith(heading) for cell in row)


def _sum(case: Case, grid: Grid, rows: int) -> int:
    at = grid.at(case.file.figure)
    return sum(pence_of(row[at]) for row in grid.rows[:rows])


def _other_figure(case: Case, figure: object) -> object:
    if case.file.document:
        return in_form(case.file, pence_of(str(figure)) * 2)
    if isinstance(figure, int):
        return figure + 1
    if case.file.form == "xlsx":
        return 7.5
    return "7.5" if has_digits(figure) else figure


ROWS = by_name(
    rows_shuffled,
    trailing_blank_lines,
    blank_tail,
    blank_rows_between,
    spaces_round_cells,
    row_cut_short,
    row_too_long,
    row_doubled,
    block_doubled,
    row_against_row,
    headings_again,
    total_row_added,
    footer_line,
    rows_of_others_added,
    cut_at_a_line_end,
    cut_to_a_few_rows,
    page_limit,
)
