"""The settlement in words: who owes whom how much for a period, gross both ways and net.

Rule R11: hosts cross, so both directions are normal. Where no payments are on file, what is owed is what fell due.
"""

from collections.abc import Iterable, Mapping

from sspipe.model.money import in_pounds
from sspipe.model.periods import Period
from sspipe.model.settlement import NetRow, Scope


def describe_settlement(
    period: Period, net: Iterable[NetRow], names: Mapping[str, str], scope: Scope = Scope.PERIOD
) -> tuple[str, ...]:
    """One sentence per pair of councils, as whoever is owed more sees it; `names` by council code."""
    seen = [row for row in net if row.scope is scope and _is_told(row, names)]
    rows = sorted(seen, key=lambda row: (names.get(row.council, row.council), names.get(row.counterparty, "")))
    return tuple(_describe(_when(period, scope), row, names) for row in rows)


def _is_told(row: NetRow, names: Mapping[str, str]) -> bool:
    """Of the two rows of a pair the one whose council is owed more; where neither is, the later by name."""
    more = row.charged_pence - row.charged_by_pence
    return more > 0 or (more == 0 and names.get(row.council, row.council) > names.get(row.counterparty, ""))


def _when(period: Period, scope: Scope) -> str:
    return f"For {period.label}" if scope is Scope.PERIOD else f"For the year to {period.label}"


def _describe(when: str, row: NetRow, names: Mapping[str, str]) -> str:
    host, partner = names.get(row.council, row.council), names.get(row.counterparty, row.counterparty)
    gross = (
        f"{partner} owes {host} {in_pounds(row.charged_pence)} gross, "
        f"{host} owes {partner} {in_pounds(row.charged_by_pence)}"
    )
    paid = f"{partner} pays {host} {in_pounds(row.net_pence)}." if row.net_pence else "nothing is owed."
    return f"{when} {gross}; net {paid}"
