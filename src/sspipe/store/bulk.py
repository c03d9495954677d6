"""Many rows into one table, through the connection that will swap them in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from sspipe.errors import PublishRefused
from sspipe.store.engine import is_sqlite

Row = Mapping[str, object]
_Change = Callable[[Any], Any]


def load_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows that name every column of the table and no other.

    Raises:
        PublishRefused: when a row lacks a column or names one that the table has not.
    """
    if not rows:
        return
    columns = [column.name for column in table.columns]
    values = _values(connection, table, rows)
    if is_sqlite(connection):
        places = ", ".join("?" for _ in columns)
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({places})", list(values))  # noqa: S608 - our own names
    else:
        _copy(connection, table.name, columns, values)


def _copy(connection: Connection, table: str, columns: Sequence[str], values: Iterator[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


def _values(connection: Connection, table: Table, rows: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
    """The rows as tuples, each value as the driver wants it."""
    changes = {column.name: _change(connection, column.type) for column in table.columns}
    for row in rows:
        if row.keys() != changes.keys():
            raise _wrong_columns(table, row)
        yield tuple(change(row[name]) for name, change in changes.items())


def _change(connection: Connection, kind: Any) -> _Change:
    dialect = connection.dialect
    return kind.dialect_impl(dialect).bind_processor(dialect) or _unchanged


def _unchanged(value: Any) -> Any:
    return value


def _wrong_columns(table: Table, row: Row) -> PublishRefused:
    names = {column.name for column in table.columns}
    found = ", ".join(sorted(names ^ set(row)))
    return PublishRefused(
        f"table {table.name}",
        f"a row that lacks or adds {found}",
        "every column of the table and no other",
        "Shape the rows by the table's columns.",
    )
