"""The partner booked the very invoice where it does not belong: another code, another council, another agreement."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar

from sspipe.model.ledger import LedgerLine
from sspipe.model.money import in_pounds
from sspipe.model.statement import Posted
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.entered import (
    ANOTHER_AGREEMENT,
    ANOTHER_POST,
    codes_of,
    elsewhere,
    laid_on_other_posts,
)
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.invoices import Invoice, billed_under, invoices, lacking, not_laid, strays
from sspipe.reconcile.laid_lines import Part
from sspipe.reconcile.recharge_months import RechargeMonth

Line = TypeVar("Line", LedgerLine, Posted)


def booked_other_code(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Minus an invoice that stands under another code or another post; plus one of another post that stands here."""
    for invoice in lacking(month):
        lines = found_under_other_codes(month, invoice)
        if lines:
            yield _elsewhere(month, "BOOKED_OTHER_CODE", invoice, lines, codes_of(lines))
        for parts in _on_other_posts(month, invoice, same_agreement=True):
            yield _elsewhere(month, "BOOKED_OTHER_CODE", invoice, parts, ANOTHER_POST)
    yield from _at_other_amounts(month, "BOOKED_OTHER_CODE")
    for group, of_same in _of_others(month):
        if of_same:
            yield _stray(month, "BOOKED_OTHER_CODE", group, "another post of the agreement")


