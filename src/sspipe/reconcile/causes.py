"""Why a difference stands: hypotheses that predict the ledger exactly from facts on file, else UNEXPLAINED (R9).

Each hypothesis is one small function. It reproduces every component that the ledger shows, never the total alone, and
never takes its own parameter from the difference. What no hypothesis reproduces is called UNEXPLAINED.
"""

from collections.abc import Iterable, Mapping, Sequence

from sspipe.model.dues import DueItem
from sspipe.model.money import in_pounds
from sspipe.model.periods import Period
from sspipe.model.statement import AccrualRow, Cause, Evidence, Posted
from sspipe.reconcile.misplaced import Misplaced

UNEXPLAINED = "UNEXPLAINED"
RECORDED, TIMING = "1", "2"


def unexplained(amount_pence: int, evidence: Iterable[Evidence], tried: int) -> Cause:
    """What no hypothesis reproduces."""
    return Cause(
        code=UNEXPLAINED,
        cause_class="",
        amount_pence=amount_pence,
        is_supposed=False,
        sentence=f"Nothing on file predicts this {in_pounds(amount_pence)}.",
        evidence=tuple(evidence),
        tried=tried,
    )


def not_billed(
    amount_pence: int, overdue: Sequence[DueItem], billed: Sequence[Posted], *, is_new: bool
) -> Cause | None:
    """Minus what is billable and has not been billed: the whole month, or one part of it that came later."""
    whole = sum(item.due_pence for item in overdue)
    candidates = [] if billed else [whole]
    candidates += [item.due_pence for item in overdue] if billed else []
    if -amount_pence not in candidates or not overdue:
        return None
    item = overdue[0]
    return Cause(
        code="NOT_BILLED",
        cause_class=TIMING,
        amount_pence=amount_pence,
        is_supposed=is_new,
        sentence=(
            f"{in_pounds(-amount_pence)} for {item.service.label} could be billed from {item.billable_on:%-d %B %Y} "
            "and has not been billed."
        ),
        evidence=tuple(Evidence(source_file=line.source_file, source_row=line.source_row) for line in billed),
        tried=len(candidates),
    )


def not_booked(
    amount_pence: int,
    missing: Mapping[str, int],
    billed: Sequence[Posted],
    elsewhere: Sequence[Evidence],
    *,
    is_new: bool,
) -> Cause | None:
    """Minus the billed amount of whole invoices, after a search of the partner's whole ledger for the host."""
    candidates = {tuple(missing): sum(missing.values())} | {(reference,): pence for reference, pence in missing.items()}
    exact = [references for references, pence in candidates.items() if pence == -amount_pence]
    if not exact or elsewhere:
        return None
    lines = [line for line in billed if line.reference in exact[0]]
    invoices = ", ".join(exact[0]) or "without a number"
    return Cause(
        code="NOT_BOOKED",
        cause_class=TIMING,
        amount_pence=amount_pence,
        is_supposed=is_new,
        sentence=(
            f"Invoice {invoices} over {in_pounds(-amount_pence)} stands in no line of the partner's ledger "
            "for this council."
        ),
        evidence=tuple(Evidence(source_file=line.source_file, source_row=line.source_row) for line in lines),
        tried=len(candidates),
    )


def accrual_cause(row: AccrualRow, evidence: tuple[Evidence, ...], *, is_reversal: bool) -> Cause:
    """Which of the four faults an accrual line shows; a reversal of any other amount is unexplained."""
    left = row.raised_pence + row.reversed_pence
    raised = in_pounds(row.raised_pence)
    if is_reversal and row.reversed_pence == 0:
        return _recorded(
            "ACCRUAL_NOT_REVERSED", left, f"Accrual {row.accrual_id} over {raised} was not reversed.", evidence
        )
    if is_reversal and row.reversed_pence == -2 * row.raised_pence:
        return _recorded("ACCRUAL_REVERSED_TWICE", left, f"Accrual {row.accrual_id} was reversed twice.", evidence)
    if is_reversal:
        return unexplained(left, evidence, 2)
    over = row.raised_pence - row.scheduled_pence
    scheduled = in_pounds(row.scheduled_pence)
    if row.raised_pence == 0:
        sentence = f"Accrual {row.accrual_id} over {scheduled} is on the schedule and was not raised."
        return _recorded("ACCRUAL_NOT_RAISED", over, sentence, evidence)
    sentence = f"Accrual {row.accrual_id} was raised at {raised}; the schedule says {scheduled}."
    return _recorded("ACCRUAL_DIFFERS", over, sentence, evidence)


def wrong_cost_centre(amount_pence: int, post: str, cost_centre: str, evidence: tuple[Evidence, ...]) -> Cause:
    """Lines that name a joint post in a cost centre of no agreement (R5)."""
    sentence = (
        f"{in_pounds(amount_pence)} names the post {post} in cost centre {cost_centre}, which is none of its own."
    )
    return _recorded("WRONG_COST_CENTRE", amount_pence, sentence, evidence)


def pay_elsewhere(lines: Sequence[Misplaced], month: Period) -> Cause:
    """Minus the exact lines that name the post in another cost centre, or plus what was moved from there (R5)."""
    amount_pence = -sum(item.amount_pence for item in lines)
    centres = " and ".join(sorted({item.line.cost_centre for item in lines}))
    evidence = tuple(Evidence(source_file=item.line.source_file, source_row=item.line.source_row) for item in lines)
    if amount_pence > 0:
        sentence = (
            f"{in_pounds(amount_pence)} that was posted to {centres} in another month was moved in {month.label}."
        )
    else:
        sentence = (
            f"{in_pounds(-amount_pence)} of the post's cost for {month.label} was posted to {centres}, where no joint "
            "post has its cost centre."
        )
    return _recorded("WRONG_COST_CENTRE", amount_pence, sentence, evidence)


def _recorded(code: str, amount_pence: int, sentence: str, evidence: tuple[Evidence, ...]) -> Cause:
    return Cause(
        code=code,
        cause_class=RECORDED,
        amount_pence=amount_pence,
        is_supposed=False,
        sentence=sentence,
        evidence=evidence,
        tried=1,
    )
