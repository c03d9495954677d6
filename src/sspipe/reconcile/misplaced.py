"""Pay that names a joint post in a cost centre of none, and the post and month that miss it (R5)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sspipe.model.councils import Component
from sspipe.model.ledger import LedgerLine
from sspipe.model.periods import Period
from sspipe.reconcile.actual import PAY_USES, Placed, month_of
from sspipe.reconcile.attribution import Belongs

CostSpot = tuple[str, str, Period]


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A line in a cost centre of no joint post, and the joint post that it names."""

    line: LedgerLine
    component: Component | None
    post: str
    amount_pence: int

    @property
    def missed_at(self) -> CostSpot:
        """The post, council and month whose ledger lacks it."""
        return (self.post, self.line.council, month_of(self.line))


def misplaced_lines(placed: Iterable[Placed]) -> Iterator[Misplaced]:
    """The lines of one council that name a joint post elsewhere; `component` None: they are no pay."""
    for item in placed:
        if item.attribution.belongs is Belongs.WRONG_COST_CENTRE:
            for post, amount_pence in item.attribution.by_post.items():
                yield Misplaced(item.line, PAY_USES.get(item.use), post, amount_pence)


def missing_pay(misplaced: Iterable[Misplaced]) -> dict[CostSpot, tuple[Misplaced, ...]]:
    """The pay that each post and month lacks because it stands elsewhere, host by host."""
    found: dict[CostSpot, list[Misplaced]] = defaultdict(list)
    for item in misplaced:
        if item.component is not None:
            found[item.missed_at].append(item)
    return {spot: tuple(items) for spot, items in found.items()}


def explained_by(parts: Mapping[Component, int], elsewhere: Sequence[Misplaced]) -> tuple[Misplaced, ...]:
    """The lines of each component whose difference is exactly minus those lines."""
    sums: dict[Component | None, int] = defaultdict(int)
    for item in elsewhere:
        sums[item.component] += item.amount_pence
    exact = {component for component, pence in parts.items() if pence and pence == -sums[component]}
    return tuple(item for item in elsewhere if item.component in exact)
