"""Breaks: what is left of each pair after the states, with a name that holds from period to period (R10)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sspipe.model.calendars import WorkingCalendar
from sspipe.model.periods import FinancialYear, Period
from sspipe.model.site import Site
from sspipe.model.statement import Break, BreakState, Cause, EarlierBreak, Pair

ID_LENGTH = 16
SIDES = {
    Pair.LEDGER_EXPECTED: "must check its payroll",
    Pair.BILLED_DUE: "must bill",
    Pair.BOOKED_BILLED: "must book",
    Pair.ACCRUAL: "must accrue",
    Pair.NOT_ATTRIBUTED: "must code",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a break can stand: these and nothing else make its id."""

    agreement: str
    subject: str
    council: str
    counterparty: str
    pair: Pair
    month: Period

    @property
    def break_id(self) -> str:
        """A short name, the same in every period."""
        parts = (self.agreement, self.subject, self.council, self.counterparty, self.pair.value, str(self.month))
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:ID_LENGTH]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A spot as it stands: nil is no break, but may clear an earlier one.

    `information` tells, in the break's history, what cleared it.
    """

    spot: Spot
    post: str
    cost_centre: str = ""
    amount_pence: int
    causes: tuple[Cause, ...] = ()
    information: tuple[Cause, ...] = ()


class Register:
    """Turns candidates into breaks, with the ages that earlier releases give them."""

    def __init__(self, site: Site, period: Period, known_on: date, earlier: Mapping[str, EarlierBreak]) -> None:
        """Ages count from the period that first published a break to this one."""
        self._site = site
        self._period = period
        self._known_on = known_on
        self._earlier = earlier

    def is_new(self, spot: Spot) -> bool:
        """Whether no earlier release holds the break."""
        return not self._stood(spot)

    def causes_before(self, spot: Spot) -> tuple[str, ...]:
        """The codes under which the last release held the break open; none where it held none."""
        before = self._earlier.get(spot.break_id)
        return before.causes if before is not None else ()

    def breaks(self, candidates: Sequence[Candidate]) -> list[Break]:
        """Open breaks, and those that cleared since the last release, in a fixed order."""
        found = [self._open(item) for item in candidates if item.amount_pence or item.causes]
        found += [self._cleared(item) for item in candidates if not item.amount_pence and self._stood(item.spot)]
        return sorted(found, key=lambda item: (item.pair, item.post, item.cost_centre, item.council, item.month))

    def _stood(self, spot: Spot) -> bool:
        before = self._earlier.get(spot.break_id)
        return before is not None and before.amount_pence != 0

    def _cleared(self, item: Candidate) -> Break:
        return replace(self._open(item), state=BreakState.CLEARED, causes=item.information)

    def _open(self, item: Candidate) -> Break:
        spot = item.spot
        before = self._earlier.get(spot.break_id)
        first_seen = before.first_seen if before and before.amount_pence else self._period
        calendar = self._site.councils[spot.council].calendar
        return Break(
            break_id=spot.break_id,
            agreement=spot.agreement,
            post=item.post,
            cost_centre=item.cost_centre,
            council=spot.council,
            counterparty=spot.counterparty,
            pair=spot.pair,
            month=spot.month,
            amount_pence=item.amount_pence,
            first_seen=first_seen,
            age_periods=_months_apart(first_seen, self._period),
            age_working_days=self._working_days(calendar, first_seen),
            owner_council=spot.council,
            owner_side=SIDES[spot.pair],
            state=BreakState.OPEN,
            causes=item.causes,
        )

    def _working_days(self, calendar: WorkingCalendar, first_seen: Period) -> int:
        return calendar.working_days_between(self._site.close_day_of(first_seen), self._known_on)


def _months_apart(first: Period, last: Period) -> int:
    """Months between two periods; year-end periods do not advance an age (R2)."""
    return (last.month.year_start - first.month.year_start) * 12 + last.month.number - first.month.number


def year_is_over(year: FinancialYear, period: Period) -> bool:
    """Whether a period lies after a year's P12, so that its accruals must all be raised."""
    return period > Period(year.start, 12)
