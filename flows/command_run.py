"""The periods that a command closes, and their closing under Prefect or plain, in one process."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, cast

from flows.closing import Closed, site_now
from flows.running import PLAIN, run_close
from flows.starting import close_of, now, open_engine
from sspipe.extract.folder import offered_files
from sspipe.model.feeds import FeedKind
from sspipe.model.periods import Period
from sspipe.settings import Settings

LEDGERS = (FeedKind.FULL_LEDGER, FeedKind.PUBLISHED_PAYMENTS)


def periods_to_close(site_folder: Path, period: str | None, *, every: bool) -> list[Period]:
    """The period that was named, or every one that a ledger file serves, oldest first.

    Raises:
        ValueError: when neither a period nor all of them were asked for, or both.
    """
    if (period is None) == (not every):
        message = "name one --period, or ask for --all"
        raise ValueError(message)
    if period is not None:
        return [Period.parse(period)]
    site = site_now(site_folder)
    feeds = [feed for feed in site.feeds if feed.kind in LEDGERS]
    files = [file for feed in feeds for file in offered_files(feed, str(site_folder.absolute()))[0]]
    return sorted({file.period for file in files if file.period is not None and file.period >= site.first_period})


def close_periods(
    site_folder: Path, periods: Iterable[Period], known_on: date | None, *, dry_run: bool, plain: bool
) -> list[Closed]:
    """Close periods one after the other; the first that is refused stops the rest."""
    closed: list[Closed] = []
    close = _close_plainly if plain else _close_under_prefect
    for period in periods:
        closed.append(close(site_folder, period, known_on, dry_run=dry_run))
        if closed[-1].is_refused:
            break
    return closed


def _close_plainly(site_folder: Path, period: Period, known_on: date | None, *, dry_run: bool) -> Closed:
    settings = Settings()
    engine = open_engine(settings)
    try:
        return run_close(close_of(site_folder, period, known_on, settings), engine, PLAIN, now, is_dry_run=dry_run)
    finally:
        engine.dispose()


def _close_under_prefect(site_folder: Path, period: Period, known_on: date | None, *, dry_run: bool) -> Closed:
    from flows.monthly_close import monthly_close  # noqa: PLC0415 - a plain run needs no Prefect

    state = monthly_close(site_folder, str(period), known_on, dry_run=dry_run, return_state=True)
    result: Any = cast("Any", state).result(raise_on_failure=False)
    if isinstance(result, BaseException):
        raise result
    return cast("Closed", result)
