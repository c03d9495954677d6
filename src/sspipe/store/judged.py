"""What releases and runs say of a file that may have to go: is its period published, and was it looked at since."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, select

from sspipe.model.periods import Period
from sspipe.store.standing_runs import released_periods, standing_releases, waiting_periods
from sspipe.store.states import ReleaseState
from sspipe.store.tables import table_named

_RUNS = table_named("run")
_INPUTS = table_named("release_input")
_UNSETTLED = frozenset({ReleaseState.OUTDATED, ReleaseState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Look:
    """A run that published or confirmed a release: it looked at every file of its period and of those before it."""

    period: Period
    known_on: date
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """A site's standing. `states` are those of the releases that readers see; `inputs` what each of these rests on."""

    states: dict[Period, str]
    waiting: frozenset[Period]
    looks: tuple[Look, ...]
    inputs: frozenset[tuple[Period, str]]

    def unpublished(self, period: Period) -> str:
        """Why a period counts as not published; empty where it is."""
        if period not in self.states:
            return f"{period.label} is not published"
        state = self.states[period]
        return f"the release of {period.label} is {state}" if state in _UNSETTLED else ""

    def waiting_for(self, period: Period | None) -> Collection[Period]:
        """The waiting periods that are worked out from a file of a period."""
        return sorted(each for each in self.waiting if period is None or each >= period)

    def was_looked_at(self, period: Period | None, known_from: date, arrived_at: datetime) -> bool:
        """Whether a release was published or confirmed with a file known and there."""
        return any(
            look.known_on >= known_from and look.started_at >= arrived_at and (period is None or look.period >= period)
            for look in self.looks
        )

    def rests_on(self, period: Period, source_file: str) -> bool:
        """Whether the release of a period that readers see rests on a content."""
        return (period, source_file) in self.inputs


def judged(engine: Engine, site: str) -> Judged:
    """How a site stands."""
    releases = standing_releases(engine, site)
    period_of = {each.release_id: Period.parse(each.period) for each in releases}
    looked = select(_RUNS.c.period, _RUNS.c.known_on, _RUNS.c.started_at)
    rests = select(_INPUTS.c.release_id, _INPUTS.c.source_file).where(_INPUTS.c.release_id.in_(period_of))
    with engine.connect() as connection:
        runs = connection.execute(looked.where((_RUNS.c.site == site) & (_RUNS.c.release_id != ""))).tuples().all()
        inputs = connection.execute(rests).tuples().all()
    return Judged(
        states={Period.parse(each.period): each.state for each in releases},
        waiting=waiting_periods(engine, site) - released_periods(engine, site),
        looks=tuple(Look(Period.parse(period), known_on, started_at) for period, known_on, started_at in runs),
        inputs=frozenset((period_of[release_id], source_file) for release_id, source_file in inputs),
    )
