"""Credit notes of a post that stand in a month they credit nothing of, found from there and from where they belong."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sspipe.model.money import in_pounds
from sspipe.model.periods import Period
from sspipe.model.statement import Posted
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.recharges import Lines, billable_parts
from sspipe.reconcile.spoken import said


def credit_note_astray(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Minus a credit note of this month that belongs to another, where its invoice or what it corrects stands."""
    for credit in month.lines.billed:
        if _is_astray(month, credit, month.lines) and _may_belong_to(month, credit, month.month):
            yield _astray(month, credit, credit.amount_pence)


def credit_note_missing_here(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Plus a credit note of this flow that stands in another month, where it credits nothing."""
    for credit in credits_astray(month):
        yield _astray(month, credit, -credit.amount_pence)


def with_credits_put_back(month: RechargeMonth) -> Iterator[RechargeMonth]:
    """The month with each credit note that went astray, as if it stood here: what else went wrong is looked for so."""
    for credit in credits_astray(month):
        yield replace(month, lines=replace(month.lines, billed=(*month.lines.billed, credit)))


def credits_astray(month: RechargeMonth) -> list[Posted]:
    """Credit notes that stand in other months and credit nothing there, but may credit this one."""
    return [
        credit
        for each, lines in _months(month)
        for credit in (lines.billed if each != month.month else ())
        if _is_astray(month, credit, lines) and month.month in _may_belong_to(month, credit, each)
    ]


def _may_belong_to(month: RechargeMonth, credit: Posted, stands_in: Period) -> set[Period]:
    """Its owners; where there are none, as its amount may be wrong too, the months that wait for a credit note."""
    waiting = {each for each, lines in _months(month) if each != stands_in and _corrections(month, lines)}
    return owners(month, credit, stands_in) or waiting


def owners(month: RechargeMonth, credit: Posted, stands_in: Period) -> set[Period]:
    """The months that a credit note belongs to: those its invoice bills, else those that lack just it; maybe none."""
    others = [(each, lines) for each, lines in _months(month) if each != stands_in]
    named = month.books.line_of(credit).credits_document
    by_name = {each for each, lines in others if named in {line.document for line in lines.billed}} if named else set()
    return by_name or {each for each, lines in others if _lacks(month, lines, credit)}


def _is_astray(month: RechargeMonth, credit: Posted, there: Lines) -> bool:
    """Whether a line credits nothing where it stands: that is billed right without it, or its invoice bills others."""
    named = month.books.line_of(credit).credits_document
    if named and named not in {line.document for line in there.billed}:
        return bool(owners(month, credit, credit.service))
    is_idle = _too_much(month, there) == credit.amount_pence
    lacked = owners(month, credit, credit.service)
    return is_idle if credit.amount_pence < 0 else is_idle and bool(lacked)


def _lacks(month: RechargeMonth, lines: Lines, credit: Posted) -> bool:
    """Whether a month lacks just a credit note: by what it corrects, or by what the month is billed too much."""
    is_too_much = credit.amount_pence < 0 and _too_much(month, lines) == -credit.amount_pence
    return is_too_much or -abs(credit.amount_pence) in _corrections(month, lines)


def _corrections(month: RechargeMonth, lines: Lines) -> set[int]:
    """What later changes take off a month and no line of it credits."""
    billed = {line.amount_pence for line in lines.billed}
    parts = billable_parts(lines, month.books.moment.as_of)
    return {item.due_pence for item in parts if item.due_pence < 0} - billed


def _months(month: RechargeMonth) -> Iterable[tuple[Period, Lines]]:
    return month.books.months_of(month.flow).items()


def _too_much(month: RechargeMonth, lines: Lines) -> int:
    """By how much a month is billed above what is billable."""
    billable = sum(item.due_pence for item in billable_parts(lines, month.books.moment.as_of))
    return sum(line.amount_pence for line in lines.billed) - billable


def credits_of(lines: Iterable[Posted]) -> list[Posted]:
    """The lines that take something back."""
    return [line for line in lines if line.amount_pence < 0]


def _astray(month: RechargeMonth, credit: Posted, shift_pence: int) -> Hypothesis:
    line = month.books.line_of(credit)
    named = "names another invoice" if line.credits_document else "names no invoice"
    amount, here = in_pounds(abs(credit.amount_pence)), month.label
    stands_here = credit in month.lines.billed
    where = f"stands in {here}" if stands_here else f"stands in {said(credit.service)} and not in {here}"
    return Hypothesis(
        code="CREDIT_NOTE_MISMATCHED" if line.credits_document else "CREDIT_NOTE_UNLINKED",
        cause_class=CauseClass.RECORDED,
        parts={None: shift_pence},
        what=f"a credit note of {amount} that {named} and {where}",
        sentence=(
            f"{month.host}'s credit note of {amount} {named}; it {where}, which leaves {month.label} with "
            f"{amount} {'less' if shift_pence < 0 else 'more'}. Ask {month.host_officer} which invoice it credits."
        ),
        decides=f"the credit note, from {month.host_officer}",
        evidence=evidence_of(credit),
        has_own_rows=True,
    )
