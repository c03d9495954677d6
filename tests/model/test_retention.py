"""A term counts from the close of the financial year that a file serves."""

from datetime import date

import pytest

from sspipe.model.effective import Dated, Effective
from sspipe.model.feeds import Noun
from sspipe.model.periods import FinancialYear, Period
from sspipe.model.retention import RetentionRule, kept_until, year_of
from tests.extract.offering import LEDGER

RULE = RetentionRule(
    rule="pay",
    publisher="stockport",
    nouns=frozenset({Noun.LEDGER}),
    keep_months=Effective("pay", (Dated(date(2022, 4, 1), 72, "old"), Dated(date(2030, 4, 1), 36, "new"))),
)


@pytest.mark.parametrize(("months", "last"), [(0, date(2023, 3, 31)), (11, date(2024, 2, 29)), (72, date(2029, 3, 31))])
def test_a_file_is_kept_to_the_end_of_the_last_month(months: int, last: date) -> None:
    assert kept_until(FinancialYear(2022), months) == last


@pytest.mark.parametrize(
    ("period", "known_from", "year"),
    [
        (Period(2022, 1), date(2024, 5, 1), 2022),
        (Period(2022, 13), date(2023, 5, 1), 2022),
        (None, date(2023, 3, 31), 2022),
        (None, date.min, 2025),
    ],
)
def test_the_year_is_that_of_the_period_else_of_the_day(period: Period | None, known_from: date, year: int) -> None:
    assert year_of(period, known_from, date(2026, 3, 1)) == FinancialYear(year)


def test_the_schedule_in_force_on_the_day_holds_for_every_year() -> None:
    assert RULE.on(date(2022, 3, 31)) is None
    assert [RULE.on(day).source for day in (date(2030, 3, 31), date(2030, 4, 1)) if RULE.on(day)] == ["old", "new"]  # type: ignore[union-attr]


def test_a_rule_is_for_one_publishers_files_of_its_kinds() -> None:
    assert RULE.covers(LEDGER)
    assert not RetentionRule(rule="pay", publisher="tameside", nouns=RULE.nouns, keep_months=RULE.keep_months).covers(
        LEDGER
    )
