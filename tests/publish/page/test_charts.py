from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from sspipe.model.periods import Period
from sspipe.model.statement import BreakState
from sspipe.publish.page.chart_causes import MOST
from sspipe.publish.page.chart_measures import is_joined
from sspipe.publish.rows import shape_rows
from tests.publish.pack.releases import Rows, a_release, recorded_break
from tests.publish.page.pages import opened
from tests.publish.page.reading import Element, figures, section, shapes, table
from tests.publish.statements import (
    P06,
    a_break,
    a_cause,
    a_cost,
    a_ledger_item,
    a_measure,
    a_recharge,
    a_statement,
    a_value,
)

P04, P05, P12, P13 = (Period(2022, number) for number in (4, 5, 12, 13))
COSTS, SETTLEMENT, CAUSES, MEASURES = (
    "Expected cost and ledger, by post",
    "The settlement through the year",
    "Causes by pounds",
    "Performance measures by year",
)


def costs_of(page: Element, when: str) -> list[list[str]]:
    return table(page, f"Expected cost and ledger, {when}")[1:]


def a_month(period: Period, expected: int, ledger: int) -> tuple[Period, Rows]:
    costs = (a_cost(paid=period, earned=period, amount_pence=expected),) if expected else ()
    items = (a_ledger_item(month=period.month, amount_pence=ledger),)
    return period, shape_rows(a_statement(period=period, costs=costs, ledger=items), ())


def widths(figure: Element, style: str) -> list[Fraction]:
    """Lengths of bars, without the swatch of the key."""
    return [Fraction(each["width"]) for each in shapes(figure, f"fill-{style}")][1:]


def heights(figure: Element, style: str) -> list[Fraction]:
    return [Fraction(each["height"]) for each in shapes(figure, f"fill-{style}")][1:]


def test_each_own_post_shows_what_it_should_cost_and_what_the_ledger_shows() -> None:
    # basic 2,383.25 + 1,588.83, insurance 244.60 + 125.02: 4,341.70; the ledger has the basic pay of 3,972.08 alone
    page = opened()
    rows = costs_of(page, "2022-23 P06")
    assert rows == [
        ["Head of Early Years", "£4,341.70", "£3,972.08", "-£369.62"],
        ["hub-lead", "£1,111.11", "£0.00", "-£1,111.11"],
        ["Total", "£5,452.81", "£3,972.08", "-£1,480.73"],
    ]
    month, _ = figures(page, COSTS)
    longest, short = widths(month, "first")
    assert abs(short / longest - Fraction(111111, 434170)) < Fraction(1, 10_000)
    assert abs(widths(month, "second")[0] / longest - Fraction(397208, 434170)) < Fraction(1, 10_000)
    assert month.one("desc").words == (
        "These posts should cost £5,452.81; the ledger shows £3,972.08, £1,480.73 less."
        " The widest gap is £1,111.11 less: hub-lead."
    )


def test_only_own_posts_are_drawn() -> None:
    rows = costs_of(opened(council="tameside"), "2022-23 P06")
    assert rows == [["Data Lead", "£3,000.01", "£0.00", "-£3,000.01"], ["Total", "£3,000.01", "£0.00", "-£3,000.01"]]


def test_the_year_to_date_adds_the_months_before() -> None:
    rows = a_release(costs=(a_cost(amount_pence=1000),), ledger=(a_ledger_item(amount_pence=1100),))
    page = opened(rows, before=(a_month(P04, 10, 10), a_month(P05, 200, 150)))
    # 10.00 + 0.10 + 2.00 = 12.10 expected; 11.00 + 0.10 + 1.50 = 12.60 in the ledger
    assert costs_of(page, "year to 2022-23 P06")[0] == ["Head of Early Years", "£12.10", "£12.60", "£0.50"]
    assert costs_of(page, "2022-23 P06")[0] == ["Head of Early Years", "£10.00", "£11.00", "£1.00"]
    assert "The year lacks 2022-23 P01, 2022-23 P02, 2022-23 P03:" in section(page, COSTS).words


