"""One period's close as Prefect runs it: feeds pulled side by side, then reconciled, then published."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

from prefect import flow, get_run_logger, tags, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.states import Completed
from prefect.utilities.annotations import quote
from sqlalchemy import Engine

from flows.closing import Close, Closed, Gathered, reconcile, site_now
from flows.ending import listen, state_of_close
from flows.faults import without_values
from flows.naming import describe_pulled
from flows.pulling import Pull, Pulled, pull_feed
from flows.running import Stages, run_close
from flows.showing import show_findings, show_gathered, show_packs, show_statement
from flows.shown import lines_of_refusal
from flows.starting import close_of, now, open_engine
from sspipe.errors import RunBroken
from sspipe.model.periods import Period
from sspipe.model.statement import Statement
from sspipe.settings import Settings
from sspipe.store.drafts import Published, ReleaseDraft
from sspipe.store.releases import publish

RETRIES = 3
DELAYS = [2.0, 10.0, 60.0]
Value = TypeVar("Value")


def unseen(value: Value) -> Value:
    """Hand a value to a task without Prefect looking into it; it is taken out of its quotes before the call."""
    return cast("Value", quote(value))


def retry_helps(_task: Any, _run: Any, state: State[Any]) -> bool:
    """Whether the failure is one that a retry may mend."""
    fault = state.result(raise_on_failure=False)
    return isinstance(fault, RunBroken) and fault.retry_helps


@task(
    task_run_name="pull {noun} {publisher} {period}",
    retries=RETRIES,
    retry_delay_seconds=DELAYS,
    retry_condition_fn=retry_helps,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def pull(publisher: str, noun: str, period: str, what: Pull) -> State[Pulled]:
    """Bring every file of one feed to its canonical table; a state's name says what became of the period's own."""
    with without_values(f"pull {noun} {publisher} {period}"):
        pulled = pull_feed(what)
        return Completed(name=describe_pulled(pulled.findings, len(pulled.prepared)), data=pulled)


@task(task_run_name="reconcile {period}", cache_policy=NO_CACHE, persist_result=False)
def reconcile_period(period: str, close: Close, gathered: Gathered, engine: Engine) -> Statement:
    """Reconcile the joint posts of one period."""
    with without_values(f"reconcile {period}"):
        return reconcile(close, gathered, engine)


@task(
    task_run_name="publish {period}",
    retries=RETRIES,
    retry_delay_seconds=DELAYS,
    retry_condition_fn=retry_helps,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def publish_release(period: str, engine: Engine, draft: ReleaseDraft) -> Published:
    """Publish the period's release."""
    with without_values(f"publish {period}"):
        return publish(engine, draft)


@flow(
    name="close one period",
    flow_run_name="close {period}",
    validate_parameters=False,
    persist_result=False,
)
def monthly_close(site: Path, period: str, known_on: date | None = None, *, dry_run: bool = False) -> State[Closed]:
    """Close one period of one site and publish its release."""
    listen()
    with without_values(f"close {period}"):
        return state_of_close(_close(site, Period.parse(period), known_on, dry_run=dry_run))


def _close(site: Path, period: Period, known_on: date | None, *, dry_run: bool) -> Closed:
    settings = Settings()
    engine = open_engine(settings)
    stages = Stages(pull_all=pull_all, reconcile=_reconcile, publish=_publish, show=show_gathered)
    try:
        close = close_of(site, period, known_on, settings)
        closed = run_close(close, engine, stages, now, is_dry_run=dry_run)
        read = site_now(site)
        show_findings(close, read, closed.findings)
        for line in lines_of_refusal(closed.findings):
            get_run_logger().error(line)
        show_packs(close, read, closed)
        return closed
    finally:
        engine.dispose()


def pull_all(pulls: Sequence[Pull]) -> list[Pulled]:
    """Every feed as a task of its own, tagged by council, feed and period."""
    return [future.result() for future in [_submitted(what) for what in pulls]]


def _submitted(what: Pull) -> PrefectFuture[Pulled]:
    publisher, noun = what.feed.publisher, str(what.feed.noun)
    with tags(publisher, noun, what.period.label):
        return cast("PrefectFuture[Pulled]", pull.submit(publisher, noun, what.period.label, unseen(what)))


def _reconcile(close: Close, gathered: Gathered, engine: Engine) -> Statement:
    statement = reconcile_period(close.period.label, unseen(close), unseen(gathered), unseen(engine))
    show_statement(close, gathered.site, statement)
    return statement


def _publish(engine: Engine, draft: ReleaseDraft) -> Published:
    return publish_release(draft.period.label, unseen(engine), unseen(draft))
