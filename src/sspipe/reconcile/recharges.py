"""Due, billed and booked of each post and service month at one moment, with the states that are no break (R9, R11)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sspipe.model.agreements import Terms
from sspipe.model.calendars import WorkingCalendar
from sspipe.model.dues import DueItem
from sspipe.model.periods import Period
from sspipe.model.statement import Posted, RechargeRow
from sspipe.reconcile.paid import PaidPart

Item = TypeVar("Item", DueItem, Posted)


@dataclass(frozen=True, slots=True)
class Moment:
    """How far the books are open, and the day from which ages and billing days are judged."""

    through: Period
    as_of: date


@dataclass(frozen=True, slots=True)
class Flow:
    """One direction of one post under one agreement."""

    agreement: str
    version: str
    post: str
    host: str
    partner: str
    terms: Terms
    approved_on: date | None
    host_calendar: WorkingCalendar
    partner_calendar: WorkingCalendar


@dataclass(frozen=True, slots=True)
class Accrued:
    """Year-end accruals still standing on a service month, each side as a positive figure."""

    host_pence: int = 0
    partner_pence: int = 0


@dataclass(frozen=True, slots=True)
class Lines:
    """Everything that bears on one service month of a flow; `paid_pence` None: cash is not evidenced."""

    due: tuple[DueItem, ...]
    billed: tuple[Posted, ...]
    booked: tuple[Posted, ...]
    paid_pence: int | None = None


@dataclass(frozen=True, slots=True)
class FlowLines:
    """Everything that bears on a flow."""

    flow: Flow
    due: tuple[DueItem, ...]
    billed: tuple[Posted, ...]
    booked: tuple[Posted, ...]
    paid: tuple[PaidPart, ...] | None = None

    def by_month(self, moment: Moment) -> dict[Period, Lines]:
        """The lines posted and the parts paid by a moment, by service month."""
        due = _grouped(self._due_by(moment))
        billed = _grouped(line for line in self.billed if line.posted_in <= moment.through)
        booked = _grouped(line for line in self.booked if line.posted_in <= moment.through)
        months = sorted({*due, *billed, *booked})
        return {
            month: Lines(
                tuple(due.get(month, ())),
                tuple(billed.get(month, ())),
                tuple(booked.get(month, ())),
                self._paid_by(moment, month),
            )
            for month in months
        }

    def _paid_by(self, moment: Moment, month: Period) -> int | None:
        if self.paid is None:
            return None
        return sum(part.amount_pence for part in self.paid if part.service == month and part.paid_on <= moment.as_of)

    def _due_by(self, moment: Moment) -> list[DueItem]:
        """Parts paid by a moment at which the second approval was known and in effect."""
        if self.flow.approved_on is None or self.flow.approved_on > moment.as_of:
            return []
        return [item for item in self.due if item.paid <= moment.through]


def _grouped(items: Iterable[Item]) -> dict[Period, list[Item]]:
    months: dict[Period, list[Item]] = defaultdict(list)
    for item in items:
        months[item.service].append(item)
    return months


def billable_parts(lines: Lines, as_of: date) -> list[DueItem]:
    """The parts of due whose billing day has come."""
    return [item for item in lines.due if item.billable_on <= as_of]


def unbilled_in_lag(flow: Flow, lines: Lines, as_of: date) -> list[DueItem]:
    """Billable parts that the host still has time to bill."""
    lag = flow.terms.lag_to_bill_working_days
    parts = billable_parts(lines, as_of)
    in_lag = [item for item in parts if as_of <= flow.host_calendar.working_days_after(item.billable_on, lag)]
    return _less_billed(in_lag, lines.billed)


def _less_billed(parts: Sequence[DueItem], billed: Sequence[Posted]) -> list[DueItem]:
    """The parts less those that a line bills exactly, on or after the part's billing day; a line answers one part."""
    lines = list(billed)
    left = []
    for item in parts:
        answer = next((b for b in lines if b.amount_pence == item.due_pence and b.posted_on >= item.billable_on), None)
        if answer is None:
            left.append(item)
        else:
            lines.remove(answer)
    return left


