"""The host billed at another share: an earlier one, a rival version's, a rounded one, with overhead, or of a budget."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from sspipe.model.agreements import Basis
from sspipe.model.dues import DueItem
from sspipe.model.money import rounded_pence
from sspipe.model.periods import LAST_MONTH
from sspipe.model.working import Tranche
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.other_shares import (
    OtherShares,
    at_other_shares,
    earlier_shares,
    part_at,
    rival_shares,
    whole_percents,
)
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.shares import Split
from sspipe.reconcile.supposing import as_billed, bare_share_of, percent, share_of, supposed


def stale_share(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Due at the share of an earlier version, or at one that stood before within the version."""
    agreed = month.split
    for other in earlier_shares(agreed, month.month) if agreed else ():
        yield from _at(month, "STALE_SHARE", other, agreed)


def rival_version_used(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Due at the share of another live version."""
    agreed = month.split
    for other in rival_shares(month, agreed) if agreed else ():
        yield from _at(month, "RIVAL_VERSION_USED", other, agreed)


def _at(month: RechargeMonth, code: str, other: OtherShares, agreed: Split | None) -> Iterator[Hypothesis]:
    """Where the other shares leave nothing to bill, no bill could show them: that is a month not billed."""
    if agreed is None:
        return
    for each in supposed(month, lambda item: at_other_shares(month, item, other, agreed)):
        if not each.billed_pence:
            continue
        share = _share_under(month, other)
        yield as_billed(
            month,
            code,
            CauseClass.RATE,
            each,
            what=f"{month.partner}'s share {share}by {other.told}",
            why=f"{month.partner}'s share {share}by {other.told}, not the agreed {bare_share_of(each)}",
            decides=f"the working of the invoice, which names the share, from {month.host_officer}",
        )


def _share_under(month: RechargeMonth, other: OtherShares) -> str:
    """The partner's share at the month's end in words: of 47%."""
    share = other.split.shares_on(month.month.last_day, month.flow.host).get(month.flow.partner, Fraction())
    return f"of {percent(share)} "


def share_rounded(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Due at the agreed share rounded to whole percent."""
    agreed = month.split
    rounded = whole_percents(agreed, month.month) if agreed else None
    if rounded is None:
        return
    for each in supposed(month, _of_shared(month, rounded)):
        yield as_billed(
            month,
            "SHARE_ROUNDED",
            CauseClass.RATE,
            each,
            what="the agreed share rounded to whole percent",
            why=f"{month.partner}'s share rounded to whole percent, not the agreed {bare_share_of(each)}",
            decides=f"the working of the invoice, which names the share, from {month.host_officer}",
        )


def _of_shared(month: RechargeMonth, shares: Split) -> Callable[[DueItem], int | None]:
    return lambda item: part_at(month, item, shares, item.shared_pence)


def overhead_added(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Due with a recorded overhead put on it, or with another version's in the place of the agreed one."""
    agreed = month.split
    for overhead in sorted(_overheads(month)) if agreed else ():
        for each in (*supposed(month, _on_top(overhead)), *supposed(month, _in_its_place(agreed, overhead))):
            yield as_billed(
                month,
                "OVERHEAD_ADDED",
                CauseClass.RATE,
                each,
                what=f"an overhead of {percent(overhead)} put on the agreed {share_of(each)}",
                why=f"an overhead of {percent(overhead)}, which the agreed version does not allow",
                decides=f"the working of the invoice, from {month.host_officer}",
            )


def _overheads(month: RechargeMonth) -> set[Fraction]:
    """Every overhead on record of the agreement, by any version that was known."""
    known_on = month.books.workings.facts.known_on
    versions = month.books.agreements[month.flow.agreement].versions
    return {version.terms.overhead for version in versions if version.known_from <= known_on} - {Fraction()}


def _on_top(overhead: Fraction) -> Callable[[DueItem], int | None]:
    return lambda item: rounded_pence(item.due_pence * (1 + overhead))


def _in_its_place(agreed: Split | None, overhead: Fraction) -> Callable[[DueItem], int | None]:
    def amount(item: DueItem) -> int | None:
        if agreed is None or overhead == agreed.version_on(item.service.last_day).terms.overhead:
            return None
        return rounded_pence(item.part_pence * (1 + overhead))

    return amount


def billed_on_budget(month: RechargeMonth) -> Iterator[Hypothesis]:
    """The share of the agreement's estimate, where it is the actual cost that is shared."""
    agreed = month.split
    if agreed is None or agreed.version_on(month.month.last_day).terms.basis is not Basis.ACTUALS:
        return
    for annual_pence in sorted(_estimates(month)):
        for each in supposed(month, _of_estimate(month, agreed, annual_pence)):
            yield as_billed(
                month,
                "BILLED_ON_BUDGET",
                CauseClass.RATE,
                each,
                what="the share of the estimate in the agreement's terms",
                why="the share of the year's estimate; by the agreement what the post cost is shared",
                decides=f"the working of the invoice, from {month.host_officer}",
            )


def _estimates(month: RechargeMonth) -> set[int]:
    """The estimates of the post for the year in every version that was known, in pence."""
    known_on = month.books.workings.facts.known_on
    versions = month.books.agreements[month.flow.agreement].versions
    known = [version.terms.estimates.get(month.flow.post, {}) for version in versions if version.known_from <= known_on]
    return {years[str(month.month.year)] for years in known if str(month.month.year) in years}


def _of_estimate(month: RechargeMonth, agreed: Split, annual_pence: int) -> Callable[[DueItem], int | None]:
    """An estimate is split as its month was known in that month, whenever the month's cost was paid."""
    monthly = rounded_pence(Fraction(annual_pence, LAST_MONTH))

    def amount(item: DueItem) -> int | None:
        is_of_the_year = (item.post, item.service.year) == (month.flow.post, month.month.year)
        is_the_month = item.tranche is Tranche.CURRENT or month.lines.due == (item,)
        if not is_the_month or not is_of_the_year:
            return None
        return part_at(month, replace(item, paid=item.service, tranche=Tranche.CURRENT), agreed, monthly)

    return amount
