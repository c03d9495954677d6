"""HR's extracts show at each cut-off what HR knew then."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from sspipe.lab.days import CouncilDays, DayRule
from sspipe.lab.months import Month
from sspipe.lab.occupancies import Occupancy
from sspipe.lab.snapshots import establishment, is_rebuildable

DAYS = CouncilDays(pay_rule=DayRule(25, "before"), cut_off_rule=DayRule(10, "before"))
MONTHS = Month(2022, 4).through(Month(2023, 3))
FULL = Occupancy(
    person="9900001",
    post="ey-head",
    hours=Fraction(37),
    full_time_hours=Fraction(37),
    scale="NJC",
    point="43",
    ni_category="A",
    scheme="LGPS",
    start=date(2020, 4, 1),
    end=None,
    recorded=date(2022, 3, 1),
)


def left(row: Occupancy, last: date, recorded: date) -> list[Occupancy]:
    return [replace(row, superseded=recorded), replace(row, end=last, recorded=recorded)]


def test_one_change_between_two_extracts_is_not_lost() -> None:
    assert is_rebuildable(left(FULL, date(2022, 9, 14), date(2022, 9, 20)), DAYS, MONTHS)


def test_two_changes_round_a_cut_off_lose_the_state_between() -> None:
    on_the_7th = [
        replace(FULL, superseded=date(2022, 9, 7)),
        replace(FULL, end=date(2022, 8, 31), recorded=date(2022, 9, 7)),
    ]
    part_time = replace(FULL, hours=Fraction(20), start=date(2022, 9, 1), recorded=date(2022, 9, 7))
    assert not is_rebuildable([*on_the_7th, *left(part_time, date(2022, 9, 14), date(2022, 9, 20))], DAYS, MONTHS)


def test_a_post_is_vacant_after_its_last_holder() -> None:
    rows = establishment(left(FULL, date(2022, 9, 14), date(2022, 9, 7)), date(2022, 10, 5))
    assert [(row.key[0], row.start, row.end) for row in rows] == [
        ("9900001", date(2020, 4, 1), date(2022, 9, 14)),
        ("", date(2022, 9, 15), None),
    ]


def test_a_post_without_anybody_is_listed_as_vacant_since_the_start() -> None:
    (row,) = establishment([], date(2022, 5, 5))
    assert (row.occupancy, row.start, row.end) == (None, date(2022, 4, 1), None)