def unbooked_by_reference(lines: Lines) -> dict[str, int]:
    """Billed less booked by the host's reference; a line booked under another reference stands under its own."""
    left: dict[str, int] = defaultdict(int)
    for line in lines.billed:
        left[line.reference] += line.amount_pence
    for line in lines.booked:
        left[line.reference] -= line.amount_pence
    return {reference: pence for reference, pence in sorted(left.items()) if pence}


def references_in_lag(flow: Flow, lines: Lines, as_of: date) -> set[str]:
    """References that the partner still has time to book, counted from the host's latest posting of each."""
    lag = flow.terms.lag_to_book_working_days
    posted: dict[str, date] = {}
    for line in lines.billed:
        posted[line.reference] = max(posted.get(line.reference, line.posted_on), line.posted_on)
    return {ref for ref, day in posted.items() if as_of <= flow.partner_calendar.working_days_after(day, lag)}


def recharge_row(flow: Flow, service: Period, lines: Lines, moment: Moment, accrued: Accrued) -> RechargeRow:
    """The month as it stands: due = not yet billable + unbilled + unbooked + booked.

    A credit note that may still be booked is in transit with its own sign, beside an invoice whose time is over; where
    something is booked under a number that was not billed, no more is in transit than is unbooked.
    """
    due = sum(item.due_pence for item in lines.due)
    billable = sum(item.due_pence for item in billable_parts(lines, moment.as_of))
    billed = sum(line.amount_pence for line in lines.billed)
    booked = sum(line.amount_pence for line in lines.booked)
    unbilled, unbooked = billable - billed, billed - booked
    billing = sum(item.due_pence for item in unbilled_in_lag(flow, lines, moment.as_of))
    in_lag = references_in_lag(flow, lines, moment.as_of)
    booking = sum(pence for reference, pence in unbooked_by_reference(lines).items() if reference in in_lag)
    is_by_reference = {line.reference for line in lines.booked} <= {line.reference for line in lines.billed}
    return RechargeRow(
        agreement=flow.agreement,
        version=flow.version,
        post=flow.post,
        host=flow.host,
        partner=flow.partner,
        service=service,
        shared_pence=sum(item.shared_pence for item in lines.due),
        part_pence=sum(item.part_pence for item in lines.due),
        due_pence=due,
        from_causes_pence=sum(item.due_pence for item in lines.due if item.cause),
        not_yet_billable_pence=due - billable,
        billable_pence=billable,
        billed_pence=billed,
        unbilled_pence=unbilled,
        unbilled_in_transit_pence=_of_which(billing, unbilled),
        booked_pence=booked,
        unbooked_pence=unbooked,
        unbooked_in_transit_pence=booking if is_by_reference else _of_which(booking, unbooked),
        host_accrued_pence=accrued.host_pence,
        partner_accrued_pence=accrued.partner_pence,
        paid_pence=lines.paid_pence,
        is_assumed=any(line.is_assumed for line in (*lines.billed, *lines.booked)),
        is_allocated=any(line.is_allocated for line in (*lines.billed, *lines.booked)),
    )


def _of_which(part: int, whole: int) -> int:
    """The part, kept between nil and the whole whichever its sign."""
    low, high = min(whole, 0), max(whole, 0)
    return min(max(part, low), high)


def rows_at(
    flows: Sequence[FlowLines], moment: Moment, accrued: Mapping[tuple[str, Period], Accrued]
) -> list[RechargeRow]:
    """Every service month of every flow at a moment."""
    return [
        recharge_row(lines.flow, month, month_lines, moment, accrued.get((lines.flow.post, month), Accrued()))
        for lines in flows
        for month, month_lines in lines.by_month(moment).items()
    ]
