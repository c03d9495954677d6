"""Slips of keys and other ways to round: what a figure would be if it had been turned, mistyped or rounded so (R9)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import ceil, floor, trunc

from sspipe.model.councils import Component
from sspipe.model.money import HalfPenny, in_pounds, rounded_pence
from sspipe.reconcile.cost_words import NAMES, ask_finance, host_of, month_name, more_or_less, payroll_report, predicted
from sspipe.reconcile.earnings import Earnings
from sspipe.reconcile.expected import PersonMonth
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis, Key, Part, Parts, key_of
from sspipe.reconcile.oncosts import PayDay
from sspipe.reconcile.post_months import PostMonth
from sspipe.reconcile.segments import Job, Segment, View
from sspipe.reconcile.shown_lines import ShownLine

BELOW_PENCE = 100
"""What another rounding may make in all (R9)."""
LAST_MONTH = 12


def sign_reversed(of: PostMonth) -> Iterator[Hypothesis]:
    """Twice the lines of a component that stand with another sign than it should have, or of every such component."""
    found: dict[Part, int] = defaultdict(int)
    for shown in _of_due(of):
        if shown.amount_pence * of.expected[shown.part] < 0:
            found[shown.part] += shown.amount_pence
    each_alone: list[Parts] = [{part: pence} for part, pence in sorted(found.items(), key=str)]
    whole = {part: -pence for part, pence in of.expected.items() if pence}
    is_whole = key_of(whole) != key_of(found) and all(_shows(of, part, pence) for part, pence in whole.items())
    beside = of.shown_parts.get(Component.ELEMENTS, 0)
    with_elements = {**found, Component.ELEMENTS: beside} if beside and not of.expected[Component.ELEMENTS] else {}
    wholes = [*([whole] if is_whole else []), *([found] if len(found) > 1 else []), with_elements]
    for parts in [*filter(None, wholes if found else []), *each_alone]:
        name = NAMES[next(iter(parts))] if len(parts) == 1 else "the pay"
        said = predicted(
            of,
            "SIGN_REVERSED",
            CauseClass.SLIP,
            {part: 2 * pence for part, pence in parts.items()},
            what=f"{name} of {month_name(of.month)} with the wrong sign",
            sentence=(
                f"{host_of(of)} posted {name} of {month_name(of.month)}, {in_pounds(-sum(parts.values()))}, with the "
                f"wrong sign.{ask_finance(of, 'post it again')}"
            ),
            decides=payroll_report(of),
        )
        yield replace(said, gives={part: 2 * abs(pence) for part, pence in parts.items()})


def transposed_digits(of: PostMonth) -> Iterator[Hypothesis]:
    """Two neighbouring digits of one line changed: what it shows less each amount that it may have been."""
    for part, typed in sorted({(shown.part, shown.amount_pence) for shown in _of_due(of)}, key=str):
        for meant in sorted(_transposed(typed)):
            said = predicted(
                of,
                "TRANSPOSED_DIGITS",
                CauseClass.SLIP,
                {part: typed - meant},
                what=f"two neighbouring digits of {NAMES[part]} changed over",
                sentence=(
                    f"{host_of(of)} posted {NAMES[part]} of {month_name(of.month)} as {in_pounds(typed)} in the "
                    f"place of {in_pounds(meant)}: two neighbouring digits changed places."
                    f"{ask_finance(of, 'correct it')}"
                ),
                decides=payroll_report(of),
            )
            yield replace(said, gives={part: abs(meant)})


def _shows(of: PostMonth, part: Part, pence: int) -> bool:
    return any(shown.part == part and shown.amount_pence == pence for shown in of.shown)


def _of_due(of: PostMonth) -> Iterator[ShownLine]:
    """The lines of components that should stand."""
    return (shown for shown in of.shown if of.expected.get(shown.part))


def rounding(of: PostMonth) -> Iterator[Hypothesis]:
    """A named other rounding of the month's own pay that gives exactly the figure shown; below one pound."""
    told: set[Key] = set()
    for how, parts in _roundings(of):
        is_new = key_of(parts) not in told
        told.add(key_of(parts))
        if is_new and key_of(parts) and sum(abs(pence) for pence in parts.values()) < BELOW_PENCE:
            yield predicted(
                of,
                "ROUNDING",
                CauseClass.RATE,
                parts,
                what=f"another rounding, {how}",
                sentence=(
                    f"{host_of(of)} rounded the pay of {month_name(of.month)} another way, {how}: "
                    f"{more_or_less(parts)} than it should be. It may be left as it is."
                ),
                decides=payroll_report(of),
            )


