"""A break as earlier releases left it, which the next close carries on (R10)."""

from dataclasses import dataclass

from sspipe.model.periods import Period
from sspipe.model.statement import BreakState, Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierBreak:
    """A break as earlier releases left it: one that the last of them does not show, or shows as cleared, is cleared.

    Where it stood tells the rest: what it was between, whose it is and who must act.
    """

    break_id: str
    agreement: str
    post: str
    cost_centre: str
    council: str
    counterparty: str
    pair: Pair
    month: Period
    first_seen: Period
    open_since: Period
    amount_pence: int
    owner_council: str
    owner_side: str
    state: BreakState
    causes: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether the release before this one left it standing, open or accepted."""
        return self.state is not BreakState.CLEARED
