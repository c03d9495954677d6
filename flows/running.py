"""One close from beginning to end, with the stages handed in: plain functions, or the same ones as Prefect tasks."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Engine

from flows.closing import Close, Closed, Gathered, PullAll, draft_of, gather, reconcile, site_now
from flows.corrected_decisions import corrected
from flows.feed_states import waits
from flows.naming import counted, describe_closed, describe_prepared, describe_refusal
from flows.packing import write_packs
from flows.pulling import Pull, Pulled, pull_feed
from flows.recording import Clock, Recorder
from flows.steps import GATHER, PACK, PUBLISH, RECONCILE, begins, ended
from flows.tickets import closed_tickets
from sspipe.errors import RunBroken
from sspipe.model.findings import has_critical
from sspipe.model.statement import Statement
from sspipe.store.drafts import Published, ReleaseDraft
from sspipe.store.releases import publish
from sspipe.store.standing_runs import mark_died
from sspipe.store.states import RunOutcome

WORKERS = 2
LOGGER = "sspipe"
logger = logging.getLogger(f"{LOGGER}.close")


def show_nothing(_close: Close, _gathered: Gathered) -> None:
    """A plain run tells at its end."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The three steps that a runner may wrap; `show` gets what was gathered before anything may be refused."""

    pull_all: PullAll
    reconcile: Callable[[Close, Gathered, Engine], Statement]
    publish: Callable[[Engine, ReleaseDraft], Published]
    show: Callable[[Close, Gathered], None] = show_nothing


def pull_plainly(pulls: Sequence[Pull]) -> list[Pulled]:
    """Feeds side by side on threads of this process."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(pull_feed, pulls))


PLAIN = Stages(pull_all=pull_plainly, reconcile=reconcile, publish=publish)


def run_close(close: Close, engine: Engine, stages: Stages, clock: Clock, *, is_dry_run: bool = False) -> Closed:
    """Close one period and keep how it went.

    Raises:
        RunBroken: when the run cannot go on; how far it came is on record.
    """
    recorder = Recorder(engine, close, site_now(close.site_folder).site, clock)
    lease = timedelta(minutes=close.settings.run_lease_minutes)
    for _ in mark_died(engine, recorder.site, close.period, clock(), lease):
        logger.warning("%s: an earlier run died and is marked as broken", close.period.label)
    recorder.begin()
    try:
        return _run(close, engine, stages, recorder, is_dry_run=is_dry_run)
    except RunBroken as broken:
        recorder.end(RunOutcome.BROKEN, message=str(broken))
        raise
    except BaseException as fault:
        recorder.end(RunOutcome.BROKEN, message=f"stopped by {type(fault).__name__}")
        raise
    finally:
        ended(close.period.label)


def _run(close: Close, engine: Engine, stages: Stages, recorder: Recorder, *, is_dry_run: bool) -> Closed:
    begins(close.period.label, GATHER)
    started = recorder.clock()
    gathered = gather(close, stages.pull_all)
    gathered = replace(gathered, findings=(*gathered.findings, *closed_tickets(engine, close, gathered)))
    told = tuple(corrected(engine, close, gathered, is_dry_run=is_dry_run))
    gathered = replace(gathered, findings=(*gathered.findings, *told))
    recorder.files(gathered)
    recorder.findings(gathered.findings)
    recorder.step("gather", str(close.period), started, sum(file.conservation.used.rows for file in gathered.prepared))
    stages.show(close, gathered)
    logger.info("%s: %s", close.period.label, describe_prepared([file.findings for file in gathered.prepared]))
    if has_critical(gathered.findings):
        return _refused(recorder, _stopped(close, gathered))
    begins(close.period.label, RECONCILE)
    started = recorder.clock()
    statement = stages.reconcile(close, gathered, engine)
    recorder.findings(statement.findings)
    recorder.step("reconcile", str(close.period), started, len(statement.recharges))
    logger.info("%s: reconciled, %s", close.period.label, counted(len(statement.breaks), "break"))
    findings = (*gathered.findings, *statement.findings)
    closed = Closed(period=close.period, statement=statement, published=None, findings=findings)
    if closed.is_refused:
        return _refused(recorder, closed)
    if is_dry_run:
        recorder.end(RunOutcome.DONE, message="dry run: nothing was published")
        return closed
    return _publish(close, gathered, engine, stages, recorder, closed)


def _stopped(close: Close, gathered: Gathered) -> Closed:
    is_waiting = waits(gathered.site, gathered.states, gathered.findings)
    return Closed(period=close.period, statement=None, published=None, findings=gathered.findings, waits=is_waiting)


def _refused(recorder: Recorder, closed: Closed) -> Closed:
    recorder.end(RunOutcome.REFUSED, message=describe_refusal(closed.findings))
    logger.info("%s: %s", closed.period.label, describe_closed(closed))
    return closed


def _publish(  # noqa: PLR0913, PLR0917 - one step of `_run`, split off for length alone
    close: Close, gathered: Gathered, engine: Engine, stages: Stages, recorder: Recorder, closed: Closed
) -> Closed:
    if closed.statement is None:
        return closed
    begins(close.period.label, PUBLISH)
    started = recorder.clock()
    draft = draft_of(close, gathered, closed.statement)
    published = stages.publish(engine, draft)
    recorder.step("publish", str(close.period), started, sum(len(rows) for rows in draft.rows.values()))
    begins(close.period.label, PACK)
    started = recorder.clock()
    packs = write_packs(engine, published.release_id, gathered.site, close.settings)
    recorder.step("pack", str(close.period), started, len(packs))
    outcome = RunOutcome.DONE if published.is_new else RunOutcome.UNCHANGED
    recorder.end(outcome, release_id=published.release_id)
    told = replace(closed, published=published, packs=packs)
    logger.info("%s: %s (%s)", close.period.label, describe_closed(told), published.release_id)
    return told