def _transposed(pence: int) -> set[int]:
    """Every other amount that two neighbouring digits changed give; none of fewer digits."""
    digits = str(abs(pence))
    swaps = {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(len(digits) - 1)}
    sign = -1 if pence < 0 else 1
    return {sign * int(swap) for swap in swaps if swap[0] != "0"} - {pence}


def _roundings(of: PostMonth) -> Iterator[tuple[str, Parts]]:
    """Each way to round with what it would change; of on-costs only for one holder of one post without late money."""
    for ref in of.recosting.by_person:
        for how, pence in _of_basic(of, ref):
            yield how, {Component.BASIC: pence}
            yield how, of.recosting.under_money(partial(_with_basic, of.post_ref, ref, pence))
    if len(of.recosting.by_person) != 1:
        return
    (ref,) = of.recosting.by_person
    person = of.recosting.persons[ref]
    if person.post_refs != {of.post_ref} or person.corrections or person.arrears or person.unpaid_before:
        return
    yield from _of_on_costs(of, person)


def _with_basic(post_ref: str, ref: str, more_pence: int, whose: str, person: PersonMonth) -> PersonMonth:
    """One person's money with other basic pay on the post, and what follows from it."""
    if whose != ref:
        return person
    more = Earnings(more_pence, 0, more_pence, more_pence)
    return replace(person, current={**person.current, post_ref: person.current[post_ref] + more})


def _of_basic(of: PostMonth, ref: str) -> Iterator[tuple[str, int]]:
    """Other roundings of one holder's own pay of the month, and by how much they differ."""
    person, segments = of.recosting.persons[ref], _segments(of, ref)
    if of.post_ref not in person.current or not segments:
        return
    paid = person.current[of.post_ref].basic_pence
    whole = sum((segment.basic for segment in segments), Fraction(0))
    apart = sum(rounded_pence(segment.basic) for segment in segments)
    monthly = sum((rounded_pence(each.annual / LAST_MONTH) * _part_of_month(each) for each in segments), Fraction(0))
    yield "pay cut off below the penny", int(whole) - paid
    yield "each part of the month rounded by itself", apart - paid
    yield "the month's full pay rounded before its part is taken", rounded_pence(monthly) - paid


def _of_on_costs(of: PostMonth, person: PersonMonth) -> Iterator[tuple[str, Parts]]:
    if not of.recosting.held:
        return  # a payment to somebody who has left
    payroll, earned = of.recosting.base, person.current[of.post_ref]
    row = max(of.recosting.held, key=lambda held: held.valid_from)
    day = PayDay(payroll.rates, of.council.council, of.council.pay_date_of(of.month), row.ni_category)
    exact = {
        Component.NI: (day.insurance_rate.value or Fraction(0)) * max(earned.insured_pence - day.threshold_pence, 0),
        Component.LEVY: (day.levy_rate.value or Fraction(0)) * earned.insured_pence,
    }
    if of.expected.get(Component.PENSION):
        rate = day.pension_rate(row.pension_scheme).value or Fraction(0)
        exact[Component.PENSION] = rate * earned.pensionable_pence
    for component, amount in exact.items():
        name = NAMES[component]
        yield "halfpennies rounded up", {component: _more(of, component, rounded_pence(amount, HalfPenny.UP))}
        yield f"{name} cut off below the penny", {component: _more(of, component, trunc(amount))}
        up = ceil(amount) if amount > 0 else floor(amount)
        yield f"{name} rounded up to the penny", {component: _more(of, component, up)}


def _more(of: PostMonth, component: Component, pence: int) -> int:
    return pence - of.expected.get(component, 0)


def _segments(of: PostMonth, ref: str) -> list[Segment]:
    view, job = View(of.month, of.month), Job(ref, of.post_ref)
    return [segment for segment in of.recosting.base.segments(of.month, view) if segment.job == job]


def _part_of_month(segment: Segment) -> Fraction:
    return segment.part_between(segment.first, segment.last) * LAST_MONTH
