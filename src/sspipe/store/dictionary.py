"""The column dictionary: every column of every table and view, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from sspipe.store.engine import is_sqlite
from sspipe.store.tables import METADATA
from sspipe.store.views import all_views


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """One column of one table or view, and what it says."""

    relation: str
    column: str
    kind: str
    says: str


def column_dictionary() -> Iterator[DictionaryEntry]:
    """Every column of every table, then of every view."""
    for table in METADATA.sorted_tables:
        for column in table.columns:
            yield DictionaryEntry(table.name, column.name, "table", column.comment or "")
    for view in all_views(on_sqlite=False):
        for name, _, says in view.columns:
            yield DictionaryEntry(view.name, name, "view", says)


def write_comments(connection: Connection) -> None:
    """Put the words beside the tables and columns, where the database keeps words."""
    if is_sqlite(connection):
        return
    for table in METADATA.sorted_tables:
        _comment(connection, f"TABLE {table.name}", table.comment or "")
    for entry in column_dictionary():
        _comment(connection, f"COLUMN {entry.relation}.{entry.column}", entry.says)


def _comment(connection: Connection, what: str, says: str) -> None:
    quoted = says.replace("'", "''")
    connection.exec_driver_sql(f"COMMENT ON {what} IS '{quoted}'")
