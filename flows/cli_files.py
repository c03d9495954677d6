"""The commands that read and write files alone: a site's own, and the lab's labelled months."""

from pathlib import Path
from typing import Annotated

import typer

from flows.options import FINDINGS_BLOCK, AsJson, SiteFolderGiven


def site_check(site: SiteFolderGiven, *, as_json: AsJson = False) -> None:
    """Read every file of a site and say what is wrong, what is still blank, or what it rests on.

    Example: sspipe site check deployments/stockport-tameside
    """
    from flows.command_site import check_site  # noqa: PLC0415 - reading a site takes half a second of imports
    from flows.printing import say  # noqa: PLC0415 - tables take their time

    told = check_site(site, json=as_json)
    say(told.lines, json=as_json)
    if told.blocks:
        raise typer.Exit(FINDINGS_BLOCK)


def site_new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write; its name is the site's.")],
    another: Annotated[
        Path | None,
        typer.Option("--from", help="A site to copy; else a small skeleton.", exists=True, file_okay=False),
    ] = None,
    councils: Annotated[str, typer.Option(help="Codes of the two councils of a skeleton.")] = "north,south",
    *,
    as_json: AsJson = False,
) -> None:
    """Write the commented files of a new site and name every blank in them; nothing is written over.

    Example: sspipe site new deployments/north-south --councils north,south

    Example: sspipe site new deployments/second --from deployments/stockport-tameside
    """
    from flows.command_site_new import make_new_site  # noqa: PLC0415 - as above
    from flows.printing import say  # noqa: PLC0415 - as above

    say(make_new_site(folder, another, councils, json=as_json), json=as_json)


def site_schemas(out: Annotated[Path, typer.Option(help="The folder to write.")]) -> None:
    """Write a JSON Schema for each kind of site file, so that an editor can help.

    Example: sspipe site schemas --out deployments/schemas
    """
    from flows.command_site import write_schemas  # noqa: PLC0415 - as above

    for name in write_schemas(out):
        typer.echo(name)


def lab_make(  # noqa: PLR0913 - each is an option that a person may give
    out: Annotated[Path, typer.Option(help="The folder to write.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")],
    lines: Annotated[int, typer.Option(help="Ordinary postings to add to each ledger.", min=0)] = 0,
    breaks: Annotated[
        str,
        typer.Option(help="all (the demonstration's), none, every, or CODE, CODE+CODE, CODE@post:PERIOD."),
    ] = "all",
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Remove what the folder held.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a whole runnable site with its feeds, and its truth beside it.

    Example: sspipe lab make --out output/demo --seed 1

    Example: sspipe lab make --out output/trial --seed 7 --breaks STALE_SHARE+NI_RATE_STALE@tameside
    """
    from flows.command_lab import make_lab  # noqa: PLC0415 - the lab needs table libraries
    from flows.printing import say  # noqa: PLC0415 - as above

    say(make_lab(out, seed, lines, breaks, replace=replace, json=as_json), json=as_json)


def lab_score(
    site: Annotated[Path, typer.Option("--site", help="The site's folder.", exists=True, file_okay=False)],
    truth: Annotated[Path, typer.Option(help="The lab's truth.csv, or planted.csv beside it.")],
    twins: Annotated[Path | None, typer.Option(help="A table of causes that predict the same pounds.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Hold the published breaks of a labelled site against what was planted.

    Ends with 1 on a wrong name, a wrong amount, a false alarm, or a single break left unexplained.

    Example: sspipe lab score --site output/demo/site --truth output/demo/truth.csv
    """
    from flows.command_score import score_site  # noqa: PLC0415 - the database library takes its time
    from flows.printing import say  # noqa: PLC0415 - as above

    scored = score_site(site, truth, twins, json=as_json)
    say(scored.lines, json=as_json)
    if scored.fails:
        raise typer.Exit(FINDINGS_BLOCK)
