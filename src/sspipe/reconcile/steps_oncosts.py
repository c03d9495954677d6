"""On-costs of a pay month as steps: what each rate is applied to, its date and its source, and splits (R3, R4)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from sspipe.model.councils import Component
from sspipe.model.effective import Dated
from sspipe.model.rates import NO_SCHEME
from sspipe.model.working import Side, Step, WorkingRow
from sspipe.reconcile.earnings import Earnings
from sspipe.reconcile.late import Laid
from sspipe.reconcile.oncosts import PayDay


def insurance_steps(
    of: WorkingRow,
    pay_day: PayDay,
    threshold: Dated[int],
    post_ref: str,
    paid: tuple[Mapping[str, Earnings], Mapping[str, int]],
) -> Iterator[WorkingRow]:
    """National Insurance of a person on all posts, and one post's part of it where it is not the whole.

    `paid` are the person's earnings and National Insurance by post.
    """
    earned, insured = paid
    total, rate = sum(insured.values()), pay_day.insurance_rate
    yield replace(
        of,
        component=Component.NI,
        step=Step.INSURANCE,
        base_pence=sum(each.insured_pence for each in earned.values()),
        threshold_pence=threshold.value,
        threshold_from=threshold.starts,
        threshold_source=threshold.source,
        rate_of=pay_day.category,
        rate=rate.value,
        rate_from=rate.starts,
        source=rate.source,
        is_illustrative=rate.illustrative or threshold.illustrative,
        result_pence=total,
    )
    weights = {ref: max(each.insured_pence, 0) for ref, each in earned.items()}
    if total and weights[post_ref] != sum(weights.values()):
        yield replace(
            of,
            component=Component.NI,
            step=Step.SPLIT_OVER_POSTS,
            base_pence=total,
            part=Fraction(weights[post_ref], sum(weights.values())),
            result_pence=insured[post_ref],
        )


def pension_steps(of: WorkingRow, pay_day: PayDay, scheme: str, earned: Earnings) -> Iterator[WorkingRow]:
    """The employer's contribution; nothing where the record names no scheme."""
    if scheme != NO_SCHEME:
        base_pence = earned.pensionable_pence
        of = replace(of, component=Component.PENSION, step=Step.PENSION, base_pence=base_pence, rate_of=scheme)
        yield _at(of, pay_day.pension_rate(scheme), pay_day.pension(scheme, base_pence))


def levy_steps(of: WorkingRow, pay_day: PayDay, earned: Earnings) -> Iterator[WorkingRow]:
    """The apprenticeship levy."""
    base_pence = earned.insured_pence
    of = replace(of, component=Component.LEVY, step=Step.LEVY, base_pence=base_pence)
    yield _at(of, pay_day.levy_rate, pay_day.levy(base_pence))


def _at(of: WorkingRow, rate: Dated[Fraction], result_pence: int) -> WorkingRow:
    return replace(
        of,
        rate=rate.value,
        rate_from=rate.starts,
        source=rate.source,
        is_illustrative=rate.illustrative,
        result_pence=result_pence,
    )


def late_on_cost_steps(
    of: WorkingRow, sides: Iterable[WorkingRow], shift_pence: int, laid: Laid | None
) -> Iterator[WorkingRow]:
    """An on-cost of late money: with it, without it, the difference, and this month's part of that.

    `laid` is None where all of it belongs to one month.
    """
    yield from (replace(row, earned=of.earned) for row in sides)
    amount_pence = shift_pence if laid is None else None
    yield replace(of, step=Step.DIFFERENCE, side=Side.SINGLE, result_pence=shift_pence, amount_pence=amount_pence)
    if laid is None:
        return
    of = replace(of, side=Side.SINGLE)
    yield replace(
        of,
        step=Step.SPLIT_OVER_MONTHS,
        base_pence=shift_pence,
        part=laid.weight,
        result_pence=laid.part_pence,
        amount_pence=laid.part_pence,
    )
    if laid.odd_pence:
        yield replace(of, step=Step.ODD_PENNIES, result_pence=laid.odd_pence, amount_pence=laid.odd_pence)
