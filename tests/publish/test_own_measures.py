"""What the pipeline measures of itself stands beside the feeds' values; which measures have new data since a day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sspipe.model.measures import OwnMeasure, OwnValue
from sspipe.publish.new_data import measures_with_new_data
from sspipe.publish.own_measures import OWN_MEASURES
from sspipe.publish.rows import shape_rows
from tests.publish.statements import SITE, a_measure, a_statement, a_value, an_own_value

SINCE = date(2022, 10, 12)


def shaped(*own: OwnValue, **changes: Any) -> list[dict[str, Any]]:
    statement = a_statement(own_measures=own, **changes)
    return shape_rows(statement, (), (a_value(),), (a_measure(),))["out_pprr_performance"]


def own_row(own: OwnValue) -> dict[str, Any]:
    (row,) = (row for row in shaped(own) if str(row["code"]).startswith("SSP_"))
    return row


@pytest.mark.parametrize(
    ("own", "unit", "polarity"),
    [
        (OwnMeasure.VACANT_FTE_DAYS, "fte_days", "low"),
        (OwnMeasure.RECHARGES_AGREED, "percent", "high"),
        (OwnMeasure.VALUE_UNEXPLAINED, "pounds", "low"),
        (OwnMeasure.DAYS_TO_CLOSE, "days", "low"),
    ],
)
def test_each_own_measure_has_its_unit_and_says_which_way_is_good(own: OwnMeasure, unit: str, polarity: str) -> None:
    row = own_row(OwnValue(own, "stockport", "2022-23", Decimal("21.0")))
    assert (row["code"], row["area"], row["year_label"]) == (str(own), "stockport", "2022-23")
    assert (row["value"], row["unit"], row["polarity"]) == ("21.0", unit, polarity)


def test_every_own_measure_is_worded() -> None:
    assert {measure.code for measure in OWN_MEASURES} == {str(own) for own in OwnMeasure}


def test_an_own_value_comes_from_no_file_and_has_neither_status_nor_trend() -> None:
    row = own_row(an_own_value())
    assert (row["published_on"], row["source_file"], row["source_row"]) == (None, "", None)
    assert (row["status"], row["status_reason"]) == ("none", "no target is set")
    assert (row["trend"], row["trend_reason"]) == ("none", "no earlier year to compare with")


def test_an_own_value_that_is_missing_is_missing_and_not_nil() -> None:
    missing, nil = own_row(an_own_value(value=None)), own_row(an_own_value(value=Decimal(0)))
    assert (missing["value"], missing["value_marker"], missing["has_new_data"]) == (None, "-", False)
    assert (nil["value"], nil["value_marker"], nil["has_new_data"]) == ("0", "", True)


def test_a_month_and_the_year_to_date_are_not_compared() -> None:
    month = OwnValue(OwnMeasure.VACANT_FTE_DAYS, "stockport", "2022-23-P06", Decimal("15.0"))
    to_date = OwnValue(OwnMeasure.VACANT_FTE_DAYS, "stockport", "2022-23", Decimal("36.0"))
    assert {row["trend"] for row in shaped(month, to_date)} == {"none"}


def test_the_feeds_values_keep_their_day_and_their_file() -> None:
    (row,) = (row for row in shaped(an_own_value()) if row["code"] == "FSP_NEW_GOODDEV")
    assert (row["published_on"], row["source_row"]) == (date(2022, 9, 30), 12)


def test_a_release_says_the_same_whatever_day_of_the_open_period_it_is_made() -> None:
    first, second = (shaped(an_own_value(), known_on=day) for day in (date(2022, 10, 3), date(2022, 10, 4)))
    assert first == second
    assert shaped(an_own_value(area=SITE))


@pytest.mark.parametrize(("published_on", "is_new"), [(date(2022, 10, 12), False), (date(2022, 10, 13), True)])
def test_a_value_is_new_when_it_was_published_after_the_close_of_the_quarter_before(
    published_on: date, *, is_new: bool
) -> None:
    values = [a_value(published_on=published_on)]
    assert measures_with_new_data(values, SINCE) == ({"FSP_NEW_GOODDEV"} if is_new else set())


def test_a_value_published_again_unchanged_is_not_new_and_a_changed_one_is() -> None:
    before = a_value("2019", "70.4", published_on=date(2022, 3, 1))
    again = a_value("2019", "70.40", published_on=date(2022, 11, 30))
    changed = a_value("2019", "70.1", published_on=date(2022, 11, 30))
    assert measures_with_new_data([before, again], SINCE) == set()
    assert measures_with_new_data([before, changed], SINCE) == {"FSP_NEW_GOODDEV"}


def test_a_year_that_joins_a_file_of_known_years_is_new() -> None:
    before = a_value("2019", "70.4", published_on=date(2022, 3, 1))
    file = [
        a_value("2019", "70.4", published_on=date(2022, 11, 30)),
        a_value("2022", "65.5", published_on=date(2022, 11, 30)),
    ]
    assert measures_with_new_data([before, *file], SINCE) == {"FSP_NEW_GOODDEV"}


def test_a_missing_value_is_no_new_data_and_one_that_fills_it_is() -> None:
    missing = a_value("2022", None, published_on=date(2022, 10, 13))
    found = a_value("2022", "65.5", published_on=date(2022, 10, 14))
    assert measures_with_new_data([missing], SINCE) == set()
    assert measures_with_new_data([missing, found], SINCE) == {"FSP_NEW_GOODDEV"}
    assert measures_with_new_data([a_value("2022", None), found], SINCE) == {"FSP_NEW_GOODDEV"}


def test_each_row_of_a_measure_says_whether_the_measure_has_new_data() -> None:
    """Since 12 October one measure has a new value of one area; all its rows are kept with it."""
    values = (
        a_value("2019", "70.4"),
        a_value("2019", "66.9", area="tameside"),
        a_value("2022", "65.5", published_on=date(2022, 11, 30)),
        a_value("2022", "50", code="OTHER"),
    )
    statement = a_statement(known_on=date(2023, 1, 12), last_quarter_on=SINCE, own_measures=())
    rows = shape_rows(statement, (), values, (a_measure(),))["out_pprr_performance"]
    assert {(row["code"], row["has_new_data"]) for row in rows} == {("FSP_NEW_GOODDEV", True), ("OTHER", False)}
    assert sum(row["has_new_data"] is True for row in rows) == 3
