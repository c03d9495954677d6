"""Vacant FTE-days are what counting day by day gives, however HR's rows begin, end and lie over each other."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sspipe.model.periods import Period
from sspipe.model.posts import HrSnapshot, Occupancy
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.vacancies import Establishment
from tests.builders import a_site, a_version, an_agreement, an_occupancy, the_rates

FIRST, LAST = date(2022, 8, 1), date(2022, 9, 30)
KNOWN_ON = date(2022, 10, 12)
DAYS = [FIRST + timedelta(days=ahead) for ahead in range((LAST - FIRST).days + 1)]
OFFSETS = st.integers(-20, 80)


@st.composite
def rows(draw: st.DrawFn) -> Occupancy:
    start = FIRST + timedelta(days=draw(OFFSETS))
    length = draw(st.none() | st.integers(0, 60))
    return an_occupancy(
        occupant_ref=draw(st.sampled_from(["", "A", "B"])),
        established_fte=Fraction(draw(st.integers(1, 4)), 4),
        valid_from=start,
        valid_to=None if length is None else start + timedelta(days=length),
    )


def establishment(known: Sequence[Occupancy], moved: date, ends: date) -> Establishment:
    """The head's post, hosted by Stockport until it moves to Tameside, shared until the agreement ends."""
    hosts: dict[str, str | dict[date, str]] = {"ey-head": {date(2022, 4, 1): "stockport", moved: "tameside"}}
    agreement = an_agreement(hosts, (a_version({}),), ends=ends)
    return Establishment(
        Facts(
            site=a_site(the_rates({}, {}, ()), (agreement,)),
            period=Period(2022, 6),
            known_on=KNOWN_ON,
            snapshots=(HrSnapshot(council="stockport", extracted_on=KNOWN_ON, rows=tuple(known)),),
            lines=(),
            cleared={},
            earlier={},
        )
    )


def counted(known: Sequence[Occupancy], moved: date, ends: date) -> Fraction:
    """Day by day."""
    total = Fraction(0)
    for day in DAYS:
        begun = [row for row in known if row.valid_from <= day]
        covering = [row for row in begun if row.valid_to is None or day <= row.valid_to]
        if day >= moved or day > ends or not begun or any(row.occupant_ref for row in covering):
            continue
        latest = max(row.valid_from for row in begun)
        (row,) = (row for row in begun if row.valid_from == latest)
        if row.occupant_ref or row in covering:
            total += row.established_fte or 0
    return total


@given(
    st.lists(rows(), max_size=5, unique_by=lambda row: row.valid_from),
    st.integers(1, 80),
    st.integers(-5, 80),
)
def test_stretches_add_up_to_the_days(known: list[Occupancy], moved: int, ends: int) -> None:
    move_day, end_day = FIRST + timedelta(days=moved), FIRST + timedelta(days=ends)
    found = establishment(known, move_day, end_day).vacant_fte_days("stockport", FIRST, LAST)
    assert found == counted(known, move_day, end_day)
