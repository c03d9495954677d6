"""National values on each side of their dates, as the Acts and agreements have them."""

from datetime import date
from fractions import Fraction

import pytest

from sspipe.errors import NoTermInForce
from sspipe.model.money import HalfPenny
from sspipe.model.rates import PayScale
from sspipe.terms.national import read_national
from sspipe.terms.pay_points import scales_of

NATIONAL = read_national()
SCALES = scales_of(NATIONAL.pay_points, ())

NI_RATES = [
    (date(2021, 4, 6), "0.138"),
    (date(2022, 4, 5), "0.138"),
    (date(2022, 4, 6), "0.1505"),
    (date(2022, 11, 5), "0.1505"),
    (date(2022, 11, 6), "0.138"),
    (date(2025, 4, 5), "0.138"),
    (date(2025, 4, 6), "0.15"),
    (date(2027, 4, 5), "0.15"),
]
THRESHOLDS = [
    ("A", date(2021, 4, 6), 737),
    ("A", date(2022, 4, 5), 737),
    ("A", date(2022, 4, 6), 758),
    ("B", date(2023, 4, 6), 758),
    ("C", date(2025, 4, 5), 758),
    ("J", date(2025, 4, 6), 417),
    ("A", date(2026, 4, 6), 417),
    ("M", date(2022, 4, 6), 4189),
    ("H", date(2025, 4, 6), 4189),
    ("Z", date(2022, 4, 5), 4189),
    ("V", date(2022, 4, 6), 4189),
    ("F", date(2022, 4, 6), 2083),
    ("N", date(2024, 4, 6), 2083),
]
PASSED_ON = [
    ("ages_3_4", date(2021, 4, 1), "0.95"),
    ("ages_3_4", date(2025, 3, 31), "0.95"),
    ("ages_3_4", date(2025, 4, 1), "0.96"),
    ("ages_3_4", date(2026, 4, 1), "0.97"),
    ("ages_2_disadvantaged", date(2024, 4, 1), "0.95"),
    ("ages_2_working_parents", date(2025, 4, 1), "0.96"),
    ("ages_under_2", date(2026, 4, 1), "0.97"),
]
TEACHERS = [(date(2019, 9, 1), "0.2368"), (date(2024, 3, 31), "0.2368"), (date(2024, 4, 1), "0.2868")]


@pytest.mark.parametrize(("day", "rate"), NI_RATES)
def test_employer_national_insurance(day: date, rate: str) -> None:
    assert NATIONAL.ni_rate.on(day) == Fraction(rate)


@pytest.mark.parametrize(("entitlement", "day", "passed_on"), PASSED_ON)
def test_early_years_funding_passed_on(entitlement: str, day: date, passed_on: str) -> None:
    (limit,) = (each for each in NATIONAL.pass_through if each.entitlement == entitlement)
    assert limit.passed_on.on(day) == Fraction(passed_on)


@pytest.mark.parametrize(("entitlement", "day"), [("ages_3_4", date(2021, 3, 31)), ("ages_under_2", date(2024, 3, 31))])
def test_an_entitlement_is_not_tested_before_its_first_year(entitlement: str, day: date) -> None:
    (limit,) = (each for each in NATIONAL.pass_through if each.entitlement == entitlement)
    with pytest.raises(NoTermInForce, match="no value in force"):
        limit.passed_on.on(day)


def test_supplements_and_totals_are_no_entitlement() -> None:
    lines = [line for each in NATIONAL.pass_through for line in each.lines]
    assert sorted(lines) == [
        "additional_3_4",
        "disadvantaged_2",
        "under_2",
        "universal_3_4",
        "working_parents_2",
    ]


@pytest.mark.parametrize(("letter", "day", "pounds"), THRESHOLDS)
def test_monthly_threshold(letter: str, day: date, pounds: int) -> None:
    assert NATIONAL.ni_threshold[letter].on(day) == pounds * 100


@pytest.mark.parametrize(("letter", "day"), [("F", date(2022, 4, 5)), ("K", date(2024, 4, 5)), ("A", date(2021, 4, 5))])
def test_a_threshold_has_no_value_before_its_first(letter: str, day: date) -> None:
    with pytest.raises(NoTermInForce, match="no value in force"):
        NATIONAL.ni_threshold[letter].on(day)


def test_letters_alike_and_the_letter_without_contributions() -> None:
    alike = {NATIONAL.ni_threshold[letter].values for letter in "ABCJ"}
    assert len(alike) == 1
    assert "X" not in NATIONAL.ni_threshold


@pytest.mark.parametrize(("day", "rate"), TEACHERS)
def test_teachers_pension(day: date, rate: str) -> None:
    assert NATIONAL.teachers_pension.on(day) == Fraction(rate)


def test_rounding_and_levy() -> None:
    assert NATIONAL.ni_rounding.on(date(2022, 4, 25)) is HalfPenny.DOWN
    assert NATIONAL.levy.on(date(2022, 4, 25)) == Fraction(1, 200)
    with pytest.raises(NoTermInForce):
        NATIONAL.levy.on(date(2017, 4, 5))


@pytest.mark.parametrize("term", ["ni_rate", "levy", "teachers_pension", "ni_rounding"])
def test_nothing_is_in_force_past_the_day_confirmed(term: str) -> None:
    effective = getattr(NATIONAL, term)
    day = effective.confirmed_to
    assert effective.on(day) is not None
    with pytest.raises(NoTermInForce, match="confirmed only to"):
        effective.on(date.fromordinal(day.toordinal() + 1))


def annual_pounds(scale: PayScale, point: str) -> dict[str, int]:
    return {value.effective.isoformat(): value.annual_pence // 100 for value in scale.points[point]}


def test_point_43_of_the_njc_spine() -> None:
    assert annual_pounds(SCALES["NJC"], "43") == {
        "2021-04-01": 47665,
        "2022-04-01": 49590,
        "2023-04-01": 51515,
        "2024-04-01": 52805,
        "2025-04-01": 54495,
    }
    settled = [value.settled_on for value in SCALES["NJC"].points["43"]]
    assert settled[:2] == [date(2022, 2, 28), date(2022, 11, 1)]


def test_point_22_rises_by_3850_over_two_years() -> None:
    rows = annual_pounds(SCALES["NJC"], "22")
    assert rows["2023-04-01"] - rows["2021-04-01"] == 3850


def test_soulbury_has_no_value_before_the_first_that_follows_the_gap() -> None:
    assert annual_pounds(SCALES["SOULBURY"], "20") == {"2024-09-01": 67439, "2025-09-01": 69598}
    assert annual_pounds(SCALES["SOULBURY"], "8")["2024-09-01"] == 51125
    assert annual_pounds(SCALES["SOULBURY"], "13")["2025-09-01"] == 60269
    assert SCALES["SOULBURY"].points["8"][-1].settled_on is None
