"""Working days, and the day of a month that a rule names."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sspipe.model.calendars import DayRule, Roll, WorkingCalendar
from sspipe.model.periods import Period
from sspipe.terms.bank_holidays import england_calendar

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
ENGLAND = england_calendar(2022)
MONTHS = st.builds(Period, st.integers(2020, 2030), st.integers(1, 12))


@given(DAYS)
def test_a_rolled_day_is_a_working_day_on_the_side_that_the_roll_names(day: date) -> None:
    before, after = ENGLAND.rolled(day, Roll.BEFORE), ENGLAND.rolled(day, Roll.AFTER)
    assert ENGLAND.is_working(before)
    assert ENGLAND.is_working(after)
    assert before <= day <= after
    assert ENGLAND.rolled(day, Roll.NONE) == day
    if ENGLAND.is_working(day):
        assert before == day == after


@given(DAYS, st.integers(1, 40))
def test_working_days_after_and_between_agree(day: date, count: int) -> None:
    later = ENGLAND.working_days_after(day, count)
    assert ENGLAND.is_working(later)
    assert ENGLAND.working_days_between(day, later) == count


@given(DAYS, DAYS, DAYS)
def test_working_days_add_up(one: date, two: date, three: date) -> None:
    first, middle, last = sorted((one, two, three))
    whole = ENGLAND.working_days_between(first, last)
    assert whole == ENGLAND.working_days_between(first, middle) + ENGLAND.working_days_between(middle, last)


@given(MONTHS, st.integers(1, 31))
def test_a_day_past_the_months_end_means_its_last_day(month: Period, day: int) -> None:
    named = DayRule(day).of(month, ENGLAND)
    assert month.first_day <= named <= month.last_day
    assert named.day == min(day, month.days)


def test_nobody_works_at_weekends_on_bank_holidays_or_closure_days() -> None:
    closed = WorkingCalendar(ENGLAND.days_off | {date(2022, 12, 28)})
    assert ENGLAND.is_working(date(2022, 12, 28))
    assert not closed.is_working(date(2022, 12, 28))
    assert not ENGLAND.is_working(date(2022, 12, 31))
    assert [
        day for day in (date(2022, 12, 23) + timedelta(days=ahead) for ahead in range(8)) if closed.is_working(day)
    ] == [
        date(2022, 12, 23),
        date(2022, 12, 29),
        date(2022, 12, 30),
    ]


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2022-23-P02", date(2022, 5, 25)),
        ("2022-23-P06", date(2022, 9, 23)),
        ("2022-23-P09", date(2022, 12, 23)),
        ("2022-23-P12", date(2023, 3, 24)),
    ],
)
def test_pay_on_the_25th_or_the_working_day_before(period: str, day: date) -> None:
    assert DayRule(25, Roll.BEFORE).of(Period.parse(period), ENGLAND) == day


@pytest.mark.parametrize(
    ("period", "months_after", "day"),
    [("2022-23-P12", 2, date(2023, 5, 9)), ("2022-23-P13", 2, date(2023, 5, 9)), ("2022-23-P12", 1, date(2023, 4, 11))],
)
def test_a_close_day_counts_from_the_periods_own_month(period: str, months_after: int, day: date) -> None:
    number = 8 if months_after == 2 else 10
    assert DayRule(number, Roll.AFTER, months_after).of(Period.parse(period), ENGLAND) == day


def test_no_working_days_after_is_the_day_itself() -> None:
    assert ENGLAND.working_days_after(date(2022, 9, 19), 0) == date(2022, 9, 19)
    assert ENGLAND.working_days_between(date(2022, 9, 19), date(2022, 9, 19)) == 0
