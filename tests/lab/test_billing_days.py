"""Billing days come from the terms, and never before both councils have approved."""

from datetime import date

import pytest

from sspipe.lab.agreements import Billing
from sspipe.lab.months import Month

EARLY = date(2022, 7, 6)


def billing(frequency: str, day: int, *, following: bool) -> Billing:
    return Billing(frequency=frequency, day=day, following=following, lag_to_bill=5, lag_to_book=20)


@pytest.mark.parametrize(
    ("terms", "paid", "approved", "expected"),
    [
        (billing("monthly", 20, following=True), Month(2022, 8), EARLY, date(2022, 9, 20)),
        (billing("monthly", 28, following=False), Month(2022, 8), EARLY, date(2022, 8, 28)),
        (billing("monthly", 31, following=False), Month(2023, 2), EARLY, date(2023, 2, 28)),
        (billing("quarterly", 20, following=True), Month(2022, 7), EARLY, date(2022, 10, 20)),
        (billing("quarterly", 28, following=False), Month(2023, 3), EARLY, date(2023, 3, 28)),
        (billing("annual", 20, following=True), Month(2022, 7), EARLY, date(2023, 4, 20)),
        (billing("monthly", 20, following=True), Month(2022, 7), date(2022, 9, 14), date(2022, 9, 20)),
        (billing("monthly", 28, following=False), Month(2022, 7), date(2022, 8, 17), date(2022, 8, 28)),
        (billing("quarterly", 28, following=False), Month(2022, 7), date(2022, 10, 5), date(2022, 12, 28)),
    ],
)
def test_what_a_month_paid_is_billable_on(terms: Billing, paid: Month, approved: date, expected: date) -> None:
    assert terms.billable_on(paid, approved) == expected
