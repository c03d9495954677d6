"""The first page part by part: the sentence that opens each, its lines, and the few figures to see at a glance."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sspipe.model.money import in_pounds
from sspipe.model.settlement import Scope
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.parts import counted
from sspipe.publish.pack.published import Rows, pence, words
from sspipe.publish.pack.sheets import CellRow, Column, Kind, Sheet
from sspipe.publish.page.cells import shown_cell
from sspipe.publish.page.tables import Table, heads_of, lines_of
from sspipe.publish.plain import Row

PART, SAYS, AMOUNT = "part", "says", "amount_pence"
NOTHING = "nothing"
PLAIN_HEADING = "Amount, £"
"""On the page the sentence that says of what stands above the table, not in its first row."""
_WHEN = {Scope.PERIOD: "{period}", Scope.YEAR_TO_DATE: "year to {period}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part; either a table of its lines, or its lines as points where they are words alone."""

    ident: str
    name: str
    says: str
    amount: str
    points: Sequence[str]
    table: Table | None


@dataclass(frozen=True, slots=True)
class Glance:
    """A figure to see first, and where its lines are."""

    name: str
    figure: str
    says: str
    goes_to: str


def parts_of(sheet: Sheet) -> list[Part]:
    """The parts of a sheet whose headlines open them."""
    starts = [*sorted(sheet.headlines), len(sheet.rows)]
    pairs = itertools.pairwise(starts)
    return [
        _part(sheet, sheet.rows[first], sheet.rows[first + 1 : end], number)
        for number, (first, end) in enumerate(pairs, 1)
    ]


def _part(sheet: Sheet, head: CellRow, lines: Sequence[CellRow], number: int) -> Part:
    ident = f"part-{number}"
    amount = head.get(AMOUNT)
    columns = [column for column in sheet.columns if column.key != PART and _is_filled(lines, column.key)]
    is_words = [column.key for column in columns] == [SAYS]
    return Part(
        ident=ident,
        name=str(head[PART]),
        says=str(head[SAYS]),
        amount="" if amount is None else shown_cell(amount, sheet.column(AMOUNT)).words,
        points=[str(line[SAYS]) for line in lines] if is_words else (),
        table=_table(ident, str(head[PART]), columns, lines) if lines and not is_words else None,
    )


def _is_filled(lines: Sequence[CellRow], key: str) -> bool:
    return any(line.get(key) not in (None, "") for line in lines)


def _table(ident: str, name: str, columns: Sequence[Column], lines: Sequence[CellRow]) -> Table:
    shown = [_plainly(column) for column in columns]
    return Table(
        ident=f"{ident}-table", caption=name, heads=heads_of(shown), lines=lines_of(lines, shown), is_stacked=True
    )


def _plainly(column: Column) -> Column:
    if column.key != AMOUNT:
        return column
    return Column(key=AMOUNT, heading=PLAIN_HEADING, kind=Kind.POUNDS, width=column.width, missing=column.missing)


def at_a_glance(parts: Sequence[Part], rows: Rows, edition: Edition) -> list[Glance]:
    """What each part with a sum comes to, which have no line at all, and what is owed net."""
    return [*_sums(parts), *_net(parts, rows, edition)]


def _sums(parts: Sequence[Part]) -> Iterator[Glance]:
    for part in parts:
        if part.amount and part.table:
            yield Glance(part.name, part.amount, counted(len(part.table.lines), "line", "lines"), part.ident)
        elif not part.table and not part.points:
            yield Glance(part.name, NOTHING, "", part.ident)


def _net(parts: Sequence[Part], rows: Rows, edition: Edition) -> Iterator[Glance]:
    place = next((part.ident for part in parts if part.name == "Settlement"), "")
    for scope, when in _WHEN.items():
        for row in rows.get("out_net", ()):
            if row["council"] == edition.council and row["scope"] == scope:
                yield _net_of(row, edition, when.format(period=edition.period.label), place)


def _net_of(row: Row, edition: Edition, when: str, place: str) -> Glance:
    net = pence(row, "net_pence")
    other = edition.names.council(words(row, "counterparty"))
    payer, payee = (other, edition.reader) if net > 0 else (edition.reader, other)
    says = f"fell due from {payer} to {payee}, both directions set off" if net else f"fell due with {other}"
    return Glance(f"Net, {when}", in_pounds(abs(net)), says, place)
