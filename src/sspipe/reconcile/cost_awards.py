"""Causes that rest on a pay award: not paid when it should have been, or paid before (R4, R9)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import product

from sspipe.model.posts import Occupancy
from sspipe.model.rates import Award, PayScale, PointValue, Rates
from sspipe.reconcile.cost_words import ask_payroll, host_of, minus, month_name, more_or_less, payroll_report, predicted
from sspipe.reconcile.expected import PersonMonth
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.months_beside import is_posted_next
from sspipe.reconcile.post_months import PostMonth

DAY = "%-d %B %Y"
AwardKey = tuple[str, date, int]
"""A scale, the day that an award counts from, and which step of its settlement it is."""


def award_not_paid(of: PostMonth) -> Iterator[Hypothesis]:
    """R3 at the value before, and none of its arrears; or the new value, and its arrears missing where they are due."""
    first_paid = frozenset(key for key, value in _implemented(of).items() if _first_paid(of, key[0], value))
    for (awards, is_own_pay), ref in product(_left_out(of, first_paid), of.holders):
        rates = _without(of.recosting.base.rates, awards)
        parts = of.recosting.under_values(rates, is_own_pay=is_own_pay, only=ref)
        if is_posted_next(of, minus(parts)):
            continue
        yield predicted(
            of,
            "AWARD_NOT_PAID",
            CauseClass.RECORDED,
            parts,
            what=f"the pay award from {_days(awards)} not paid",
            sentence=(
                f"{host_of(of)} paid {month_name(of.month)} at the pay before the award from {_days(awards)}"
                f"{_source(_implemented(of), awards)}: {more_or_less(parts)} than it should be."
                f"{ask_payroll(of, 'pay the award')}"
            ),
            decides=payroll_report(of),
        )
    for ref in of.holders if first_paid else ():
        parts = of.recosting.under_money(partial(_without_arrears, ref))
        if is_posted_next(of, minus(parts)):
            continue
        yield predicted(
            of,
            "AWARD_NOT_PAID",
            CauseClass.RECORDED,
            parts,
            what=f"the arrears of the pay award from {_days(first_paid)} not paid",
            sentence=(
                f"The arrears of the pay award from {_days(first_paid)} were to be paid in {month_name(of.month)} and "
                f"were not: {more_or_less(parts)} than it should be.{ask_payroll(of, 'pay them')}"
            ),
            decides=payroll_report(of),
        )


def _without_arrears(ref: str, whose: str, person: PersonMonth) -> PersonMonth:
    """A person's money without arrears; another's as it is, where only one is meant."""
    return replace(person, arrears={}) if ref in ("", whose) else person


def _left_out(of: PostMonth, first_paid: frozenset[AwardKey]) -> Iterator[tuple[frozenset[AwardKey], bool]]:
    """Which awards may have been left out, and whether of the month's own pay alone.

    Those that are first paid now; the last one of every scale; and of one scale the last ones, back to each.
    """
    by_scale = _by_scale(_implemented(of))
    last = frozenset((scale, *max(steps)) for scale, steps in by_scale.items())
    since = (
        frozenset((scale, *step) for step in steps if step >= first)
        for scale, steps in by_scale.items()
        for first in steps
    )
    for awards in sorted({last, first_paid, *since} - {frozenset()}, key=sorted):
        yield awards, False
        if not awards & first_paid:
            yield awards, True


def award_paid_early(of: PostMonth) -> Iterator[Hypothesis]:
    """R3 at the new value, without arrears, before the month that first pays it."""
    for (scale, effective, step), value in _values(of, of.recosting.held, is_implemented=False).items():
        if value.settled_on is not None and value.settled_on > of.facts.known_on:
            continue
        rates = _paid_in(of, (scale, effective, step))
        for ref in of.holders:
            parts = of.recosting.under_values(rates, is_own_pay=True, only=ref)
            yield predicted(
                of,
                "AWARD_PAID_EARLY",
                CauseClass.RECORDED,
                parts,
                what=f"the pay award from {effective:{DAY}} paid before it was due to be",
                sentence=(
                    f"{host_of(of)} paid {month_name(of.month)} at the pay of the award from {effective:{DAY}} "
                    f"({value.source}) before the month that was to pay it first: {more_or_less(parts)}."
                    f"{ask_payroll(of, 'leave what is paid already out of the arrears')}"
                ),
                decides=payroll_report(of),
            )


def _implemented(of: PostMonth) -> dict[AwardKey, PointValue]:
    """Every value that is being paid by the month, other than a point's first, of who holds the post or has arrears."""
    owed = {ref for ref, person in of.recosting.persons.items() if person.arrears}
    rows = dict.fromkeys((*of.recosting.held, *(row for row in of.recosting.known if row.occupant_ref in owed)))
    return _values(of, rows, is_implemented=True)


def _values(of: PostMonth, rows: Iterable[Occupancy], *, is_implemented: bool) -> dict[AwardKey, PointValue]:
    payroll, found = of.recosting.base, {}
    for row in rows:
        for value in payroll.rates.values_of(row.pay_scale, row.pay_point)[1:]:
            paid_from = payroll.implemented_in(row.pay_scale, value)
            is_paid = paid_from is not None and paid_from <= of.month
            if is_paid is is_implemented and value.effective <= of.month.last_day:
                found[row.pay_scale, value.effective, value.step] = value
    return found


def _first_paid(of: PostMonth, scale: str, value: PointValue) -> bool:
    return of.recosting.base.implemented_in(scale, value) == of.month and value.effective < of.month.first_day


def _by_scale(awards: Collection[AwardKey]) -> dict[str, list[tuple[date, int]]]:
    found: dict[str, list[tuple[date, int]]] = {}
    for scale, effective, step in awards:
        found.setdefault(scale, []).append((effective, step))
    return found


def _days(awards: Collection[AwardKey]) -> str:
    return " and ".join(f"{effective:{DAY}}" for effective in sorted({effective for _, effective, _ in awards}))


def _source(values: Mapping[AwardKey, PointValue], awards: Collection[AwardKey]) -> str:
    sources = sorted({values[key].source for key in awards if key in values and values[key].source})
    return f" ({'; '.join(sources)})" if sources else ""


def _without(rates: Rates, awards: Collection[AwardKey]) -> Rates:
    """The rates as if these awards had never been made."""
    return _with_scales(rates, lambda scale, value: None if (scale, value.effective, value.step) in awards else value)


def _paid_in(of: PostMonth, award: AwardKey) -> Rates:
    """The rates as if an award had been settled and first paid in the month."""
    rates, first = of.recosting.base.rates, of.month.first_day
    scale, effective, _ = award
    code = of.council.council

    def settled(at: str, value: PointValue) -> PointValue:
        return replace(value, settled_on=first) if (at, value.effective, value.step) == award else value

    others = tuple(award for award in rates.awards if (award.scale, award.effective) != (scale, effective))
    paid = Award(scale=scale, effective=effective, council=code, implemented_on=first)
    return replace(_with_scales(rates, settled), awards=(*others, paid))


def _with_scales(rates: Rates, change: Callable[[str, PointValue], PointValue | None]) -> Rates:
    return replace(rates, scales={name: _with_values(scale, change) for name, scale in rates.scales.items()})


def _with_values(scale: PayScale, change: Callable[[str, PointValue], PointValue | None]) -> PayScale:
    points = {
        point: tuple(changed for value in values if (changed := change(scale.scale, value)) is not None)
        for point, values in scale.points.items()
    }
    return replace(scale, points=points)
