"""Pay points of a site beside the national ones, and values that are unset or not settled."""

from datetime import date
from fractions import Fraction

import pytest

from sspipe.errors import NoTermInForce, SiteFileWrong
from sspipe.model.part_months import PartMonth
from sspipe.model.rates import PayScale
from sspipe.terms.checking import check_form
from sspipe.terms.pay_points import PayPointsFile, scales_of
from sspipe.terms.rate_faults import rate_faults
from sspipe.terms.site_forms import Checked
from sspipe.terms.strict_yaml import read_document

HEAD = "schema_version: 1\nterm: pay_points\nscale: NJC\nname: spine\nunit: pounds a year\nconfirmed_to: {}\nkeyed:\n"


def points(keyed: str, confirmed_to: str = "2024-03-31") -> PayPointsFile:
    return check_form(read_document(HEAD.format(confirmed_to) + keyed, "points.yaml"), PayPointsFile)


def line(point: str, *entries: str) -> str:
    rows = "".join(f"    {entry}\n" for entry in entries)
    return f'  "{point}":\n{rows}'


def known(scale: PayScale, point: str) -> list[tuple[date, int]]:
    return [(value.effective, value.annual_pence) for value in scale.points[point]]


OLD = '2021-04-01: {value: "100", settled_on: 2022-02-28, source: "x"}'
NEW = '2022-04-01: {value: "110", settled_on: null, source: "x"}'
UNSET_2022 = '2022-04-01: {value: unset, source: "x"}'
LATER = '2023-04-01: {value: "120", settled_on: 2023-11-01, source: "x"}'


def test_a_point_of_the_site_stands_instead_of_the_national_one_and_others_are_added() -> None:
    national = points(line("43", OLD, LATER) + line("22", OLD))
    site = points(line("43", OLD) + line("9", OLD))

    scale = scales_of((national,), (site,))["NJC"]

    assert set(scale.points) == {"43", "22", "9"}
    assert known(scale, "43") == [(date(2021, 4, 1), 100_00)]


def test_the_scale_is_confirmed_to_the_earliest_of_the_files_whose_points_stand() -> None:
    national = points(line("43", OLD), "2026-03-31")
    site = points(line("9", OLD), "2024-03-31")
    instead = points(line("43", OLD), "2024-03-31")

    assert scales_of((national,), ())["NJC"].confirmed_to == date(2026, 3, 31)
    assert scales_of((national,), (site,))["NJC"].confirmed_to == date(2024, 3, 31)
    assert scales_of((points(line("43", OLD), "2023-03-31"),), (instead,))["NJC"].confirmed_to == date(2024, 3, 31)


def test_settled_on_null_is_not_settled_and_left_out_is_settled_from_the_start() -> None:
    scale = scales_of((points(line("43", '2021-04-01: {value: "100", source: "x"}', NEW)),), ())["NJC"]

    assert [value.settled_on for value in scale.points["43"]] == [date(2021, 4, 1), None]


def test_nothing_older_stands_in_for_an_unset_value() -> None:
    scale = scales_of((points(line("43", OLD, UNSET_2022, LATER)),), ())["NJC"]

    assert known(scale, "43") == [(date(2023, 4, 1), 120_00)]
    assert scale.confirmed_to == date(2024, 3, 31)


def test_an_unset_value_at_the_end_ends_what_is_confirmed() -> None:
    scale = scales_of((points(line("43", OLD, UNSET_2022)),), ())["NJC"]

    assert known(scale, "43") == [(date(2021, 4, 1), 100_00)]
    assert scale.confirmed_to == date(2022, 3, 31)


def test_a_point_that_is_only_unset_has_no_value() -> None:
    assert known(scales_of((points(line("43", UNSET_2022)),), ())["NJC"], "43") == []


def test_an_unset_value_is_not_settled() -> None:
    with pytest.raises(SiteFileWrong, match="no settled_on beside a value that is unset"):
        points(line("43", '2022-04-01: {value: unset, settled_on: 2022-11-01, source: "x"}'))


@pytest.mark.parametrize("value", ['"1.005"', '"abc"', '"-"', "100"])
def test_a_value_is_pounds_in_quotes(value: str) -> None:
    with pytest.raises(SiteFileWrong, match="pounds in quotes"):
        points(line("43", f'2022-04-01: {{value: {value}, settled_on: null, source: "x"}}'))


