"""A feed's file is due by a working day after its period, and is in time, late, early, missing or out of order."""

from dataclasses import replace
from datetime import date

import pytest

from sspipe.model.calendars import WorkingCalendar
from sspipe.model.feeds import Feed, FeedDue, FeedKind, Noun
from sspipe.model.file_calendar import Arrival, Came, arrival_of, due_on, publication_standing
from sspipe.model.periods import Period

MAY_DAY = date(2022, 5, 2)
CALENDAR = WorkingCalendar(frozenset({MAY_DAY}))
P01, P13 = Period(2022, 1), Period(2022, 13)
LEDGER = Feed(
    publisher="tameside",
    noun=Noun.LEDGER,
    kind=FeedKind.FULL_LEDGER,
    path="ledger",
    name_pattern="x",
    date_format="",
    layout="x",
    required=True,
    due=FeedDue(working_day=5, year_end_working_day=2),
)
POSTS = replace(LEDGER, noun=Noun.POSTS, due=FeedDue(working_day=4))
DUE = date(2022, 5, 9)


def came(day: date = DUE, *, is_refused: bool = False, follows: bool = True) -> Came:
    return Came(known_from=day, is_refused=is_refused, follows=follows)


def test_the_day_is_counted_in_working_days_after_the_period() -> None:
    assert due_on(LEDGER, P01, CALENDAR) == DUE
    assert due_on(LEDGER, P01, WorkingCalendar()) == date(2022, 5, 6)
    assert due_on(LEDGER, P13, CALENDAR) == date(2023, 4, 4)
    assert due_on(POSTS, P13, CALENDAR) is None
    assert due_on(replace(LEDGER, due=None), P01, CALENDAR) is None


@pytest.mark.parametrize(
    ("what", "stands"),
    [
        (came(), Arrival.ARRIVED),
        (came(date(2022, 5, 10)), Arrival.LATE),
        (came(date(2022, 4, 30)), Arrival.ARRIVED),
        (came(date(2022, 4, 29)), Arrival.EARLY),
        (came(date.min), Arrival.ARRIVED),
        (came(is_refused=True, follows=False), Arrival.REFUSED),
        (came(date(2022, 5, 10), follows=False), Arrival.OUT_OF_ORDER),
    ],
)
def test_a_file_that_came_stands_by_its_day(what: Came, stands: Arrival) -> None:
    assert arrival_of(LEDGER, P01, what, DUE, date(2022, 5, 12)) is stands


def test_a_file_that_did_not_come_is_missing_once_its_day_is_over() -> None:
    assert arrival_of(LEDGER, P01, None, DUE, DUE) is Arrival.NOT_DUE
    assert arrival_of(LEDGER, P01, None, DUE, date(2022, 5, 10)) is Arrival.MISSING
    assert arrival_of(LEDGER, P01, None, None, date(2022, 5, 1)) is Arrival.MISSING


def test_at_year_end_the_ledger_alone_is_wanted() -> None:
    assert arrival_of(POSTS, P13, None, None, date(2023, 6, 1)) is Arrival.NOT_DUE
    assert arrival_of(POSTS, P13, came(date(2023, 5, 1)), None, date(2023, 6, 1)) is Arrival.UNEXPECTED
    assert arrival_of(replace(LEDGER, required=False), P01, None, DUE, date(2023, 6, 1)) is Arrival.NOT_DUE


GRANTS = replace(POSTS, required=False, due=FeedDue(publications=(date(2021, 12, 16), date(2022, 7, 20))))


@pytest.mark.parametrize(
    ("published", "as_at", "stands", "about"),
    [
        ({date(2021, 12, 16)}, date(2022, 7, 19), Arrival.ARRIVED, date(2021, 12, 16)),
        ({date(2021, 12, 16)}, date(2022, 7, 20), Arrival.MISSING, date(2022, 7, 20)),
        ({date(2021, 12, 16), date(2022, 7, 20)}, date(2022, 8, 1), Arrival.ARRIVED, date(2022, 7, 20)),
        ({date(2021, 12, 16), date(2022, 3, 1)}, date(2022, 4, 1), Arrival.UNEXPECTED, None),
        (set(), date(2021, 12, 1), Arrival.NOT_DUE, None),
    ],
)
def test_publications_stand_by_the_days_on_which_they_are_expected(
    published: set[date], as_at: date, stands: Arrival, about: date | None
) -> None:
    assert publication_standing(GRANTS, frozenset(published), as_at) == (stands, about)


def test_publications_without_a_calendar_have_arrived_or_are_not_due() -> None:
    feed = replace(GRANTS, due=None)
    assert publication_standing(feed, frozenset({date(2022, 1, 1)}), date(2022, 2, 1)) == (Arrival.ARRIVED, None)
    assert publication_standing(feed, frozenset(), date(2022, 2, 1)) == (Arrival.NOT_DUE, None)
