"""The periods that a command closes, and their closing under Prefect or plain, in one process."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine

from flows.closing import Closed, site_now
from flows.due import Due, due_periods, ledger_periods
from flows.running import PLAIN, run_close
from flows.starting import close_of, now, open_engine
from flows.waiting import released_from_waiting
from sspipe.model.periods import Period
from sspipe.settings import Settings


def periods_to_close(site_folder: Path, period: str | None, *, every: bool) -> list[Period]:
    """The period that was named, or every one that a ledger file serves, oldest first.

    Raises:
        ValueError: when neither a period nor all of them were asked for, or both.
    """
    if (period is None) == (not every):
        message = "name one --period, or ask for --all or for what is --due"
        raise ValueError(message)
    return [Period.parse(period)] if period is not None else ledger_periods(site_folder)


def close_periods(
    site_folder: Path, periods: Iterable[Period], known_on: date | None, *, dry_run: bool, plain: bool
) -> list[Closed]:
    """Close periods one after the other, and then what waited for them; the first that is refused stops the rest."""
    wanted = [Due(period, known_on) for period in periods]
    closed = close_in_order(site_folder, wanted, dry_run=dry_run, plain=plain)
    if dry_run or any(each.is_refused for each in closed):
        return closed
    ready = ready_now(site_folder, [each.period for each in closed])
    return [*closed, *close_in_order(site_folder, ready, dry_run=False, plain=plain)] if ready else closed


def close_what_is_due(site_folder: Path, *, dry_run: bool, plain: bool) -> list[Closed]:
    """Close what the schedule would close at this moment; nothing due gives an empty list."""
    if not plain:
        from flows.scheduled_close import close_due  # noqa: PLC0415 - a plain run needs no Prefect

        return cast("list[Closed]", _result_of(close_due(site_folder, dry_run=dry_run, return_state=True)))
    return close_in_order(site_folder, due_now(site_folder), dry_run=dry_run, plain=True)


def due_now(site_folder: Path) -> list[Due]:
    """What is due at this moment by the shared database of the settings."""
    engine = open_engine(Settings())
    try:
        return due_periods(site_folder, engine, now().date())
    finally:
        engine.dispose()


def ready_now(site_folder: Path, apart_from: Collection[Period]) -> list[Due]:
    """What waited for an earlier period and need not any more."""
    engine = open_engine(Settings())
    try:
        return released_from_waiting(site_folder, engine, apart_from)
    finally:
        engine.dispose()


def close_in_order(site_folder: Path, wanted: Iterable[Due], *, dry_run: bool, plain: bool) -> list[Closed]:
    """Close periods one after the other, each as known on its day; the first that is refused stops the rest."""
    if not plain:
        return _until_refused(lambda due: close_under_prefect(site_folder, due, dry_run=dry_run), wanted)
    settings = Settings()
    engine = open_engine(settings)
    try:
        return _until_refused(lambda due: _close_plainly(site_folder, due, settings, engine, dry_run), wanted)
    finally:
        engine.dispose()


def _until_refused(close: Callable[[Due], Closed], wanted: Iterable[Due]) -> list[Closed]:
    closed: list[Closed] = []
    for due in wanted:
        closed.append(close(due))
        if closed[-1].is_refused:
            break
    return closed


def _close_plainly(site_folder: Path, due: Due, settings: Settings, engine: Engine, is_dry_run: bool) -> Closed:  # noqa: FBT001 - handed on
    close = close_of(site_folder, due.period, due.known_on, settings)
    return run_close(close, engine, PLAIN, now, is_dry_run=is_dry_run)


def close_under_prefect(site_folder: Path, due: Due, *, dry_run: bool) -> Closed:
    """Close one period as a run of its own in Prefect.

    Raises:
        RunBroken: what broke the run.
    """
    from prefect import tags  # noqa: PLC0415 - a plain run needs no Prefect

    from flows.monthly_close import monthly_close  # noqa: PLC0415 - as above

    with tags(*tags_of(site_folder, due.period)):
        state = monthly_close(site_folder, due.period.label, due.known_on, dry_run=dry_run, return_state=True)
    return cast("Closed", _result_of(state))


def tags_of(site_folder: Path, period: Period) -> list[str]:
    """By what an operator finds a run again: the site, its councils, the period."""
    site = site_now(site_folder)
    return [site.site, *site.councils, period.label]


def _result_of(state: Any) -> object:
    result = state.result(raise_on_failure=False)
    if isinstance(result, BaseException):
        raise result
    return result
