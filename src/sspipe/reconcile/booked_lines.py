"""The partner booked an invoice not at all, in part, twice, or for a year that is closed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sspipe.model.feeds import FeedKind, Noun
from sspipe.model.money import in_pounds
from sspipe.model.statement import Posted
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.entered import lines_left_out, with_what_stands_elsewhere
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.invoices import Invoice, billed_under, booked_under, invoices, is_found, missing, not_laid, strays
from sspipe.reconcile.laid_lines import Part
from sspipe.reconcile.recharge_months import RechargeMonth

THRESHOLD_PENCE = 50_000
"""Payments from £500 are published (Local Government Transparency Code 2015, paragraph 29)."""


def not_booked(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Minus whole invoices that stand nowhere in the partner's ledger for the host: each, and all together."""
    nowhere = [invoice for invoice in missing(month) if not is_found(month, invoice)]
    for chosen in [*([each] for each in nowhere), *([nowhere] if len(nowhere) > 1 else [])]:
        amount = sum(invoice.billed_pence for invoice in chosen)
        named = " and ".join(invoice.name for invoice in chosen)
        yield Hypothesis(
            code="NOT_BOOKED",
            cause_class=CauseClass.TIMING,
            parts={None: -amount},
            what=f"{in_pounds(amount)} of {named} not booked yet",
            sentence=(
                f"{month.host} billed {in_pounds(amount)} for {month.label} by {named}, and "
                f"{month.partner}'s ledger has no line for {month.host} that holds it.{_booking_day(chosen)} Ask "
                f"{month.partner_officer} to book it by {month.next_close:%-d %B %Y}, the day of the next close, or "
                f"dispute it in writing with {month.host}."
            ),
            decides=f"the ledger of the next period, from {month.partner_officer}",
            evidence=evidence_of(*(line for invoice in chosen for line in invoice.billed)),
            has_own_rows=True,
            is_supposed=month.is_new,
        )


def _booking_day(chosen: Sequence[Invoice]) -> str:
    """By when it was to be booked, where the terms say."""
    days = [line.book_by_date for invoice in chosen for line in invoice.billed if line.book_by_date]
    return f" It was to be booked by {max(days):%-d %B %Y}." if days else ""


