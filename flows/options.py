"""The options that several commands share, worded once, and the codes by which a command ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

DONE, FINDINGS_BLOCK, WRONG_USE = 0, 1, 2
"""Done; findings that block, or a run that broke; a command used wrongly."""

SiteFolder = Annotated[Path, typer.Option("--site", help="The site's folder.", exists=True, file_okay=False)]
SiteFolderGiven = Annotated[Path, typer.Argument(help="The site's folder.", exists=True, file_okay=False)]
SiteNamed = Annotated[
    str, typer.Option("--site", help="The site, by its own name or its folder; needed where there are several.")
]
PeriodNamed = Annotated[str | None, typer.Option("--period", help="A period such as 2022-23-P06; else the newest.")]
ForCouncil = Annotated[
    str | None,
    typer.Option("--for", help="The council that reads: amounts of one post stand only in a council's own edition."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@contextmanager
def wrong_use() -> Iterator[None]:
    """Say a value that a person gave wrongly as the command line says such things."""
    try:
        yield
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong)) from wrong
