"""Rows put in the place of those with the same key, on either database."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from sspipe.store.engine import is_sqlite


def put_rows(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], keeps: Collection[str] = frozenset()
) -> None:
    """Add rows, or change the row of the same key in every column but those that it keeps."""
    if not rows:
        return
    insert: Any = (sqlite if is_sqlite(connection) else postgresql).insert(table)
    keys = [column.name for column in table.primary_key.columns]
    changed = {column.name: insert.excluded[column.name] for column in table.columns}
    changed = {name: value for name, value in changed.items() if name not in keys and name not in keeps}
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed), list(rows))
