"""Causes that rest on a rate: an earlier one, another scheme's, or an on-cost that is missing altogether (R9).

A rate is taken from the dated table alone: the one that was in force before the pay date's.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sspipe.errors import NoTermInForce
from sspipe.model.councils import Component
from sspipe.model.effective import Dated, Effective
from sspipe.model.money import in_pounds
from sspipe.model.programme import HeldCorporately
from sspipe.model.rates import NO_SCHEME, Rates
from sspipe.reconcile.cost_words import (
    NAMES,
    ask_finance,
    ask_payroll,
    host_of,
    month_name,
    more_or_less,
    payroll_report,
    percent,
    predicted,
)
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.post_months import PostMonth
from sspipe.reconcile.spoken import amount_said, finance_officer

Value = TypeVar("Value")
DAY = "%-d %B %Y"


def ni_rate_stale(of: PostMonth) -> Iterator[Hypothesis]:
    """NI at the rate in force before."""
    rates = of.recosting.base.rates
    stale = _before(rates.ni_rate, _pay_date(of))
    if stale is not None and stale.value is not None:
        yield from _stale(
            of,
            "NI_RATE_STALE",
            replace(rates, ni_rate=_only(rates.ni_rate, stale)),
            "National Insurance",
            f"the rate of {percent(stale.value)} in force from {stale.starts:{DAY}} ({stale.source})"
            f"{_not_the(rates.ni_rate, of, percent)}",
        )


def ni_threshold_stale(of: PostMonth) -> Iterator[Hypothesis]:
    """NI above the threshold in force before."""
    rates = of.recosting.base.rates
    for category in sorted({row.ni_category for row in of.recosting.known}):
        stale = _before(rates.threshold_of(category), _pay_date(of))
        if stale is not None and stale.value is not None:
            only = _only(rates.threshold_of(category), stale)
            yield from _stale(
                of,
                "NI_THRESHOLD_STALE",
                replace(rates, ni_threshold={**rates.ni_threshold, category: only}),
                "National Insurance",
                f"the threshold of {in_pounds(stale.value)} in force from {stale.starts:{DAY}} ({stale.source})"
                f"{_not_the(rates.threshold_of(category), of, in_pounds)}",
            )


def pension_rate_stale(of: PostMonth) -> Iterator[Hypothesis]:
    """Pension at the rate in force before."""
    rates, code = of.recosting.base.rates, of.council.council
    for scheme in _schemes(of):
        stale = _before(rates.pension_of(scheme, code), _pay_date(of))
        if stale is not None and stale.value is not None:
            only = _only(rates.pension_of(scheme, code), stale)
            yield from _stale(
                of,
                "PENSION_RATE_STALE",
                replace(rates, pension={**rates.pension, (scheme, code): only}),
                "the pension contribution",
                f"the rate of {percent(stale.value)} in force from {stale.starts:{DAY}} ({stale.source})"
                f"{_not_the(rates.pension_of(scheme, code), of, percent)}",
            )


def wrong_pension_scheme(of: PostMonth) -> Iterator[Hypothesis]:
    """Pension at the rate of another scheme that the employer has."""
    rates, code = of.recosting.base.rates, of.council.council
    others = sorted(scheme for scheme, council in rates.pension if council == code)
    for scheme in _schemes(of):
        for other in (name for name in others if name not in (scheme, NO_SCHEME)):
            dated = _in_force(rates.pension_of(other, code), _pay_date(of))
            if dated is not None and dated.value is not None:
                yield from _stale(
                    of,
                    "WRONG_PENSION_SCHEME",
                    replace(rates, pension={**rates.pension, (scheme, code): rates.pension_of(other, code)}),
                    "the pension contribution",
                    f"the {other} rate of {percent(dated.value)} in force from {dated.starts:{DAY}} ({dated.source})"
                    f"{_not_the(rates.pension_of(scheme, code), of, percent)}",
                )


def ni_missing(of: PostMonth) -> Iterator[Hypothesis]:
    """No NI although it is due."""
    return _missing(of, "NI_MISSING", Component.NI)


def pension_missing(of: PostMonth) -> Iterator[Hypothesis]:
    """No employer pension although it is due."""
    return _missing(of, "PENSION_MISSING", Component.PENSION)


def levy_missing(of: PostMonth) -> Iterator[Hypothesis]:
    """No levy although it is due, and nothing says that it is held in the centre."""
    if not any(held.component is Component.LEVY for held in _held_corporately(of)):
        yield from _missing(of, "LEVY_MISSING", Component.LEVY)


def central_oncost(of: PostMonth) -> Iterator[Hypothesis]:
    """Minus the components that the site says the council holds corporately."""
    for held in _held_corporately(of):
        pence = of.expected.get(held.component, 0)
        yield predicted(
            of,
            "CENTRAL_ONCOST",
            CauseClass.RECORDED,
            {held.component: -pence},
            what=f"{NAMES[held.component]} held corporately",
            sentence=(
                f"{host_of(of)} holds {NAMES[held.component]} corporately from {held.starts:{DAY}} "
                f"({held.stated.paper_title}), so that the post's ledger for {month_name(of.month)} lacks "
                f"{amount_said(pence)} of it.{ask_finance(of, 'confirm that it is held there')}"
            ),
            decides=f"the statement of what is held corporately, from {finance_officer(host_of(of))}",
        )


def _held_corporately(of: PostMonth) -> list[HeldCorporately]:
    stated = (held for held in of.site.programme.held_corporately if held.stated.is_known(of.facts.known_on))
    return [held for held in stated if held.council == of.council.council and held.starts <= of.month.last_day]


def _missing(of: PostMonth, code: str, component: Component) -> Iterator[Hypothesis]:
    name = NAMES[component]
    for ref in of.holders:
        pence = (of.recosting.by_person[ref] if ref else of.expected).get(component, 0)
        yield predicted(
            of,
            code,
            CauseClass.RATE,
            {component: -pence},
            what=f"{name} not posted",
            sentence=(
                f"{host_of(of)}'s ledger holds no {name.removeprefix('the ')}{_of_one(ref)} for "
                f"{month_name(of.month)}; {in_pounds(pence)} should stand there."
                f"{ask_payroll(of, 'post it, or to say where it is held')}"
            ),
            decides=payroll_report(of),
        )


def _stale(of: PostMonth, code: str, rates: Rates, on_cost: str, used: str) -> Iterator[Hypothesis]:
    """Of everybody, and where several hold the post of each of them alone."""
    for ref in of.holders:
        parts = of.recosting.under_rates(rates, ref)
        yield predicted(
            of,
            code,
            CauseClass.RATE,
            parts,
            what=f"{on_cost} at {used}",
            sentence=(
                f"{host_of(of)} worked out {on_cost} of {month_name(of.month)}{_of_one(ref)} at {used}: "
                f"{more_or_less(parts)} than it should be.{ask_payroll(of, 'correct it')}"
            ),
            decides=payroll_report(of),
        )


def _not_the(rate: Effective[Value], of: PostMonth, say: Callable[[Value], str]) -> str:
    """What it should have been worked out at."""
    right = _in_force(rate, _pay_date(of))
    return f", not the {say(right.value)} in force that month" if right is not None and right.value is not None else ""


def _of_one(ref: str) -> str:
    return " for one of those who hold the post" if ref else ""


def _pay_date(of: PostMonth) -> date:
    return of.council.pay_date_of(of.month)


def _schemes(of: PostMonth) -> list[str]:
    """The schemes of the post's holders that have a rate."""
    return sorted({row.pension_scheme for row in of.recosting.known} - {"", NO_SCHEME})


def _before(rate: Effective[Value], day: date) -> Dated[Value] | None:
    """The last other value before the one in force on a day."""
    now = _in_force(rate, day)
    earlier = [dated for dated in rate.values if now is not None and dated.starts < now.starts]
    return next((dated for dated in reversed(earlier) if now is not None and dated.value != now.value), None)


def _in_force(rate: Effective[Value], day: date) -> Dated[Value] | None:
    try:
        return rate.dated_on(day)
    except NoTermInForce:  # the same fault is a critical finding where the month is costed
        return None


def _only(rate: Effective[Value], dated: Dated[Value]) -> Effective[Value]:
    """The one value for every day."""
    return Effective(rate.name, (replace(dated, starts=date.min),))
