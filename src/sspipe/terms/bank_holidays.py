"""England's bank holidays for the years around a site's first period."""

from functools import lru_cache

import holidays

from sspipe.model.calendars import WorkingCalendar

YEARS_BEFORE = 5
YEARS_AFTER = 30


@lru_cache(maxsize=4)
def england_calendar(first_year: int) -> WorkingCalendar:
    """Working days of England, without any council's own closures (R10)."""
    years = range(first_year - YEARS_BEFORE, first_year + YEARS_AFTER + 1)
    return WorkingCalendar(frozenset(holidays.country_holidays("GB", subdiv="ENG", years=years)))