def test_a_month_that_two_releases_hold_counts_once_as_the_later_has_it() -> None:
    """The year end's release holds March again, with what was posted to it since."""
    _, rows = a_month(P13, 0, 730)
    page = opened(rows, period=P13, before=(a_month(Period(2022, 11), 500, 500), a_month(P12, 700, 700)))
    assert costs_of(page, "2022-23 P12")[0] == ["Head of Early Years", "£7.00", "£7.30", "£0.30"]
    assert costs_of(page, "year to 2022-23 P12")[0] == ["Head of Early Years", "£12.00", "£12.30", "£0.30"]


def test_posts_that_agree_say_so() -> None:
    rows = a_release(costs=(a_cost(amount_pence=1000),), ledger=(a_ledger_item(amount_pence=1000),))
    assert "They agree post by post." in figures(opened(rows), COSTS)[0].one("desc").words


def test_gaps_that_cancel_out_are_not_called_agreement() -> None:
    costs = (a_cost(amount_pence=1000), a_cost(post="hub-lead", amount_pence=1000))
    ledger = (a_ledger_item(amount_pence=900), a_ledger_item(post="hub-lead", amount_pence=1100))
    told = figures(opened(a_release(costs=costs, ledger=ledger)), COSTS)[0].one("desc").words
    assert "the same in total. The widest gap is £1.00 less: Head of Early Years." in told


RECHARGES = (
    a_recharge(service=P05, due_pence=1000, billed_pence=1000, booked_pence=500),
    a_recharge(service=P06, due_pence=2000, billed_pence=-1000, booked_pence=0),
    a_recharge(service=P06, post="other", due_pence=2000, billed_pence=0, booked_pence=0),
    a_recharge(post="data-lead", host="tameside", partner="stockport", service=P05, due_pence=7, billed_pence=0),
)


def test_both_directions_show_due_billed_and_booked_month_by_month() -> None:
    page = opened(a_release(recharges=RECHARGES))
    caption = "Stockport Council bills Tameside Council, by month of service in 2022-23"
    assert table(page, caption)[1:] == [
        ["2022-23 P05", "£10.00", "£10.00", "£5.00"],
        ["2022-23 P06", "£40.00", "-£10.00", "£0.00"],
        ["Total", "£50.00", "£0.00", "£5.00"],
    ]
    other = "Tameside Council bills Stockport Council, by month of service in 2022-23"
    assert table(page, other)[1:] == [["2022-23 P05", "£0.07", "£0.00", "£0.00"], ["Total", "£0.07", "£0.00", "£0.00"]]


def test_a_bar_of_the_settlement_is_as_high_as_its_amount_and_a_minus_hangs_down() -> None:
    first, _ = figures(opened(a_release(recharges=RECHARGES)), SETTLEMENT)
    may, june = heights(first, "first")
    assert june == 4 * may
    assert heights(first, "second") == [may, may]
    assert heights(first, "third") == [may / 2]
    plus, minus = shapes(first, "fill-second")[1:]
    assert Fraction(plus["y"]) + Fraction(plus["height"]) == Fraction(minus["y"])


def test_the_settlement_says_what_is_left() -> None:
    told = figures(opened(a_release(recharges=RECHARGES)), SETTLEMENT)[0].one("desc").words
    assert told == (
        "For service in 2022-23 £50.00 is due as at 2022-23 P06, £0.00 is billed and £5.00 is booked."
        " £50.00 of what is due is not billed; £5.00 is booked above what is billed."
    )


def test_months_of_another_year_are_told_and_not_drawn() -> None:
    old = a_recharge(service=Period(2021, 12), due_pence=99_999_999)
    page = opened(a_release(recharges=(*RECHARGES, old)))
    assert "£999,999.99" not in section(page, SETTLEMENT).words
    assert (
        "Months of other years that wait to be billed or booked stand on the sheet Recharges only."
        in section(page, SETTLEMENT).words
    )
    assert "other years" not in section(opened(a_release(recharges=RECHARGES)), SETTLEMENT).words


