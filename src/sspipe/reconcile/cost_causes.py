"""Every cause of ledger less expected, and what they make of one post's month (R9).

Lines that stand for themselves are taken off first; what is left goes to the search. Where nothing explains what is
left, the search is tried on the whole once more: such a line may put right what would be a difference without it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sspipe.errors import NoTermInForce
from sspipe.model.money import in_pounds
from sspipe.model.statement import Cause
from sspipe.reconcile.bearing import Bearing
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
from sspipe.reconcile.cost_late import late_change_not_paid
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
from sspipe.reconcile.cost_words import ask_payroll, month_name
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis, Key, Parts, key_of, less, sum_of
from sspipe.reconcile.named import Owed, as_it_stands, causes_of
from sspipe.reconcile.post_months import PostMonth
from sspipe.reconcile.solving import Answer, solve

CostCause = Callable[[PostMonth], Iterator[Hypothesis]]


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the catalogue: a cause's code, what it predicts, and whose its money is."""

    code: str
    predicts: CostCause
    bearing: Bearing


OF_LINES: tuple[Listed, ...] = (
    Listed("MANUAL_JOURNAL", manual_journal, Bearing.HOST),
    Listed("NON_PAY_COST", non_pay_cost, Bearing.NON_PAY_COSTS),
    Listed("AGENCY_COVER", agency_cover, Bearing.COVER_AND_OVERLAP),
    Listed("MISCODED_IN", miscoded_in, Bearing.HOST),
    Listed("WRONG_COST_CENTRE", wrong_cost_centre, Bearing.HOST),
    Listed("PRIOR_YEAR_ITEM", prior_year_item, Bearing.RETROSPECTION),
)
OTHERS: tuple[Listed, ...] = (
    Listed("VACANT_POST_PAID", vacant_post_paid, Bearing.HOST),
    Listed("LEAVER_STILL_PAID", leaver_still_paid, Bearing.HOST),
    Listed("STARTER_UNPAID", starter_unpaid, Bearing.AS_EXPECTED),
    Listed("MISSING_PAY", missing_pay, Bearing.AS_EXPECTED),
    Listed("LATE_CHANGE_NOT_PAID", late_change_not_paid, Bearing.HOST),
    Listed("AWARD_NOT_PAID", award_not_paid, Bearing.AS_EXPECTED),
    Listed("AWARD_PAID_EARLY", award_paid_early, Bearing.HOST_ERRORS),
    Listed("FTE_DIFFERS", fte_differs, Bearing.HOST_ERRORS),
    Listed("POINT_DIFFERS", point_differs, Bearing.HOST_ERRORS),
    Listed("NI_CATEGORY", ni_category, Bearing.HOST_ERRORS),
    Listed("OPTED_OUT", opted_out, Bearing.AS_EXPECTED),
    Listed("OVERLAP_HANDOVER", overlap_handover, Bearing.COVER_AND_OVERLAP),
    Listed("NI_RATE_STALE", ni_rate_stale, Bearing.HOST_ERRORS),
    Listed("NI_THRESHOLD_STALE", ni_threshold_stale, Bearing.HOST_ERRORS),
    Listed("NI_AGGREGATED", ni_aggregated, Bearing.HOST_ERRORS),
    Listed("NI_MISSING", ni_missing, Bearing.AS_EXPECTED),
    Listed("PENSION_MISSING", pension_missing, Bearing.AS_EXPECTED),
    Listed("PENSION_RATE_STALE", pension_rate_stale, Bearing.PENSION_BASIS),
    Listed("WRONG_PENSION_SCHEME", wrong_pension_scheme, Bearing.PENSION_BASIS),
    Listed("LEVY_MISSING", levy_missing, Bearing.LEVY),
    Listed("CENTRAL_ONCOST", central_oncost, Bearing.LEVY),
    Listed("ONE_OFF_PAY", one_off_pay, Bearing.ONE_OFF_PAY),
    Listed("PAY_REDUCED", pay_reduced, Bearing.ABSENCE),
    Listed("SALARY_SACRIFICE", salary_sacrifice, Bearing.ONE_OFF_PAY),
    Listed("STATUTORY_PAY_RECOVERED", statutory_pay_recovered, Bearing.ABSENCE),
    Listed("PENSION_LUMP_SUM", pension_lump_sum, Bearing.LUMP_SUMS),
    Listed("LEAVER_FINAL_PAY", leaver_final_pay, Bearing.EXIT_COSTS),
    Listed("EXIT_COST", exit_cost, Bearing.EXIT_COSTS),
    Listed("DUPLICATE_POSTING", duplicate_posting, Bearing.HOST),
    Listed("POSTED_NEXT_PERIOD", posted_next_period, Bearing.HOST),
    Listed("POSTED_EARLY", posted_early, Bearing.HOST),
    Listed("OVERPAYMENT_RECOVERED", overpayment_recovered, Bearing.HOST),
    Listed("SIGN_REVERSED", sign_reversed, Bearing.HOST),
    Listed("TRANSPOSED_DIGITS", transposed_digits, Bearing.HOST),
    Listed("ROUNDING", rounding, Bearing.HOST_ERRORS),
)
NIL = frozenset({"NI_MISSING", "PENSION_MISSING", "LEVY_MISSING", "CENTRAL_ONCOST", "OPTED_OUT"})
"""Causes by which nothing of a component stands, whatever it should come to."""
RESHAPING = NIL | {
    *("LEAVER_STILL_PAID", "AWARD_NOT_PAID", "AWARD_PAID_EARLY", "FTE_DIFFERS", "POINT_DIFFERS", "PAY_REDUCED"),
    *("SALARY_SACRIFICE", "NI_CATEGORY", "NI_RATE_STALE", "NI_THRESHOLD_STALE", "NI_AGGREGATED"),
    *("PENSION_RATE_STALE", "WRONG_PENSION_SCHEME", "SIGN_REVERSED", "TRANSPOSED_DIGITS", "ROUNDING"),
}
"""Causes that change the amounts of pay that is there: they leave nothing where none is."""
BEARING: Mapping[str, Bearing] = {listed.code: listed.bearing for listed in (*OF_LINES, *OTHERS)}
"""Whose the money of a cause is, by its code; a code that is no line of the catalogue is the host's."""


