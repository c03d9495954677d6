"""What a release says, as one hash: the same figures give the same hash, whatever the order of rows (R18)."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, Engine, Table, select

from sspipe.store.bulk import Row
from sspipe.store.columns import COUNTED
from sspipe.store.tables import PUBLISHED, table_named

NOT_COUNTED = frozenset({"out_conservation", "out_bridge"})
_RELEASES = table_named("release")


def content_hash(rows: Mapping[str, Iterable[Row]]) -> str:
    """Hash the sorted rows of every counted table by their counted columns.

    An empty value is left out, so that a column added later changes no hash of a release that lacks it.
    """
    digest = hashlib.sha256()
    for name in sorted(rows.keys() - NOT_COUNTED):
        columns = counted_columns(PUBLISHED[name])
        for line in sorted(_said(row, columns) for row in rows[name]):
            digest.update(f"{name}{line}\n".encode())
    return digest.hexdigest()


def _said(row: Row, columns: Sequence[str]) -> str:
    return canonical({name: row[name] for name in columns if row[name] is not None})


def counted_columns(table: Table) -> Sequence[str]:
    """Columns that are part of what a release says."""
    return sorted(column.name for column in table.columns if column.info[COUNTED])


def canonical(value: object) -> str:
    """The one way of writing a value as JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_written)


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    message = f"a published value is text, a whole number, yes or no, a date or nothing, not {type(value).__name__}"
    raise TypeError(message)


def stored_hash(connection: Connection, release_id: str) -> str:
    """Hash what the database holds of a release."""
    return content_hash({name: _rows_of(connection, table, release_id) for name, table in PUBLISHED.items()})


def changed_releases(engine: Engine) -> tuple[str, ...]:
    """Releases whose rows are no longer those that were published."""
    with engine.connect() as connection:
        releases = connection.execute(select(_RELEASES).order_by(_RELEASES.c.release_id)).all()
        return tuple(row.release_id for row in releases if stored_hash(connection, row.release_id) != row.content_hash)


def _rows_of(connection: Connection, table: Table, release_id: str) -> list[Row]:
    found = connection.execute(select(table).where(table.c.release_id == release_id))
    return [dict(row) for row in found.mappings()]