def other_agreement(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Minus an invoice that stands under another agreement of both councils; plus one of another that stands here."""
    for invoice in lacking(month):
        for parts in _on_other_posts(month, invoice, same_agreement=False):
            yield _elsewhere(month, "OTHER_AGREEMENT", invoice, parts, ANOTHER_AGREEMENT)
    yield from _at_other_amounts(month, "OTHER_AGREEMENT")
    for lines, of_same in _of_others(month):
        if not of_same:
            yield _stray(month, "OTHER_AGREEMENT", lines, "another agreement of the two councils")


def wrong_counterparty(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Minus an invoice whose exact line stands in the partner's ledger under another counterparty, or under none."""
    for invoice in lacking(month):
        lines = month.books.unlaid.quoting(month.flow.partner, invoice.reference)
        others = [line for line in lines if line.counterparty != month.flow.host]
        exact = _exactly_here(month, invoice, others) or _the_one(_on_the_post(month, invoice))
        if exact:
            yield _elsewhere(month, "WRONG_COUNTERPARTY", invoice, exact, f"under another name than {month.host}'s")
    yield from _at_other_amounts(month, "WRONG_COUNTERPARTY")


def _on_the_post(month: RechargeMonth, invoice: Invoice) -> list[LedgerLine]:
    """Lines without a reference in the post's own cost centre, of just this month and amount, for somebody else."""
    centre = month.books.posts[month.flow.post].cost_centres.get(month.flow.partner, "")
    lines = month.books.unlaid.recharges(month.flow.partner, centre)
    return [
        line
        for line in lines
        if not line.reference
        and line.counterparty != month.flow.host
        and (line.amount_pence, line.service_month) == (invoice.billed_pence, month.month)
    ]


def found_under_other_codes(month: RechargeMonth, invoice: Invoice) -> Sequence[LedgerLine]:
    """The invoice's lines where they quote it, else the one of its amount and month that quotes nothing."""
    lines = not_laid(month, invoice)
    unquoted = [
        line
        for line in lines
        if not line.reference
        and line.amount_pence == invoice.billed_pence
        and line.service_month in (None, month.month)
    ]
    quoting = [line for line in lines if invoice.reference and line.reference == invoice.reference]
    return _exactly_here(month, invoice, quoting) if quoting else _the_one(unquoted)


def _exactly_here(month: RechargeMonth, invoice: Invoice, lines: Sequence[LedgerLine]) -> Sequence[LedgerLine]:
    """The invoice's lines for the month; where none says so, those of any."""
    return _exactly(invoice, [line for line in lines if line.service_month == month.month]) or _exactly(invoice, lines)


def _exactly(invoice: Invoice, lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, if they are those of the invoice one by one, or else the one that is its amount."""
    return _one_by_one(lines, invoice.billed) or _the_one(
        [line for line in lines if line.amount_pence == invoice.billed_pence]
    )


def _one_by_one(lines: Sequence[Line], others: Sequence[Posted]) -> Sequence[Line]:
    """The lines, if each of the others has one of its amount and none is left."""
    is_alike = Counter(line.amount_pence for line in lines) == Counter(line.amount_pence for line in others)
    return lines if is_alike else ()


def _the_one(lines: Sequence[Line]) -> Sequence[Line]:
    """The line, where there is one only: of several of equal rank none is taken (R8)."""
    return lines if len(lines) == 1 else ()


def _on_other_posts(month: RechargeMonth, invoice: Invoice, *, same_agreement: bool) -> list[Sequence[Posted]]:
    """The invoice's exact lines laid on another post, where the host billed nothing of it; each post by itself."""
    placed = laid_on_other_posts(month, invoice)
    asked_for = [
        lines
        for (agreement, _), lines in sorted(placed.items())
        if (agreement == month.flow.agreement) is same_agreement
    ]
    here = [[line for line in lines if line.service == month.month] for lines in asked_for]
    return [
        exact
        for of_month, lines in zip(here, asked_for, strict=True)
        if (exact := _exactly(invoice, of_month) or _exactly(invoice, lines))
    ]


def _at_other_amounts(month: RechargeMonth, code: str) -> Iterator[Hypothesis]:
    """Minus what quotes an invoice elsewhere for the month at another amount, which something else has to explain."""
    for invoice in invoices(month):
        for found in elsewhere(month, invoice):
            if found.code == code and found.booked_pence != invoice.billed_pence:
                yield _moved(month, code, invoice, found.lines, found.where)


def _of_others(month: RechargeMonth) -> Iterator[tuple[Sequence[Posted], bool]]:
    """Lines booked here that the host billed for another post, and whether that is of the same agreement.

    Each line by itself, or all that quote one invoice. An invoice that the host's ledger holds outside the posts of
    every agreement is another agreement's.
    """
    by_reference: dict[str, list[Posted]] = defaultdict(list)
    for line in strays(month):
        by_reference[line.reference].append(line)
    for reference, lines in by_reference.items():
        billed = [(flow, each) for flow, each in billed_under(month, reference) if each.post != month.flow.post]
        for group in [lines, *([line] for line in lines)] if len(lines) > 1 else [lines]:
            agreements = _billed_as(group, billed)
            if agreements:
                yield group, agreements[0] == month.flow.agreement
            elif not billed and len(group) == 1 and _is_billed_outside(month, group[0]):
                yield group, False


def _billed_as(lines: Sequence[Posted], billed: Sequence[Part]) -> list[str]:
    """The agreements under which the host billed just these lines for one of its posts."""
    by_post: dict[tuple[str, str], list[Posted]] = defaultdict(list)
    for flow, line in billed:
        by_post[flow.agreement, line.post].append(line)
    if len(lines) == 1:
        return sorted({flow.agreement for flow, line in billed if line.amount_pence == lines[0].amount_pence})
    return sorted({agreement for (agreement, _), theirs in by_post.items() if _one_by_one(lines, theirs)})


def _is_billed_outside(month: RechargeMonth, line: Posted) -> bool:
    lines = month.books.unlaid.quoting(month.flow.host, line.reference)
    ours = [each for each in lines if each.counterparty == month.flow.partner]
    return [each.amount_pence for each in ours] == [-line.amount_pence]


def _elsewhere(
    month: RechargeMonth, code: str, invoice: Invoice, lines: Sequence[LedgerLine | Posted], where: str
) -> Hypothesis:
    amount = invoice.billed_pence
    return Hypothesis(
        code=code,
        cause_class=CauseClass.RECORDED,
        parts={None: -amount},
        what=f"{invoice.name} of {in_pounds(amount)}, booked {where}",
        sentence=(
            f"{month.partner} booked {invoice.name} of {in_pounds(amount)} for {month.label} {where}; it belongs to "
            f"this post. Ask {month.partner_officer} to move it."
        ),
        decides=f"the coding of the invoice, from {month.partner_officer}",
        evidence=evidence_of(*lines, *invoice.billed),
        has_own_rows=True,
    )


def _moved(month: RechargeMonth, code: str, invoice: Invoice, lines: Sequence[Posted], where: str) -> Hypothesis:
    amount = sum(line.amount_pence for line in lines)
    return Hypothesis(
        code=code,
        cause_class=CauseClass.RECORDED,
        parts={None: -amount},
        what=f"{in_pounds(amount)} of {invoice.name}, booked {where}",
        sentence=(
            f"{month.partner} booked {in_pounds(amount)} under the number of {invoice.name} for {month.label} {where}; "
            f"it belongs to this post. Ask {month.partner_officer} to move it."
        ),
        decides=f"the coding of the invoice, from {month.partner_officer}",
        evidence=evidence_of(*lines),
        has_own_rows=True,
    )


def _stray(month: RechargeMonth, code: str, lines: Sequence[Posted], whose: str) -> Hypothesis:
    amount_pence, reference = sum(line.amount_pence for line in lines), lines[0].reference
    return Hypothesis(
        code=code,
        cause_class=CauseClass.RECORDED,
        parts={None: amount_pence},
        what=f"invoice {reference} of {whose}, booked here",
        sentence=(
            f"{month.partner} booked {in_pounds(amount_pence)} of invoice {reference} under this post for "
            f"{month.label}; {month.host} billed it for {whose}. Ask {month.partner_officer} to move it."
        ),
        decides=f"the coding of the invoice, from {month.partner_officer}",
        evidence=evidence_of(*lines),
        has_own_rows=True,
    )
