"""The partner booked an invoice with its VAT in the amount."""

from collections.abc import Iterator
from dataclasses import replace

from sspipe.model.money import in_pounds, rounded_pence
from sspipe.model.statement import Posted
from sspipe.reconcile.billed_documents import VAT
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.entered import entered
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.invoices import Invoice
from sspipe.reconcile.recharge_months import RechargeMonth


def booked_gross_of_vat(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Plus the VAT of an invoice that stands in the amount booked: as the host shows it, or by the line's tax code."""
    for invoice in entered(month):
        if len(invoice.booked) == 1:
            yield from _with_vat(month, invoice)
        elif len(invoice.booked) == len(invoice.billed):
            yield from _each_with_vat(month, invoice)


def _with_vat(month: RechargeMonth, invoice: Invoice) -> Iterator[Hypothesis]:
    (line,) = invoice.booked
    for vat in sorted(_vat_of(month, invoice, line)):
        if line.amount_pence == invoice.billed_pence + vat:
            yield _gross(month, invoice, vat)


def _each_with_vat(month: RechargeMonth, invoice: Invoice) -> Iterator[Hypothesis]:
    """Each line of an invoice of several with its VAT: one may hold it, or all of them."""
    left = list(invoice.booked)
    found: list[tuple[Posted, Posted]] = []
    for billed in invoice.billed:
        alone = replace(invoice, billed=(billed,))
        line = next(
            (each for each in left if each.amount_pence - billed.amount_pence in _vat_of(month, alone, each)), None
        )
        if line is not None:
            left.remove(line)
            found.append((billed, line))
    for chosen in [*([each] for each in found), *([found] if len(found) > 1 else [])]:
        each = replace(invoice, billed=tuple(one for one, _ in chosen), booked=tuple(line for _, line in chosen))
        yield _gross(month, each, sum(line.amount_pence for line in each.booked) - each.billed_pence)


def _vat_of(month: RechargeMonth, invoice: Invoice, booked: Posted) -> set[int]:
    """What VAT the amount may hold; none where the partner shows VAT beside it."""
    books = month.books
    line = books.line_of(booked)
    if line.vat_pence:
        return set()
    shown = {-sum(books.line_of(each).vat_pence for each in invoice.billed)} - {0}
    net = invoice.billed_pence * VAT
    return shown | ({rounded_pence(net), int(net)} if books.bears_its_own_tax_code(line) else set())


def _gross(month: RechargeMonth, invoice: Invoice, vat: int) -> Hypothesis:
    booked = invoice.billed_pence + vat
    return Hypothesis(
        code="BOOKED_GROSS_OF_VAT",
        cause_class=CauseClass.RECORDED,
        parts={None: vat},
        what=f"VAT of {in_pounds(vat)} booked with the amount",
        sentence=(
            f"{month.partner} booked {invoice.name} for {month.label} at {in_pounds(booked)}, with its VAT "
            f"of {in_pounds(vat)}; without the VAT it is {in_pounds(invoice.billed_pence)}. Ask "
            f"{month.partner_officer} to take the VAT out of the cost."
        ),
        decides=f"the tax code of the booking, from {month.partner_officer}",
        evidence=evidence_of(*invoice.booked, *invoice.billed),
        has_own_rows=True,
    )
