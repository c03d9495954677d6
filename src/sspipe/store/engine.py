"""An open shared database, SQLite or PostgreSQL, whose transactions begin and end where the code says."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

SQLITE = "sqlite"
POSTGRESQL = "postgresql"
BUSY_SECONDS = 30
CONNECT_SECONDS = 15
"""So long a server may take to answer, unless the address says otherwise (`connect_timeout`)."""
_BEGIN_WITH = "sspipe_begin_with"
_PRAGMAS = (
    "journal_mode = WAL",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    f"busy_timeout = {BUSY_SECONDS * 1000}",
)
_BARE = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def open_database(url: str) -> Engine:
    """Open the database at a URL; a bare `postgresql://` is spoken through psycopg 3."""
    parsed = make_url(url)
    parsed = parsed.set(drivername=_BARE.get(parsed.drivername, parsed.drivername))
    if parsed.get_backend_name() == SQLITE:
        return _open_sqlite(parsed)
    if "connect_timeout" not in parsed.query:
        parsed = parsed.update_query_dict({"connect_timeout": str(CONNECT_SECONDS)})
    return create_engine(parsed, pool_pre_ping=True, hide_parameters=True)


def _open_sqlite(url: URL) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"isolation_level": None, "timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin in words: the driver alone would not, and tables made in a transaction would not be rolled back."""
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN_WITH, "BEGIN"))


@contextmanager
def connect_to_write(engine: Engine) -> Iterator[Connection]:
    """A connection whose transactions take SQLite's write lock as they begin, and so never lose a race half way."""
    with engine.connect() as connection:
        yield connection.execution_options(**{_BEGIN_WITH: "BEGIN IMMEDIATE"})


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes, whole or not at all."""
    with connect_to_write(engine) as connection, connection.begin():
        yield connection


def is_sqlite(connection: Connection) -> bool:
    """Whether the database is a file."""
    return connection.dialect.name == SQLITE
