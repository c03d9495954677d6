import doctest
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sspipe.publish import trends
from sspipe.publish.page import drawing, rendering
from sspipe.publish.page.axes import time_axis
from sspipe.publish.page.bars import Bar, Key, Named, bar_drawing
from sspipe.publish.page.drawing import WIDTH, Box, Scale, Words, coordinate, ticks

AMOUNTS = st.integers(-(10**9), 10**9)


@pytest.mark.parametrize("module", [drawing, rendering, trends])
def test_the_examples_hold(module: object) -> None:
    tried = doctest.testmod(module)  # type: ignore[arg-type] # a module
    assert (tried.failed, tried.attempted > 0) == (0, True)


@given(AMOUNTS, AMOUNTS)
def test_round_figures_hold_every_amount_at_equal_steps(first: int, second: int) -> None:
    lowest, highest = sorted((first, second))
    marks = ticks(lowest, highest, finest=Fraction(1))
    assert marks[0] <= lowest <= highest <= marks[-1]
    assert 2 <= len(marks) <= 7
    steps = {after - before for before, after in pairwise(marks)}
    assert len(steps) == 1
    assert int(str(steps.pop()).rstrip("0") or "0") in {1, 2, 5}


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_scale_keeps_order_and_proportion(first: int, second: int, third: int) -> None:
    lowest, middle, highest = sorted((first, second, third))
    if lowest < highest:
        scale = Scale(Fraction(lowest), Fraction(highest), 0, 300)
        assert [scale.place(lowest), scale.place(highest)] == [Fraction(0), Fraction(300)]
        assert scale.place(middle) * (highest - lowest) == 300 * (middle - lowest)


@given(st.fractions(-1000, 1000))
def test_a_coordinate_is_written_to_a_hundredth(place: Fraction) -> None:
    written = coordinate(place)
    assert abs(Fraction(written) - place) <= Fraction(1, 200)
    assert written != "-0"


def boxes(*sizes: int) -> list[Box]:
    rows = [Named("A post", [Bar("first", size, "an amount") for size in sizes])]
    shapes = bar_drawing("a", "A title", "What it says.", rows, ()).shapes
    return [shape for shape in shapes if isinstance(shape, Box)]


def test_a_bar_is_as_long_as_its_amount() -> None:
    longest, half, none = boxes(1000, 500, 0)
    assert (longest.x, half.x, none.width) == (0, 0, 0)
    assert Fraction(half.width) == Fraction(longest.width) / 2


def test_a_minus_bar_ends_where_plus_bars_begin() -> None:
    minus, plus = boxes(-500, 1000)
    assert minus.x + minus.width == plus.x
    assert plus.width == 2 * minus.width


def test_bars_of_nothing_at_all_are_drawn_without_length() -> None:
    assert [box.width for box in boxes(0, 0)] == [0, 0]


def test_amounts_at_the_end_of_bars_have_room() -> None:
    rows = [Named("A post", [Bar("first", 99_999_999, "£999,999.99")])]
    drawn = bar_drawing("a", "A title", "What it says.", rows, (Key("first", "due"),))
    (amount,) = (each for each in drawn.shapes if isinstance(each, Words) and each.style == "amount")
    assert amount.x + 7 * len(amount.words) <= WIDTH


@pytest.mark.parametrize(("name", "lines"), [("Head " * 9, 1), ("Head " * 12, 2), ("Head " * 60, 2), ("H" * 200, 2)])
def test_a_long_name_is_broken_and_cut(name: str, lines: int) -> None:
    drawn = bar_drawing("a", "A title", "What it says.", [Named(name, ())], ())
    said = [each.words for each in drawn.shapes if isinstance(each, Words)]
    assert len(said) == lines
    assert all(len(line) <= 50 for line in said)
    assert said[-1].endswith("…") is (len(name) > 100)


@pytest.mark.parametrize(
    ("labels", "shown"), [(["2016", "2017", "2018"], 3), ([f"{year}-17" for year in range(2000, 2020)], 5)]
)
def test_times_that_have_no_room_are_left_out_and_the_last_is_kept(labels: list[str], shown: int) -> None:
    places = [Fraction(280 * at, len(labels) - 1) for at in range(len(labels))]
    said = [each.words for each in time_axis(labels, places, 100) if isinstance(each, Words)]
    assert len(said) == shown
    assert said[-1] == labels[-1]
