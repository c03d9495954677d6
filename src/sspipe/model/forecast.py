"""What a post is forecast to cost a council by the end of the financial year, against its budget (R14)."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a council is to a post: its employer, or one that bears a share of it."""

    HOST = "host"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastRow:
    """One council's year on one post in one role, in pence.

    `forecast_pence` = actual to date + expected left + provision + recharge; the recharge of the year is minus for the
    host and plus for the partner. `variance_pence` = forecast less budget: a deficit is positive. `fund` is empty where
    the ledger names none, or several.
    """

    council: str
    post: str
    role: Role
    fund: str
    budget_pence: int
    actual_to_date_pence: int
    expected_left_pence: int
    provision_pence: int
    recharge_pence: int
    forecast_pence: int
    variance_pence: int
    budget_is_missing: bool
    provision_is_missing: bool
    is_incomplete: bool
    is_unapproved: bool
    is_allocated: bool
    is_of_several_funds: bool
