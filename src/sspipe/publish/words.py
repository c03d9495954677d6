"""The settlement in words: what fell due between councils, gross both ways and net, what of it stands, what was paid.

Rule R11: hosts cross, so both directions are normal. Where no payments are on file, nothing is said to be owed.
"""

from collections.abc import Iterable, Mapping

from sspipe.model.money import in_pounds
from sspipe.model.periods import Period
from sspipe.model.settlement import NetRow, Scope


def describe_settlement(
    period: Period,
    net: Iterable[NetRow],
    names: Mapping[str, str],
    scope: Scope = Scope.PERIOD,
    *,
    is_standing_told: bool = True,
) -> tuple[str, ...]:
    """One sentence per pair of councils, as whoever is owed more sees it; `names` by council code.

    `is_standing_told`: with what of all that is due is not booked yet, whatever the scope.
    """
    seen = [row for row in net if row.scope is scope and _is_told(row, names)]
    rows = sorted(seen, key=lambda row: (names.get(row.council, row.council), names.get(row.counterparty, "")))
    return tuple(_describe(_when(period, scope), row, names, is_standing_told=is_standing_told) for row in rows)


def _is_told(row: NetRow, names: Mapping[str, str]) -> bool:
    """Of the two rows of a pair the one whose council is owed more; where neither is, the later by name."""
    more = row.charged_pence - row.charged_by_pence
    return more > 0 or (more == 0 and names.get(row.council, row.council) > names.get(row.counterparty, ""))


def _when(period: Period, scope: Scope) -> str:
    return f"For {period.label}" if scope is Scope.PERIOD else f"For the year to {period.label}"


def _describe(when: str, row: NetRow, names: Mapping[str, str], *, is_standing_told: bool) -> str:
    host, partner = names.get(row.council, row.council), names.get(row.counterparty, row.counterparty)
    gross = f"{_due(row.charged_pence, partner, host)}, and {_due(row.charged_by_pence, host, partner)}"
    net = f"{in_pounds(row.net_pence)} in favour of {host}" if row.net_pence else "nothing is left"
    standing = f" {_standing(row, host, partner)}" if is_standing_told else ""
    together = "taken together" if min(row.charged_pence, row.charged_by_pence) < 0 else "set off"
    return f"{when} {gross}; {together}, {net}.{standing} {_cash(row, host, partner)}"


def _due(pence: int, debtor: str, creditor: str) -> str:
    """What fell due one way; a minus took back what had fallen due before."""
    if not pence:
        return f"nothing fell due from {debtor} to {creditor}"
    if pence < 0:
        return f"what {debtor} owes {creditor} for earlier months fell by {in_pounds(-pence)}"
    return f"{in_pounds(pence)} fell due from {debtor} to {creditor}"


def _standing(row: NetRow, host: str, partner: str) -> str:
    """What of all that is due stands in no partner's books yet."""
    return (
        f"Of all that is due, not yet booked by the council that is billed: {_way(row.closing_pence, host, partner)}."
    )


def _cash(row: NetRow, host: str, partner: str) -> str:
    if row.owed_pence is None:
        return "No payments are on file, so what has been paid is not known here."
    return f"Less what was paid: {_way(row.owed_pence, host, partner)}."


def _way(pence: int, host: str, partner: str) -> str:
    if not pence:
        return "nothing, both directions set off"
    return f"{in_pounds(abs(pence))} in favour of {host if pence > 0 else partner}, both directions set off"
