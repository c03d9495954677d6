"""Whole pence: one rounding, one split that always sums back, and pounds as people write them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sspipe.model.money import HalfPenny, from_pounds, in_pounds, rounded_pence, split

PENCE = st.integers(-10_000_000, 10_000_000)
AMOUNTS = st.fractions(-10_000, 10_000, max_denominator=9_999)
WEIGHTS = st.lists(st.fractions(0, 100, max_denominator=100), min_size=1, max_size=6).filter(lambda each: sum(each) > 0)
PARTIES = ("host", "east", "north", "south", "west", "centre")


def pairs(weights: list[Fraction]) -> list[tuple[str, Fraction]]:
    return list(zip(PARTIES, weights, strict=False))


@pytest.mark.parametrize(
    ("amount", "up", "down"),
    [
        ("0.5", 1, 0),
        ("-0.5", -1, 0),
        ("1.4999", 1, 1),
        ("1.5001", 2, 2),
        ("55732.5", 55733, 55732),
        ("-55732.5", -55733, -55732),
        ("7", 7, 7),
    ],
)
def test_an_exact_halfpenny_goes_where_the_rule_says(amount: str, up: int, down: int) -> None:
    assert rounded_pence(Fraction(amount)) == up
    assert rounded_pence(Fraction(amount), HalfPenny.DOWN) == down


@given(AMOUNTS, st.sampled_from(list(HalfPenny)))
def test_minus_amounts_mirror_plus_amounts(amount: Fraction, rule: HalfPenny) -> None:
    assert rounded_pence(-amount, rule) == -rounded_pence(amount, rule)


@given(AMOUNTS)
def test_rounding_moves_by_half_a_penny_at_most_and_the_rules_differ_on_exact_halves_only(amount: Fraction) -> None:
    up, down = rounded_pence(amount), rounded_pence(amount, HalfPenny.DOWN)
    assert abs(up - amount) <= Fraction(1, 2)
    assert abs(down - amount) <= Fraction(1, 2)
    is_half = amount % 1 == Fraction(1, 2)
    assert (up != down) == is_half


@given(PENCE, WEIGHTS)
def test_a_split_sums_back(total: int, weights: list[Fraction]) -> None:
    parts = split(total, pairs(weights))
    assert sum(parts.values()) == total
    assert list(parts) == [key for key, _ in pairs(weights)]


@given(PENCE, WEIGHTS)
def test_a_part_is_its_exact_share_to_within_a_penny(total: int, weights: list[Fraction]) -> None:
    whole = sum(weights)
    for (key, weight), part in zip(pairs(weights), split(total, pairs(weights)).values(), strict=True):
        assert abs(part - total * weight / whole) < 1, key


@given(PENCE, WEIGHTS)
def test_a_minus_total_is_split_like_the_plus_total(total: int, weights: list[Fraction]) -> None:
    parts = split(total, pairs(weights))
    assert split(-total, pairs(weights)) == {key: -part for key, part in parts.items()}


@given(PENCE, WEIGHTS, st.randoms(use_true_random=False))
def test_order_matters_for_ties_only(total: int, weights: list[Fraction], chance: object) -> None:
    first = pairs(weights)
    other = list(first)
    chance.shuffle(other)  # type: ignore[attr-defined] # hypothesis hands out a Random
    exact = {key: abs(total) * weight / sum(weights) for key, weight in first}
    remainders = [amount % 1 for amount in exact.values()]
    if len(set(remainders)) == len(remainders):
        assert split(total, first) == split(total, other)
    else:
        assert all(abs(abs(part) - exact[key]) < 1 for key, part in split(total, other).items())


@given(PENCE, WEIGHTS, st.fractions(Fraction(1, 50), 50, max_denominator=50))
def test_only_the_proportions_of_the_weights_count(total: int, weights: list[Fraction], scale: Fraction) -> None:
    assert split(total, pairs(weights)) == split(total, pairs([weight * scale for weight in weights]))


def test_the_odd_penny_of_two_halves_goes_to_whoever_stands_first() -> None:
    half = Fraction(1, 2)
    assert split(527_009, [("host", half), ("partner", half)]) == {"host": 263_505, "partner": 263_504}
    assert split(527_009, [("partner", half), ("host", half)]) == {"partner": 263_505, "host": 263_504}


@pytest.mark.parametrize("weights", [[], [Fraction(0)], [Fraction(0), Fraction(0)]])
def test_nothing_to_weigh_by_is_refused(weights: list[Fraction]) -> None:
    with pytest.raises(ValueError, match="add up to nil"):
        split(100, pairs(weights))


@given(PENCE)
def test_pounds_are_read_as_they_are_written(pence: int) -> None:
    assert from_pounds(in_pounds(pence)) == pence


@pytest.mark.parametrize(
    ("text", "pence"), [("47665", 4766500), ("£1,234.56", 123456), ("-£0.05", -5), (" 3.20 ", 320)]
)
def test_pounds_as_people_write_them(text: str, pence: int) -> None:
    assert from_pounds(text) == pence


@pytest.mark.parametrize("text", ["", "£", "1.2", "1.234", "1,23", "12,34.00", "1e3", "(5.00)", "5.00-", "one", "£-5"])
def test_what_is_no_plain_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount in pounds"):
        from_pounds(text)
