"""Who bears what of which posts from when: an agreement, its rival versions, their shares and every one of their terms.

Rule R6. Only the `agreed` version is settled; every live version can be priced. A closed list stands behind each term
(each value says whether that money is shared).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from sspipe.model.effective import Effective


class Status(StrEnum):
    """How far a version is agreed."""

    AGREED = "agreed"
    PROPOSED = "proposed"
    DISPUTED = "disputed"


class Sharing(StrEnum):
    """Whether a kind of cost is shared."""

    SHARED = "shared"
    NOT_SHARED = "not_shared"


class Basis(StrEnum):
    """What is shared: what the post cost, or an estimate until the true-up date."""

    ACTUALS = "actuals"
    ESTIMATE = "estimate"


class Frequency(StrEnum):
    """How often the host bills."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"


class BillingMonth(StrEnum):
    """Which month a billing day stands in, counted from the last month billed."""

    SAME = "same"
    FOLLOWING = "following"


class VatTreatment(StrEnum):
    """How the recharge is taxed; amounts are compared net in every case."""

    OUTSIDE_SCOPE = "outside_scope"
    TAXABLE = "taxable"
    EXEMPT = "exempt"


class PensionBasis(StrEnum):
    """At which rate the employer's pension is shared."""

    HOST_RATE = "host_rate"
    NOT_SHARED = "not_shared"


class Retrospection(StrEnum):
    """Which days fall due on the second approval."""

    FROM_SHARED_FROM = "from_shared_from"
    NONE = "none"


class DataClause(StrEnum):
    """Whether the agreement lets the councils exchange the posts' figures."""

    ALLOWED = "allowed"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingDay:
    """The day of the month on which due becomes billable."""

    day: int
    month: BillingMonth


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Every term of an agreement version; none has a default (R6). `estimates` by post and financial year, in pence."""

    basis: Basis
    frequency: Frequency
    billing_day: BillingDay
    lag_to_bill_working_days: int
    lag_to_book_working_days: int
    payment_terms_days: int
    true_up_date: date | None
    vat_treatment: VatTreatment
    levy: Sharing
    pension_basis: PensionBasis
    overhead: Fraction
    cover_and_overlap: Sharing
    absence: Sharing
    one_off_pay: Sharing
    non_pay_costs: Sharing
    lump_sums: Sharing
    exit_costs: Sharing
    host_errors: Sharing
    estimates: Mapping[str, Mapping[str, int]]
    retrospection: Retrospection
    exit_notice_months: int
    data_clause: DataClause
    data_clause_ends: date | None


Shares = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One statement of the split: shares by post (each day's shares by council sum to one) and its terms."""

    version: str
    status: Status
    known_from: date
    shares_from: date
    source: str
    illustrative: bool
    not_shared: tuple[str, ...]
    shares: Mapping[str, Effective[Shares]]
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One council's approval, on the day it takes effect."""

    council: str
    takes_effect: date
    known_from: date
    source: str
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement between councils: its identity stays while its versions rival or follow each other.

    `ends` is the last shared day. `hosts` names by post the council that employs the holder.
    """

    agreement: str
    title: str
    councils: tuple[str, ...]
    shared_from: date
    ends: date | None
    stages: Effective[int]
    approvals: tuple[Approval, ...]
    hosts: Mapping[str, Effective[str]]
    versions: tuple[Version, ...]

    def agreed_versions(self, known_on: date) -> tuple[Version, ...]:
        """The versions that are settled, as known on a day, as they follow each other."""
        agreed = (v for v in self.versions if v.status is Status.AGREED and v.known_from <= known_on)
        return tuple(sorted(agreed, key=lambda version: (version.shares_from, version.known_from, version.version)))

    def agreed_version(self, known_on: date) -> Version | None:
        """The last of the versions that are settled, as known on a day."""
        agreed = self.agreed_versions(known_on)
        return agreed[-1] if agreed else None

    def approval_seen_on(self, known_on: date) -> date | None:
        """The day from which all approvals are both known and in effect; None while they are not."""
        if self.approved_on(known_on) is None:
            return None
        return max(max(a.takes_effect, a.known_from) for a in self.approvals if a.known_from <= known_on)

    def approved_on(self, known_on: date) -> date | None:
        """The day the last council's approval takes effect, once all are known and in effect; else None."""
        days = {a.council: a.takes_effect for a in self.approvals if a.known_from <= known_on}
        if set(days) < set(self.councils) or max(days.values()) > known_on:
            return None
        return max(days.values())
