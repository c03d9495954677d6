"""What reconciling one period found, in whole pence: costs, recharges, accruals, breaks with causes, settlement."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sspipe.model.agreed_terms import AgreedTerm
from sspipe.model.conservation import LedgerTotal
from sspipe.model.councils import Component
from sspipe.model.decisions import JudgedDecision
from sspipe.model.drafts import DraftInvoice
from sspipe.model.dsg import DsgRow
from sspipe.model.dues import DueItem
from sspipe.model.findings import Finding
from sspipe.model.forecast import ForecastRow
from sspipe.model.measures import OwnValue
from sspipe.model.periods import Period
from sspipe.model.prices import PriceRow
from sspipe.model.resources import ResourceRow
from sspipe.model.settlement import NetRow, SettlementRow
from sspipe.model.tie_out import TieOutRow
from sspipe.model.working import Tranche, WorkingRow


class Pair(StrEnum):
    """The two figures that a difference stands between (R9)."""

    LEDGER_EXPECTED = "ledger-expected"
    BILLED_DUE = "billed-due"
    BOOKED_BILLED = "booked-billed"
    ACCRUAL = "accrued-scheduled"
    NOT_ATTRIBUTED = "not-attributed"


class BreakState(StrEnum):
    """Whether a break still stands; ACCEPTED: people decided to leave it, and it is no longer open (R10)."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostItem:
    """One component of one occupant of a post: paid in a month, earned in it or earlier; its row is HR's record."""

    post: str
    council: str
    occupant_ref: str
    occupant_key_id: str
    paid: Period
    earned: Period
    tranche: Tranche
    component: Component
    amount_pence: int
    source_file: str
    source_row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerItem:
    """What the ledger shows of a post's component in a month, spread or whole, from one line."""

    post: str
    council: str
    month: Period
    component: Component
    amount_pence: int
    is_allocated: bool
    source_file: str
    source_row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A recharge line laid on one post and service month; `amount_pence` is positive for a charge to the partner.

    `book_by_date`: of a host's line the last day on which the partner may book it; None of other lines.
    """

    post: str
    council: str
    counterparty: str
    service: Period
    posted_on: date
    posted_in: Period
    document: str
    amount_pence: int
    reference: str
    accrual_id: str
    is_assumed: bool
    is_allocated: bool
    source_file: str
    source_row: int
    book_by_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RechargeRow:
    """Due, billed and booked of one post and service month, with the states that are no break (R9, R11).

    `from_causes_pence` is what of due comes from causes of the cost that the agreement shares (R7). `paid_pence` None:
    no feed of cleared items evidences cash.
    """

    agreement: str
    version: str
    post: str
    host: str
    partner: str
    service: Period
    shared_pence: int
    part_pence: int
    due_pence: int
    from_causes_pence: int
    not_yet_billable_pence: int
    billable_pence: int
    billed_pence: int
    unbilled_pence: int
    unbilled_in_transit_pence: int
    booked_pence: int
    unbooked_pence: int
    unbooked_in_transit_pence: int
    host_accrued_pence: int
    partner_accrued_pence: int
    paid_pence: int | None
    is_assumed: bool
    is_allocated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccrualRow:
    """One line of the year-end schedule and what the ledger shows under its id (R7, R9)."""

    accrual_id: str
    agreement: str
    post: str
    council: str
    service: Period
    scheduled_pence: int
    raised_pence: int
    reversed_pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One row of one landed file."""

    source_file: str
    source_row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A named part of a break: its pounds, its class in the catalogue, one sentence, and the rows it rests on.

    `rivals` are the codes, with a comma between, of what an AMBIGUOUS cause may be; `tried` counts the hypotheses that
    were weighed (R9 g). Of a cause of cost `parts` are its pounds by component (None: cost beside pay), and `service`
    is the month that they belong to where that is another than the break's; `takes_back` is the cause of an earlier
    month whose money it takes back, and is shared as.
    """

    code: str
    cause_class: str
    amount_pence: int
    is_supposed: bool
    sentence: str
    evidence: tuple[Evidence, ...]
    tried: int
    rivals: str = ""
    parts: tuple[tuple[Component | None, int], ...] = ()
    service: Period | None = None
    takes_back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """What is left of one pair after the states, with its causes; they add up to it exactly (R10).

    `first_seen` is the period that ever showed it first, `open_since` the one from which its age counts: a break that
    cleared and came back is as old as its return. Origin ages count from its month. `accepted_pence` is the part whose
    causes people accepted; `decision` what is in force of their decisions, empty where nothing is. `before_state` is
    how the release before this one left it, None where no release ever showed it.
    """

    break_id: str
    agreement: str
    post: str
    cost_centre: str
    council: str
    counterparty: str
    pair: Pair
    month: Period
    amount_pence: int
    first_seen: Period
    open_since: Period
    age_periods: int
    age_working_days: int
    origin_age_periods: int
    origin_age_working_days: int
    owner_council: str
    owner_side: str
    state: BreakState
    accepted_pence: int
    decision: str
    decided_by: str
    decided_role: str
    decided_until: date | None
    before_state: BreakState | None
    before_pence: int
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Everything found for one site and period; figures of earlier months are as known at this period.

    `working` says how each of `costs` comes about; `carried_release` is the release whose breaks it carries on, empty
    for the first.
    `last_quarter_on` is the close of the quarter before: what was published after it is new data (R16).
    """

    site: str
    period: Period
    known_on: date
    last_quarter_on: date
    costs: tuple[CostItem, ...]
    working: tuple[WorkingRow, ...]
    ledger: tuple[LedgerItem, ...]
    due: tuple[DueItem, ...]
    terms: tuple[AgreedTerm, ...]
    tie_out: tuple[TieOutRow, ...]
    recharges: tuple[RechargeRow, ...]
    billed: tuple[Posted, ...]
    booked: tuple[Posted, ...]
    accruals: tuple[AccrualRow, ...]
    drafts: tuple[DraftInvoice, ...]
    breaks: tuple[Break, ...]
    decisions: tuple[JudgedDecision, ...]
    settlement: tuple[SettlementRow, ...]
    net: tuple[NetRow, ...]
    prices: tuple[PriceRow, ...]
    forecast: tuple[ForecastRow, ...]
    dsg: tuple[DsgRow, ...]
    resources: tuple[ResourceRow, ...]
    ledger_totals: tuple[LedgerTotal, ...]
    own_measures: tuple[OwnValue, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    carried_release: str = ""
