"""The command `sspipe`: every command does its own importing, so that help comes at once."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from flows import cli_asking, cli_closing, cli_files, cli_quarantine, cli_retention
from flows.answering import code_of

DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "sspipe",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
}
"""No library asks any host for anything unless the operator says so, our log lines stand in Prefect's log view, and a
busy machine gets time to start a server."""
WITH_PREFECT = frozenset({"run", "deploy", "up"})

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="What posts shared by two councils cost, who was charged, and why any pound differs.",
)
site_app = typer.Typer(no_args_is_help=True, help="The files that describe a site.")
quarantine_app = typer.Typer(no_args_is_help=True, help="Rows that were set aside, and what goes back to their sender.")
retention_app = typer.Typer(no_args_is_help=True, help="How long raw files are kept, and their destruction by rule.")
lab_app = typer.Typer(no_args_is_help=True, help="Labelled synthetic months, for trying and for proof.")


@app.callback()
def options(
    context: typer.Context,
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show the stack of an error; may stand anywhere.")] = False,
) -> None:
    """Options of every command."""
    context.obj = debug


app.command()(cli_closing.run)
app.command()(cli_asking.status)
app.command()(cli_asking.breaks)
app.command()(cli_asking.explain)
app.command()(cli_asking.releases)
app.command()(cli_asking.verify)
app.command()(cli_asking.dictionary)
app.command()(cli_asking.rules)
app.command()(cli_closing.deploy)
app.command()(cli_closing.up)
app.add_typer(site_app, name="site")
app.add_typer(lab_app, name="lab")
app.add_typer(quarantine_app, name="quarantine")
app.add_typer(retention_app, name="retention")
site_app.command("check")(cli_files.site_check)
site_app.command("new")(cli_files.site_new)
site_app.command("schemas")(cli_files.site_schemas)
lab_app.command("make")(cli_files.lab_make)
lab_app.command("score")(cli_files.lab_score)
quarantine_app.command("list")(cli_quarantine.quarantine_list)
quarantine_app.command("export")(cli_quarantine.quarantine_export)
retention_app.command("list")(cli_retention.retention_list)
retention_app.command("destroy")(cli_retention.retention_destroy)


def main() -> None:
    """Run the command line: one sentence for an error, the stack only with --debug."""
    words = sys.argv[1:]
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)  # noqa: TID251 - the libraries read them when they are imported
    if WITH_PREFECT & set(words):
        _keep_prefect_at_home()
    sys.exit(code_of(app, words))


def _keep_prefect_at_home() -> None:
    """Prefect's own records stand beside ours, never in the folder of whoever runs this, unless they say where."""
    from sspipe.settings import Settings  # noqa: PLC0415 - settings take their time

    home = os.environ.setdefault("PREFECT_HOME", str(Settings().output.absolute() / "prefect"))  # noqa: TID251 - as above
    Path(home).mkdir(parents=True, exist_ok=True)
