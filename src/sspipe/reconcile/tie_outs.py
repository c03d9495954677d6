"""Each post's five quantities with their three differences, for the period's month and for the year to date (R9)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sspipe.model.periods import Period
from sspipe.model.settlement import Scope
from sspipe.model.statement import RechargeRow
from sspipe.model.tie_out import TieOutPart, TieOutRow
from sspipe.reconcile.actual import PAY_USES
from sspipe.reconcile.attribution import Belongs
from sspipe.reconcile.in_total import groups_of
from sspipe.reconcile.post_months import BESIDE_PAY
from sspipe.reconcile.workings import Workings

Key = tuple[str, str]
Sums = Counter[TieOutPart]
RECHARGED = ("due", "billed", "booked", "may_wait_to_bill", "may_wait_to_book")


@dataclass(slots=True)
class _Found:
    """What one post of one council comes to over a scope."""

    expected: Sums = field(default_factory=Counter)
    earned: Sums = field(default_factory=Counter)
    ledger: Sums = field(default_factory=Counter)
    recharged: Counter[str] = field(default_factory=Counter)

    def parts(self) -> Iterator[TieOutPart]:
        """All parts together, and each part of which anything is expected or shown."""
        yield TieOutPart.ALL
        yield from (
            part for part in TieOutPart if any(sums[part] for sums in (self.expected, self.earned, self.ledger))
        )


def tie_out_posts(workings: Workings, recharges: Iterable[RechargeRow]) -> Iterator[TieOutRow]:
    """Rows of both scopes, in order; `recharges` are every service month as at the close.

    A year-end period is tied out as the month that it ends, with the lines that it added (R2).
    """
    month = workings.facts.period.month
    in_total = {(post, group.council) for group in groups_of(workings.facts.site) for post in group.posts}
    rows = tuple(recharges)
    for scope, first in ((Scope.PERIOD, month), (Scope.YEAR_TO_DATE, Period(month.year_start, 1))):
        for key, found in sorted(_found(workings, rows, first, month).items(), key=lambda item: item[0]):
            yield from _rows(scope, key, found, is_in_total=key in in_total)


def _found(workings: Workings, recharges: Iterable[RechargeRow], first: Period, last: Period) -> Mapping[Key, _Found]:
    found: dict[Key, _Found] = defaultdict(_Found)
    for cost in workings.costs:
        of, part = (cost.post, cost.council), TieOutPart(cost.component)
        if first <= cost.paid.month <= last:
            found[of].expected[part] += cost.amount_pence
        if first <= cost.earned <= last:
            found[of].earned[part] += cost.amount_pence
    for post, council, part, pence in _shown(workings, first, last):
        found[post, council].ledger[part] += pence
    for row in recharges:
        if first <= row.service <= last:
            found[row.post, row.host].recharged.update(_recharged(row))
    return found


def _shown(workings: Workings, first: Period, last: Period) -> Iterator[tuple[str, str, TieOutPart, int]]:
    """What the ledgers show of joint posts in the months of a scope, pay by component and other cost in one part."""
    for lines in workings.placed.values():
        for item in lines:
            is_of_posts = item.attribution.belongs is Belongs.TO_POSTS and first <= item.month <= last
            if is_of_posts and (item.use in PAY_USES or item.use in BESIDE_PAY):
                part = TieOutPart(PAY_USES[item.use]) if item.use in PAY_USES else TieOutPart.BESIDE_PAY
                for post, pence in item.attribution.by_post.items():
                    yield post, item.line.council, part, pence


def _recharged(row: RechargeRow) -> dict[str, int]:
    return {
        "due": row.due_pence,
        "billed": row.billed_pence,
        "booked": row.booked_pence,
        "may_wait_to_bill": row.not_yet_billable_pence + row.unbilled_in_transit_pence,
        "may_wait_to_book": row.unbooked_in_transit_pence,
    }


def _rows(scope: Scope, key: Key, found: _Found, *, is_in_total: bool) -> Iterator[TieOutRow]:
    post, council = key
    for part in found.parts():
        is_all = part is TieOutPart.ALL
        expected, earned, shown = (_of(sums, part) for sums in (found.expected, found.earned, found.ledger))
        recharged = {name: found.recharged[name] if is_all else None for name in RECHARGED}
        yield TieOutRow(
            scope=scope,
            post=post,
            council=council,
            part=part,
            earned_pence=earned,
            late_pence=expected - earned,
            expected_pence=expected,
            ledger_pence=None if is_in_total else shown,
            ledger_less_expected_pence=None if is_in_total else shown - expected,
            due_pence=recharged["due"],
            billed_pence=recharged["billed"],
            billed_less_due_pence=_less(recharged["billed"], recharged["due"]),
            may_wait_to_bill_pence=recharged["may_wait_to_bill"],
            booked_pence=recharged["booked"],
            booked_less_billed_pence=_less(recharged["booked"], recharged["billed"]),
            may_wait_to_book_pence=recharged["may_wait_to_book"],
        )


def _of(sums: Sums, part: TieOutPart) -> int:
    return sums.total() if part is TieOutPart.ALL else sums[part]


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other
