"""How a site stands: its last release of each period, its open runs, its refused runs; and runs that died, so marked.

A run keeps its lease by its steps: one that is `running` without any step for longer than the lease has died. Were it
alive all the same, it would write its true outcome over the mark when it ends.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Select, Subquery, func, select, update

from sspipe.model.file_calendar import Arrival
from sspipe.model.periods import Period
from sspipe.store.engine import writing
from sspipe.store.states import RunOutcome
from sspipe.store.tables import table_named

_RUNS = table_named("run")
_STEPS = table_named("run_step")
_FEEDS = table_named("feed_status")
_RELEASES = table_named("release")
_CURRENT = table_named("current_release")
DIED = "died"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseStanding:
    """The release that readers of a site and period see."""

    site: str
    period: str
    release_id: str
    release_number: int
    state: str
    known_on: date
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStanding:
    """A run that is open or was refused; `last_sign_at` is when it last finished a step."""

    site: str
    period: str
    run_id: str
    outcome: str
    started_at: datetime
    last_sign_at: datetime
    message: str


def released_periods(engine: Engine, site: str) -> frozenset[Period]:
    """The periods of which a release was ever made, withdrawn ones included."""
    query = select(_RELEASES.c.period).where(_RELEASES.c.site == site).distinct()
    with engine.connect() as connection:
        return frozenset(Period.parse(period) for period in connection.scalars(query))


def waiting_periods(engine: Engine, site: str) -> frozenset[Period]:
    """The periods of which a file came out of order when they were last looked at."""
    query = select(_FEEDS.c.period).where((_FEEDS.c.site == site) & (_FEEDS.c.status == Arrival.OUT_OF_ORDER))
    with engine.connect() as connection:
        return frozenset(Period.parse(period) for period in connection.scalars(query.distinct()))


def standing_releases(engine: Engine, site: str = "") -> tuple[ReleaseStanding, ...]:
    """The current release of every period, of one site or (empty) of all, in order of period."""
    query = select(
        _RELEASES.c.site,
        _RELEASES.c.period,
        _RELEASES.c.release_id,
        _RELEASES.c.release_number,
        _RELEASES.c.state,
        _RELEASES.c.known_on,
        _RELEASES.c.published_at,
    ).join(_CURRENT, _CURRENT.c.release_id == _RELEASES.c.release_id)
    query = query.where(_RELEASES.c.site == site) if site else query
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(_RELEASES.c.site, _RELEASES.c.period)).mappings()
        return tuple(ReleaseStanding(**row) for row in rows)


def standing_runs(engine: Engine, site: str = "") -> tuple[RunStanding, ...]:
    """Every open run, and the newest run of a period where it was refused or broke."""
    newest = _newest()
    is_open = _RUNS.c.outcome == RunOutcome.RUNNING
    stopped = _RUNS.c.outcome.in_([RunOutcome.REFUSED, RunOutcome.BROKEN])
    query = (
        _runs_with_signs()
        .join(newest, (newest.c.site == _RUNS.c.site) & (newest.c.period == _RUNS.c.period))
        .where(is_open | ((_RUNS.c.started_at == newest.c.started_at) & stopped))
    )
    query = query.where(_RUNS.c.site == site) if site else query
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(_RUNS.c.site, _RUNS.c.period, _RUNS.c.started_at)).mappings()
        return tuple(RunStanding(**row) for row in rows)


def _newest() -> Subquery:
    """When the newest run of each period started."""
    started = func.max(_RUNS.c.started_at).label("started_at")
    return select(_RUNS.c.site, _RUNS.c.period, started).group_by(_RUNS.c.site, _RUNS.c.period).subquery()


def _runs_with_signs() -> Select[Any]:
    """Runs with their last sign of life: their last step's end, before that their start."""
    signs = select(_STEPS.c.run_id, func.max(_STEPS.c.ended_at).label("sign_at")).group_by(_STEPS.c.run_id).subquery()
    last_sign = func.coalesce(signs.c.sign_at, _RUNS.c.started_at, type_=_RUNS.c.started_at.type)
    shown = (_RUNS.c[name] for name in ("site", "period", "run_id", "outcome", "started_at", "message"))
    return select(*shown, last_sign.label("last_sign_at")).join(signs, signs.c.run_id == _RUNS.c.run_id, isouter=True)


def mark_died(engine: Engine, site: str, period: Period, now: datetime, lease: timedelta) -> tuple[str, ...]:
    """Mark runs of a site and period whose lease is gone as broken; the runs that were marked."""
    runs = [run for run in standing_runs(engine, site) if run.period == str(period)]
    died = tuple(run.run_id for run in runs if run.outcome == RunOutcome.RUNNING and run.last_sign_at + lease < now)
    if not died:
        return ()
    minutes = int(lease.total_seconds() // 60)
    message = f"{DIED}: no sign of life for more than {minutes} minutes; the next run took its place"
    still = _RUNS.c.run_id.in_(died) & (_RUNS.c.outcome == RunOutcome.RUNNING)
    with writing(engine) as connection:
        connection.execute(update(_RUNS).where(still).values(outcome=RunOutcome.BROKEN, ended_at=now, message=message))
    return died
