"""The commands on raw files past their term: which they are, and their destruction by the site's rule."""

from datetime import datetime
from typing import Annotated

import typer

from flows.options import FINDINGS_BLOCK, AsJson, SiteFolder

AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Terms as they stand on this day; else today.", metavar="DATE"),
]


def retention_list(site: SiteFolder, as_of: AsOf = None, *, as_json: AsJson = False) -> None:
    """List the raw files that are past their term, and what still stands in the way of destroying each.

    Example: sspipe retention list --site output/demo/site --as-of 2031-04-05
    """
    from flows.command_retention import tell_retention  # noqa: PLC0415 - the database library takes its time
    from flows.printing import say  # noqa: PLC0415 - tables take their time

    say(tell_retention(site, as_of.date() if as_of else None, json=as_json), json=as_json)


def retention_destroy(
    site: SiteFolder,
    as_of: AsOf = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without it nothing is destroyed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Destroy the raw files that are past their term, each with an entry in the audit chain; rebuilds go on without.

    Example: sspipe retention destroy --site output/demo/site --yes
    """
    from flows.command_retention import destroy_retained  # noqa: PLC0415 - table libraries take their time
    from flows.printing import say  # noqa: PLC0415 - as above

    told = destroy_retained(site, as_of.date() if as_of else None, is_meant=yes, json=as_json)
    say(told.lines, json=as_json)
    if told.is_unproved:
        raise typer.Exit(FINDINGS_BLOCK)
