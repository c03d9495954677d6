"""Where a council stands on the dedicated schools grant: allocations by version and the early years test (R12)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sspipe.model.periods import FinancialYear


class DsgKind(StrEnum):
    """What a row tells: one line of an allocation, or what may be kept of the early years block."""

    ALLOCATION = "allocation"
    CENTRAL_SPEND = "central_spend"


@dataclass(frozen=True, slots=True, kw_only=True)
class DsgRow:
    """One line of one year's allocation in its first and its latest version; or the funding that the test rests on.

    Of an allocation `like` is the latest version that has one of the same month of its own year in the year before. Of
    central spend `line` is `entitlements`, the amounts are of the lines tested, and:

    - `planned`: the version that stood when the year began, the most that may be kept of it, and the year's budget of
      the early years fund; a version of the year itself does not move the test.
    - `headroom_as_charged` and `headroom_once_recharged`: the most that may be kept of the latest version less the
      forecast, with the recharges posted so far, and with all that falls due in the year.
    """

    kind: DsgKind
    council: str
    financial_year: FinancialYear
    block: str
    line: str
    first_published_on: date
    first_pence: int
    latest_published_on: date
    latest_pence: int
    movement_pence: int
    like_published_on: date | None = None
    like_pence: int | None = None
    like_before_published_on: date | None = None
    like_before_pence: int | None = None
    like_change_pence: int | None = None
    planned_published_on: date | None = None
    planned_pence: int | None = None
    kept_at_most_pence: int | None = None
    planned_spend_pence: int | None = None
    planned_headroom_pence: int | None = None
    headroom_as_charged_pence: int | None = None
    headroom_once_recharged_pence: int | None = None
    is_within_limit: bool | None = None
    is_of_joint_posts_only: bool = False
    is_each_tested_alone: bool = False
    is_limit_illustrative: bool = False
    is_incomplete: bool = False
