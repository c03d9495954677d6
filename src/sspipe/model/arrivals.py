"""One file of a feed on its way to be used: what was counted in it, what its sender stated, what came before it."""

from dataclasses import dataclass

from sspipe.model.conservation import Conservation
from sspipe.model.findings import Where
from sspipe.model.month_shapes import MonthShape
from sspipe.model.stated import Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What is known of one file before it is used.

    `balances`: its layout says that debits equal credits. `ends_aside`: its very last row could not be read;
    `ends_short`: that row stops before its last cell.
    `shape` is None where no table came of it; `last_good` names the file before it. `is_monthly`: each file should hold
    about what the one before holds, which publications do not.
    """

    where: Where
    conservation: Conservation
    stated: Stated
    balances: bool
    ends_aside: bool
    ends_short: bool
    shape: MonthShape | None
    before: MonthShape | None
    last_good: str
    is_monthly: bool = True
