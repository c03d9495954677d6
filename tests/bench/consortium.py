"""Agreements of two councils each with posts for a year, in memory: HR's extracts, ledgers, and differences in them.

It proves no figure: what should stand is taken from the product, and then some of it is taken away, changed or posted
where it does not belong, so that the causes have something to find.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache

from sspipe.model.agreements import Agreement, Status
from sspipe.model.calendars import WorkingCalendar
from sspipe.model.councils import Council
from sspipe.model.dues import DueItem
from sspipe.model.ledger import LedgerLine
from sspipe.model.periods import Period
from sspipe.model.posts import JointPost
from sspipe.model.rates import PayScale, Rates
from sspipe.model.site import Site
from sspipe.model.statement import CostItem
from sspipe.reconcile.cost_workings import work_out_costs
from sspipe.reconcile.dues import work_out_dues
from sspipe.reconcile.facts import Facts
from tests.bench.hr_drawn import POINTS, element_extracts, extracts
from tests.bench.plants import Months, Planted, plant
from tests.builders import (
    BANK_HOLIDAYS,
    a_council,
    a_ledger_line,
    a_point_value,
    a_site,
    a_version,
    an_agreement,
    an_approval,
    effective,
    the_rates,
)

CLOSE = Period(2022, 12)
APRIL, SETTLED = date(2022, 4, 1), date(2022, 11, 1)
POSTS_A_CENTRE = 5
HALF_EACH, RIVAL = Fraction(1, 2), Fraction(48, 100)
CALENDAR = WorkingCalendar(BANK_HOLIDAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One agreement's facts at the close of the year, and what was planted in them."""

    facts: Facts
    planted: tuple[Planted, ...]


def units(councils: int, posts: int) -> Iterator[Unit]:
    """Every agreement of a consortium, made one at a time: council by council in pairs, the posts spread evenly."""
    pairs = councils // 2
    for pair in range(pairs):
        count = posts // pairs + (pair < posts % pairs)
        if count:
            yield unit(pair, count)


def unit(pair: int, posts: int) -> Unit:
    """One agreement of two councils, of which each hosts every other post."""
    draw = random.Random(f"{pair} of {posts}")
    codes = (f"c{pair * 2:03}", f"c{pair * 2 + 1:03}")
    site = _site(pair, codes, posts)
    empty = Facts(
        site=site,
        period=CLOSE,
        known_on=site.close_day_of(CLOSE),
        snapshots=tuple(extracts(site, draw)),
        elements=tuple(element_extracts(site, draw)),
        lines=(),
        cleared={},
        earlier={},
    )
    months = _as_it_should_be(empty)
    planted = tuple(plant(months, draw))
    lines = [line for month in months.values() for line in month]
    return Unit(facts=replace(empty, lines=tuple(_numbered(lines))), planted=planted)


def _numbered(lines: Sequence[LedgerLine]) -> Iterator[LedgerLine]:
    for row, line in enumerate(lines, 2):
        if line.period <= CLOSE:
            yield replace(line, source_row=row, line=str(row))


def _site(pair: int, codes: tuple[str, str], count: int) -> Site:
    posts = tuple(_post(pair, number, codes) for number in range(count))
    return a_site(
        _rates(codes),
        (_agreement(f"agreement-{pair}", posts, codes),),
        councils={code: _council(code, other) for code, other in (codes, codes[::-1])},
        posts=posts,
        not_joint=(),
        calendar=CALENDAR,
    )


def _council(code: str, other: str) -> Council:
    return a_council(code, short_code=code.upper(), calendar=CALENDAR, counterparties={other: (other.upper(),)})


def _post(pair: int, number: int, codes: tuple[str, str]) -> JointPost:
    return JointPost(
        post=f"post-{number:05}",
        code=f"P{pair:03}{number:05}",
        titles=dict.fromkeys(codes, ("post",)),
        refs={code: f"{code}-{number:05}" for code in codes},
        cost_centres={code: f"{code}-{number // POSTS_A_CENTRE:04}" for code in codes},
        source="drawn",
    )


