"""Days, months and ledger periods out of the forms in which councils write them."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from sspipe.model.periods import FinancialYear, Period

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CENTURY = 2000
_TWO_DIGITS = 100


def day_of(text: str, formats: Iterable[str]) -> date:
    """Read a day by the first format that fits.

    Raises:
        ValueError: when none does.
    """
    for form in formats:
        try:
            return _parsed(text, form)
        except ValueError:
            continue
    message = "not a day in any of the formats"
    raise ValueError(message)


def day_of_month(text: str, form: str, day: Literal["first", "last"]) -> date:
    """Read a month, and take its first or last day.

    Raises:
        ValueError: when the text is no such month.
    """
    month = Period.of(_parsed(text, form))
    return month.first_day if day == "first" else month.last_day


def period_of(text: str, pattern: re.Pattern[str]) -> str:
    """Read a ledger period by a pattern with the named groups of `PeriodCell`.

    Raises:
        ValueError: when the text does not match, or names a period that no ledger has.
    """
    match = pattern.fullmatch(text)
    if match is None:
        message = "not a period of the form that the layout states"
        raise ValueError(message)
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    if "calendar_year" in groups:
        return str(Period.of(date(_year(groups["calendar_year"]), _month(groups), 1)))
    start = _year(groups["start"])
    number = int(groups["number"]) if "number" in groups else (_month(groups) - 4) % 12 + 1
    return str(Period(start, number))


def year_of_name(name: str, pattern: re.Pattern[str]) -> str:
    """The financial year that a file's name states.

    Raises:
        ValueError: when it states none.
    """
    match = pattern.search(name)
    if match is None:
        message = "no financial year in the name"
        raise ValueError(message)
    return str(FinancialYear(int(match["start"])))


def _parsed(text: str, form: str) -> date:
    moment = datetime.strptime(text, form)  # noqa: DTZ007 - a day without a time has no zone
    if text.isdigit() and len(text) != len(moment.strftime(form)):
        message = "digits without separators must be complete"
        raise ValueError(message)
    return moment.date()


def _year(digits: str) -> int:
    return int(digits) + (_CENTURY if int(digits) < _TWO_DIGITS else 0)


def _month(groups: dict[str, str]) -> int:
    if "calendar_month" in groups:
        return int(groups["calendar_month"])
    return _MONTHS.index(groups["month"].lower()) + 1
