"""What the schedule runs each morning: every period that is due, oldest first, each as a run of its own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from pydantic import Field

from flows.closing import Closed, site_now
from flows.command_run import close_under_prefect, due_now
from flows.due import Due, due_of_period, ledger_periods
from flows.ending import listen, state_of_all
from flows.faults import without_values
from flows.showing import Progress, show_periods
from sspipe.errors import RunBroken
from sspipe.model.periods import Period

PeriodText = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-P\d{2}$", description="A period such as 2022-23-P06.")]


def name_of_due() -> str:
    """The name of a scheduled run."""
    return f"close what is due, {site_named()}"


def name_of_backfill() -> str:
    """The name of a backfill."""
    asked = flow_run.parameters
    return f"close {asked.get('first')} to {asked.get('last')}, {site_named()}"


def site_named() -> str:
    """The site that a run is for, by its own name; its folder where that cannot be read."""
    folder = Path(str(flow_run.parameters.get("site", "")))
    try:
        return site_now(folder).site
    except (RunBroken, OSError):
        return folder.name


@flow(name="close what is due", flow_run_name=name_of_due, persist_result=False)
def close_due(site: Path, *, dry_run: bool = False) -> State[list[Closed]]:
    """Close every period whose close day has come, whose ledger is there and of which nothing was released."""
    listen()
    with without_values("close what is due"):
        return state_of_all(close_shown(site, due_now(site), dry_run=dry_run))


@flow(name="close past periods", flow_run_name=name_of_backfill, persist_result=False)
def backfill(site: Path, first: PeriodText, last: PeriodText, *, publish: bool = False) -> State[list[Closed]]:
    """Work out periods again, oldest first; publish them afterwards if asked, and only if none was refused."""
    listen()
    with without_values("close past periods"):
        wanted = between(site, Period.parse(first), Period.parse(last))
        closed = close_shown(site, wanted, dry_run=True)
        if publish and not any(item.is_refused for item in closed):
            closed = close_shown(site, wanted, dry_run=False)
        return state_of_all(closed)


def between(site: Path, first: Period, last: Period) -> list[Due]:
    """The periods from the first to the last that a ledger file serves, each as known when it is complete."""
    return [due_of_period(site, period) for period in ledger_periods(site) if first <= period <= last]


def close_shown(site: Path, wanted: Sequence[Due], *, dry_run: bool) -> list[Closed]:
    """Close periods one after the other and show how far they have come; the first that is refused stops the rest."""
    closed: list[Closed] = []
    name = site_now(site).site
    progress = Progress(name, len(wanted))
    for due in wanted:
        closed.append(close_under_prefect(site, due, dry_run=dry_run))
        progress.show(closed)
        if closed[-1].is_refused:
            break
    show_periods(name, closed)
    return closed
