"""The command `sspipe`: every command does its own importing, so that help comes at once."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from sspipe.errors import RunBroken

FINDINGS_BLOCK = 1
DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "sspipe",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
}
"""No library asks any host for anything unless the operator says so, our log lines stand in Prefect's log view, and a
busy machine gets time to start a server."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="What posts shared by two councils cost, who was charged, and why any pound differs.",
)
site_app = typer.Typer(no_args_is_help=True, help="The files that describe a site.")
lab_app = typer.Typer(no_args_is_help=True, help="Labelled synthetic months, for trying and for proof.")
app.add_typer(site_app, name="site")
app.add_typer(lab_app, name="lab")

SiteFolder = Annotated[Path, typer.Option("--site", help="The site's folder.", exists=True, file_okay=False)]


@app.callback()
def options(
    context: typer.Context, *, debug: Annotated[bool, typer.Option(help="Show the stack of an error.")] = False
) -> None:
    """Options of every command."""
    context.obj = debug


@app.command()
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
    dry_run: Annotated[bool, typer.Option(help="Work everything out and publish nothing.")] = False,
    plain: Annotated[bool, typer.Option(help="The same functions without Prefect.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what happened as JSON.")] = False,
) -> None:
    """Close a period: pull, check, reconcile, publish.

    Example: sspipe run --site output/demo/site --period 2022-23-P06
    """
    from flows.command_run import close_periods, close_what_is_due, periods_to_close  # noqa: PLC0415 - Prefect takes its time
    from flows.telling import tell  # noqa: PLC0415 - as above

    if due:
        refuse_beside_due(period, known_on, every=every)
        closed = close_what_is_due(site, dry_run=dry_run, plain=plain)
    else:
        with wrong_use():
            periods = periods_to_close(site, period, every=every)
        closed = close_periods(site, periods, known_on.date() if known_on else None, dry_run=dry_run, plain=plain)
    tell(site, closed, as_json=as_json)
    if any(item.is_refused for item in closed):
        raise typer.Exit(FINDINGS_BLOCK)


@site_app.command("check")
def site_check(site: Annotated[Path, typer.Argument(help="The site's folder.", exists=True, file_okay=False)]) -> None:
    """Read every file of a site and say what is wrong, or what it rests on.

    Example: sspipe site check deployments/stockport-tameside
    """
    from flows.command_site import check_site  # noqa: PLC0415 - reading a site takes half a second of imports

    for line in check_site(site):
        typer.echo(line)


@site_app.command("schemas")
def site_schemas(out: Annotated[Path, typer.Option(help="The folder to write.")]) -> None:
    """Write a JSON Schema for each kind of site file, so that an editor can help.

    Example: sspipe site schemas --out deployments/schemas
    """
    from flows.command_site import write_schemas  # noqa: PLC0415 - as above

    for name in write_schemas(out):
        typer.echo(name)


@lab_app.command("make")
def lab_make(
    out: Annotated[Path, typer.Option(help="The folder to write.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")],
    lines: Annotated[int, typer.Option(help="Ordinary postings to add to each ledger.", min=0)] = 0,
    breaks: Annotated[str, typer.Option(help="all, none, or codes with commas between.")] = "all",
    *,
    replace: Annotated[bool, typer.Option(help="Remove what the folder held.")] = False,
) -> None:
    """Write a whole runnable site with its feeds, and its truth beside it.

    Example: sspipe lab make --out output/demo --seed 1
    """
    from sspipe.lab.make import make_site  # noqa: PLC0415 - the lab needs table libraries
    from sspipe.settings import Settings  # noqa: PLC0415 - as above

    if replace:
        shutil.rmtree(out, ignore_errors=True)
    with wrong_use():
        report = make_site(Settings().demo_site, out, seed=seed, lines=lines, breaks=breaks)
    typer.echo(f"{report.files} files in {report.site}; the truth is in {report.truth}")


@app.command()
def verify() -> None:
    """Check the audit chain of the shared database, entry by entry.

    Example: sspipe verify
    """
    from flows.starting import open_engine  # noqa: PLC0415 - the database library takes its time
    from sspipe.settings import Settings  # noqa: PLC0415 - as above
    from sspipe.store.audit import verify_chain  # noqa: PLC0415 - as above

    chain = verify_chain(open_engine(Settings()))
    typer.echo(json.dumps({"entries": chain.entries, "faults": list(chain.faults)}))
    if chain.faults:
        raise typer.Exit(FINDINGS_BLOCK)


@app.command()
def deploy(site: SiteFolder) -> None:
    """Apply deployments, work pool and notification to Prefect's server; again it changes nothing.

    Example: sspipe deploy --site deployments/stockport-tameside
    """
    from flows.deploying import deploy as apply_all  # noqa: PLC0415 - Prefect takes its time
    from sspipe.settings import Settings  # noqa: PLC0415 - as above

    for line in apply_all(site, Settings()):
        typer.echo(line)


@app.command()
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


@app.command()
def status(
    site: Annotated[str, typer.Option(help="The site's own name; without it every site.")] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Say how each site stands: its last releases, its open runs, and runs that were refused or broke.

    Example: sspipe status --site stockport-tameside
    """
    from flows.command_status import tell_status  # noqa: PLC0415 - the database library takes its time

    for line in tell_status(site, as_json=as_json):
        typer.echo(line)


def refuse_beside_due(period: str | None, known_on: datetime | None, *, every: bool) -> None:
    """Refuse what contradicts --due, which decides on periods and days itself."""
    if period is not None or known_on is not None or every:
        message = "--due decides itself which periods are closed, and as known when"
        raise typer.BadParameter(message)


@contextmanager
def wrong_use() -> Iterator[None]:
    """Say a value that a person gave wrongly as the command line says such things."""
    try:
        yield
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong)) from wrong


def main() -> None:
    """Run the command line: one sentence for an error, the stack only with --debug."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)  # noqa: TID251 - the libraries read them when they are imported
    _keep_prefect_at_home()
    try:
        app()
    except Exception as fault:
        if "--debug" in sys.argv:
            raise
        typer.echo(f"sspipe: {_sentence(fault)}", err=True)
        sys.exit(FINDINGS_BLOCK)


def _keep_prefect_at_home() -> None:
    """Prefect's own records stand beside ours, never in the folder of whoever runs this, unless they say where."""
    from sspipe.settings import Settings  # noqa: PLC0415 - settings take their time

    home = os.environ.setdefault("PREFECT_HOME", str(Settings().output.absolute() / "prefect"))  # noqa: TID251 - as above
    Path(home).mkdir(parents=True, exist_ok=True)


def _sentence(fault: Exception) -> str:
    """What broke, in words; of a fault in sspipe itself only its kind, for its text may hold what it was working on."""
    if isinstance(fault, RunBroken):
        return str(fault)
    kind = type(fault).__name__
    return (
        f"stopped by a fault of its own ({kind}); readers stay on the last complete release. "
        "See where with: sspipe --debug …"
    )