def cost_causes(of: PostMonth, difference: Parts, owed: Owed = as_it_stands) -> tuple[Cause, ...]:
    """What the difference of a month comes from, or what is left of it, to the penny; nothing where it is nil."""
    if not key_of(difference):
        return ()
    lines = _standing_for_themselves(_weighed(of, OF_LINES))
    rest = less(difference, sum_of(lines))
    others = _with_nil_beside(of, _weighed(of, OTHERS)) if key_of(rest) else []
    answer = solve(rest, others, most_taken=of.most_taken)
    is_tried_whole = lines and others and not answer.found
    whole = solve(difference, [*lines, *others], most_taken=of.most_taken) if is_tried_whole else answer
    if whole is not answer and whole.found:
        return _named(of, whole, difference, owed)
    own = _named(of, _certain(lines), {}, owed) if lines else ()
    return (*own, *_named(of, answer, rest, owed)) if key_of(rest) else own


def _certain(found: tuple[Hypothesis, ...]) -> Answer:
    """Causes that were found by their lines."""
    return Answer(found=found, rivals=(), tried=len(found), is_stopped=False, nearest=None, miss_pence=0)


def _named(of: PostMonth, answer: Answer, difference: Parts, owed: Owed) -> tuple[Cause, ...]:
    """The words of an answer; a later month may take back what it names for certain."""
    if not answer.is_ambiguous:
        of.remember(answer.found)
    asked = ask_payroll(of, f"hold the payroll report of {month_name(of.month)} against the ledger's lines")
    return causes_of(answer, difference, of.rows, asked=asked, owed=owed)


def _weighed(of: PostMonth, causes: Sequence[Listed]) -> list[Hypothesis]:
    """Everything that some cause predicts; nothing of one that lacks a rate, which the costs tell."""
    found: list[Hypothesis] = []
    for cause in causes:
        try:
            predicted = (each for each in cause.predicts(of) if key_of(each.parts))
            found.extend(replace(each, reshapes=cause.code in RESHAPING) for each in predicted)
        except NoTermInForce:
            continue
    return found


def _with_nil_beside(of: PostMonth, found: list[Hypothesis]) -> list[Hypothesis]:
    """With what is lacking of a component that is not there at all, where a recorded event gives it another amount."""
    more: dict[tuple[str, Key], Hypothesis] = {}
    for lacks in (each for each in found if each.code in NIL and len(each.parts) == 1):
        ((part, pence),) = lacks.parts.items()
        if of.shown_parts.get(part) or pence != -of.expected.get(part, 0):
            continue
        for other in found:
            if other.cause_class is CauseClass.RECORDED and other.code not in NIL and other.parts.get(part):
                parts = {part: pence - other.parts[part]}
                said = lacks.sentence.replace(in_pounds(-pence), in_pounds(-parts[part]))
                more[lacks.code, key_of(parts)] = replace(
                    lacks, parts=parts, sentence=said, gives={part: max(other.parts[part], 0)}
                )
    return [*found, *more.values()]


def _standing_for_themselves(lines: Sequence[Hypothesis]) -> tuple[Hypothesis, ...]:
    """Each line once, under the first cause that it stands for."""
    used: set[object] = set()
    kept: list[Hypothesis] = []
    for each in lines:
        if not used & set(each.evidence):
            used |= set(each.evidence)
            kept.append(each)
    return tuple(kept)
