"""A ledger's lines that are laid on no post of an agreement, found by who is named, by reference or by cost centre."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from sspipe.model.councils import AccountUse, Council
from sspipe.model.ledger import LedgerLine

RECHARGES = (AccountUse.RECHARGE_INCOME, AccountUse.RECHARGE_EXPENDITURE)
Key = TypeVar("Key", bound=tuple[str | int, ...])


@dataclass(frozen=True)
class UnlaidLines:
    """Actual lines of every council that moved and were laid nowhere."""

    lines: Sequence[LedgerLine]
    councils: Mapping[str, Council]

    def of_amount(self, council: str, counterparty: str, amount_pence: int) -> Sequence[LedgerLine]:
        """A council's lines of an amount with another."""
        return self._by_amount.get((council, counterparty, amount_pence), ())

    def quoting(self, council: str, reference: str) -> Sequence[LedgerLine]:
        """A council's lines under a reference, whoever they name; none under no reference."""
        return self._by_reference.get((council, reference), ()) if reference else ()

    def recharges(self, council: str, cost_centre: str) -> Sequence[LedgerLine]:
        """The recharge lines of a cost centre."""
        return self._by_centre.get((council, cost_centre), ())

    @cached_property
    def _by_amount(self) -> Mapping[tuple[str, str, int], Sequence[LedgerLine]]:
        return _indexed(self._by_name, lambda line: (line.council, line.counterparty, line.amount_pence))

    @cached_property
    def _by_reference(self) -> Mapping[tuple[str, str], Sequence[LedgerLine]]:
        return _indexed(self._by_name, lambda line: (line.council, line.reference))

    @cached_property
    def _by_centre(self) -> Mapping[tuple[str, str], Sequence[LedgerLine]]:
        lines = [line for line in self._by_name if self.councils[line.council].use_of(line.account) in RECHARGES]
        return _indexed(lines, lambda line: (line.council, line.cost_centre))

    @cached_property
    def _by_name(self) -> Sequence[LedgerLine]:
        """Those of each council and counterparty together, as each first came."""
        groups = _indexed(self.lines, lambda line: (line.council, line.counterparty))
        return [line for lines in groups.values() for line in lines]


def _indexed(lines: Sequence[LedgerLine], key_of: Callable[[LedgerLine], Key]) -> Mapping[Key, Sequence[LedgerLine]]:
    found: dict[Key, list[LedgerLine]] = defaultdict(list)
    for line in lines:
        found[key_of(line)].append(line)
    return dict(found)
