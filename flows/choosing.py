"""Which release is meant and who reads it, by what a person named; what was named wrongly is said in one sentence."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import typer
from sqlalchemy import Engine

from sspipe.errors import NothingPublished
from sspipe.model.periods import Period
from sspipe.store.standing_runs import ReleaseStanding, standing_releases
from sspipe.terms.site import read_site


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person named: a site by its name or folder, a period, the council that reads; empty: not named."""

    site: str = ""
    period: str | None = None
    council: str | None = None

    @property
    def folder(self) -> Path | None:
        """The site's folder, where that is what was named."""
        folder = Path(self.site)
        return folder if self.site and (folder / "site.yaml").is_file() else None


def site_name(wanted: Wanted) -> str:
    """The site's own name; empty where none was named."""
    return wanted.site if wanted.folder is None else read_site(wanted.folder).site


def known_site(wanted: Wanted, sites: Collection[str]) -> str:
    """The site that was named; without a name the only one."""
    name, listed = site_name(wanted), ", ".join(sorted(sites))
    if name and name not in sites:
        raise refused(f"no release of '{name}' is on record; there are releases of {listed}", "--site")
    if not name and len(sites) > 1:
        raise refused(f"the database holds several sites; name one of {listed}", "--site")
    return name or next(iter(sites))


def chosen_release(engine: Engine, wanted: Wanted) -> ReleaseStanding:
    """The current release of the period that was named, else of the newest one.

    Raises:
        NothingPublished: when no release of any site stands in the database.
    """
    releases = standing_releases(engine)
    if not releases:
        raise nothing_published()
    site = known_site(wanted, {each.site for each in releases})
    own = {each.period: each for each in releases if each.site == site}
    if wanted.period is None:
        return own[max(own)]
    period = named_period(wanted.period)
    if period not in own:
        released = f"releases stand of {_listed(sorted(own))}"
        raise refused(f"no release of {period} stands for {site}; {released}", "--period")
    return own[period]


def named_period(text: str) -> str:
    """A period as the database writes it."""
    try:
        return str(Period.parse(text))
    except ValueError as wrong:
        raise refused(str(wrong), "--period") from wrong


def named_council(wanted: Wanted, councils: Collection[str]) -> str:
    """The council that reads."""
    listed = ", ".join(councils)
    if wanted.council is None or wanted.council not in councils:
        raise refused(f"the site has no council '{wanted.council}'; it has {listed}", "--for")
    return wanted.council


def refuse_without_council(wanted: Wanted) -> None:
    """Refuse to show amounts of one post to nobody in particular (R20)."""
    if not wanted.council:
        message = "name the council that reads: amounts of one post stand only in a council's own edition"
        raise refused(message, "--for")


def refused(message: str, option: str) -> typer.BadParameter:
    """A wrong use, to be raised."""
    return typer.BadParameter(message, param_hint=option)


def nothing_published() -> NothingPublished:
    """That there is no release, to be raised."""
    action = "Close a period first: sspipe run --site DIR --due."
    return NothingPublished("the shared database", "no release", "one of any site", action)


def _listed(periods: Iterable[str]) -> str:
    """Periods by first and last where there are many."""
    named = list(periods)
    return f"{named[0]} to {named[-1]}" if len(named) > 2 else " and ".join(named)  # noqa: PLR2004 - two are said both
