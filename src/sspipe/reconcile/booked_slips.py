"""The partner booked an invoice with a slip of the keys in it, or rounded otherwise than billed."""

from collections.abc import Iterator
from fractions import Fraction

from sspipe.model.money import in_pounds, rounded_pence
from sspipe.model.statement import Posted
from sspipe.reconcile.billed_slips import exact_part
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.invoices import Invoice, invoices
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.slips import A_POUND, SLIPS

HALF_A_PENNY = Fraction(1, 2)
A_HALFPENNY_UP = "with a halfpenny rounded up"


def booked_with_a_slip(month: RechargeMonth) -> Iterator[Hypothesis]:
    """An invoice, or one line of it, in another unit, with the other sign or with two digits changed."""
    for invoice in invoices(month):
        for billed in sorted(_amounts(invoice)):
            for code, (slip, said) in SLIPS.items():
                slipped = set(slip(billed)) - {billed}
                for line in invoice.booked:
                    if line.amount_pence in slipped:
                        yield _as_booked(month, code, CauseClass.SLIP, invoice, line, billed, said)


def booked_rounded(month: RechargeMonth) -> Iterator[Hypothesis]:
    """An invoice, or one line of it, booked in whole pounds, or with the halfpenny that the host kept rounded up."""
    halves = _halves(month)
    for invoice in invoices(month):
        for billed in sorted(_amounts(invoice)):
            pounds = rounded_pence(Fraction(billed, A_POUND)) * A_POUND
            for line in invoice.booked:
                if line.amount_pence == pounds != billed:
                    yield _as_booked(month, "ROUNDING", CauseClass.RATE, invoice, line, billed, "in whole pounds")
                elif billed in halves and line.amount_pence == billed + 1:
                    yield _as_booked(month, "ROUNDING", CauseClass.RATE, invoice, line, billed, A_HALFPENNY_UP)


def _halves(month: RechargeMonth) -> set[int]:
    """Parts of due that lie a halfpenny under what they are before rounding: the odd penny went to the host (R1)."""
    agreed = month.split
    items = month.lines.due if agreed else ()
    return {item.due_pence for item in items if agreed and exact_part(agreed, item) - item.due_pence == HALF_A_PENNY}


def _amounts(invoice: Invoice) -> set[int]:
    return {invoice.billed_pence, *(line.amount_pence for line in invoice.billed)}


def _as_booked(  # noqa: PLR0913, PLR0917 - what a booking says
    month: RechargeMonth, code: str, cause_class: CauseClass, invoice: Invoice, line: Posted, billed: int, said: str
) -> Hypothesis:
    return Hypothesis(
        code=code,
        cause_class=cause_class,
        parts={None: line.amount_pence - billed},
        what=f"{in_pounds(billed)} booked {said}",
        sentence=(
            f"{month.partner} booked {in_pounds(line.amount_pence)} for {month.label}: {in_pounds(billed)} of "
            f"{invoice.name}, {said}."
        ),
        decides=f"{month.host}'s invoice",
        evidence=evidence_of(line, *invoice.billed),
        has_own_rows=True,
    )
