"""The causes of ledger less expected that an agreement shares, gathered for what is due (R7)."""

from collections.abc import Iterable, Mapping, Sequence

from sspipe.model.agreements import Terms
from sspipe.model.periods import Period
from sspipe.model.statement import Cause
from sspipe.reconcile.bearing import Bearing
from sspipe.reconcile.breaks import Candidate
from sspipe.reconcile.cost_causes import BEARING
from sspipe.reconcile.named import AMBIGUOUS

CostCauses = Mapping[tuple[str, str, Period], Sequence[Cause]]
"""The causes of ledger less expected by post, council and month."""


def causes_of_costs(candidates: Iterable[Candidate]) -> CostCauses:
    """The causes of ledger less expected where there are any."""
    return {(item.post, item.spot.council, item.spot.month): item.causes for item in candidates if item.causes}


def is_shared_cause(cause: Cause, terms: Terms) -> bool:
    """Whether the terms share what a cause explains: of an AMBIGUOUS one every candidate, of UNEXPLAINED nothing.

    What takes the money of another cause back is shared as that is, so that nobody owes a payment twice, or keeps owing
    one that came back.
    """
    codes = cause.rivals.split(",") if cause.code == AMBIGUOUS else [cause.takes_back or cause.code]
    return all(BEARING.get(code, Bearing.HOST).is_shared(terms) for code in codes)
