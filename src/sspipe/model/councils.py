"""A council as the site describes it: its calendar, its pay days, its accounts and its names for the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sspipe.model.calendars import DayRule, WorkingCalendar
from sspipe.model.periods import Period


class Component(StrEnum):
    """The parts of a post's cost (R3), in the order people list them."""

    BASIC = "basic"
    ELEMENTS = "elements"
    NI = "ni"
    PENSION = "pension"
    LEVY = "levy"


class AccountUse(StrEnum):
    """What a ledger account holds, as far as joint posts are concerned."""

    BASIC = "basic"
    ELEMENTS = "elements"
    NI = "ni"
    PENSION = "pension"
    LEVY = "levy"
    RECHARGE_INCOME = "recharge_income"
    RECHARGE_EXPENDITURE = "recharge_expenditure"
    NON_PAY = "non_pay"
    AGENCY = "agency"
    CONTROL = "control"
    OTHER = "other"


class AttributionRule(StrEnum):
    """By what a line is found to belong to a post, tried in the site's order (R5)."""

    POST_REF = "post_ref"
    OCCUPANT_REF = "occupant_ref"
    COST_CENTRE = "cost_centre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One ledger account: what it holds and its subjective group."""

    use: AccountUse
    subjective: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """One council. `accounts` by account code; `counterparties` lists the names it uses for each other council.

    `shown_in_total` are the cost centres of joint posts of which its ledger shows the total of pay only (R5);
    `manual_documents` the document types under which it posts journals by hand.
    """

    council: str
    name: str
    short_code: str
    la_code: str
    ons_code: str
    pay_date: DayRule
    payroll_cut_off: DayRule
    calendar: WorkingCalendar
    accounts: Mapping[str, Account]
    counterparties: Mapping[str, tuple[str, ...]]
    attribution: tuple[AttributionRule, ...]
    illustrative: tuple[str, ...] = ()
    shown_in_total: frozenset[str] = frozenset()
    manual_documents: frozenset[str] = frozenset()

    def pay_date_of(self, month: Period) -> date:
        """The day on which the month's pay is paid."""
        return self.pay_date.of(month, self.calendar)

    def cut_off_of(self, month: Period) -> date:
        """The last day on which a record still reaches the month's payroll."""
        return self.payroll_cut_off.of(month, self.calendar)

    def use_of(self, account: str) -> AccountUse:
        """What an account holds; an account that the site does not list is other."""
        listed = self.accounts.get(account)
        return listed.use if listed else AccountUse.OTHER
