"""The host's documents themselves: an invoice sent again, credit notes that miss their invoice, VAT in the amount."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from sspipe.model.dues import DueItem
from sspipe.model.money import in_pounds, more_or_less, rounded_pence
from sspipe.model.statement import Posted
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.credits_astray import credits_astray, credits_of
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.supposing import as_billed, line_by_line, put_right, share_of, supposed

VAT = Fraction(20, 100)
"""The standard rate since 4 January 2011 (Value Added Tax Act 1994, section 2)."""


def duplicate_invoice(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Lines of one amount for one service month beyond the parts of due that have this amount.

    Where a credit note of just that amount stands elsewhere, it is the credit note that went astray. A credit note
    given twice is no invoice; an invoice with the other sign is.
    """
    parts = Counter(item.due_pence for item in month.lines.due)
    credited = {-credit.amount_pence for credit in credits_astray(month)}
    named = [line for line in month.lines.billed if not line.is_assumed and not _is_credit(month, line)]
    for amount_pence, count in sorted(Counter(line.amount_pence for line in named).items()):
        again = sorted((line for line in named if line.amount_pence == amount_pence), key=_by_posting)
        extra = again[max(parts[amount_pence], 1) :]
        if extra and amount_pence * len(extra) not in credited:
            yield _charged_again(month, amount_pence, extra, count)


def _is_credit(month: RechargeMonth, line: Posted) -> bool:
    """Whether a line takes something back: it names what it credits, or some part of due is a minus."""
    is_credited = bool(month.books.line_of(line).credits_document) or any(
        item.due_pence < 0 for item in month.lines.due
    )
    return line.amount_pence < 0 and is_credited


def _by_posting(line: Posted) -> tuple[object, ...]:
    return (line.posted_on, line.posted_in, line.document, line.source_file, line.source_row)


def _charged_again(month: RechargeMonth, amount_pence: int, extra: list[Posted], count: int) -> Hypothesis:
    often = "twice" if count == len(extra) + 1 == 2 else f"{count} times"  # noqa: PLR2004 - that is what twice means
    return Hypothesis(
        code="DUPLICATE_INVOICE",
        cause_class=CauseClass.RECORDED,
        parts={None: amount_pence * len(extra)},
        what=f"{in_pounds(amount_pence)} for {month.label} billed {often}",
        sentence=(
            f"{month.host} billed {in_pounds(amount_pence)} for {month.label} {often}, with no credit note."
            f"{put_right(month, amount_pence * len(extra))}"
        ),
        decides=f"the list of invoices for {month.label}, from {month.host_officer}",
        evidence=evidence_of(*extra),
        has_own_rows=True,
    )


def credit_note_of_another_amount(month: RechargeMonth) -> Iterator[Hypothesis]:
    """What is left of an invoice and the credit note that names it, where the other lines bill just what is due."""
    due = sum(item.due_pence for item in month.billable)
    for credit in credits_of(month.lines.billed):
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
                    f"another one replaces: {more_or_less(left)} than it should be.{put_right(month, left)}"
                ),
                decides=f"the list of credit notes, from {month.host_officer}",
                evidence=evidence_of(*invoices, credit),
                has_own_rows=True,
            )


def vat_included(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Due with VAT in the amount: each line shows no VAT, but bears a tax code that its like do not bear."""
    for vat_of in (rounded_pence, _rounded_down):
        amount = _with_vat(vat_of)
        for each in supposed(month, amount):
            lines = each.lines or line_by_line(month, each.items, amount)
            if any(_may_hold_vat(month, line) for line in each.lines) or (
                lines and all(_may_hold_vat(month, line) for line in lines)
            ):
                yield as_billed(
                    month,
                    "VAT_INCLUDED",
                    CauseClass.RECORDED,
                    replace(each, lines=lines),
                    what=f"VAT at 20% on the agreed {share_of(each)}, inside the amount",
                    why="VAT at 20%, which stands inside the amount and not beside it, as the line's tax code says",
                    decides=f"the tax code on the invoice, from {month.host_officer}",
                )


def _rounded_down(vat: Fraction) -> int:
    """VAT of a charge in whole pence, any part of a penny dropped."""
    return int(vat)


def _with_vat(vat_of: Callable[[Fraction], int]) -> Callable[[DueItem], int | None]:
    return lambda item: item.due_pence + vat_of(item.due_pence * VAT)


def _may_hold_vat(month: RechargeMonth, posted: Posted) -> bool:
    line = month.books.line_of(posted)
    return not line.vat_pence and month.books.bears_its_own_tax_code(line)
