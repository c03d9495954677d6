"""Breaks: what is left of each pair after the states, with a name that holds from period to period (R10)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from sspipe.model.earlier import EarlierBreak
from sspipe.model.periods import FinancialYear, Period
from sspipe.model.site import Site
from sspipe.model.statement import Break, BreakState, Cause, Pair

ID_LENGTH = 16
SIDES = {
    Pair.LEDGER_EXPECTED: "must check its payroll",
    Pair.BILLED_DUE: "must bill",
    Pair.BOOKED_BILLED: "must book",
    Pair.ACCRUAL: "must correct its accruals",
    Pair.NOT_ATTRIBUTED: "must code",
}
TOO_MUCH = {Pair.BILLED_DUE: "must credit", Pair.BOOKED_BILLED: "must correct its booking"}
NO_POUNDS = {Pair.BILLED_DUE: "must correct its invoice"}


def side_of(pair: Pair, amount_pence: int) -> str:
    """What a council must do about a difference: what is too little is billed or booked, what is too much corrected.

    >>> side_of(Pair.BILLED_DUE, -1), side_of(Pair.BILLED_DUE, 1)
    ('must bill', 'must credit')
    """
    other = TOO_MUCH if amount_pence > 0 else NO_POUNDS if not amount_pence else SIDES
    return other.get(pair, SIDES[pair])


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
    """Turns candidates into breaks, with the ages and states that earlier releases give them."""

    def __init__(self, site: Site, period: Period, known_on: date, earlier: Mapping[str, EarlierBreak]) -> None:
        """Ages count from the period that opened a break to this one."""
        self._site = site
        self._period = period
        self._known_on = known_on
        self._earlier = earlier

    def is_new(self, spot: Spot) -> bool:
        """Whether the release before this one does not hold the break."""
        return not self._stood(spot)

    def causes_before(self, spot: Spot) -> tuple[str, ...]:
        """The codes under which the last release held the break; none where it held none."""
        before = self._earlier.get(spot.break_id)
        return before.causes if before is not None and before.stands else ()

    def breaks(self, candidates: Sequence[Candidate]) -> list[Break]:
        """Breaks that stand, and those that cleared since the last release, in a fixed order.

        A break that stood and of which nothing is compared any more has cleared too: none leaves without a word.
        """
        found = [self._standing(item) for item in candidates if item.amount_pence or item.causes]
        shown = {item.break_id for item in found}
        gone = {item.spot.break_id: item for item in candidates if self._stood(item.spot)}
        stood = (before for before in self._earlier.values() if before.stands and before.break_id not in shown)
        found += [self._cleared(before, gone.get(before.break_id)) for before in stood]
        return sorted(
            found, key=lambda item: (item.pair, item.post, item.cost_centre, item.council, item.month, item.break_id)
        )

    def _stood(self, spot: Spot) -> bool:
        before = self._earlier.get(spot.break_id)
        return before is not None and before.stands

    def _standing(self, item: Candidate) -> Break:
        """A break as it stands; one that cleared and came back keeps the first sight of it and begins a new age."""
        spot = item.spot
        before = self._earlier.get(spot.break_id)
        stood = before is not None and before.stands
        return self._aged(
            Break(
                break_id=spot.break_id,
                agreement=spot.agreement,
                post=item.post,
                cost_centre=item.cost_centre,
                council=spot.council,
                counterparty=spot.counterparty,
                pair=spot.pair,
                month=spot.month,
                amount_pence=item.amount_pence,
                first_seen=before.first_seen if before else self._period,
                open_since=before.open_since if before and stood else self._period,
                owner_council=spot.council,
                owner_side=side_of(spot.pair, item.amount_pence),
                state=BreakState.OPEN,
                before_state=before.state if before else None,
                before_pence=before.amount_pence if before and stood else 0,
                causes=item.causes,
                **_UNDECIDED,
            )
        )

    def _cleared(self, before: EarlierBreak, item: Candidate | None) -> Break:
        return self._aged(
            Break(
                **{name: getattr(before, name) for name in _KEPT},
                amount_pence=0,
                state=BreakState.CLEARED,
                before_state=before.state,
                before_pence=before.amount_pence,
                causes=item.information if item else (),
                **_UNDECIDED,
            )
        )

    def _aged(self, item: Break) -> Break:
        """Both ages, to this period and to the knowledge date: since it opened, and since the month that it is of."""
        council = self._site.councils.get(item.council)
        calendar = council.calendar if council else self._site.calendar
        opened, ended = self._site.close_day_of(item.open_since), item.month.last_day
        return replace(
            item,
            age_periods=_months_apart(item.open_since, self._period),
            age_working_days=calendar.working_days_between(opened, self._known_on),
            origin_age_periods=_months_apart(item.month, self._period),
            origin_age_working_days=calendar.working_days_between(ended, self._known_on),
        )


_KEPT = (
    "break_id",
    "agreement",
    "post",
    "cost_centre",
    "council",
    "counterparty",
    "pair",
    "month",
    "first_seen",
    "open_since",
    "owner_council",
    "owner_side",
)
_UNDECIDED: Mapping[str, Any] = MappingProxyType(
    {
        "age_periods": 0,
        "age_working_days": 0,
        "origin_age_periods": 0,
        "origin_age_working_days": 0,
        "accepted_pence": 0,
        "decision": "",
        "decided_by": "",
        "decided_role": "",
        "decided_until": None,
    }
)
"""What ages and decisions fill in later."""


def _months_apart(first: Period, last: Period) -> int:
    """Months between two periods; year-end periods do not advance an age (R2)."""
    return (last.month.year_start - first.month.year_start) * 12 + last.month.number - first.month.number


def year_is_over(year: FinancialYear, period: Period) -> bool:
    """Whether a period lies after a year's P12, so that its accruals must all be raised."""
    return period > Period(year.start, 12)
