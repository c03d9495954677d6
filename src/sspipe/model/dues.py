"""A part of what a partner owes for a month of service, and the days and shares that it comes from (R6, R7)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sspipe.model.councils import Component
from sspipe.model.periods import Period
from sspipe.model.working import Tranche


@dataclass(frozen=True, slots=True)
class SharedDays:
    """Days of a month on which the partner's share does not change.

    `part_of_month` is their part of the month by unrounded basic pay, by days where there is none (R6); over the month
    the parts add up to one. `share` is what the partner bears of them.
    """

    first_date: date
    last_date: date
    part_of_month: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class SharedComponent:
    """What of a split amount is of one component (None: cost beside pay), and the partner's part of that.

    It presents a split: over the components of a part of due the shares and the parts add up to it exactly (R6).
    """

    component: Component | None
    shared_pence: int
    part_pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCause:
    """Why the host's ledger differs from the expected cost, where the agreement shares it; as the break names it."""

    code: str
    rivals: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """A part of a service month that the partner owes (R7): `part_pence` of `shared_pence`, with overhead due.

    `paid` is the pay month that added it and `tranche` says why. `days` are the days behind the split: the partner's
    part is the whole times the sum of part of month times share, to the odd penny of R1.
    `components` are empty where an estimate, or its true-up, is split. `cause` stands where the tranche is of one.
    """

    agreement: str
    version: str
    post: str
    host: str
    partner: str
    service: Period
    paid: Period
    tranche: Tranche
    shared_pence: int
    part_pence: int
    due_pence: int
    billable_on: date
    days: tuple[SharedDays, ...]
    components: tuple[SharedComponent, ...] = ()
    cause: SharedCause | None = None
