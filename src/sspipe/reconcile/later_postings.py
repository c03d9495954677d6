"""What a later posting says of a timing break that it cleared: information for the break's history (R9 f)."""

from collections.abc import Collection, Iterator, Sequence

from sspipe.model.periods import Period
from sspipe.model.statement import Cause, Posted
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.spoken import amount_said

INFORMATION = "i"


def billed_later(month: RechargeMonth, stood: Collection[str]) -> Iterator[Cause]:
    """The later invoice for a month that was not billed: on its own, or one that catches several months up.

    Where nothing at all was billed before, whatever that was called.
    """
    lines = [line for line in month.lines.billed if line.posted_in == month.books.moment.through]
    is_late = _was_timing(stood, "NOT_BILLED", "AWARD_NOT_RECHARGED", "ESTIMATE_NOT_TRUED_UP")
    if lines and (is_late or (stood and len(lines) == len(month.lines.billed))):
        is_catching_up = any(_bills_other_months(month, line) for line in lines)
        code = "CATCH_UP_BILLING" if is_catching_up else "BILLED_NEXT_PERIOD"
        also = ", together with other months" if is_catching_up else ""
        yield _information(code, f"{month.host} billed {_posted(month, lines)}{also}.", lines)


def booked_later(month: RechargeMonth, stood: Collection[str]) -> Iterator[Cause]:
    """The later booking of a month that was not booked."""
    lines = [line for line in month.lines.booked if line.posted_in == month.books.moment.through]
    if lines and _was_timing(stood, "NOT_BOOKED", "PART_BOOKED"):
        yield _information("BOOKED_NEXT_PERIOD", f"{month.partner} booked {_posted(month, lines)}.", lines)


def _was_timing(stood: Collection[str], *codes: str) -> bool:
    return any(code in stood for code in (*codes, "AMBIGUOUS"))


def _bills_other_months(month: RechargeMonth, line: Posted) -> bool:
    """Whether one posting bills another month of the post too: in one line, or late in one invoice."""
    billed = month.books.billed.of_post(month.between, line.post)
    others = [each for flow, each in billed if flow.agreement == month.flow.agreement and each.service != line.service]
    return any(_is_one_line(each, line) or (_is_one_invoice(each, line) and _is_late(month, each)) for each in others)


def _is_late(month: RechargeMonth, line: Posted) -> bool:
    """Whether what a line bills could have been billed in an earlier month; of equal parts each line bills the next."""
    of_month = month.books.months_of(month.flow)[line.service]
    parts = sorted(of_month.due, key=lambda part: part.billable_on)
    equal = [part for part in parts if part.due_pence == line.amount_pence]
    before = sum(_is_before(each, line) for each in of_month.billed)
    return any(Period.of(part.billable_on) < line.posted_in.month for part in equal[before : before + 1] or parts)


def _is_before(one: Posted, other: Posted) -> bool:
    """Whether a line of the same amount was posted before another."""
    return one.amount_pence == other.amount_pence and one.posted_on < other.posted_on


def _is_one_line(one: Posted, other: Posted) -> bool:
    return (one.source_file, one.source_row) == (other.source_file, other.source_row)


def _is_one_invoice(one: Posted, other: Posted) -> bool:
    """An invoice is known by its number; only without any by its document, which may hold several invoices."""
    if one.posted_on != other.posted_on:
        return False
    if one.reference or other.reference:
        return one.reference == other.reference
    return one.document == other.document != ""


def _posted(month: RechargeMonth, lines: Sequence[Posted]) -> str:
    """What was posted for a month, under which reference and when."""
    total = amount_said(sum(line.amount_pence for line in lines))
    named = " and ".join(sorted({line.reference for line in lines if line.reference}))
    under = f", under {named}" if named else ""
    return f"{total} for {month.label} on {_day(lines)}{under}"


def _day(lines: Sequence[Posted]) -> str:
    return f"{max(line.posted_on for line in lines):%-d %B %Y}"


def _information(code: str, sentence: str, lines: Sequence[Posted]) -> Cause:
    return Cause(
        code=code,
        cause_class=INFORMATION,
        amount_pence=0,
        is_supposed=False,
        sentence=sentence,
        evidence=evidence_of(*lines),
        tried=0,
    )
