"""What a service month of a post costs each party under one version of its agreement, settled or rival (R6)."""

from dataclasses import dataclass

from sspipe.model.agreements import Status
from sspipe.model.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """A version's price: `part_pence` of `shared_pence` for the partner, with the version's overhead due.

    It is as though both councils had approved the version from its first day: only what is agreed is settled.
    """

    agreement: str
    version: str
    status: Status
    post: str
    host: str
    partner: str
    service: Period
    shared_pence: int
    part_pence: int
    due_pence: int
