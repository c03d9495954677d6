"""The commands on rows that were set aside: which stand open, and the error files that go back to their sender."""

from pathlib import Path
from typing import Annotated

import typer

from flows.options import AsJson, SiteFolder, SiteNamed

Publisher = Annotated[str | None, typer.Option("--for", help="Only files of this council or other publisher.")]
LastRun = Annotated[
    str | None, typer.Option("--period", help="As the last run of this period left them; else of the newest period.")
]


def quarantine_list(
    publisher: Publisher = None, site: SiteNamed = "", period: LastRun = None, *, as_json: AsJson = False
) -> None:
    """List the rows that are set aside, file by file, and those that a corrected file has closed since.

    Example: sspipe quarantine list --for tameside --period 2022-23-P08
    """
    from flows.choosing import Wanted  # noqa: PLC0415 - the database library takes its time
    from flows.command_quarantine import tell_tickets  # noqa: PLC0415 - as above
    from flows.printing import say  # noqa: PLC0415 - tables take their time

    say(tell_tickets(Wanted(site=site, period=period, council=publisher), json=as_json), json=as_json)


def quarantine_export(  # noqa: PLR0913 - each is an option that a person may give
    site: SiteFolder,
    publisher: Annotated[str, typer.Option("--for", help="The council, or other publisher, that sent the files.")],
    out: Annotated[Path, typer.Option(help="The folder to write; it is made for its owner alone.")],
    period: LastRun = None,
    feed: Annotated[str | None, typer.Option(help="One kind of file, such as ledger; else all of them.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write what could not be used back for its sender: each row as it was sent, with what is wrong and what to do.

    Example: sspipe quarantine export --site output/demo/site --for tameside --out output/for-tameside
    """
    from flows.command_export import Asked, export_rows  # noqa: PLC0415 - table libraries take their time
    from flows.printing import say  # noqa: PLC0415 - as above

    asked = Asked(site_folder=site, publisher=publisher, period=period, noun=feed, out=out)
    say(export_rows(asked, json=as_json), json=as_json)
