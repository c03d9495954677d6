"""The partner's part of an amount as if the post had been shared on every day of a month."""

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
    whole = _from_the_start(agreed)
    view = View(month.month, month.month)
    segments = month.payroll.segments_on(month.post_ref, month.month, view)
    weights = whole.weights(month.month, segments, month.flow.host)
    if not sum((weight for _, weight in weights), Fraction()):
        return 0
    part = split(amount_pence, weights).get(month.flow.partner, 0)
    return rounded_pence(part * (1 + whole.version_on(month.month.last_day).terms.overhead))


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