def test_causes_go_by_size_and_say_whether_it_is_more_or_less() -> None:
    one = recorded_break(a_cause(code="UNEXPLAINED", amount_pence=-300), a_cause(code="ROUNDING", amount_pence=100))
    two = a_break(break_id="b7", amount_pence=250, causes=(a_cause(code="ROUNDING", amount_pence=250),))
    page = opened(a_release(breaks=(one, two)))
    assert table(page, "Causes of open breaks")[1:] == [
        ["rounding", "ROUNDING", "2", "£3.50", "£0.00", "£3.50"],
        ["unexplained", "UNEXPLAINED", "1", "£0.00", "£3.00", "£3.00"],
        ["Total", "", "3", "£3.50", "£3.00", "£6.50"],
    ]
    (figure,) = figures(page, CAUSES)
    (more,), (less,) = widths(figure, "first"), widths(figure, "second")
    assert abs(less / more - Fraction(300, 350)) < Fraction(1, 10_000)
    assert [each.words for each in figure.all("text") if "£" in each.words] == ["£3.50", "£3.00"]
    assert figure.one("desc").words == (
        "2 open breaks have 2 causes: £3.50 more than it should be and £3.00 less."
        " The largest cause is: rounding, £3.50."
    )


def test_a_break_that_cleared_has_no_bar() -> None:
    cleared = a_break(break_id="b9", amount_pence=0, state=BreakState.CLEARED, causes=(a_cause(),))
    page = opened(a_release(breaks=(cleared,)))
    assert figures(page, CAUSES) == []
    assert "No break is open." in section(page, CAUSES).words


def test_an_open_break_without_a_cause_is_drawn_all_the_same() -> None:
    page = opened(a_release(breaks=(a_break(amount_pence=-500, causes=()),)))
    assert table(page, "Causes of open breaks")[1] == ["no cause on file", "", "1", "£0.00", "£5.00", "£5.00"]


@pytest.mark.parametrize(("causes", "bars"), [(MOST, MOST), (MOST + 1, MOST + 1), (MOST + 4, MOST + 1)])
def test_the_small_causes_share_a_bar_and_keep_their_rows(causes: int, bars: int) -> None:
    made = [a_cause(code=f"CODE_{at:02d}", amount_pence=1000 - at) for at in range(causes)]
    page = opened(a_release(breaks=(recorded_break(*made),)))
    (figure,) = figures(page, CAUSES)
    assert len(widths(figure, "first")) == bars
    assert len(table(page, "Causes of open breaks")) == causes + 2


def measured(*values: Any, **changes: Any) -> Element:
    rows = shape_rows(a_statement(), (), values, (a_measure(**{"breaks_before": (), **changes}),))
    return opened({**a_release(), "out_pprr_performance": rows["out_pprr_performance"]})


def areas(years: Mapping[str, str | None], **changes: Any) -> list[Any]:
    return [a_value(year, value, **changes) for year, value in years.items()]


def lines(figure: Element, style: str) -> list[list[str]]:
    """Points of the lines of one area, without the stroke of the key."""
    return [each["points"].split() for each in shapes(figure, f"line-{style}")][1:]


def marks(figure: Element, style: str) -> int:
    return len(shapes(figure, f"mark-{style}")) - 1


def test_two_years_that_are_compared_are_joined() -> None:
    (figure,) = figures(measured(*areas({"2017": "70", "2018": "71", "2019": "69.5"})), MEASURES)
    assert (len(lines(figure, "first")), marks(figure, "first")) == (2, 3)
    first, second = lines(figure, "first")
    assert first[1] == second[0], "the lines meet at the year between them"


