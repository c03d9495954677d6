from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sspipe.model.measures import Measure, MeasureValue, Polarity
from sspipe.publish.performance import shape_performance
from sspipe.store.tables import PUBLISHED
from tests.publish.statements import a_measure, a_value

LAST_QUARTER_ON = date(2022, 7, 12)


def shaped(*values: MeasureValue, measure: Measure | None = None) -> dict[tuple[str, str], dict[str, Any]]:
    rows = shape_performance(values, [measure or a_measure()], LAST_QUARTER_ON)
    return {(str(row["area"]), str(row["year_label"])): row for row in rows}


def trend(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["trend"], row["previous_year_label"], row["trend_reason"]


def test_a_value_is_compared_with_the_year_before() -> None:
    row = shaped(a_value("2018", "70"), a_value("2019", "70.4"))["stockport", "2019"]
    assert trend(row) == ("better", "2018", "compared with 2018")
    assert (row["value"], row["previous_value"], row["value_marker"]) == ("70.4", "70", "")


@pytest.mark.parametrize(
    ("polarity", "before", "now", "expected"),
    [
        (Polarity.HIGH, "70", "69.9", "worse"),
        (Polarity.HIGH, "70", "70.0", "same"),
        (Polarity.LOW, "70", "69.9", "better"),
        (Polarity.LOW, "70", "70.1", "worse"),
        (Polarity.NEITHER, "70", "80", "none"),
    ],
)
def test_the_trend_follows_which_way_is_good(polarity: Polarity, before: str, now: str, expected: str) -> None:
    rows = shaped(a_value("2018", before), a_value("2019", now), measure=a_measure(polarity=polarity))
    assert rows["stockport", "2019"]["trend"] == expected


def test_there_is_no_trend_from_2019_to_2022() -> None:
    row = shaped(a_value("2019", "70.4"), a_value("2022", "65.5"))["stockport", "2022"]
    assert trend(row) == ("none", "", "a new series begins in 2022; earlier years are not comparable")
    assert row["previous_value"] is None


def test_the_trend_goes_on_within_the_new_series() -> None:
    rows = shaped(a_value("2019", "70.4"), a_value("2022", "65.5"), a_value("2023", "67.6"))
    assert trend(rows["stockport", "2023"]) == ("better", "2022", "compared with 2022")


def test_a_break_in_years_that_are_missing_is_no_bridge() -> None:
    measure = a_measure(breaks_before=("2021",))
    rows = shaped(a_value("2019", "70.4"), a_value("2021", None), a_value("2022", "65.5"), measure=measure)
    assert rows["stockport", "2022"]["trend"] == "none"


def test_a_missing_value_is_missing_and_not_nil() -> None:
    rows = shaped(a_value("2018", "70"), a_value("2019", None, target=Decimal(72)), a_value("2020", "71"))
    missing = rows["stockport", "2019"]
    assert (missing["value"], missing["value_marker"], missing["trend"], missing["status"]) == (
        None,
        "-",
        "none",
        "none",
    )
    assert trend(rows["stockport", "2020"]) == ("better", "2018", "compared with 2018")


def test_a_value_of_nil_is_a_value() -> None:
    row = shaped(a_value("2018", "0"), a_value("2019", "1"))["stockport", "2018"]
    assert (row["value"], row["value_marker"]) == ("0", "")


def test_a_value_over_100_stands_as_it_is() -> None:
    row = shaped(a_value("2019", "100.7"), measure=a_measure(may_exceed_100=True))["stockport", "2019"]
    assert row["value"] == "100.7"


def test_tiny_values_are_written_in_plain_digits() -> None:
    assert shaped(a_value("2019", "7.0E-7"))["stockport", "2019"]["value"] == "0.00000070"


@pytest.mark.parametrize(
    ("polarity", "value", "expected"),
    [
        (Polarity.HIGH, "72", "green"),
        (Polarity.HIGH, "71.9", "amber"),
        (Polarity.HIGH, "70", "amber"),
        (Polarity.HIGH, "69.9", "red"),
        (Polarity.LOW, "72", "green"),
        (Polarity.LOW, "74", "amber"),
        (Polarity.LOW, "74.1", "red"),
    ],
)
def test_status_is_green_at_the_target_and_amber_within_the_tolerance(
    polarity: Polarity, value: str, expected: str
) -> None:
    measure = a_measure(polarity=polarity, tolerance=Decimal(2))
    row = shaped(a_value("2019", value, target=Decimal(72)), measure=measure)["stockport", "2019"]
    assert (row["status"], row["status_reason"]) == (expected, "target 72, tolerance 2")


@pytest.mark.parametrize(
    ("measure", "target", "reason"),
    [
        (a_measure(polarity=Polarity.NEITHER), Decimal(72), "nothing says which way is good"),
        (a_measure(tolerance=None), Decimal(72), "no tolerance is set"),
        (a_measure(), None, "no target is set"),
        (a_measure(code="ANOTHER"), Decimal(72), "nothing says which way is good"),
    ],
)
def test_there_is_no_status_without_polarity_tolerance_and_target(
    measure: Measure, target: Decimal | None, reason: str
) -> None:
    row = shaped(a_value("2019", "70", target=target), measure=measure)["stockport", "2019"]
    assert (row["status"], row["status_reason"]) == ("none", reason)


def test_areas_are_compared_with_themselves_only() -> None:
    rows = shaped(a_value("2018", "63", area="tameside"), a_value("2019", "70.4"))
    assert rows["stockport", "2019"]["trend_reason"] == "no earlier year to compare with"


def test_years_of_another_kind_or_unit_are_not_compared() -> None:
    outturn, budget = a_value("2021-22 (OT)", "5", unit="£"), a_value("2021-22", "4", unit="£")
    number = a_value("2020", "709", unit="children")
    rows = shaped(outturn, budget, number, a_value("2021", "64.6"))
    assert {row["trend"] for row in rows.values()} == {"none"}


def test_the_value_published_last_is_the_one_shown() -> None:
    first = a_value("2019", "70.4", published_on=date(2022, 3, 1), source_row=1)
    corrected = a_value("2019", "70.1", published_on=date(2022, 9, 1), source_row=2)
    row = shaped(corrected, first)["stockport", "2019"]
    assert (row["value"], row["source_row"]) == ("70.1", 2)


def test_a_measure_that_the_site_does_not_list_keeps_its_own_name() -> None:
    row = shaped(a_value("2019", "70"), measure=a_measure(code="ANOTHER"))["stockport", "2019"]
    assert (row["name"], row["polarity"]) == ("Percentage with good level of development", "neither")


def test_rows_have_the_columns_of_their_table() -> None:
    columns = {column.name for column in PUBLISHED["out_pprr_performance"].columns} - {"release_id"}
    assert all(row.keys() == columns for row in shaped(a_value("2018", "70"), a_value("2019", "71")).values())
