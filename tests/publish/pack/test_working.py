"""The sheet of working: each step in words, adding up to the sheet of posts, for the council that employs alone."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from sspipe.model.councils import Component
from sspipe.model.part_months import PartMonth
from sspipe.model.pay_elements import ElementFrequency, ElementKind
from sspipe.model.periods import Period
from sspipe.model.working import Side, Step, Tranche
from sspipe.publish.costs import shape_workings
from sspipe.publish.pack.working_words import in_words
from tests.publish.pack.releases import (
    COSTS,
    FIRST,
    NATIONAL_INSURANCE,
    SECOND,
    STOCKPORT,
    TAMESIDE,
    Rows,
    a_release,
    all_texts,
    opened,
    packed,
    table,
    words_above,
    worked,
)
from tests.publish.statements import FILE, a_conservation, a_cost, a_working_row

COMES_TO, ADDS = "Comes to, £", "Adds to the cost, £"


def said(**changes: Any) -> str:
    (row,) = shape_workings((a_working_row(**changes),))
    return in_words(row)


def sheet(rows: Rows, council: str = "stockport") -> list[dict[str, Any]]:
    """The rows of the sheet, without the total."""
    return [row for row in table(opened(packed(rows, council)), "Working") if row["Step"] is not None]


def test_a_stretch_of_days_reads_as_point_hours_and_days() -> None:
    assert said() == (
        "£47,665.00 a year x 1 FTE x 30 of 30 days / 12 = £3,972.08;"
        " point value in force from 1 April 2021, NJC pay agreement of 28 February 2022"
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"fte": Fraction("0.8"), "days": 15, "result_pence": None, "unrounded": Fraction(476650, 3)},
            "£47,665.00 a year x 0.8 FTE x 15 of 30 days / 12 = £1,588.8333 before rounding;",
        ),
        (
            {"days": 13, "out_of_days": 365, "part_month": PartMonth.YEAR_365THS, "result_pence": 169766},
            "£47,665.00 a year x 1 FTE x 13 of 365 days of a year = £1,697.66;",
        ),
        (
            {"days": 20, "out_of_days": 21, "part_month": PartMonth.WORKING_DAYS, "result_pence": 378294},
            "£47,665.00 a year x 1 FTE x 20 of 21 weekdays / 12 = £3,782.94;",
        ),
        (
            {"weeks_per_year": Fraction(39), "part_of_year": Fraction("0.8634"), "result_pence": 342950},
            "£47,665.00 a year x 1 FTE x 0.8634 for 39 weeks a year x 30 of 30 days / 12 = £3,429.50;",
        ),
    ],
)
def test_a_part_of_a_month_or_year_says_what_it_is_a_part_of(changes: dict[str, Any], words: str) -> None:
    assert said(**changes).startswith(words)


def test_what_is_rounded_together_says_the_exact_sum() -> None:
    row = {"step": Step.ROUNDING, "unrounded": Fraction("357487.5"), "result_pence": 357488}
    assert said(**row) == "Together £3,574.8750, rounded once: £3,574.88"


ALLOWANCE = {
    "component": Component.ELEMENTS,
    "step": Step.ELEMENT,
    "element": ElementKind.ALLOWANCE,
    "frequency": ElementFrequency.MONTHLY,
    "annual_pence": None,
    "fte": None,
    "weeks_per_year": None,
    "part_of_year": None,
    "base_pence": 20000,
    "result_pence": 20000,
    "source": "",
}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Allowance: £200.00 a month x 30 of 30 days = £200.00"),
        (
            {"days": 13, "out_of_days": 365, "part_month": PartMonth.YEAR_365THS, "result_pence": 8548},
            "Allowance: £200.00 a month x 12 x 13 of 365 days of a year = £85.48",
        ),
        (
            {"frequency": ElementFrequency.ANNUAL, "fte": Fraction("0.5"), "result_pence": 833},
            "Allowance: £200.00 a year x 0.5 FTE x 30 of 30 days / 12 = £8.33",
        ),
        (
            {"frequency": ElementFrequency.ANNUAL, "uplift": Fraction(9918, 9533), "result_pence": 1734},
            "Allowance: £200.00 a year x 9918/9533 by awards x 30 of 30 days / 12 = £17.34",
        ),
        (
            {"element": ElementKind.ONE_OFF, "frequency": ElementFrequency.ONCE, "days": None, "part_month": None},
            "One off: £200.00 once = £200.00",
        ),
        (
            {
                "element": ElementKind.REDUCTION,
                "rate": Fraction(1, 2),
                "base_pence": None,
                "annual_pence": 4766500,
                "fte": Fraction(1),
                "weeks_per_year": Fraction(52),
                "result_pence": -198604,
            },
            "Reduction: 0.5 of basic pay: £47,665.00 a year x 1 FTE x 30 of 30 days / 12 = -£1,986.04",
        ),
    ],
)
def test_a_pay_element_says_its_amount_and_what_it_is_multiplied_by(changes: dict[str, Any], words: str) -> None:
    assert said(**{**ALLOWANCE, **changes}) == words


def test_assumed_pay_says_what_it_stands_instead_of() -> None:
    row = {"step": Step.ASSUMED_PAY, "base_pence": 300000, "days": 14, "out_of_days": 31, "result_pence": None}
    assert said(**row, unrounded=Fraction("-43901.0753")) == (
        "Pension is due on assumed pay of £3,000.00 a month x 14 of 31 days instead of"
        " £47,665.00 a year x 1 FTE x 14 of 31 days / 12: -£439.0108 before rounding"
    )


def test_national_insurance_says_threshold_rate_days_and_sources() -> None:
    assert said(**NATIONAL_INSURANCE, result_pence=48372) == (
        "(£3,972.08 - £758.00) x 15.05% = £483.72;"
        " rate in force from 6 April 2022, Health and Social Care Levy Act 2021;"
        " threshold of category A in force from 6 April 2022, thresholds of 2022-23"
    )


@pytest.mark.parametrize(("base", "words"), [(75800, "£758.00 is not above £758.00: £0.00;"), (75801, "(£758.01 - ")])
def test_pay_up_to_the_threshold_says_that_nothing_is_due(base: int, words: str) -> None:
    assert said(**{**NATIONAL_INSURANCE, "base_pence": base}, result_pence=0).startswith(words)


def test_pension_names_its_scheme_and_the_levy_none() -> None:
    rate = {"base_pence": 397208, "rate": Fraction("0.2"), "rate_from": date(2020, 4, 1), "source": "fund actuary"}
    assert said(step=Step.PENSION, **rate, rate_of="LGPS", result_pence=79442) == (
        "£3,972.08 x 20% = £794.42; rate of LGPS in force from 1 April 2020, fund actuary"
    )
    assert said(step=Step.LEVY, **rate, result_pence=79442).startswith("£3,972.08 x 20% = £794.42; rate in force from")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (
            Step.SPLIT_OVER_POSTS,
            (
                "£154.97 on all posts of the holder x 1/7, this post's part of the pay;"
                " odd pennies by largest remainder = £22.14"
            ),
        ),
        (
            Step.SPLIT_OVER_MONTHS,
            "£154.97 x 1/7, this month's part of all the late pay; odd pennies by largest remainder = £22.14",
        ),
        (Step.LESS_ALREADY_PAID, "Less what the month had come to before: £22.14"),
        (Step.DIFFERENCE, "On pay with arrears or corrections, less the same on pay without them: £22.14"),
        (Step.ODD_PENNIES, "Odd pennies, so that the month bears its part of the whole: £22.14"),
    ],
)
def test_splits_and_differences_are_said(step: Step, words: str) -> None:
    assert said(step=step, base_pence=15497, part=Fraction(1, 7), result_pence=2214) == words


def test_every_step_has_words() -> None:
    assert all(said(**{**NATIONAL_INSURANCE, "step": step, "element": ElementKind.ALLOWANCE}) for step in Step)


@pytest.mark.parametrize("council", ["stockport", "tameside"])
def test_the_working_comes_to_the_posts_that_the_council_employs(council: str) -> None:
    # Stockport 2,383.25 + 1,588.83 + 244.60 + 125.02 + 1,111.11; Tameside 3,000.01
    book = opened(packed(a_release(), council))
    (total,) = [row for row in table(book, "Working") if row["Post"] == "Total, as on the sheet Posts"]
    name = {"stockport": STOCKPORT, "tameside": TAMESIDE}[council]
    (own,) = [row for row in table(book, "Posts") if row["Post"] == f"Total of posts that {name} employs"]
    assert total[ADDS] == own["Expected cost, £"] == {"stockport": 5452.81, "tameside": 3000.01}[council]


def test_the_totals_are_live() -> None:
    book = opened(packed(a_release(), "stockport"), values=False)
    assert [cell.value for row in book["Working"] for cell in row if cell.data_type == "f"] == [
        "=ROUND(SUBTOTAL(109,$J$4:$J$8),2)"
    ]


def test_the_steps_stand_in_reading_order() -> None:
    august = Period.parse("2022-23-P05")
    steps = (
        a_working_row(tranche=Tranche.CORRECTION),
        a_working_row(component=Component.LEVY, step=Step.LEVY, step_number=2),
        a_working_row(component=Component.LEVY, step=Step.LEVY),
        a_working_row(component=Component.NI, **NATIONAL_INSURANCE),
        a_working_row(earned=august, tranche=Tranche.ARREARS),
        a_working_row(),
    )
    shown = sheet(a_release(working=steps, costs=(a_cost(),)))
    order = ("Month earned", "Why it is paid now", "Part of the cost", "Step")
    assert [tuple(row[heading] for heading in order) for row in shown] == [
        ("2022-23 P05", "arrears of an award", "basic pay", 1),
        ("2022-23 P06", "current pay", "basic pay", 1),
        ("2022-23 P06", "current pay", "employer National Insurance", 1),
        ("2022-23 P06", "current pay", "apprenticeship levy", 1),
        ("2022-23 P06", "current pay", "apprenticeship levy", 2),
        ("2022-23 P06", "correction: HR recorded it after that month's payroll was closed", "basic pay", 1),
    ]


def test_a_step_stands_with_its_facts_each_in_a_cell_of_its_own() -> None:
    (row,) = [each for each in sheet(a_release()) if each["Holder"] == "holder 1" and each[COMES_TO] == 244.60]
    assert (row["Rate"], row["Threshold of a month, £"]) == ("15.05%", 758)
    assert row["Rate or split is applied to, £"] == 3972.08
    assert row["Rate, point value or element in force from"].date() == date(2022, 4, 6)
    assert row["Source of the rate or point value"] == "Health and Social Care Levy Act 2021"
    basic = next(each for each in sheet(a_release()) if each["Part of the cost"] == "basic pay")
    assert (basic["Pay point"], basic["Part of full time"], basic["Days that count"]) == ("NJC 43", "1", 30)
    assert basic["Full-time pay of the point in a year, £"] == 47665


def test_a_step_that_leads_to_a_later_one_adds_nothing() -> None:
    on_the_way = a_working_row(side=Side.BEFORE, tranche=Tranche.CORRECTION, amount_pence=None)
    (row,) = sheet(a_release(working=(on_the_way,), costs=(a_cost(),)))
    assert (row[COMES_TO], row[ADDS], row["Which of two costings, where there are two"]) == (
        3972.08,
        None,
        "the month as it was before",
    )


def test_the_record_is_cited_by_the_name_under_which_its_file_was_offered() -> None:
    name = a_conservation().file_name
    assert {row["Record of the council that it rests on"] for row in sheet(a_release())} == {f"{name}, row 12"}
    unknown = a_working_row(source_file="f" * 64)
    (row,) = sheet(a_release(working=(unknown,), costs=(a_cost(),)))
    assert row["Record of the council that it rests on"] == f"file {'f' * 12}, row 12"
    assert FILE not in str(sheet(a_release()))


def test_holders_bear_the_numbers_that_they_bear_on_the_sheet_of_posts() -> None:
    book = opened(packed(a_release(), "stockport"))
    for sheet_name, amount in (("Posts", "Basic pay, £"), ("Working", ADDS)):
        ours = [row for row in table(book, sheet_name) if row["Post"] == "Head of Early Years"]
        found = {(row["Holder"], row[amount]) for row in ours}
        assert {("holder 1", 2383.25), ("holder 2", 1588.83)} <= found


def test_the_partner_sees_no_step_of_the_hosts_posts() -> None:
    theirs = opened(packed(a_release(), "tameside"))
    assert {row["Post"] for row in table(theirs, "Working")} == {"Data Lead", "Total, as on the sheet Posts"}
    alone = a_release(working=tuple(worked(cost) for cost in COSTS if cost.council == "stockport"))
    texts = all_texts(opened(packed(alone, "tameside")))
    for secret in ("NJC 43", "NJC pay agreement", " FTE", "£47,665.00", "15.05%", FIRST, SECOND):
        assert not [text for text in texts if secret in text], secret
    assert f"No pay of a post that {TAMESIDE} employs is worked out for this period." in texts


def test_no_third_council_sees_a_step() -> None:
    assert sheet(a_release(), "oldham") == []


def test_the_sheet_of_posts_says_where_the_working_stands() -> None:
    assert "The sheet Working shows how" in words_above(opened(packed(a_release(), "stockport"))["Posts"])


def test_a_release_from_before_there_was_a_working_says_so() -> None:
    rows = {name: each for name, each in a_release().items() if name != "out_post_workings"}
    assert opened(packed(rows, "stockport"))["Working"]["A4"].value == (
        f"No pay of a post that {STOCKPORT} employs is worked out for this period."
    )


def test_words_of_a_step_never_act_as_a_formula() -> None:
    (row,) = sheet(a_release(working=(a_working_row(pay_scale="=1+1", source="=cmd|calc"),), costs=(a_cost(),)))
    assert row["Pay point"] == "=1+1 43"
    rows = a_release(working=(a_working_row(source="=cmd"),), costs=(a_cost(),))
    book = opened(packed(rows, "stockport"), values=False)
    formulas = [cell.value for line in book["Working"].iter_rows() for cell in line if cell.data_type == "f"]
    assert formulas == ["=ROUND(SUBTOTAL(109,$J$4),2)"]
