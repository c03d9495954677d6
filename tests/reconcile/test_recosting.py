"""A post's month worked out again is the month; it reads the post's own people only, and changes nothing for good."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sspipe.reconcile.hypotheses import key_of
from sspipe.reconcile.post_months import PostMonths
from sspipe.reconcile.workings import work_out
from tests.builders import an_occupancy
from tests.worked import Case, facts_of, read_cases

HERE = Path(__file__).parent / "cases"
FILES = ("R3_late_records", "R4_awards", "R3_elements", "R9_cost_causes")
CASES = [case for name in FILES for case in read_cases(HERE / f"{name}.yaml")]


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_a_month_worked_out_again_is_the_month(case: Case) -> None:
    workings = work_out(facts_of(case))
    if workings.findings:
        return  # what cannot be costed has nothing to be worked out again
    months = PostMonths(workings)
    for spot in months.spots:
        of = months.at(spot)
        if spot[2] <= workings.facts.period.month:
            assert key_of(of.recosting.expected) == key_of(of.expected)


def test_it_reads_the_people_of_the_post_and_nobody_else() -> None:
    facts = facts_of(CASES[0][1])
    others = tuple(an_occupancy(post_ref=f"SP8{at:03}", occupant_ref=f"other {at}") for at in range(50))
    crowd = tuple(replace(each, rows=(*each.rows, *others)) for each in facts.snapshots)
    months = PostMonths(work_out(replace(facts, snapshots=crowd)))
    (of, *_) = (months.at(spot) for spot in sorted(months.spots))
    assert {row.occupant_ref for row in of.recosting.base.rows(of.month)} == {"A"}


def test_a_change_leaves_the_month_as_it_was() -> None:
    months = PostMonths(work_out(facts_of(CASES[0][1])))
    of = months.at(min(months.spots))
    before = dict(of.recosting.expected)
    doubled = of.recosting.under_records(lambda row: replace(row, fte=row.fte and row.fte / 2))
    assert any(doubled.values())
    assert of.recosting.expected == before
    assert of.recosting.under_records() == {}


def test_rows_that_are_given_besides_count_from_every_view() -> None:
    months = PostMonths(work_out(facts_of(CASES[0][1])))
    of = months.at(min(months.spots))
    second = an_occupancy(occupant_ref="B", valid_from=of.month.first_day, recorded_on=date(2022, 3, 1))
    assert sum(of.recosting.under_records(also=(second,)).values()) > 0
