"""Parts of a month's due that the host has not billed: the month, an award's arrears, a true-up, or a credit."""

from collections.abc import Iterator, Sequence

from sspipe.model.agreements import Basis
from sspipe.model.dues import DueItem
from sspipe.model.money import in_pounds
from sspipe.model.periods import Period
from sspipe.model.working import Tranche
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.credits_astray import credits_astray
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.recharges import unbilled_in_lag
from sspipe.reconcile.spoken import said


def not_billed(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Minus what is billable: the whole month, or one part of it that came later and is neither credit nor true-up.

    While its mirror is awaited, arrears that are not billed may prove not to have been recharged at all; where those of
    other months were billed, the ledgers never tell.
    """
    overdue = _overdue(month)
    if not month.lines.billed:
        yield from _not_billed(month, overdue)
        return
    for item in overdue:
        if item.due_pence > 0 and not _is_true_up(month, item):
            yield from _not_billed(month, [item])
    left = [item for item in overdue if not _is_billed(month, item)]
    if len(left) > 1 and len({item.due_pence > 0 for item in left}) == 1:
        yield from _not_billed(month, left)


def _overdue(month: RechargeMonth) -> list[DueItem]:
    """Billable parts that the host has no time left to bill."""
    in_lag = unbilled_in_lag(month.flow, month.lines, month.books.moment.as_of)
    return [item for item in month.billable if item not in in_lag]


def _not_billed(month: RechargeMonth, items: Sequence[DueItem]) -> Iterator[Hypothesis]:
    due = sum(item.due_pence for item in items)
    if not items:
        return
    is_award = _are_arrears_unbilled(month, items) and (month.is_new or _is_award_begun(month, items[0]))
    first = items[0]
    yield Hypothesis(
        code="NOT_BILLED",
        cause_class=CauseClass.TIMING,
        weighs_as=CauseClass.RECORDED if is_award else None,
        parts={None: -due},
        what=f"{in_pounds(due)} due for {said(first.service)} and not billed yet",
        sentence=_not_billed_said(month, first, due),
        decides=_next_ledger(month),
        evidence=evidence_of(*month.lines.billed),
        has_own_rows=_has_each_other_part_a_line(month, items),
        is_supposed=month.is_new,
    )


def _has_each_other_part_a_line(month: RechargeMonth, items: Sequence[DueItem]) -> bool:
    """Whether as many lines are billed as there are other parts, so that just the lines of these are missing."""
    return bool(month.lines.billed) and len(month.lines.billed) + len(items) == len(month.billable)


def _not_billed_said(month: RechargeMonth, first: DueItem, due: int) -> str:
    lag = month.flow.terms.lag_to_bill_working_days
    day = month.flow.host_calendar.working_days_after(first.billable_on, lag)
    since = f"which was to be {'credited' if due < 0 else 'billed'} by {day:%-d %B %Y}"
    if due < 0:
        lead = f"{month.host} has not credited {month.partner} with {in_pounds(-due)} for {said(first.service)}"
        return f"{lead}, {since}. Ask {month.host_officer} to issue the credit note."
    lead = f"{month.host} has not billed {month.partner} the {in_pounds(due)} due for {said(first.service)}"
    return f"{lead}, {since}. Ask {month.host_officer} to bill it."


def _next_ledger(month: RechargeMonth) -> str:
    return f"the ledger of the next period, from {month.host_officer}"


def award_not_recharged(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Minus the partner's share of an award's arrears for the month, where other parts of it are billed."""
    for item in _overdue(month):
        if _are_arrears_unbilled(month, [item]):
            yield Hypothesis(
                code="AWARD_NOT_RECHARGED",
                cause_class=CauseClass.RECORDED,
                parts={None: -item.due_pence},
                what=f"{month.partner}'s share of a pay award's arrears, left out of the recharge",
                sentence=(
                    f"The arrears that a pay award brought for {month.label} were paid in {said(item.paid)}; "
                    f"{month.host} has not billed {month.partner}'s share of them, {in_pounds(item.due_pence)}. Ask "
                    f"{month.host_officer} to bill it."
                ),
                decides=_next_ledger(month),
                evidence=evidence_of(*month.lines.billed),
                has_own_rows=_has_each_other_part_a_line(month, [item]),
            )


def _are_arrears_unbilled(month: RechargeMonth, items: Sequence[DueItem]) -> bool:
    """Whether the parts are one award's arrears that no line bills, in a month that is billed otherwise."""
    if len(items) != 1 or items[0].tranche is not Tranche.ARREARS or not month.lines.billed:
        return False
    return not _is_billed(month, items[0])


def _is_award_begun(month: RechargeMonth, item: DueItem) -> bool:
    """Whether a line bills the arrears of some month that the award paid."""
    return any(_is_billed(month, each) for each in _of_award(month, item.paid))


def _of_award(month: RechargeMonth, paid: Period) -> list[DueItem]:
    dues = (lines.due for lines in month.books.months_of(month.flow).values())
    return [item for due in dues for item in due if (item.paid, item.tranche) == (paid, Tranche.ARREARS)]


def _is_billed(month: RechargeMonth, item: DueItem) -> bool:
    """Whether a line bills exactly a part for its month, on or after its billing day."""
    return any(
        (line.service, line.amount_pence) == (item.service, item.due_pence) and line.posted_on >= item.billable_on
        for _, line in month.books.billed.of_post(month.between, item.post)
    )


def estimate_not_trued_up(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Minus the true-up of an estimate once its date is past; minus a minus true-up is a plus."""
    for item in _overdue(month):
        if _is_true_up(month, item):
            yield Hypothesis(
                code="ESTIMATE_NOT_TRUED_UP",
                cause_class=CauseClass.TIMING,
                parts={None: -item.due_pence},
                what="the true-up of the estimate, not billed yet",
                sentence=(
                    f"{month.host} billed {month.label} on the estimate; the true-up to what it cost, "
                    f"{in_pounds(item.due_pence)}, fell due in {said(item.paid)} and has not been billed. Ask "
                    f"{month.host_officer} for it."
                ),
                decides=_next_ledger(month),
                evidence=evidence_of(*month.lines.billed),
                is_supposed=month.is_new,
            )


def _is_true_up(month: RechargeMonth, item: DueItem) -> bool:
    terms = month.flow.terms
    agreed = month.split
    if agreed is not None:
        terms = agreed.version_on(item.service.last_day).terms
    is_settled = terms.true_up_date is not None and item.paid == Period.of(terms.true_up_date)
    return terms.basis is Basis.ESTIMATE and is_settled and item.tranche is Tranche.CORRECTION


def credit_note_not_issued(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Plus what a later change took off a month that was billed, or the invoice that another one replaced."""
    taken_off = [item for item in _overdue(month) if item.due_pence < 0 and not _is_true_up(month, item)]
    for item in taken_off if len(credits_astray(month)) < len(taken_off) else ():
        if month.lines.billed:
            yield _not_issued(
                month,
                -item.due_pence,
                f"A change recorded later takes {in_pounds(-item.due_pence)} off what was due for {month.label}, and "
                f"{month.host} has issued no credit note for it.",
            )
    yield from _replaced(month)


def _replaced(month: RechargeMonth) -> Iterator[Hypothesis]:
    """An invoice of what was due at first, beside another of what is due since, which is no part of due by itself."""
    items, billed = month.billable, month.lines.billed
    due, first = sum(item.due_pence for item in items), items[0].due_pence if items else 0
    amounts = sorted(line.amount_pence for line in billed)
    is_a_part = due in {item.due_pence for item in items}
    if len(items) > 1 and not is_a_part and amounts == sorted((first, due)):
        yield _not_issued(
            month,
            first,
            f"{month.host}'s invoice of {in_pounds(due)} for {month.label} replaces the one of {in_pounds(first)}, for "
            "which no credit note has been issued.",
        )


def _not_issued(month: RechargeMonth, amount_pence: int, sentence: str) -> Hypothesis:
    return Hypothesis(
        code="CREDIT_NOTE_NOT_ISSUED",
        cause_class=CauseClass.RECORDED,
        parts={None: amount_pence},
        what=f"a credit note of {in_pounds(amount_pence)} that was not issued",
        sentence=f"{sentence} Ask {month.host_officer} to issue a credit note of {in_pounds(amount_pence)}.",
        decides=f"the list of credit notes, from {month.host_officer}",
        evidence=evidence_of(*month.lines.billed),
        has_own_rows=True,
    )
