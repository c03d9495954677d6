"""Every cause of ledger less expected, and what they make of one post's month (R9).

Lines that stand for themselves are taken off first; what is left goes to the search. Where nothing explains what is
left, the search is tried on the whole once more: such a line may put right what would be a difference without it.
"""

from collections.abc import Callable, Iterator, Sequence

from sspipe.errors import NoTermInForce
from sspipe.model.statement import Cause
from sspipe.reconcile.cost_awards import award_not_paid, award_paid_early
from sspipe.reconcile.cost_elements import (
    exit_cost,
    leaver_final_pay,
    one_off_pay,
    pay_reduced,
    pension_lump_sum,
    salary_sacrifice,
    statutory_pay_recovered,
)
from sspipe.reconcile.cost_insurance import ni_aggregated
from sspipe.reconcile.cost_lines import (
    agency_cover,
    manual_journal,
    miscoded_in,
    non_pay_cost,
    overpayment_recovered,
    prior_year_item,
    wrong_cost_centre,
)
from sspipe.reconcile.cost_rates import (
    central_oncost,
    levy_missing,
    ni_missing,
    ni_rate_stale,
    ni_threshold_stale,
    pension_missing,
    pension_rate_stale,
    wrong_pension_scheme,
)
from sspipe.reconcile.cost_records import (
    fte_differs,
    late_change_not_paid,
    leaver_still_paid,
    ni_category,
    opted_out,
    overlap_handover,
    point_differs,
    vacant_post_paid,
)
from sspipe.reconcile.cost_slips import rounding, sign_reversed, transposed_digits
from sspipe.reconcile.cost_timing import (
    duplicate_posting,
    missing_pay,
    posted_early,
    posted_next_period,
    starter_unpaid,
)
from sspipe.reconcile.hypotheses import Hypothesis, Parts, key_of, less, sum_of
from sspipe.reconcile.named import causes_of
from sspipe.reconcile.post_months import PostMonth
from sspipe.reconcile.solving import Answer, solve

CostCause = Callable[[PostMonth], Iterator[Hypothesis]]
OF_LINES: tuple[CostCause, ...] = (
    manual_journal,
    non_pay_cost,
    agency_cover,
    miscoded_in,
    wrong_cost_centre,
    prior_year_item,
)
OTHERS: tuple[CostCause, ...] = (
    vacant_post_paid,
    leaver_still_paid,
    starter_unpaid,
    missing_pay,
    late_change_not_paid,
    award_not_paid,
    award_paid_early,
    fte_differs,
    point_differs,
    ni_category,
    opted_out,
    overlap_handover,
    ni_rate_stale,
    ni_threshold_stale,
    ni_aggregated,
    ni_missing,
    pension_missing,
    pension_rate_stale,
    wrong_pension_scheme,
    levy_missing,
    central_oncost,
    one_off_pay,
    pay_reduced,
    salary_sacrifice,
    statutory_pay_recovered,
    pension_lump_sum,
    leaver_final_pay,
    exit_cost,
    duplicate_posting,
    posted_next_period,
    posted_early,
    overpayment_recovered,
    sign_reversed,
    transposed_digits,
    rounding,
)


def cost_causes(of: PostMonth, difference: Parts) -> tuple[Cause, ...]:
    """What the difference of a month comes from, or what is left of it, to the penny; nothing where it is nil."""
    if not key_of(difference):
        return ()
    lines = _standing_for_themselves(_weighed(of, OF_LINES))
    rest = less(difference, sum_of(lines))
    others = _weighed(of, OTHERS) if key_of(rest) else []
    answer = solve(rest, others, most_taken=of.most_taken)
    is_tried_whole = lines and others and not answer.found
    whole = solve(difference, [*lines, *others], most_taken=of.most_taken) if is_tried_whole else answer
    if whole is not answer and whole.found:
        return _named(of, whole, difference)
    own = _named(of, _certain(lines), {}) if lines else ()
    return (*own, *_named(of, answer, rest)) if key_of(rest) else own


def _certain(found: tuple[Hypothesis, ...]) -> Answer:
    """Causes that were found by their lines."""
    return Answer(found=found, rivals=(), tried=len(found), is_stopped=False, nearest=None, miss_pence=0)


def _named(of: PostMonth, answer: Answer, difference: Parts) -> tuple[Cause, ...]:
    """The words of an answer; a later month may take back what it names for certain."""
    if not answer.is_ambiguous:
        of.remember(answer.found)
    return causes_of(answer, difference, of.rows)


def _weighed(of: PostMonth, causes: Sequence[CostCause]) -> list[Hypothesis]:
    """Everything that some cause predicts; nothing of one that lacks a rate, which the costs tell."""
    found: list[Hypothesis] = []
    for cause in causes:
        try:
            found.extend(each for each in cause(of) if key_of(each.parts))
        except NoTermInForce:
            continue
    return found


def _standing_for_themselves(lines: Sequence[Hypothesis]) -> tuple[Hypothesis, ...]:
    """Each line once, under the first cause that it stands for."""
    used: set[object] = set()
    kept: list[Hypothesis] = []
    for each in lines:
        if not used & set(each.evidence):
            used |= set(each.evidence)
            kept.append(each)
    return tuple(kept)
