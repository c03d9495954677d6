"""HR's extracts of a year drawn at random: holders, their successors, changes recorded late, and elements of pay."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sspipe.model.pay_elements import ElementFrequency, ElementKind, ElementSnapshot, PayElement
from sspipe.model.periods import Period
from sspipe.model.posts import HrSnapshot, JointPost, Occupancy
from sspipe.model.site import Site
from tests.builders import an_occupancy

POINTS = range(1, 61)


def extracts(site: Site, draw: random.Random) -> Iterator[HrSnapshot]:
    """One extract a month of each council; a record that changes stands in its new form from the day it is recorded."""
    rows: dict[str, list[Occupancy]] = defaultdict(list)
    for number, post in enumerate(site.posts):
        council = list(post.refs)[number % 2]
        rows[council] += _records(council, post, number, draw)
    for council, records in rows.items():
        for number in range(13):
            day = Period(2022, 1).month_after(number - 1).last_day
            known = tuple(row for row in records if row.recorded_on <= day)
            yield HrSnapshot(council=council, extracted_on=day, rows=known)


def _records(council: str, post: JointPost, number: int, draw: random.Random) -> Iterator[Occupancy]:
    """A holder with an earlier contract; every tenth post falls vacant for two months, every tenth changes hands."""
    held = an_occupancy(
        council=council,
        post_ref=post.refs[council],
        cost_centre=post.cost_centres[council],
        occupant_ref=f"{council}-person-{number}",
        fte=Fraction(draw.randint(18, 37), 37),
        pay_point=str(draw.choice(POINTS)),
        pension_scheme=draw.choice(("LGPS", "LGPS", "TPS")),
        source_file=f"{council} posts",
        source_row=number,
    )
    before = replace(
        held, valid_from=date(2021, 4, 1), valid_to=date(2022, 3, 31), fte=Fraction(draw.randint(18, 37), 37)
    )
    yield before
    if number % 10 == 3:
        yield replace(held, valid_to=date(2022, 9, 30))
        yield replace(held, valid_from=date(2022, 12, 1), occupant_ref=f"{council}-successor-{number}")
    elif number % 10 == 7:
        yield replace(held, valid_to=date(2022, 8, 31))
        yield replace(held, valid_from=date(2022, 9, 1), fte=Fraction(37, 37), recorded_on=date(2022, 10, 20))
    else:
        yield held


def element_extracts(site: Site, draw: random.Random) -> Iterator[ElementSnapshot]:
    """Every tenth post has an allowance, shared as its basic pay is; every tenth is once paid overtime, not shared."""
    rows: dict[str, list[PayElement]] = defaultdict(list)
    for number, post in enumerate(site.posts):
        council = list(post.refs)[number % 2]
        rows[council] += _elements(council, post, number, draw)
    for council, elements in rows.items():
        yield ElementSnapshot(council=council, extracted_on=date(2022, 4, 1), rows=tuple(elements))


def _elements(council: str, post: JointPost, number: int, draw: random.Random) -> Iterable[PayElement]:
    if number % 10 not in {1, 5}:
        return
    is_monthly = number % 10 == 1
    yield PayElement(
        council=council,
        post_ref=post.refs[council],
        occupant_ref=f"{council}-person-{number}",
        occupant_key_id="k1",
        kind=ElementKind.ALLOWANCE if is_monthly else ElementKind.OVERTIME,
        amount_pence=draw.randrange(5_000, 40_000),
        fraction=None,
        frequency=ElementFrequency.MONTHLY if is_monthly else ElementFrequency.ONCE,
        fte_scaled=False,
        ni_able=True,
        pensionable=is_monthly,
        uplifted=False,
        assumed_pay_pence=None,
        valid_from=date(2022, 4, 1) if is_monthly else date(2022, draw.randint(5, 12), 1),
        valid_to=None,
        recorded_on=date(2022, 3, 1),
        source_file=f"{council} elements",
        source_row=number,
    )
