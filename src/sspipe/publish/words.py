"""The settlement in words: what fell due between councils, gross both ways and net, what of it stands, what was paid.

Rule R11: hosts cross, so both directions are normal. Where no payments are on file, nothing is said to be owed.
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
        f"{in_pounds(row.charged_pence)} fell due from {partner} to {host} and "
        f"{in_pounds(row.charged_by_pence)} from {host} to {partner}"
    )
    net = f"net {in_pounds(row.net_pence)} to {host}" if row.net_pence else "net nothing"
    return f"{when} {gross}; {net}. {_standing(row, host, partner)} {_cash(row, host, partner)}"


def _standing(row: NetRow, host: str, partner: str) -> str:
    """What of all that is due stands in no partner's books yet."""
    return f"Due and not yet booked at its end: {_way(row.closing_pence, host, partner)}."


def _cash(row: NetRow, host: str, partner: str) -> str:
    if row.owed_pence is None:
        return "Payment is not evidenced."
    return f"Less what was paid: {_way(row.owed_pence, host, partner)}."


def _way(pence: int, host: str, partner: str) -> str:
    if not pence:
        return "net nothing"
    return f"net {in_pounds(abs(pence))} to {host if pence > 0 else partner}"
