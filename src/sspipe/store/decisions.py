"""What people decided, kept once each and read back for every later run (R10)."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, select

from sspipe.model.decisions import Decision, DecisionKind, Reason, Role
from sspipe.store.content import canonical
from sspipe.store.engine import writing
from sspipe.store.tables import table_named
from sspipe.store.upsert import put_rows

_DECISIONS = table_named("decision")
_FIELDS = tuple(field.name for field in fields(Decision))


def keep_decisions(engine: Engine, site: str, decisions: Iterable[Decision], run_id: str) -> None:
    """Keep decisions that a run read; one that is known already stays with the run that first read it."""
    rows = {row["decision_id"]: row for row in (_row(site, each, run_id) for each in decisions)}
    with writing(engine) as connection:
        put_rows(connection, _DECISIONS, list(rows.values()), keeps={"first_run_id"})


def _row(site: str, decision: Decision, run_id: str) -> dict[str, object]:
    decided = asdict(decision)
    identity = hashlib.sha256(canonical(decided).encode()).hexdigest()
    return {
        "site": site,
        "decision_id": identity,
        **decided,
        "second_role": decision.second_role or "",
        "first_run_id": run_id,
    }


def kept_decisions(connection: Connection, site: str) -> tuple[Decision, ...]:
    """A site's decisions, the earliest first."""
    query = select(_DECISIONS).where(_DECISIONS.c.site == site)
    found = connection.execute(query.order_by(_DECISIONS.c.decided_on, _DECISIONS.c.decision_id)).mappings()
    return tuple(_decision(row) for row in found)


def _decision(row: RowMapping) -> Decision:
    entries: dict[str, Any] = {name: row[name] for name in _FIELDS}
    entries["kind"] = DecisionKind(row["kind"])
    entries["role"] = Role(row["role"])
    entries["second_role"] = Role(row["second_role"]) if row["second_role"] else None
    entries["reason"] = Reason(row["reason"])
    return Decision(**entries)
