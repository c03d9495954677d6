"""The file that goes back to a sender: the rows of one landed file that could not be used, and what is wrong with each.

For the sender alone (R20). No text of it acts as a formula: in the workbook every cell is text, and in the CSV beside
it a text that a spreadsheet would take for a formula begins with an apostrophe.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sspipe.model.money import in_pounds
from sspipe.publish.pack.csv_file import csv_bytes
from sspipe.publish.pack.parts import counted
from sspipe.publish.pack.sheets import CellRow, Column, Sheet, text
from sspipe.publish.pack.workbook import workbook_bytes
from sspipe.publish.pack.writing import ACTS

ABOUT, ROWS = "About this file", "Rows to mend"
MOST_ROWS = 50_000
"""So many rows go into one file; past them the sender's own file is wrong as a whole."""
MOST_COLUMNS = 200
"""So many of the sender's columns stand side by side; what a row holds beyond them stands in one cell."""
BEYOND = "Cells beyond these columns"
LONGEST = 32_000
CUT = " (cut; the rest stands in your file)"
_LONGEST_HEADING = 200
_HASH_SHOWN = 16
_OWN = (
    text("file", "File", 34),
    text("row", "Row in the file", 10),
    text("wrong", "What is wrong", 44),
    text("expected", "What was expected", 44),
    text("action", "What to do", 44),
    text("rule", "Rule", 28),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowToMend:
    """One row: its number in the file, its cells as the sender wrote them, and what is wrong with it."""

    source_row: int
    cells: tuple[str, ...]
    wrong: str
    expected: str
    action: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorFile:
    """One landed file and its rows that are set aside.

    `rows_aside` counts them all, `rows` may be fewer; `by_rule` counts them by rule. `pounds` holds debits and credits
    in pence, None where the feed has no amounts; `unread` so many rows whose amount could not be read. `raw_gone` says
    why no row stands as it was sent.
    """

    sender: str
    feed: str
    file_name: str
    source_file: str
    known_from: date
    period: str
    rows_read: int
    rows_aside: int
    by_rule: Mapping[str, int]
    pounds: tuple[int, int] | None
    unread: int
    by_when: str
    headings: Sequence[str]
    rows: Sequence[RowToMend]
    raw_gone: str = ""


def error_workbook(file: ErrorFile, made_at: datetime) -> bytes:
    """The workbook; the same rows and moment give the same bytes."""
    return workbook_bytes((_about(file), _rows_sheet(file)), f"Rows of {file.file_name} to mend", made_at)


def error_csv(file: ErrorFile) -> bytes:
    """The same rows as CSV."""
    return csv_bytes(_rows_sheet(file))


def _about(file: ErrorFile) -> Sheet:
    return Sheet(
        name=ABOUT,
        title=f"Rows of {file.file_name} that could not be used",
        says=f"For {file.sender} alone. Correct them where they come from, and send the whole file again.",
        columns=(text("about", "About", 22), text("says", "In words", 110)),
        rows=[{"about": about, "says": says} for about, says in _said(file)],
    )


def _said(file: ErrorFile) -> Iterator[tuple[str, str]]:
    yield "What this is", f"The rows of your file that are outside the report, each with what is wrong: see {ROWS}."
    yield "Who may read it", f"{file.sender} alone: it holds rows as you wrote them, which may show names and pay."
    dated = "" if file.known_from == date.min else f" of {file.known_from:%-d %B %Y}"
    serves = f", for {file.period}" if file.period else ""
    yield "Your file", f"{file.file_name}{dated} ({file.feed}{serves}; SHA-256 {file.source_file[:_HASH_SHOWN]}…)"
    listed = "; ".join(f"{count:,} {rule}" for rule, count in sorted(file.by_rule.items()))
    yield "How many rows", f"{file.rows_aside:,} of {file.rows_read:,}: {listed}"
    if file.pounds is not None:
        yield "What pounds", _pounds(file.pounds, file.unread)
    yield "By when", file.by_when
    if file.raw_gone:
        yield "Where your rows are", f"Not here: {file.raw_gone}. Row and rule are what is left of each."
    yield (
        "What to do",
        (
            "Correct the rows in the system that the file comes from, and send the whole file again under a later day."
            " Do not send this one back: it is not read."
        ),
    )
    if file.rows_aside > len(file.rows):
        yield "What is missing", f"Only the first {len(file.rows):,} of {file.rows_aside:,} rows stand here."


def _pounds(pounds: tuple[int, int], unread: int) -> str:
    debit, credit = map(in_pounds, pounds)
    said = f"{debit} of debits and {credit} of credits are outside the report."
    if not unread:
        return said
    missing = counted(unread, "amount that could not be read is", "amounts that could not be read are")
    return f"{said} {missing} not in it."


def _rows_sheet(file: ErrorFile) -> Sheet:
    own = _headings(file.headings[:MOST_COLUMNS])
    columns = [*_OWN, *own]
    width = len(own)
    if any(len(row.cells) > width for row in file.rows):
        columns.append(_column("beyond", BEYOND, {column.heading for column in columns}))
    return Sheet(
        name=ROWS,
        title=f"Rows of {file.file_name} to mend",
        says="A row's number is the one that a spreadsheet shows beside it. Your own columns begin after the rule.",
        columns=tuple(columns),
        rows=[_row(file, row, width) for row in file.rows],
        frozen_columns=2,
    )


def _headings(headings: Sequence[str]) -> list[Column]:
    """The sender's headings, none of them blank, none twice, and none that acts as a formula."""
    taken = {column.heading for column in _OWN}
    columns = []
    for at, heading in enumerate(headings):
        columns.append(_column(str(at), heading or f"Column {at + 1}", taken))
        taken.add(columns[-1].heading)
    return columns


def _column(key: str, heading: str, taken: set[str]) -> Column:
    plain = "".join(sign if sign.isprintable() else " " for sign in heading).strip()
    cut = (f"'{plain}" if plain.startswith(ACTS) else plain)[:_LONGEST_HEADING] or key
    folded, number, free = {each.casefold() for each in taken}, 1, cut
    while free.casefold() in folded:
        number += 1
        free = f"{cut} ({number})"
    return text(key, free, 18)


def _row(file: ErrorFile, row: RowToMend, width: int) -> CellRow:
    beyond = row.cells[width:]
    return {
        "file": file.file_name,
        "row": str(row.source_row),
        "wrong": row.wrong,
        "expected": row.expected,
        "action": row.action,
        "rule": row.rule,
        **{str(at): _cut(cell) for at, cell in enumerate(row.cells[:width])},
        **({"beyond": _cut(" | ".join(beyond))} if beyond else {}),
    }


def _cut(cell: str) -> str:
    return cell if len(cell) <= LONGEST else cell[: LONGEST - len(CUT)] + CUT