def part_booked(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Minus the lines of an invoice that are not booked, where others of the same invoice are."""
    why, asked = f"{month.partner} booked the rest of it", "to book what is missing"
    for invoice, left in _left_out(month):
        is_begun = bool(invoice.booked) or _is_booked_for_others(month, invoice)
        if is_begun and not _is_below_threshold(month, left):
            yield _missing_lines(month, invoice, left, "PART_BOOKED", why, asked)


def _left_out(month: RechargeMonth) -> Iterator[tuple[Invoice, tuple[Posted, ...]]]:
    """Invoices with what was left out of each, the rest being booked here or elsewhere."""
    for invoice in invoices(month):
        for left in lines_left_out(invoice):
            found = not_laid(month, replace(invoice, billed=left, booked=()))
            if all(line.service_month not in {None, month.month} for line in found):
                yield invoice, left
    for invoice in with_what_stands_elsewhere(month):
        yield from ((invoice, left) for left in lines_left_out(invoice))


def _is_booked_for_others(month: RechargeMonth, invoice: Invoice) -> bool:
    """Whether the partner booked lines of the invoice, all just where they were billed or all for other months."""
    booked = booked_under(month, invoice.reference)
    billed = {(flow.agreement, line.post, line.service) for flow, line in billed_under(month, invoice.reference)}
    unlaid = month.books.unlaid.quoting(month.flow.partner, invoice.reference)
    is_in_place = all((flow.agreement, line.post, line.service) in billed for flow, line in booked)
    services = {None if line.is_assumed else line.service for _, line in booked} | {
        line.service_month for line in unlaid
    }
    return bool(booked or unlaid) and ((is_in_place and not unlaid) or not services & {None, month.month})


def below_publication_threshold(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Minus the lines under £500 of an invoice, where the partner's file holds published payments."""
    for invoice, left in _left_out(month):
        if _is_below_threshold(month, left):
            yield _missing_lines(
                month,
                invoice,
                left,
                "BELOW_PUBLICATION_THRESHOLD",
                f"{month.partner}'s file holds payments from £500 only",
                "for the full ledger",
            )


def _is_below_threshold(month: RechargeMonth, lines: Sequence[Posted]) -> bool:
    feeds = month.books.workings.facts.site.feeds
    is_published = any(
        (feed.publisher, feed.noun, feed.kind) == (month.flow.partner, Noun.LEDGER, FeedKind.PUBLISHED_PAYMENTS)
        for feed in feeds
    )
    return is_published and all(abs(line.amount_pence) < THRESHOLD_PENCE for line in lines)


def _missing_lines(  # noqa: PLR0913, PLR0917 - what is said of an invoice
    month: RechargeMonth, invoice: Invoice, lines: Sequence[Posted], code: str, why: str, asked: str
) -> Hypothesis:
    amount = sum(line.amount_pence for line in lines)
    return Hypothesis(
        code=code,
        cause_class=CauseClass.RECORDED,
        parts={None: -amount},
        what=f"{in_pounds(amount)} of {invoice.name} not booked",
        sentence=(
            f"{month.partner}'s ledger lacks {in_pounds(amount)} of {invoice.name} for {month.label}; {why}. Ask "
            f"{month.partner_officer} {asked}."
        ),
        decides=f"the full ledger with the invoice, from {month.partner_officer}",
        evidence=evidence_of(*lines),
        has_own_rows=True,
    )


def booked_twice(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Plus what is booked again under a reference and amount that were billed once: each amount, and all of them."""
    for reference in sorted({line.reference for line in month.lines.booked}):
        each_amount = list(_booked_again(month, reference))
        every = [line for lines in each_amount for line in lines]
        for again in [*each_amount, *([every] if len(each_amount) > 1 else [])]:
            amount = sum(line.amount_pence for line in again)
            yield Hypothesis(
                code="BOOKED_TWICE",
                cause_class=CauseClass.RECORDED,
                parts={None: amount},
                what=f"{in_pounds(amount)} of invoice {reference} booked again",
                sentence=(
                    f"{month.partner} booked {in_pounds(amount)} of invoice {reference} for {month.label} a second "
                    f"time. Ask {month.partner_officer} to reverse it."
                ),
                decides=f"the entries of the invoice, from {month.partner_officer}",
                evidence=evidence_of(*again),
                has_own_rows=True,
            )


def _booked_again(month: RechargeMonth, reference: str) -> Iterator[list[Posted]]:
    """The month's lines of an invoice beyond those that were billed, amount by amount."""
    billed = _of_agreement(month, month.books.billed.quoting(month.between, reference))
    booked = _of_agreement(month, month.books.booked.quoting(month.between, reference))
    for amount_pence in sorted({line.amount_pence for line in month.lines.booked if line.reference == reference}):
        count = sum(line.amount_pence == amount_pence for line in billed)
        same = [line for line in booked if line.amount_pence == amount_pence]
        again = [line for line in _by_place(same, billed)[max(count, 1) :] if line in month.lines.booked]
        if again:
            yield again


def _of_agreement(month: RechargeMonth, parts: Sequence[Part]) -> list[Posted]:
    return [line for flow, line in parts if flow.agreement == month.flow.agreement]


def _by_place(booked: Sequence[Posted], billed: Sequence[Posted]) -> list[Posted]:
    """Lines of one reference: those where it was billed first, then as they were posted."""
    spots = {(line.post, line.service) for line in billed}
    return sorted(
        booked,
        key=lambda line: (
            (line.post, line.service) not in spots,
            line.posted_on,
            line.document,
            line.source_file,
            line.source_row,
        ),
    )


def prior_year_item(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Plus a line booked after 1 April for service before it, under no accrual and no invoice of that month."""
    if month.books.has_accrual_left(month.flow.partner, month.flow.post, month.month):
        return
    unbilled = [line for line in month.lines.booked if not line.reference and not month.lines.billed]
    for line in (*strays(month), *unbilled):
        if line.posted_in.year > month.month.year and not line.accrual_id and not _is_billed_elsewhere(month, line):
            yield Hypothesis(
                code="PRIOR_YEAR_ITEM",
                cause_class=CauseClass.TIMING,
                parts={None: line.amount_pence},
                what=f"{in_pounds(line.amount_pence)} booked after the year end for a month before it",
                sentence=(
                    f"{month.partner} booked {in_pounds(line.amount_pence)} on {line.posted_on:%-d %B %Y} for "
                    f"{month.label}, a month of a closed year, and no accrual is left for it. Ask "
                    f"{month.partner_officer} for the invoice behind it."
                ),
                decides=f"the invoice for {month.label}, from {month.host_officer}",
                evidence=evidence_of(line),
                has_own_rows=True,
                is_supposed=month.is_new,
            )


def _is_billed_elsewhere(month: RechargeMonth, line: Posted) -> bool:
    """Whether the line's reference is the host's for something else."""
    return bool(billed_under(month, line.reference))