def test_a_point_is_named_in_quotes() -> None:
    with pytest.raises(SiteFileWrong, match="valid string"):
        points(line("43", OLD).replace('"43"', "43"))


def test_a_scale_is_paid_by_calendar_days_unless_a_file_names_another_basis_and_the_site_stands_over_the_nation() -> (
    None
):
    plain = points(line("43", OLD))
    by_365ths = points(line("43", OLD)).model_copy(update={"part_month": PartMonth.YEAR_365THS})
    by_weekdays = points(line("9", OLD)).model_copy(update={"part_month": PartMonth.WORKING_DAYS})

    assert scales_of((plain,), ())["NJC"].part_month is PartMonth.CALENDAR_DAYS
    assert scales_of((by_365ths,), (plain,))["NJC"].part_month is PartMonth.YEAR_365THS
    assert scales_of((by_365ths,), (by_weekdays,))["NJC"].part_month is PartMonth.WORKING_DAYS


def test_the_terms_of_a_scale_are_read_from_its_file() -> None:
    terms = 'part_month: 365ths\npart_year:\n  "39":\n    2021-04-01: {value: "0.8634", source: "x"}\n'
    text = HEAD.format("2024-03-31").replace("keyed:\n", f"{terms}keyed:\n") + line("43", OLD)

    scale = scales_of((check_form(read_document(text, "points.yaml"), PayPointsFile),), ())["NJC"]

    assert scale.part_month is PartMonth.YEAR_365THS
    assert scale.part_paid(Fraction(39), date(2021, 4, 1)) == Fraction("0.8634")
    assert scale.part_paid(Fraction(52), date(2019, 4, 1)) == 1
    with pytest.raises(NoTermInForce, match="no part-year divisor"):
        scale.part_paid(Fraction(38), date(2021, 4, 1))
    with pytest.raises(NoTermInForce, match="confirmed only to 2024-03-31"):
        scale.part_paid(Fraction(39), date(2024, 4, 1))


def test_a_basis_that_nobody_knows_is_refused() -> None:
    text = HEAD.format("2024-03-31").replace("keyed:\n", "part_month: thirtieths\nkeyed:\n") + line("43", OLD)

    with pytest.raises(SiteFileWrong, match="part_month"):
        check_form(read_document(text, "points.yaml"), PayPointsFile)


def test_a_term_of_a_scale_stands_in_one_file() -> None:
    text = HEAD.format("2024-03-31").replace("keyed:\n", "part_month: 365ths\nkeyed:\n")
    documents = [read_document(text + line(point, OLD), f"rates/{point}.yaml") for point in ("43", "9")]
    rates = [Checked(document, check_form(document, PayPointsFile)) for document in documents]

    assert [fault.found for fault in rate_faults(rates, ())] == ["'part_month' of NJC in a second file"]
    assert list(rate_faults(rates[:1], ())) == []


FIRST = 'value: "105", settled_on: 2022-11-01, source: "x"'
SECOND = '{value: "106", settled_on: 2023-01-05, source: "y"}'
OFFERED = '{value: "107", settled_on: null, source: "z"}'


def test_steps_of_one_award_follow_its_value_and_bear_their_number() -> None:
    entry = f"2022-09-01: {{{FIRST}, then: [{SECOND}, {OFFERED}]}}"
    values = scales_of((points(line("43", OLD, entry)),), ())["NJC"].points["43"]

    assert [(value.annual_pence, value.step) for value in values] == [
        (100_00, 1),
        (105_00, 1),
        (106_00, 2),
        (107_00, 3),
    ]
    assert {value.effective for value in values[1:]} == {date(2022, 9, 1)}
    assert [value.settled_on for value in values[1:]] == [date(2022, 11, 1), date(2023, 1, 5), None]


@pytest.mark.parametrize(
    "entry",
    [
        f"2022-09-01: {{{FIRST}, then: [{{value: '106', settled_on: 2022-10-31, source: y}}]}}",
        f"2022-09-01: {{{FIRST}, then: [{OFFERED}, {SECOND}]}}",
        f"2022-09-01: {{value: unset, source: x, then: [{SECOND}]}}",
    ],
)
def test_a_step_before_its_time_is_refused(entry: str) -> None:
    with pytest.raises(SiteFileWrong, match="each settled after the one before it"):
        points(line("43", OLD, entry))
