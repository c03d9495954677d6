"""Financial years and their periods: months tile the year, year-end periods stand in March, P00 is no movement."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sspipe.model.periods import FinancialYear, Period, months_between

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
YEARS = st.integers(2000, 2060)
PERIODS = st.builds(Period, YEARS, st.integers(0, 16))
MONTHS = st.builds(Period, YEARS, st.integers(1, 12))


@given(YEARS)
def test_the_months_tile_the_year(start: int) -> None:
    months = FinancialYear(start).months()

    assert months[0].first_day == date(start, 4, 1)
    assert months[-1].last_day == FinancialYear(start).last_day == date(start + 1, 3, 31)
    for month, following in pairwise(months):
        assert month.last_day + timedelta(days=1) == following.first_day
    assert sum(month.days for month in months) == (date(start + 1, 4, 1) - date(start, 4, 1)).days


@given(DAYS)
def test_a_day_falls_in_one_month_of_its_year(day: date) -> None:
    month = Period.of(day)
    assert month.is_month
    assert month.first_day <= day <= month.last_day
    assert month.year == FinancialYear.of(day)


@given(PERIODS)
def test_a_period_is_read_as_it_is_written(period: Period) -> None:
    assert Period.parse(str(period)) == Period.parse(period.label) == period
    assert FinancialYear.parse(str(period.year)) == period.year


@given(MONTHS, st.integers(-60, 60), st.integers(-60, 60))
def test_months_later_add_up(month: Period, one: int, other: int) -> None:
    assert month.month_after(one).month_after(other) == month.month_after(one + other)


@given(MONTHS)
def test_the_next_month_begins_the_day_after(month: Period) -> None:
    assert month.month_after().first_day == month.last_day + timedelta(days=1)
    assert month < month.month_after()


@given(MONTHS, st.integers(0, 40))
def test_months_between_count_both_ends(first: Period, ahead: int) -> None:
    months = list(months_between(first, first.month_after(ahead)))
    assert months == [first.month_after(count) for count in range(ahead + 1)]


@pytest.mark.parametrize("number", [13, 14, 15, 16])
def test_year_end_periods_stand_in_march(number: int) -> None:
    period = Period(2022, number)
    assert period.is_year_end
    assert not period.is_month
    assert period.month == Period(2022, 12)
    assert (period.first_day, period.last_day) == (date(2023, 3, 1), date(2023, 3, 31))
    assert period.month_after() == Period(2023, 1)
    assert Period(2022, 12) < period < Period(2023, 0)


def test_the_opening_balance_is_no_month_and_no_year_end() -> None:
    opening = Period(2022, 0)
    assert not opening.is_month
    assert not opening.is_year_end
    assert opening < Period(2022, 1)


@pytest.mark.parametrize("text", ["2022-23", "2022-24-P01", "2022-23-P17", "2022-23 p1", "22-23-P01", "2022-23-P1"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"period|year"):
        Period.parse(text)


@pytest.mark.parametrize(("text", "start"), [("2022-23", 2022), ("1999-00", 1999), ("2099-00", 2099)])
def test_years_over_a_century(text: str, start: int) -> None:
    assert FinancialYear.parse(text).start == start
    assert str(FinancialYear(start)) == text


@pytest.mark.parametrize(
    ("day", "period"),
    [(date(2022, 3, 31), "2021-22-P12"), (date(2022, 4, 1), "2022-23-P01"), (date(2023, 1, 1), "2022-23-P10")],
)
def test_months_are_numbered_from_april(day: date, period: str) -> None:
    assert str(Period.of(day)) == period