def test_a_missing_value_leaves_a_gap() -> None:
    (figure,) = figures(measured(*areas({"2017": "70", "2018": None, "2019": "69.5", "2020": "70"})), MEASURES)
    assert (len(lines(figure, "first")), marks(figure, "first")) == (1, 3)
    assert "No values for 2018." in figure.one("desc").words


def test_a_year_without_a_row_leaves_a_gap_too() -> None:
    (figure,) = figures(measured(*areas({"2017": "70", "2019": "69.5"})), MEASURES)
    assert (len(lines(figure, "first")), marks(figure, "first")) == (0, 2)


def test_no_line_crosses_the_beginning_of_a_new_series_and_it_is_marked() -> None:
    years = {"2020": "70", "2021": "71", "2022": "65", "2023": "66"}
    (figure,) = figures(measured(*areas(years), breaks_before=("2022",)), MEASURES)
    assert (len(lines(figure, "first")), marks(figure, "first")) == (2, 4)
    (upright,) = shapes(figure, "line-break")
    (x, _), (again, _) = (point.split(",") for point in upright["points"].split())
    assert x == again
    ends = [Fraction(point.split(",")[0]) for line in lines(figure, "first") for point in line]
    assert sorted(ends)[1] < Fraction(x) < sorted(ends)[2]
    assert "new series 2022" in [each.words for each in figure.all("text")]
    assert "A new series begins in 2022." in figure.one("desc").words


def test_councils_stand_beside_region_and_england_each_in_a_style_of_its_own() -> None:
    values = [
        *areas({"2019": "70"}),
        *areas({"2019": "66.9"}, area="tameside"),
        *areas({"2019": "71.8"}, area="England"),
        *areas({"2019": "68.9"}, area="North West"),
    ]
    (figure,) = figures(measured(*values), MEASURES)
    named = [each.words for each in figure.all("text")][:4]
    assert named == ["Stockport Council", "Tameside Council", "North West", "England"]
    assert [marks(figure, style) for style in ("first", "second", "third", "fourth")] == [1, 1, 1, 1]
    assert figure.one("desc").words.startswith(
        "2019: Stockport Council 70, Tameside Council 66.9, North West 68.9, England 71.8 (percent). Higher is better."
    )


def test_a_point_stands_where_its_value_says() -> None:
    (figure,) = figures(measured(*areas({"2017": "60", "2018": "80", "2019": "65"})), MEASURES)
    (_, low), (_, high) = (tuple(map(Fraction, point.split(","))) for point in lines(figure, "first")[0])
    (_, middle) = map(Fraction, lines(figure, "first")[1][1].split(","))
    assert (low - middle) / (low - high) == Fraction(Decimal("0.25"))


def test_the_pipelines_own_measures_and_those_of_no_council_are_not_drawn() -> None:
    page = measured(*areas({"2019": "71.8"}, area="England"))
    assert figures(page, MEASURES) == []
    assert "SSP_DAYS_TO_CLOSE" not in section(page, MEASURES).words


@pytest.mark.parametrize(
    ("before", "after", "compared", "joined"),
    [
        ("2018", "2019", "2018", True),
        ("2017", "2019", "2017", False),
        ("2018", "2019", "", False),
        ("2020-21", "2021-22", "2020-21", True),
        ("2018", "2019", "2017", False),
    ],
)
def test_a_line_joins_only_what_is_compared(before: str, after: str, compared: str, *, joined: bool) -> None:
    assert is_joined(before, {"year_label": after, "previous_year_label": compared}) is joined


def test_the_settlement_adds_up_to_the_published_rows() -> None:
    """What is drawn by month is what the sheet Recharges adds up to."""
    rows = a_release()
    due = sum(int(str(row["due_pence"])) for row in rows["out_recharges"] if row["host"] == "stockport")
    caption = "Stockport Council bills Tameside Council, by month of service in 2022-23"
    assert table(opened(rows), caption)[-1][1] == f"£{due // 100:,}.{due % 100:02d}"
    assert P06.label in table(opened(rows), caption)[1][0]
