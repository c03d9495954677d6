"""The files of the period that comes next, landed and prepared before its close day, and which are still awaited."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from pydantic import Field
from sqlalchemy import Engine

from flows.closing import Gathered, gather, site_now
from flows.due import ledger_periods
from flows.ending import WHAT_FOLLOWS, listen
from flows.faults import without_values
from flows.monthly_close import pull_all
from flows.naming import counted, describe_refusal
from flows.scheduled_close import PeriodText, site_named
from flows.showing import show_gathered
from flows.starting import close_of, now, open_engine
from sspipe.model.findings import Finding, Severity
from sspipe.model.periods import Period
from sspipe.settings import Settings
from sspipe.store.runs import keep_feed_states
from sspipe.store.standing_runs import released_periods

NOT_THERE = frozenset({"feed_file_missing", "feed_folder_missing"})
Wanted = Annotated[PeriodText | None, Field(description="Empty: the period that comes next.")]


def name_of_pull() -> str:
    """The name of a run."""
    return f"pull the feeds for {flow_run.parameters.get('period') or 'the next period'}, {site_named()}"


@flow(name="pull the feeds", flow_run_name=name_of_pull, persist_result=False)
def pull_feeds(site: Path, period: Wanted = None) -> State[None]:
    """Land, check and prepare what the feeds offer for a period, and say what is not there yet."""
    listen()
    with without_values("pull the feeds"):
        engine = open_engine(Settings())
        try:
            wanted = Period.parse(period) if period else next_period(site, engine, now().date())
            return _state(wanted, _pull(site, wanted, engine))
        finally:
            engine.dispose()


def next_period(site_folder: Path, engine: Engine, today: date) -> Period:
    """The newest period with a ledger file, or the month after the last release where that has begun."""
    site = site_now(site_folder)
    released = released_periods(engine, site.site)
    after = max(released).month_after() if released else site.first_period
    begun = [after] if after.first_day <= today else []
    return max([site.first_period, *begun, *ledger_periods(site_folder)])


def _pull(site: Path, period: Period, engine: Engine) -> Gathered:
    """Everything there is today, close day or not: what arrives is prepared at once."""
    today = now().date()
    close = replace(close_of(site, period, None, Settings()), known_on=today)
    gathered = gather(close, pull_all)
    keep_feed_states(engine, gathered.states)
    show_gathered(close, gathered)
    return gathered


def _state(period: Period, gathered: Gathered) -> State[None]:
    critical = [finding for finding in gathered.findings if finding.severity is Severity.CRITICAL]
    refused = [finding for finding in critical if finding.rule not in NOT_THERE]
    files = counted(len(gathered.prepared), "file")
    if refused:
        return Failed(name=f"Refused: {describe_refusal(refused)}", message=f"{period.label}; {WHAT_FOLLOWS}")
    awaited = _awaited(critical)
    name = f"Awaiting {awaited}" if awaited else f"Everything is there, {files}"
    return Completed(name=name, message=f"{period.label}: {files} prepared")


def _awaited(missing: list[Finding]) -> str:
    """The feeds of which a file is missing, each once."""
    feeds = dict.fromkeys(" ".join(reversed(finding.where.feed.split("/"))) for finding in missing)
    return ", ".join(feeds)
