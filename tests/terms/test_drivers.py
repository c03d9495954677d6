"""Shares from a driver: rounding, and a tolerance exactly at which the estimate stands."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sspipe.terms.drivers import DriverForm, Rounding, driven_shares, shares_from_counts

COUNCILS = ("stockport", "tameside")


def driver(kind: str, value: str, *counts: tuple[int, int], rounding: str = "whole_percent") -> DriverForm:
    by_day = {
        date(2022, 4 + at, 1): {"counts": dict(zip(COUNCILS, count, strict=True)), "source": "census"}
        for at, count in enumerate(counts)
    }
    return DriverForm.model_validate(
        {
            "name": "settings and schools",
            "counts": by_day,
            "rounding": rounding,
            "tolerance": {"kind": kind, "value": value},
            "posts": ["ey-head"],
        }
    )


def host_shares(form: DriverForm) -> list[tuple[date, Fraction]]:
    dated = driven_shares("share", form, COUNCILS).values
    return [(each.starts, (each.value or {})["stockport"]) for each in dated]


def test_whole_percents_are_rounded_and_sum_to_one() -> None:
    assert shares_from_counts({"stockport": 331, "tameside": 298}, Rounding.WHOLE_PERCENT, COUNCILS) == {
        "stockport": Fraction(53, 100),
        "tameside": Fraction(47, 100),
    }


def test_exact_shares_keep_the_counts() -> None:
    assert shares_from_counts({"stockport": 331, "tameside": 298}, Rounding.EXACT, COUNCILS) == {
        "stockport": Fraction(331, 629),
        "tameside": Fraction(298, 629),
    }


@pytest.mark.parametrize(("second", "moves"), [(56, False), (57, True), (50, False), (49, True)])
def test_three_percentage_points_exactly_let_the_estimate_stand(second: int, moves: bool) -> None:  # noqa: FBT001 - the expectation
    form = driver("percentage_points", "3", (53, 47), (second, 100 - second))

    assert host_shares(form) == [(date(2022, 4, 1), Fraction(53, 100))] + (
        [(date(2022, 5, 1), Fraction(second, 100))] if moves else []
    )


@pytest.mark.parametrize(("second", "moves"), [(41200, False), (41201, True), (38800, False), (38799, True)])
def test_a_relative_tolerance_is_measured_on_the_share_that_stands(second: int, moves: bool) -> None:  # noqa: FBT001 - the expectation
    form = driver("relative", "3", (40000, 60000), (second, 100000 - second), rounding="exact")

    assert len(host_shares(form)) == (2 if moves else 1)


def test_the_share_that_stands_is_the_measure_not_the_last_count() -> None:
    form = driver("percentage_points", "3", (53, 47), (55, 45), (57, 43))

    assert host_shares(form) == [(date(2022, 4, 1), Fraction(53, 100)), (date(2022, 6, 1), Fraction(57, 100))]


def test_a_share_of_nil_moves_with_the_first_count_under_a_relative_tolerance() -> None:
    assert len(host_shares(driver("relative", "3", (0, 100), (1, 99)))) == 2


@given(st.integers(0, 5000), st.integers(0, 5000), st.sampled_from(list(Rounding)))
def test_shares_always_sum_to_one(one: int, other: int, rounding: Rounding) -> None:
    counts = {"stockport": one, "tameside": other + (one + other == 0)}
    assert sum(shares_from_counts(counts, rounding, COUNCILS).values()) == 1
