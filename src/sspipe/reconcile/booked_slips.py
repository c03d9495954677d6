"""The partner booked an invoice with a slip of the keys in it, or rounded otherwise than billed."""

from collections.abc import Iterator
from fractions import Fraction

from sspipe.model.money import in_pounds, rounded_pence
from sspipe.model.statement import Posted
from sspipe.reconcile.billed_slips import exact_part
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.entered import entered
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.invoices import Invoice
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.slips import A_POUND, SLIPS, Slip

HALF_A_PENNY = Fraction(1, 2)
A_HALFPENNY_UP, IN_POUNDS = "with a halfpenny rounded up", "in whole pounds"
WHOLE_SLIPS = {code: SLIPS[code] for code in ("WRONG_UNIT", "SIGN_REVERSED")}
"""Slips that a whole document may have: its unit and its sign are keyed once."""


def booked_with_a_slip(month: RechargeMonth) -> Iterator[Hypothesis]:
    """An invoice, or one line of it, in another unit, with the other sign or with two digits changed."""
    for invoice in entered(month):
        for billed in sorted(_amounts(invoice)):
            for code, (slip, said) in SLIPS.items():
                slipped = set(slip(billed)) - {billed}
                for line in invoice.booked:
                    if line.amount_pence in slipped:
                        yield _as_booked(month, code, CauseClass.SLIP, invoice, (line,), billed, said)
        for code, (slip, said) in WHOLE_SLIPS.items():
            yield from _line_by_line(month, code, CauseClass.SLIP, invoice, slip, said)


def booked_rounded(month: RechargeMonth) -> Iterator[Hypothesis]:
    """An invoice, or one line of it, booked in whole pounds, or with the halfpenny that the host kept rounded up."""
    halves = _halves(month)
    for invoice in entered(month):
        for billed in sorted(_amounts(invoice)):
            pounds = rounded_pence(Fraction(billed, A_POUND)) * A_POUND
            for line in invoice.booked:
                if line.amount_pence == pounds != billed:
                    yield _as_booked(month, "ROUNDING", CauseClass.RATE, invoice, (line,), billed, IN_POUNDS)
                elif billed in halves and line.amount_pence == billed + 1:
                    yield _as_booked(month, "ROUNDING", CauseClass.RATE, invoice, (line,), billed, A_HALFPENNY_UP)
        yield from _line_by_line(month, "ROUNDING", CauseClass.RATE, invoice, _in_whole_pounds, IN_POUNDS)


def _in_whole_pounds(pence: int) -> Iterator[int]:
    yield rounded_pence(Fraction(pence, A_POUND)) * A_POUND


def _line_by_line(  # noqa: PLR0913, PLR0917 - what a booking says
    month: RechargeMonth, code: str, cause_class: CauseClass, invoice: Invoice, slip: Slip, said: str
) -> Iterator[Hypothesis]:
    """Every line of an invoice of several booked so, as one document that was keyed or rounded so whole."""
    left, found = list(invoice.booked), []
    for billed in invoice.billed:
        line = next((each for each in left if each.amount_pence in set(slip(billed.amount_pence))), None)
        if line is None:
            return
        left.remove(line)
        found.append(line)
    if len(found) > 1 and not left:
        yield _as_booked(month, code, cause_class, invoice, tuple(found), invoice.billed_pence, said)


def _halves(month: RechargeMonth) -> set[int]:
    """Parts of due that lie a halfpenny under what they are before rounding: the odd penny went to the host (R1)."""
    agreed = month.split
    items = month.lines.due if agreed else ()
    return {item.due_pence for item in items if agreed and exact_part(agreed, item) - item.due_pence == HALF_A_PENNY}


def _amounts(invoice: Invoice) -> set[int]:
    return {invoice.billed_pence, *(line.amount_pence for line in invoice.billed)}


def _as_booked(  # noqa: PLR0913, PLR0917 - what a booking says
    month: RechargeMonth,
    code: str,
    cause_class: CauseClass,
    invoice: Invoice,
    lines: tuple[Posted, ...],
    billed: int,
    said: str,
) -> Hypothesis:
    booked = sum(line.amount_pence for line in lines)
    return Hypothesis(
        code=code,
        cause_class=cause_class,
        parts={None: booked - billed},
        what=f"{in_pounds(billed)} booked {said}",
        sentence=(
            f"{month.partner} booked {in_pounds(booked)} for {month.label} where {month.host} billed "
            f"{in_pounds(billed)} by {invoice.name}: the amount billed {said}. Ask {month.partner_officer} to correct "
            "it."
        ),
        decides=f"{invoice.name}, from {month.host_officer}",
        evidence=evidence_of(*lines, *invoice.billed),
        has_own_rows=True,
    )
