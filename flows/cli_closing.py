"""The commands that do something lasting: close periods, and bring the schedule to Prefect's server."""

import os
from datetime import datetime
from typing import Annotated

import typer

from flows.options import FINDINGS_BLOCK, AsJson, SiteFolder, wrong_use


def run(  # noqa: PLR0913 - each is an option that a person may give
    site: SiteFolder,
    period: Annotated[str | None, typer.Option(help="The period to close, such as 2022-23-P06.")] = None,
    known_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what was known by then.")
    ] = None,
    *,
    every: Annotated[
        bool, typer.Option("--all", help="Close every period that has ledger files, oldest first.")
    ] = False,
    due: Annotated[bool, typer.Option("--due", help="Close what the schedule would close now.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Work everything out and publish nothing.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="The same functions without Prefect.")] = False,
    as_json: AsJson = False,
) -> None:
    """Close a period: pull, check, reconcile, publish.

    Example: sspipe run --site output/demo/site --period 2022-23-P06
    """
    from flows.command_run import close_periods, close_what_is_due, periods_to_close  # noqa: PLC0415 - they take their time
    from flows.progress import bars_of  # noqa: PLC0415 - as above
    from flows.telling import tell  # noqa: PLC0415 - as above

    if due:
        refuse_beside_due(period, known_on, every=every)
        with bars_of(1, json=as_json):
            closed = close_what_is_due(site, dry_run=dry_run, plain=plain)
    else:
        with wrong_use():
            periods = periods_to_close(site, period, every=every)
        with bars_of(len(periods), json=as_json):
            closed = close_periods(site, periods, known_on.date() if known_on else None, dry_run=dry_run, plain=plain)
    tell(site, closed, as_json=as_json)
    if any(item.is_refused for item in closed):
        raise typer.Exit(FINDINGS_BLOCK)


def deploy(site: SiteFolder) -> None:
    """Apply deployments, work pool and notification to Prefect's server; again it changes nothing.

    Example: sspipe deploy --site deployments/stockport-tameside
    """
    from flows.deploying import deploy as apply_all  # noqa: PLC0415 - Prefect takes its time
    from sspipe.settings import Settings  # noqa: PLC0415 - as above

    for line in apply_all(site, Settings()):
        typer.echo(line)


def up(
    site: SiteFolder,
    port: Annotated[int, typer.Option(help="Where the server listens, on this machine only.")] = 4200,
    *,
    now: Annotated[bool, typer.Option("--now", help="Close what is due as soon as everything is up.")] = False,
) -> None:
    """Start Prefect's server, a worker and the deployments on this machine; Ctrl-C stops them in order.

    Example: sspipe up --site output/demo/site --now
    """
    from flows.up import address_on, run_everything  # noqa: PLC0415 - only this command needs it
    from sspipe.settings import Settings  # noqa: PLC0415 - as above

    settings = Settings()
    os.environ["PREFECT_API_URL"] = address_on(port)  # noqa: TID251 - Prefect and all its parts read it there
    os.environ.setdefault("PREFECT_HOME", str((settings.output / "prefect").absolute()))  # noqa: TID251 - as above
    run_everything(site, port, settings, typer.echo, close_now=now)


def refuse_beside_due(period: str | None, known_on: datetime | None, *, every: bool) -> None:
    """Refuse what contradicts --due, which decides on periods and days itself."""
    if period is not None or known_on is not None or every:
        message = "--due decides itself which periods are closed, and as known when"
        raise typer.BadParameter(message)
