"""One publisher at a time for a site and period, on the one connection that loads and swaps."""

import hashlib
import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert, select, text

from sspipe.errors import ReleaseLocked
from sspipe.model.periods import Period
from sspipe.store.engine import connect_to_write, is_sqlite
from sspipe.store.tables import table_named

LOCK_MINUTES = 15
_LOCKS = table_named("publish_lock")
_OWNER = "sspipe_lock_owner"


@contextmanager
def publishing(engine: Engine, site: str, period: Period) -> Iterator[Connection]:
    """The connection that holds the lock of a site and period.

    Raises:
        ReleaseLocked: when another run holds it.
    """
    with connect_to_write(engine) as connection:
        held = _hold_row if is_sqlite(connection) else _hold_advisory
        with held(connection, site, period):
            yield connection


@contextmanager
def _hold_advisory(connection: Connection, site: str, period: Period) -> Iterator[None]:
    """PostgreSQL's own lock: it ends with the session, so a killed run leaves none behind."""
    key = {"key": lock_key(site, str(period))}
    with connection.begin():
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), key):
            raise _locked(site, period)
    try:
        yield
    finally:
        connection.rollback()
        with connection.begin():
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)


def lock_key(*parts: str) -> int:
    """A lock's number from what it locks."""
    digest = hashlib.sha256("\x1f".join(("sspipe", *parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


@contextmanager
def _hold_row(connection: Connection, site: str, period: Period) -> Iterator[None]:
    """A row of our own on SQLite, which has no lock that outlives a transaction."""
    owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex}"
    with connection.begin():
        _take_row(connection, site, period, owner)
    connection.info[_OWNER] = owner
    try:
        yield
    finally:
        del connection.info[_OWNER]
        connection.rollback()
        with connection.begin():
            connection.execute(delete(_LOCKS).where(_LOCKS.c.owner == owner))


def _take_row(connection: Connection, site: str, period: Period, owner: str) -> None:
    now = _database_time(connection)
    where = (_LOCKS.c.site == site) & (_LOCKS.c.period == str(period))
    row = connection.execute(select(_LOCKS.c.owner, _LOCKS.c.expires_at).where(where)).first()
    if row is not None and row.expires_at > now and not _has_died(row.owner):
        raise _locked(site, period)
    connection.execute(delete(_LOCKS).where(where))
    expires = now + timedelta(minutes=LOCK_MINUTES)
    connection.execute(insert(_LOCKS).values(site=site, period=str(period), owner=owner, expires_at=expires))


def refuse_if_lost(connection: Connection, site: str, period: Period) -> None:
    """Refuse to go on when a lock of ours ran out and another run took it.

    Raises:
        ReleaseLocked: when the lock is not this connection's any more.
    """
    if not is_sqlite(connection):
        return
    where = (_LOCKS.c.site == site) & (_LOCKS.c.period == str(period))
    if connection.scalar(select(_LOCKS.c.owner).where(where)) != connection.info[_OWNER]:
        raise _locked(site, period)


def _has_died(owner: str) -> bool:
    """Whether the owner was a process of this machine that is no more."""
    host, process, _ = owner.split(":")
    if host != socket.gethostname() or os.name != "posix":
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _database_time(connection: Connection) -> datetime:
    """The time by the database's clock, which all its publishers share."""
    seconds = connection.scalar(text("SELECT CAST(strftime('%s', 'now') AS INTEGER)"))
    return datetime.fromtimestamp(int(seconds or 0), UTC)


def _locked(site: str, period: Period) -> ReleaseLocked:
    return ReleaseLocked(
        f"{site} {period.label}", "another run publishing it", "one publisher at a time", "Try again when it is done."
    )
