"""Damage to headings and columns, and files that are another file altogether."""

import csv
import io

from tests.damage.cases import WORD, Case, by_name, has_digits, is_blank
from tests.damage.dress import Dress
from tests.damage.grids import FIRST_ROW, Grid
from tests.damage.lab_files import LabFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ERROR_PAGE = (
    b"<!DOCTYPE html>\r\n<html><head><title>Service unavailable</title></head>\r\n"
    b"<body><h1>503 ZZDAMAGE</h1><p>Please try again later, or write to Zoe.</p></body></html>\r\n"
)


def headings_reordered(case: Case) -> bytes:
    grid = case.grid()
    order = list(range(grid.width))
    case.chance.shuffle(order)
    for row in (*grid.heads, *grid.rows):
        row[:] = [row[at] for at in order]
    return case.written(grid)


def undeclared_column_added(case: Case) -> bytes:
    grid = case.grid()
    middle = grid.width // 2
    for row in (*grid.heads, *grid.rows):
        row.insert(middle, None)
    grid.heads[len(grid.heads) // 2][middle] = f"Remarks {WORD}"
    for row in grid.rows:
        row[middle] = f"seen by {WORD}"
    return case.written(grid)


def spaces_round_headings(case: Case) -> bytes:
    grid = case.grid()
    for row in grid.heads:
        row[:] = [f"  {cell} " if isinstance(cell, str) and cell else cell for cell in row]
    return case.written(grid)


def trailing_blank_columns(case: Case) -> bytes:
    grid = case.grid()
    for row in (*grid.heads, *grid.rows):
        row.extend([None if case.file.form == "text" else " "] * 3)
    return case.written(grid)


def heading_renamed(case: Case) -> bytes:
    grid = case.grid()
    _rename(grid, case.file.needed, f"Other {WORD}")
    return case.written(grid)


def heading_dropped(case: Case) -> bytes:
    grid = case.grid()
    at = grid.at(case.file.needed)
    for row in (*grid.heads, *grid.rows):
        del row[at]
    return case.written(grid)


def heading_doubled(case: Case) -> bytes:
    grid = case.grid()
    at = grid.at(case.file.needed)
    for row in (*grid.heads, *grid.rows):
        row.append(row[at])
    case.row(grid)[-1] = "7"
    return case.written(grid)


def headings_exchanged(case: Case) -> bytes:
    grid = case.grid()
    one, other = map(grid.at, case.file.exchanged)
    for row in grid.heads:
        row[one], row[other] = row[other], row[one]
    return case.written(grid)


def no_headings(case: Case) -> bytes:
    grid = case.grid()
    grid.heads.clear()
    return case.written(grid)


def title_row_added(case: Case) -> bytes:
    grid = case.grid()
    grid.above.insert(0, [f"Extract of the month for {WORD}"])
    return case.written(grid)


def other_councils_file(case: Case) -> bytes:
    match case.file.name:
        case "stockport_ledger":
            return case.other("tameside_ledger").content
        case "tameside_ledger":
            return case.other("stockport_ledger").content
        case "dfe_measures":
            return case.other("council_measures").content
        case "council_measures":
            (path,) = (case.feeds / "tameside/measures").glob("*_Q2.csv")
            return path.read_bytes()
        case "stockport_posts" | "dfe_grants":
            return _as_other(case.other("tameside_posts").grid(), case)
        case _:
            return _as_other(case.other("stockport_posts").grid(), case)


def wrong_periods_file(case: Case) -> bytes:
    path = case.file.path(case.feeds)
    before = {"_2022-23_P03_": "_2022-23_P02_", "_202203_": "_202202_"}
    (mark,) = (mark for mark in before if mark in path.name)
    (found,) = path.parent.glob(f"*{before[mark]}*")
    return found.read_bytes()


def empty_file(_case: Case) -> bytes:
    return b""


def only_headings(case: Case) -> bytes:
    grid = case.grid()
    grid.rows.clear()
    return case.written(grid)


def error_page(_case: Case) -> bytes:
    return ERROR_PAGE


def other_form_under_this_name(case: Case) -> bytes:
    return case.other("tameside_posts" if case.file.form == "text" else "stockport_posts").content


def encrypted_workbook(case: Case) -> bytes:
    return OLE + case.chance.randbytes(6_000)


def delimiter_changed(case: Case) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter="\t" if case.file.delimiter == ";" else ";").writerows(case.grid().all_rows)
    return written.getvalue().encode(case.file.encoding)


def unit_left_out(case: Case) -> bytes:
    grid = case.grid()
    if case.file.form == "ods":
        for row in grid.heads:
            row[:] = [cell.replace(" (£s)", "") if isinstance(cell, str) else cell for cell in row]
        return case.written(grid)
    for row in grid.rows:
        row[grid.at("Unit")] = ""
    return case.written(grid)


def second_copy(case: Case) -> bytes:
    """The file itself stays; the second name is given where it is put."""
    return case.content


def _rename(grid: Grid, heading: str, name: str) -> None:
    at = grid.at(heading)
    row = next(row for row in grid.heads if isinstance(row[at], str) and row[at].startswith(heading))
    row[at] = name


def _as_other(grid: Grid, case: Case) -> bytes:
    """Rows of one file in the form of another."""
    file: LabFile = case.file
    blank = [[None]] * (FIRST_ROW[file.form] - 1)
    rows = [
        [cell if has_digits(cell) and not hasattr(cell, "date") else _plain(cell) for cell in row] for row in grid.rows
    ]
    return case.written(Grid(list(blank), [list(grid.heads[-1])], [], rows, Dress()))


def _plain(cell: object) -> str | None:
    return None if is_blank(cell) else str(cell)


HEADINGS = by_name(
    headings_reordered,
    undeclared_column_added,
    spaces_round_headings,
    trailing_blank_columns,
    heading_renamed,
    heading_dropped,
    heading_doubled,
    headings_exchanged,
    no_headings,
    title_row_added,
    other_councils_file,
    wrong_periods_file,
    empty_file,
    only_headings,
    error_page,
    other_form_under_this_name,
    encrypted_workbook,
    delimiter_changed,
    unit_left_out,
    second_copy,
)
