"""What readers see: the current and the signed releases, with pounds beside every amount in pence.

Views hold no data: they are dropped before a migration and made anew after it, with the rights that roles had on them.
A reader who must see several views of one moment reads them in one transaction (REPEATABLE READ on PostgreSQL).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Table, inspect, text

from sspipe.store.engine import is_sqlite
from sspipe.store.states import ReleaseState
from sspipe.store.tables import PUBLISHED

_RELEASE_COLUMNS: Mapping[str, tuple[str, str]] = {
    "site": ("r.site", "The site."),
    "release_period": ("r.period", "The period that the release states."),
    "known_on": ("r.known_on", "The knowledge date of the release."),
    "release_state": ("r.state", "How far the release has come."),
}
_CURRENT = "JOIN current_release c ON c.release_id = o.release_id JOIN release r ON r.release_id = c.release_id"
_SIGNED = f"JOIN release r ON r.release_id = o.release_id AND r.state = '{ReleaseState.SIGNED}'"
_SETS = {"current": _CURRENT, "signed": _SIGNED}


@dataclass(frozen=True, slots=True)
class View:
    """One view: its columns as (name, expression, words), and the releases that it shows."""

    name: str
    table: str
    joins: str
    columns: tuple[tuple[str, str, str], ...]


def all_views(*, on_sqlite: bool) -> Iterator[View]:
    """Both sets of views over every published table."""
    for name, table in sorted(PUBLISHED.items()):
        columns = tuple(_columns_of(table, on_sqlite=on_sqlite))
        for view_set, joins in _SETS.items():
            yield View(f"{view_set}_{name.removeprefix('out_')}", name, joins, columns)


def _columns_of(table: Table, *, on_sqlite: bool) -> Iterator[tuple[str, str, str]]:
    for name, (expression, says) in _RELEASE_COLUMNS.items():
        yield name, expression, says
    for column in table.columns:
        yield column.name, f"o.{column.name}", column.comment or ""
        if column.name.endswith("_pence"):
            yield _in_pounds(column, on_sqlite=on_sqlite)


def _in_pounds(column: Column[object], *, on_sqlite: bool) -> tuple[str, str, str]:
    pounds = f"o.{column.name} / 100.0"
    expression = f"ROUND({pounds}, 2)" if on_sqlite else f"CAST({pounds} AS NUMERIC(20, 2))"
    says = (column.comment or "").replace("in pence", "in pounds")
    return (
        column.name.removesuffix("_pence") + "_pounds",
        expression,
        says if "pounds" in says else f"In pounds: {says}",
    )


def drop_views(connection: Connection) -> None:
    """Take every view of ours away."""
    for name in _existing(connection):
        connection.execute(text(f"DROP VIEW {name}"))


def create_views(connection: Connection) -> None:
    """Make every view."""
    on_sqlite = is_sqlite(connection)
    for view in all_views(on_sqlite=on_sqlite):
        listed = ", ".join(f"{expression} AS {name}" for name, expression, _ in view.columns)
        connection.execute(text(f"CREATE VIEW {view.name} AS SELECT {listed} FROM {view.table} o {view.joins}"))  # noqa: S608 - our own names


def _existing(connection: Connection) -> list[str]:
    prefixes = tuple(f"{view_set}_" for view_set in _SETS)
    return sorted(name for name in inspect(connection).get_view_names() if name.startswith(prefixes))


def rights_on_views(connection: Connection) -> list[tuple[str, str, str]]:
    """Who may do what with which view of ours: (role, right, view); SQLite has no rights."""
    if is_sqlite(connection):
        return []
    query = (
        "SELECT grantee, privilege_type, table_name FROM information_schema.role_table_grants"
        " WHERE table_schema = current_schema() AND grantee <> grantor AND table_name = ANY(:views)"
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(text(query), {"views": _existing(connection)})]


def give_rights(connection: Connection, rights: list[tuple[str, str, str]]) -> None:
    """Give roles back the rights that they had."""
    quote = connection.dialect.identifier_preparer.quote
    present = set(_existing(connection))
    for role, right, view in rights:
        if view in present:
            grantee = "PUBLIC" if role == "PUBLIC" else quote(role)
            connection.execute(text(f"GRANT {right} ON {view} TO {grantee}"))
