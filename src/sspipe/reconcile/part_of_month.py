"""The partner's part of an amount by a month's shared days, or as if the post had been shared on each of its days."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from sspipe.model.effective import Dated, Effective
from sspipe.model.money import rounded_pence, split
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.segments import View
from sspipe.reconcile.shares import Split

_ALWAYS = date(1900, 1, 1)


def share_of_month(month: RechargeMonth, agreed: Split, amount_pence: int) -> int:
    """The partner's part of an amount, with overhead: by the shares in force, before the first by those."""
    return own_share_of_month(month, _from_the_start(agreed), amount_pence)


def own_share_of_month(month: RechargeMonth, agreed: Split, amount_pence: int) -> int:
    """The partner's part of an amount, with overhead, by the days of the month that are shared; nil where none is."""
    segments = month.payroll.segments_on(month.post_ref, month.month, View(month.month, month.month))
    weights = agreed.weights(month.month, segments, month.flow.host)
    if not sum((weight for _, weight in weights), Fraction()):
        return 0
    part = split(amount_pence, weights).get(month.flow.partner, 0)
    return rounded_pence(part * (1 + agreed.version_on(month.month.last_day).terms.overhead))


def _from_the_start(agreed: Split) -> Split:
    """The same split with its first shares in force from the beginning."""
    first, *later = agreed.versions
    shares = first.shares
    if agreed.post in shares:
        earliest, *rest = shares[agreed.post].values
        dated = Dated(_ALWAYS, earliest.value, earliest.source, earliest.illustrative)
        shares = {**shares, agreed.post: Effective(shares[agreed.post].name, (dated, *rest))}
    versions = (replace(first, shares_from=_ALWAYS, shares=shares), *later)
    return replace(agreed, versions=versions, due_from=_ALWAYS)
