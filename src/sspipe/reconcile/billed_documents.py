"""The host's documents themselves: an invoice sent again, credit notes that miss their invoice, VAT in the amount."""

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction

from sspipe.model.dues import DueItem
from sspipe.model.money import in_pounds, rounded_pence
from sspipe.model.statement import Posted
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.recharge_months import RechargeMonth, said
from sspipe.reconcile.supposing import as_billed, share_of, supposed

VAT = Fraction(20, 100)
"""The standard rate since 4 January 2011 (Value Added Tax Act 1994, section 2)."""


def duplicate_invoice(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Lines of one amount for one service month beyond the parts of due that have this amount."""
    parts = Counter(item.due_pence for item in month.lines.due)
    named = [line for line in month.lines.billed if not line.is_assumed and line.amount_pence > 0]
    for amount_pence, count in sorted(Counter(line.amount_pence for line in named).items()):
        again = sorted((line for line in named if line.amount_pence == amount_pence), key=_by_posting)
        extra = again[max(parts[amount_pence], 1) :]
        if extra:
            yield _charged_again(month, amount_pence, extra, count)


def _by_posting(line: Posted) -> tuple[object, ...]:
    return (line.posted_on, line.posted_in, line.document, line.source_file, line.source_row)


def _charged_again(month: RechargeMonth, amount_pence: int, extra: list[Posted], count: int) -> Hypothesis:
    often = "twice" if count == len(extra) + 1 == 2 else f"{count} times"  # noqa: PLR2004 - that is what twice means
    return Hypothesis(
        code="DUPLICATE_INVOICE",
        cause_class=CauseClass.RECORDED,
        parts={None: amount_pence * len(extra)},
        what=f"{in_pounds(amount_pence)} for {month.label} billed {often}",
        sentence=f"{month.host} billed {in_pounds(amount_pence)} for {month.label} {often}, with no credit note.",
        decides=f"{month.host}'s list of invoices for {month.label}",
        evidence=evidence_of(*extra),
        has_own_rows=True,
    )


def credit_note_astray(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Minus a credit note that stands in this month, where no part of due is that credit."""
    for line in _credits(month.lines.billed):
        if line.amount_pence not in {item.due_pence for item in month.lines.due} and not _is_billed_right(month):
            yield _astray(month, line, line.amount_pence)


def credit_note_missing_here(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Plus a credit note of this flow that was laid on another month, where it credits nothing."""
    for flow in month.books.workings.flows:
        if flow.flow != month.flow:
            continue
        posted = [line for line in flow.billed if line.posted_in <= month.books.moment.through]
        for line in _credits(posted):
            is_elsewhere = line.service != month.month
            if is_elsewhere and any(each.amount_pence >= -line.amount_pence for each in month.lines.billed):
                yield _astray(month, line, -line.amount_pence)


def _credits(lines: tuple[Posted, ...] | list[Posted]) -> list[Posted]:
    return [line for line in lines if line.amount_pence < 0]


def _is_billed_right(month: RechargeMonth) -> bool:
    """Whether the month is billed right as it stands: then its credit notes belong here."""
    return month.billed_pence == sum(item.due_pence for item in month.billable)


def _astray(month: RechargeMonth, credit: Posted, shift_pence: int) -> Hypothesis:
    line = month.books.line_of(credit)
    named = "names another invoice" if line.credits_document else "names no invoice"
    amount, here = in_pounds(-credit.amount_pence), month.label
    where = f"stands in {here}" if shift_pence < 0 else f"stands in {said(credit.service)} and not in {here}"
    return Hypothesis(
        code="CREDIT_NOTE_MISMATCHED" if line.credits_document else "CREDIT_NOTE_UNLINKED",
        cause_class=CauseClass.RECORDED,
        parts={None: shift_pence},
        what=f"a credit note of {amount} that {named} and {where}",
        sentence=f"{month.host}'s credit note of {amount} {named}; it {where}, which leaves this difference.",
        decides=f"the invoice that {month.host} meant to credit",
        evidence=evidence_of(credit),
        has_own_rows=True,
    )


def credit_note_of_another_amount(month: RechargeMonth) -> Iterator[Hypothesis]:
    """What is left of an invoice and the credit note that names it, where the other lines bill just what is due."""
    due = sum(item.due_pence for item in month.billable)
    for credit in _credits(month.lines.billed):
        named = month.books.line_of(credit).credits_document
        invoices = [line for line in month.lines.billed if named and line.document == named and line is not credit]
        left = sum(line.amount_pence for line in invoices) + credit.amount_pence
        if invoices and left and month.billed_pence - left == due:
            invoiced, credited = in_pounds(left - credit.amount_pence), in_pounds(-credit.amount_pence)
            yield Hypothesis(
                code="CREDIT_NOTE_MISMATCHED",
                cause_class=CauseClass.RECORDED,
                parts={None: left},
                what=f"an invoice of {invoiced} credited with {credited}",
                sentence=(
                    f"{month.host} credited {credited} against an invoice of {invoiced} for {month.label} that "
                    "another one replaces."
                ),
                decides=f"{month.host}'s list of credit notes",
                evidence=evidence_of(*invoices, credit),
                has_own_rows=True,
            )


def vat_included(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Due with VAT in the amount: the line shows no VAT, but bears a tax code that its like do not bear."""
    for vat_of in (rounded_pence, _rounded_down):
        for each in supposed(month, _with_vat(vat_of)):
            taxed = [line for line in each.lines if _may_hold_vat(month, line)]
            if taxed:
                yield as_billed(
                    month,
                    "VAT_INCLUDED",
                    CauseClass.RECORDED,
                    each,
                    what=f"VAT at 20% on the agreed {share_of(each)}, inside the amount",
                    why="VAT at 20%, which stands inside the amount and not beside it, as the line's tax code says",
                    decides="the tax code on the invoice",
                )


def _rounded_down(vat: Fraction) -> int:
    """VAT of a charge in whole pence, any part of a penny dropped."""
    return int(vat)


def _with_vat(vat_of: Callable[[Fraction], int]) -> Callable[[DueItem], int | None]:
    return lambda item: item.due_pence + vat_of(item.due_pence * VAT)


def _may_hold_vat(month: RechargeMonth, posted: Posted) -> bool:
    line = month.books.line_of(posted)
    return not line.vat_pence and month.books.bears_its_own_tax_code(line)
