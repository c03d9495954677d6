"""The rows of the resources reports keep what is exact beside what is rounded, in the order in which they are read."""

from sspipe.model.resources import Section
from sspipe.publish.resources import shape_resources
from tests.publish.statements import a_monitored_section, a_resource_row, a_section


def test_a_row_holds_every_figure_in_pence_and_in_thousands() -> None:
    (row,) = shape_resources((a_resource_row(),))
    assert (row["forecast_pence"], row["forecast_thousands"]) == (5560000, 56)
    assert (row["variance_before_pence"], row["variance_before_thousands"]) == (60000, 1)
    assert (row["budget_residual_thousands"], row["variance_residual_thousands"]) == (0, -1)
    assert (row["quarter"], row["unit"], row["section"], row["line_kind"]) == ("Q2", "thousand_pounds", "dsg", "line")


def test_the_lines_stand_above_what_rounding_leaves_and_that_above_the_total() -> None:
    rows = shape_resources(tuple(reversed(a_section())))
    assert [(row["line_kind"], row["service"]) for row in rows] == [
        ("line", "ey-leadership"),
        ("line", "hub-lead"),
        ("rounding", ""),
        ("total", ""),
    ]


def test_sections_and_councils_do_not_mix() -> None:
    mixed = (*a_section(section=Section.SAVINGS), *a_section(), *a_monitored_section(), *a_section(council="tameside"))
    rows = shape_resources(mixed)
    places = [(row["report"], row["council"], row["section"]) for row in rows]
    assert places == sorted(places)
    assert [row["line_kind"] for row in rows] == ["line", "line", "rounding", "total"] * 4


def test_a_report_by_period_names_no_quarter() -> None:
    assert {row["quarter"] for row in shape_resources(a_monitored_section())} == {None}
