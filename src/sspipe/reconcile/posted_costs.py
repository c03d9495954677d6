"""What each ledger was charged for each joint post in a financial year, by the period of posting (R5, R14)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sspipe.model.money import split
from sspipe.model.periods import FinancialYear, Period
from sspipe.reconcile.actual import PAY_USES, Placed
from sspipe.reconcile.attribution import Belongs
from sspipe.reconcile.in_total import groups_of
from sspipe.reconcile.workings import Workings

GroupMonth = tuple[str, str, Period]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedCost:
    """Pay that a council's ledger shows of a post; `month` is the one it is compared in."""

    council: str
    post: str
    month: Period
    amount_pence: int
    is_allocated: bool


def posted_costs(workings: Workings, year: FinancialYear) -> Iterator[PostedCost]:
    """Every pay line of the year that belongs to joint posts; what is shown only in total is spread over its posts."""
    in_total: dict[GroupMonth, int] = defaultdict(int)
    for council, lines in workings.placed.items():
        for item in lines:
            if item.use not in PAY_USES or item.line.period.year != year:
                continue
            if item.attribution.belongs is Belongs.TO_GROUP:
                in_total[council, item.line.cost_centre, item.month] += item.line.amount_pence
            elif item.attribution.belongs is Belongs.TO_POSTS:
                yield from _by_post(item)
    yield from _spread(workings, in_total)


def _by_post(item: Placed) -> Iterator[PostedCost]:
    for post, amount_pence in item.attribution.by_post.items():
        yield PostedCost(
            council=item.line.council,
            post=post,
            month=item.month,
            amount_pence=amount_pence,
            is_allocated=item.attribution.is_allocated,
        )


def _spread(workings: Workings, in_total: Mapping[GroupMonth, int]) -> Iterator[PostedCost]:
    """A group's month over its posts by their expected cost, evenly where none is expected."""
    posts = {(group.council, group.cost_centre): group.posts for group in groups_of(workings.facts.site)}
    expected: dict[tuple[str, str, Period], int] = defaultdict(int)
    for cost in workings.costs:
        expected[cost.council, cost.post, cost.paid] += cost.amount_pence
    for (council, centre, month), total_pence in sorted(in_total.items()):
        weights = [(post, Fraction(max(expected[council, post, month], 0))) for post in posts[council, centre]]
        is_weighed = any(weight for _, weight in weights)
        even = [(post, Fraction(1)) for post, _ in weights]
        for post, amount_pence in split(total_pence, weights if is_weighed else even).items():
            yield PostedCost(council=council, post=post, month=month, amount_pence=amount_pence, is_allocated=True)