def _agreement(name: str, posts: Sequence[JointPost], codes: tuple[str, str]) -> Agreement:
    def at(first: Fraction) -> dict[str, dict[date, dict[str, Fraction]]]:
        return {post.post: {APRIL: {codes[0]: first, codes[1]: 1 - first}} for post in posts}

    return an_agreement(
        {post.post: {APRIL: codes[number % 2]} for number, post in enumerate(posts)},
        (a_version(at(HALF_EACH)), a_version(at(RIVAL), version="by-schools", status=Status.PROPOSED)),
        agreement=name,
        title=name,
        councils=codes,
        shared_from=APRIL,
        stages=effective("stage", {APRIL: 3}),
        approvals=tuple(an_approval(code, APRIL) for code in codes),
    )


@cache
def _scales() -> dict[str, PayScale]:
    """A scale whose award of the year is settled in November, with seven months of arrears."""
    points = {
        str(point): (
            a_point_value(date(2021, 4, 1), 1_830_000 + 61_700 * point, date(2021, 4, 1)),
            a_point_value(APRIL, 2_022_500 + 61_700 * point, SETTLED),
        )
        for point in POINTS
    }
    return {"NJC": PayScale(scale="NJC", confirmed_to=None, part_year={}, points=points)}


def _rates(codes: tuple[str, str]) -> Rates:
    lgps = {code: {date(2020, 4, 1): Fraction(20 + at, 100)} for at, code in enumerate(codes)}
    rates = the_rates(_scales(), {}, ())
    tps = {("TPS", code): effective("TPS", {date(2019, 9, 1): Fraction("0.2368")}) for code in codes}
    return replace(rates, pension=tps | {("LGPS", code): effective("LGPS", days) for code, days in lgps.items()})


def _as_it_should_be(facts: Facts) -> Months:
    """The year's lines by post and month: pay as expected, and each part of due billed and booked in time."""
    posts = {post.post: post for post in facts.site.posts}
    costs = work_out_costs(facts)
    months: Months = defaultdict(list)
    for (post, council, month), items in _by_month(costs.costs).items():
        months[post, month] += _pay_lines(posts[post], council, month, items)
    for number, item in enumerate(work_out_dues(costs, {})[0]):
        months[item.post, item.service] += _charge(posts[item.post], item, number)
    return months


def _by_month(costs: Iterable[CostItem]) -> Mapping[tuple[str, str, Period], list[CostItem]]:
    found: dict[tuple[str, str, Period], list[CostItem]] = defaultdict(list)
    for cost in costs:
        found[cost.post, cost.council, cost.paid].append(cost)
    return found


def _pay_lines(post: JointPost, council: str, month: Period, items: Sequence[CostItem]) -> Iterator[LedgerLine]:
    """One line for each person and component, as a payroll posts them."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for item in items:
        sums[item.occupant_ref, item.component.value] += item.amount_pence
    for (person, component), pence in sums.items():
        yield a_ledger_line(
            council=council,
            document=f"PAY{month.number}",
            posting_date=month.last_day,
            period=month,
            account=component,
            cost_centre=post.cost_centres[council],
            post_ref=post.refs[council],
            occupant_ref=person,
            amount_pence=pence,
            source_file=f"{council} ledger",
        )


def _charge(post: JointPost, item: DueItem, number: int) -> Iterator[LedgerLine]:
    """The host's invoice of a part of due on the twentieth after it was paid, and the partner's booking of it."""
    month = item.paid.month_after()
    for council, other, use, sign in (
        (item.host, item.partner, "recharge_income", -1),
        (item.partner, item.host, "recharge_expenditure", 1),
    ):
        yield a_ledger_line(
            council=council,
            document=f"R{number}",
            posting_date=month.first_day.replace(day=20),
            period=month,
            account=use,
            cost_centre=post.cost_centres[council],
            post_ref=post.refs[council],
            counterparty=other,
            reference=f"INV{number}",
            service_from=item.service.first_day,
            service_to=item.service.last_day,
            document_type="DR",
            amount_pence=sign * item.due_pence,
            source_file=f"{council} ledger",
        )
