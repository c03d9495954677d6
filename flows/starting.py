"""The start of a run: its clock, its id, its knowledge date and its database."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine

from flows.closing import Close, site_now
from flows.reading_database import opened
from sspipe.errors import PeriodNotClosed
from sspipe.model.periods import Period
from sspipe.settings import Settings
from sspipe.store.migrate import upgrade


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - here time enters


def close_of(site_folder: Path, period: Period, known_on: date | None, settings: Settings) -> Close:
    """One close: known on the period's close day once that has come, until then on this day (R18).

    Raises:
        PeriodNotClosed: when the period is the opening balance, or lies before the site's first.
    """
    started_at = now()
    site = site_now(site_folder)
    if period.number == 0 or period < site.first_period:
        found = "the opening balance" if period.number == 0 else "a period before the site begins"
        action = "Name a period from that one on."
        raise PeriodNotClosed(period.label, found, f"{site.first_period.label} or later", action)
    close_day = site.close_day_of(period)
    return Close(
        site_folder=site_folder,
        period=period,
        known_on=known_on or min(close_day, started_at.date()),
        run_id=uuid4().hex,
        started_at=started_at,
        settings=settings,
    )


def open_engine(settings: Settings) -> Engine:
    """The shared database at this code's schema, made where there is none.

    Raises:
        DatabaseBehind: when a later version of this code made it.
        DatabaseUnavailable: when it does not answer, or its address is none.
    """
    settings.output.mkdir(parents=True, exist_ok=True)
    return opened(settings.database, upgrade)
