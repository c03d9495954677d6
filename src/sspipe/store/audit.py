"""The chain of acts: an entry added to its end, or the whole of it proved unbroken (R19)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, text

from sspipe.errors import PublishRefused
from sspipe.store.content import canonical
from sspipe.store.engine import is_sqlite
from sspipe.store.lock import lock_key
from sspipe.store.tables import table_named

FIRST_PREVIOUS = "0" * 64
_ENTRIES = table_named("audit_entry")
_RELEASES = table_named("release")
_COVERED = ("entry_number", "happened_at", "actor", "action", "site", "period", "release_id", "detail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What was done, by whom, to which release; `detail` holds counts and hashes, never a person's figures."""

    happened_at: datetime
    actor: str
    action: str
    site: str
    period: str
    release_id: str
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Chain:
    """What a walk along the chain found: how many entries, and what is wrong with it (nothing: empty)."""

    entries: int
    faults: tuple[str, ...]


def append_act(connection: Connection, act: Act) -> str:
    """Add an entry in the transaction of the act itself, and return its hash.

    Raises:
        PublishRefused: when the chain's last entry is not what its hash states.
    """
    queue_up(connection)
    last = connection.execute(select(_ENTRIES).order_by(_ENTRIES.c.entry_number.desc()).limit(1)).mappings().first()
    if last is not None and entry_hash(last) != last["entry_hash"]:
        raise _broken(last["entry_number"])
    entry: dict[str, object] = {
        "entry_number": 1 if last is None else last["entry_number"] + 1,
        "happened_at": act.happened_at,
        "actor": act.actor,
        "action": act.action,
        "site": act.site,
        "period": act.period,
        "release_id": act.release_id,
        "detail": canonical(act.detail),
        "previous_hash": FIRST_PREVIOUS if last is None else last["entry_hash"],
    }
    entry["entry_hash"] = entry_hash(entry)
    connection.execute(insert(_ENTRIES), entry)
    return str(entry["entry_hash"])


def queue_up(connection: Connection) -> None:
    """Add to the chain one after another, whichever sites and periods are being published."""
    if not is_sqlite(connection):
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock_key("audit")})


def entry_hash(entry: Mapping[Any, Any]) -> str:
    """Hash the entry before and this entry's own columns."""
    covered = {name: entry[name] for name in _COVERED}
    covered["happened_at"] = entry["happened_at"].astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256((entry["previous_hash"] + canonical(covered)).encode()).hexdigest()


def verify_chain(engine: Engine) -> Chain:
    """Walk the whole chain, and look for every release in it."""
    with engine.connect() as connection:
        entries = connection.execute(select(_ENTRIES).order_by(_ENTRIES.c.entry_number)).mappings().all()
        faults = [*_broken_links(entries), *_missing_releases(connection, entries)]
    return Chain(len(entries), tuple(faults))


def _broken_links(entries: Any) -> Iterator[str]:
    previous = FIRST_PREVIOUS
    for number, entry in enumerate(entries, 1):
        if entry["entry_number"] != number:
            yield f"entry {number} is missing"
            return
        if entry["previous_hash"] != previous:
            yield f"entry {number} does not follow the entry before it"
        if entry_hash(entry) != entry["entry_hash"]:
            yield f"entry {number} is not what its hash states"
        previous = entry["entry_hash"]


def _missing_releases(connection: Connection, entries: Any) -> Iterator[str]:
    """Releases that the chain does not know: its end was cut off, or a release was put in past it."""
    known = {(entry["release_id"], _content_hash_in(entry["detail"])) for entry in entries}
    for row in connection.execute(select(_RELEASES).order_by(_RELEASES.c.release_id)):
        if (row.release_id, row.content_hash) not in known:
            yield f"release {row.release_id} stands in no entry with its content hash"


def _content_hash_in(detail: str) -> str:
    found: object = json.loads(detail)
    return str(found.get("content_hash", "")) if isinstance(found, dict) else ""


def _broken(number: int) -> PublishRefused:
    return PublishRefused(
        "the audit chain",
        f"entry {number} changed after it was written",
        "an unbroken chain",
        "Run the verification, and restore the database from a copy in which the chain is whole.",
    )
