"""The commands that only read: how sites stand, their releases, their breaks, and whether the audit chain holds."""

from collections.abc import Iterable
from typing import Annotated

import typer

from flows.options import FINDINGS_BLOCK, AsJson, ForCouncil, PeriodNamed, SiteNamed


def status(site: SiteNamed = "", *, as_json: AsJson = False) -> None:
    """Say how each site stands: its last releases, its open runs, and runs that were refused or broke.

    Example: sspipe status --site stockport-tameside
    """
    from flows.choosing import Wanted  # noqa: PLC0415 - the database library takes its time
    from flows.command_status import tell_status  # noqa: PLC0415 - as above

    _print(tell_status(Wanted(site=site), json=as_json), json=as_json)


def breaks(
    council: ForCouncil = None,
    site: SiteNamed = "",
    period: PeriodNamed = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Also those that have cleared since the last release.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the breaks that stand open, as one council may see them, the most pounds first.

    Example: sspipe breaks --for tameside --period 2022-23-P08
    """
    from flows.choosing import Wanted  # noqa: PLC0415 - the database library takes its time
    from flows.command_breaks import tell_breaks  # noqa: PLC0415 - as above

    _print(tell_breaks(Wanted(site=site, period=period, council=council), every=every, json=as_json), json=as_json)


def explain(
    break_id: Annotated[str, typer.Argument(metavar="BREAK", help="A break's id, or the beginning of it.")],
    council: ForCouncil = None,
    site: SiteNamed = "",
    period: PeriodNamed = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Explain one break in full: its figures, its causes and what they rest on, and who must do what.

    Example: sspipe explain 3f9a2c --for tameside
    """
    from flows.choosing import Wanted  # noqa: PLC0415 - the database library takes its time
    from flows.command_explain import tell_break  # noqa: PLC0415 - as above

    _print(tell_break(break_id, Wanted(site=site, period=period, council=council), json=as_json), json=as_json)


def releases(
    site: SiteNamed = "",
    period: Annotated[str | None, typer.Option(help="One period, such as 2022-23-P06; else every one.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List every release: its state, when it was known and published, what stands open, which inputs changed.

    Example: sspipe releases --site stockport-tameside --period 2022-23-P06
    """
    from flows.choosing import Wanted  # noqa: PLC0415 - the database library takes its time
    from flows.command_releases import tell_releases  # noqa: PLC0415 - as above

    _print(tell_releases(Wanted(site=site, period=period), json=as_json), json=as_json)


def verify(*, as_json: AsJson = False) -> None:
    """Check the audit chain of the shared database, entry by entry.

    Example: sspipe verify
    """
    from flows.command_verify import verified  # noqa: PLC0415 - the database library takes its time

    chain = verified(json=as_json)
    _print(chain.lines, json=as_json)
    if chain.is_broken:
        raise typer.Exit(FINDINGS_BLOCK)


def dictionary(*, as_json: AsJson = False) -> None:
    """Print what every column of every table and view means, as a page.

    Example: sspipe dictionary
    """
    from flows.command_dictionary import tell_dictionary  # noqa: PLC0415 - the database library takes its time

    for line in tell_dictionary(as_json=as_json):
        typer.echo(line)


def rules(*, as_json: AsJson = False) -> None:
    """Print every rule that a file, a row or a column may break, and who mends it, as a page.

    Example: sspipe rules
    """
    from flows.command_rules import tell_rules  # noqa: PLC0415 - table libraries take their time

    for line in tell_rules(as_json=as_json):
        typer.echo(line)


def _print(lines: Iterable[str], *, json: bool) -> None:
    from flows.printing import say  # noqa: PLC0415 - tables take their time

    say(lines, json=json)
