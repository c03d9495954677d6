"""National Insurance worked out on another sum of earnings than the person's of the month (R3, R9)."""

from collections.abc import Iterator
from dataclasses import replace

from sspipe.model.councils import Component
from sspipe.reconcile.cost_words import ask_payroll, host_of, month_name, more_or_less, payroll_report, predicted
from sspipe.reconcile.earnings import NOTHING
from sspipe.reconcile.expected import PersonMonth
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis, Parts
from sspipe.reconcile.post_months import PostMonth


def ni_aggregated(of: PostMonth) -> Iterator[Hypothesis]:
    """NI on months joined that have a threshold each, or by job on earnings that have one threshold together."""
    if any(person.unpaid_before for person in of.recosting.persons.values()):
        yield _insured(
            of,
            of.recosting.under_money(lambda _, person: _joined(person)),
            "on several months' pay as if it were one month's",
        )
    if any(len(person.post_refs) > 1 for person in of.recosting.persons.values()):
        yield _insured(
            of,
            of.recosting.under_money(lambda _, person: _alone(person, of.post_ref)),
            "on this post by itself, although one threshold stands for all posts of a person",
        )


def _insured(of: PostMonth, parts: Parts, how: str) -> Hypothesis:
    insured: Parts = {Component.NI: parts.get(Component.NI, 0)}
    return predicted(
        of,
        "NI_AGGREGATED",
        CauseClass.RATE,
        insured,
        what=f"National Insurance worked out {how}",
        sentence=(
            f"{host_of(of)} worked out the National Insurance of {month_name(of.month)} {how}: "
            f"{more_or_less(insured)} than it should be.{ask_payroll(of, 'work it out again')}"
        ),
        decides=payroll_report(of),
    )


def _joined(person: PersonMonth) -> PersonMonth:
    """Months that were wholly unpaid taken as late money of the pay month, on its one threshold."""
    late = {(ref, month): money for month, gross in person.unpaid_before.items() for ref, money in gross.items()}
    corrections = {
        key: person.corrections.get(key, NOTHING) + late.get(key, NOTHING) for key in {*person.corrections, *late}
    }
    return replace(
        person,
        current={ref: person.current.get(ref, NOTHING) for ref in sorted({*person.current, *(ref for ref, _ in late)})},
        unpaid_before={},
        corrections=corrections,
    )


def _alone(person: PersonMonth, post_ref: str) -> PersonMonth:
    """A person's money on one post and nothing else."""
    return PersonMonth(
        {ref: money for ref, money in person.current.items() if ref == post_ref},
        {
            month: {ref: money for ref, money in gross.items() if ref == post_ref}
            for month, gross in person.unpaid_before.items()
            if post_ref in gross
        },
        {key: money for key, money in person.corrections.items() if key[0] == post_ref},
        {key: money for key, money in person.arrears.items() if key[0] == post_ref},
    )
