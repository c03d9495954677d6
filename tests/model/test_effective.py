"""Values by date: the one in force agrees with a scan, and nothing in force is a loud refusal."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sspipe.errors import NoTermInForce
from sspipe.model.effective import Dated, Effective

DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))
SERIES = st.dictionaries(DAYS, st.one_of(st.none(), st.integers()), max_size=8)


def series(values: dict[date, int | None], confirmed_to: date | None = None) -> Effective[int]:
    return Effective("rate", tuple(Dated(day, values[day], "Act") for day in sorted(values)), confirmed_to)


def scanned(values: dict[date, int | None], confirmed_to: date | None, day: date) -> int | None:
    """The slow way: look at every value."""
    started = [start for start in values if start <= day]
    if not started or (confirmed_to is not None and day > confirmed_to):
        return None
    return values[max(started)]


@given(SERIES, st.one_of(st.none(), DAYS), DAYS)
def test_the_value_in_force_agrees_with_a_scan(
    values: dict[date, int | None], confirmed_to: date | None, day: date
) -> None:
    expected = scanned(values, confirmed_to, day)
    effective = series(values, confirmed_to)
    if expected is None:
        with pytest.raises(NoTermInForce):
            effective.on(day)
    else:
        assert effective.on(day) == expected
        assert effective.dated_on(day).source == "Act"


@given(SERIES, DAYS, DAYS)
def test_starts_between_leave_out_the_first_day_and_keep_the_last(
    values: dict[date, int | None], one: date, other: date
) -> None:
    first, last = min(one, other), max(one, other)
    assert list(series(values).starts_between(first, last)) == sorted(day for day in values if first < day <= last)


def test_each_side_of_a_start_and_of_the_day_confirmed() -> None:
    rate = series({date(2022, 4, 6): 1, date(2022, 11, 6): 2}, date(2023, 4, 5))
    assert rate.on(date(2022, 4, 6)) == 1
    assert rate.on(date(2022, 11, 5)) == 1
    assert rate.on(date(2022, 11, 6)) == 2
    assert rate.on(date(2023, 4, 5)) == 2
    with pytest.raises(NoTermInForce, match="the earliest starts 2022-04-06"):
        rate.on(date(2022, 4, 5))
    with pytest.raises(NoTermInForce, match="confirmed only to 2023-04-05"):
        rate.on(date(2023, 4, 6))


def test_an_unset_value_blocks_until_the_next_one() -> None:
    rate = series({date(2020, 1, 1): 1, date(2021, 1, 1): None, date(2022, 1, 1): 3})
    with pytest.raises(NoTermInForce, match="a value marked unset"):
        rate.on(date(2021, 6, 1))
    assert rate.on(date(2022, 1, 1)) == 3


def test_a_series_without_values_has_none_in_force() -> None:
    with pytest.raises(NoTermInForce, match="the earliest starts no day"):
        series({}).on(date(2022, 1, 1))


@pytest.mark.parametrize("step", [0, -1])
def test_values_out_of_order_or_twice_on_a_day_are_refused(step: int) -> None:
    first = date(2022, 4, 6)
    values = (Dated(first, 1, "Act"), Dated(first + timedelta(days=step), 2, "Act"))
    with pytest.raises(ValueError, match="the earliest first"):
        Effective("rate", values)


def test_nil_is_a_value() -> None:
    assert series({date(2022, 1, 1): 0}).on(date(2022, 1, 1)) == 0


@given(SERIES)
def test_a_mapped_series_keeps_dates_sources_and_what_is_unset(values: dict[date, int | None]) -> None:
    effective = series(values, date(2025, 1, 1))
    mapped = effective.map(str)
    assert [each.starts for each in mapped.values] == [each.starts for each in effective.values]
    assert [each.value for each in mapped.values] == [
        None if each.value is None else str(each.value) for each in effective.values
    ]
    assert mapped.confirmed_to == date(2025, 1, 1)
