"""The settlement in words: who owes whom how much for a period, gross both ways and net.

Rule R11: hosts cross, so both directions are normal. Where no payments are on file, what is owed is what fell due.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from sspipe.model.money import in_pounds
from sspipe.model.periods import Period
from sspipe.model.statement import Scope, SettlementRow

Owed = Mapping[tuple[str, str], int]


def describe_settlement(
    period: Period, settlement: Iterable[SettlementRow], names: Mapping[str, str], scope: Scope = Scope.PERIOD
) -> tuple[str, ...]:
    """One sentence per pair of councils; `names` by council code."""
    rows = [row for row in settlement if row.scope is scope]
    owed = owed_by(rows)
    councils = sorted({council for pair in owed for council in pair}, key=lambda code: names.get(code, code))
    pairs = (pair for pair in combinations(councils, 2) if pair in owed or pair[::-1] in owed)
    return tuple(_describe_pair(_when(period, scope), owed, pair, names) for pair in pairs)


def owed_by(rows: Sequence[SettlementRow]) -> Owed:
    """What each partner owes each host, gross, by (partner, host)."""
    owed: dict[tuple[str, str], int] = {}
    for row in rows:
        owed[row.partner, row.host] = owed.get((row.partner, row.host), 0) + row.due_pence
    return owed


def _when(period: Period, scope: Scope) -> str:
    return f"For {period.label}" if scope is Scope.PERIOD else f"For the year to {period.label}"


def _describe_pair(when: str, owed: Owed, pair: tuple[str, str], names: Mapping[str, str]) -> str:
    one, other = sorted(pair, key=lambda code: (-owed.get((code, _other(pair, code)), 0), names.get(code, code)))
    ones, others = owed.get((one, other), 0), owed.get((other, one), 0)
    first, second = names.get(one, one), names.get(other, other)
    gross = f"{first} owes {second} {in_pounds(ones)} gross, {second} owes {first} {in_pounds(others)}"
    net = ones - others
    return f"{when} {gross}; net " + (f"{first} pays {second} {in_pounds(net)}." if net else "nothing is owed.")


def _other(pair: tuple[str, str], code: str) -> str:
    return pair[1] if code == pair[0] else pair[0]
