"""What people decided, kept once each and read back for every later run (R10)."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, select

from sspipe.model.decisions import Decision, DecisionKind, Reason, Role
from sspipe.store.content import canonical
from sspipe.store.engine import writing
from sspipe.store.states import COMES_FROM, ReleaseState
from sspipe.store.tables import table_named
from sspipe.store.upsert import put_rows

_DECISIONS = table_named("decision")
_CURRENT = table_named("current_release")
_RELEASES = table_named("release")
_BREAKS = table_named("out_breaks")
_PUBLISHED = table_named("out_decisions")
SAID = (
    *("break_id", "cause", "amount_pence", "kind", "council", "role", "second_role", "decided_on", "known_from"),
    *("expires_on", "reason"),
)
"""What makes two decisions the same, wherever they stand."""
Said = tuple[object, ...]
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


@dataclass(frozen=True, slots=True)
class ReleasedDecisions:
    """The current release of a period, the breaks that it shows, and what it knew to be decided about them."""

    release_id: str
    period: str
    known_on: date
    may_be_outdated: bool
    breaks: frozenset[str]
    decisions: frozenset[Said]


def released_decisions(engine: Engine, site: str) -> tuple[ReleasedDecisions, ...]:
    """What the current releases of a site rest on, the oldest period first."""
    query = (
        select(_CURRENT.c.period, _RELEASES.c.release_id, _RELEASES.c.known_on, _RELEASES.c.state)
        .join(_RELEASES, _RELEASES.c.release_id == _CURRENT.c.release_id)
        .where(_CURRENT.c.site == site)
        .order_by(_CURRENT.c.period)
    )
    with engine.connect() as connection:
        return tuple(
            ReleasedDecisions(
                release_id=row.release_id,
                period=row.period,
                known_on=row.known_on,
                may_be_outdated=ReleaseState(row.state) in COMES_FROM[ReleaseState.OUTDATED],
                breaks=frozenset(connection.scalars(_of(row.release_id, _BREAKS.c.break_id))),
                decisions=frozenset(map(tuple, connection.execute(_of(row.release_id, *_PUBLISHED.c[SAID])))),
            )
            for row in connection.execute(query).all()
        )


def _of(release_id: str, *columns: Any) -> Any:
    return select(*columns).where(columns[0].table.c.release_id == release_id)
