"""What falls due under an agreement that bills an estimate: its share each month, and the difference at the true-up."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from sspipe.lab.months import MONTHS_A_YEAR, Month
from sspipe.lab.payroll import Payroll
from sspipe.lab.pence import half_up, split
from sspipe.lab.shares import Sharing, Tranche, post_segments, weights
from sspipe.lab.site import MONTHS


def on_estimate(
    payroll: Payroll, actual: Iterable[Tranche], sharing: Sharing, estimates: Mapping[int, int], as_at: date
) -> list[Tranche]:
    """The tranches of one post on an estimate of pence by year's start, given those of its actual cost."""
    begins, every = sharing.begins(as_at), list(actual)
    months = [month for month in MONTHS if begins is not None and begins <= month.last]
    found = [each for each in every if each.earned not in months]
    for month in months:
        by_weight = weights(sharing, post_segments(payroll, sharing.post, month, month), month, as_at)
        found += _of_month(sharing, [each for each in every if each.earned == month], month, estimates, by_weight)
    return found


def _of_month(
    sharing: Sharing,
    actual: list[Tranche],
    month: Month,
    estimates: Mapping[int, int],
    by_weight: Mapping[str, Fraction],
) -> Iterator[Tranche]:
    total = half_up(Fraction(estimates[month.start_year], MONTHS_A_YEAR))
    part = split(total, by_weight)[sharing.partner]
    due = half_up(part * (1 + sharing.overhead))
    yield Tranche(post=sharing.post, earned=month, paid=month, total=total, partner_part=part, due=due)
    if sharing.trues_up_on is None or month.last > sharing.trues_up_on:
        return
    settled = Month.of(sharing.trues_up_on)
    known = [each for each in actual if each.paid <= settled]
    yield Tranche(
        post=sharing.post,
        earned=month,
        paid=settled,
        total=sum(each.total for each in known) - total,
        partner_part=sum(each.partner_part for each in known) - part,
        due=sum(each.due for each in known) - due,
        is_true_up=True,
    )
    yield from (each for each in actual if each.paid > settled)
