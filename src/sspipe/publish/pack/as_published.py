"""A sheet that shows a published table as it stands: columns that are worded first, then whatever else it has."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sspipe.publish.pack.edition import Edition, Names
from sspipe.publish.pack.published import Rows
from sspipe.publish.pack.sheets import NOTHING, Cell, CellRow, Column, Kind, Sheet, Total
from sspipe.publish.plain import Row

NOT_SHOWN = frozenset({"release_id", "row_number", "source_file", "source_row"})
NO_FIGURE = "no figure on file"
WIDE = 40
NARROW = 15
_NAMED: Mapping[str, Callable[[Names, str], str]] = {
    "council": Names.council,
    "counterparty": Names.council,
    "owner": Names.council,
    "area": Names.council,
    "post": Names.post,
    "agreement": Names.agreement,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSheet:
    """How a published table is shown; `headings` by column, in the order in which a reader wants them."""

    table: str
    name: str
    title: str
    says: str
    headings: Mapping[str, str]
    summed: tuple[str, ...] = ()
    missing: str = NO_FIGURE
    empty: str = NOTHING
    wide: frozenset[str] = field(default=frozenset({"title", "note", "post"}))


def sheet_as_published(rows: Rows, edition: Edition, shown: TableSheet) -> Sheet:
    """One row for each published row."""
    table = rows.get(shown.table, ())
    columns = tuple(_column(key, table, shown) for key in _keys(table, shown))
    summed = tuple(column.key for column in columns if column.key in shown.summed)
    return Sheet(
        name=shown.name,
        title=f"{shown.title}, {edition.period.label}",
        says=shown.says,
        columns=columns,
        rows=[_named(row, edition.names) for row in table],
        totals=(Total(label="Total", columns=summed),) if table and summed else (),
        empty=shown.empty,
    )


def _keys(table: Sequence[Row], shown: TableSheet) -> Iterable[str]:
    """Worded columns that the table has, then its others; all the worded ones where it has no row."""
    if not table:
        return shown.headings
    return (
        *(key for key in shown.headings if key in table[0]),
        *(key for key in table[0] if key not in shown.headings and key not in NOT_SHOWN),
    )


def _column(key: str, table: Sequence[Row], shown: TableSheet) -> Column:
    kind = _kind(key, table)
    width = WIDE if key in shown.wide else NARROW
    heading = shown.headings.get(key) or _worded(key)
    return Column(key=key, heading=heading, kind=kind, width=width, missing="" if kind is Kind.TEXT else shown.missing)


def _worded(key: str) -> str:
    said = key.removesuffix("_pence").replace("_", " ").capitalize()
    return f"{said}, £" if key.endswith("_pence") else said


def _kind(key: str, table: Sequence[Row]) -> Kind:
    if key.endswith("_pence"):
        return Kind.POUNDS
    values = [row[key] for row in table if row.get(key) is not None]
    if values and all(isinstance(value, bool) for value in values):
        return Kind.FLAG
    if values and all(isinstance(value, int) for value in values):
        return Kind.NUMBER
    return Kind.DATE if values and all(isinstance(value, date) for value in values) else Kind.TEXT


def _named(row: Row, names: Names) -> CellRow:
    return {key: _cell(key, value, names) for key, value in row.items() if key not in NOT_SHOWN}


def _cell(key: str, value: object, names: Names) -> Cell:
    if isinstance(value, str) and key in _NAMED and value:
        return _NAMED[key](names, value)
    return value if isinstance(value, str | int | date) else None
