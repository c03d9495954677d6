"""A hypothesis: what a ledger would show more or less, part by part, if one cause were true (R9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from sspipe.model.councils import Component
from sspipe.model.periods import Period
from sspipe.model.statement import Evidence

Part = Component | None
"""A component of cost; None where the difference is one number."""
Parts = Mapping[Part, int]
Key = tuple[tuple[str, int], ...]


class CauseClass(IntEnum):
    """How a cause is ranked: what is recorded comes before timing, that before a rate, and a slip of keys is last."""

    RECORDED = 1
    TIMING = 2
    RATE = 3
    SLIP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One cause with what it predicts. Its parameter stands in a record or a closed list, never in a difference (R9 b).

    `weighs_as` is its class against rivals: a timing cause whose mirror is awaited weighs as what it may prove to be.
    `has_own_rows`: it rests on ledger lines of its own, so that it may stand beside another in one number (R9 d).
    `empties`: nothing of the month's pay stands if it is true, so that none that `reshapes` pay stands beside it.
    `gives` is what it says was to stand there beside what is expected, part by part: others may have taken from it.
    `service` is the month its money belongs to, where that is another than the one that differs. `takes_back` is the
    cause whose money it takes back, and is shared as.
    `what` names it for people inside a sentence; `decides` says which document from whom would prove it.
    """

    code: str
    cause_class: CauseClass
    parts: Parts
    what: str
    sentence: str
    decides: str
    evidence: tuple[Evidence, ...] = ()
    has_own_rows: bool = False
    is_supposed: bool = False
    weighs_as: CauseClass | None = None
    service: Period | None = None
    takes_back: str = ""
    empties: bool = False
    reshapes: bool = False
    gives: Parts = field(default_factory=dict)

    @property
    def weight(self) -> CauseClass:
        """The class by which it is ranked."""
        return self.cause_class if self.weighs_as is None else self.weighs_as

    @property
    def amount_pence(self) -> int:
        """What it explains in all."""
        return sum(self.parts.values())


def key_of(parts: Parts) -> Key:
    """Parts as they are compared: without those that are nil, in a fixed order."""
    return tuple(sorted((part.value if part else "", pence) for part, pence in parts.items() if pence))


def less(parts: Parts, taken: Parts) -> dict[Part, int]:
    """What is left of a difference once a hypothesis is taken off, part by part in the order in which they came."""
    return {part: parts.get(part, 0) - taken.get(part, 0) for part in {**parts, **taken}}


def sum_of(hypotheses: Iterable[Hypothesis]) -> dict[Part, int]:
    """What several predict together."""
    total: dict[Part, int] = {}
    for hypothesis in hypotheses:
        for part, pence in hypothesis.parts.items():
            total[part] = total.get(part, 0) + pence
    return total
