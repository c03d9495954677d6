"""What one council may see of another's tie-out: what lies between the two, and the pay of shared months as one sum.

Rule R20. Recharges of a post with several partners are one sum in the tie-out, so that only a sole partner sees them
there; the parts of the cost stand for what single payroll lines hold, and stay with the council that employs.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from sspipe.model.periods import Period
from sspipe.model.settlement import Scope
from sspipe.model.tie_out import TieOutPart
from sspipe.publish.pack.published import words
from sspipe.publish.plain import Row

PAY = ("earned_pence", "late_pence", "expected_pence", "ledger_pence", "ledger_less_expected_pence")
Others = Mapping[tuple[str, str], frozenset[Scope]]


def others_seen(
    recharges: Iterable[Row], council: str, shared: Collection[tuple[str, str]], period: Period
) -> dict[tuple[str, str], frozenset[Scope]]:
    """By post and host of which the council is the sole partner, the scopes in which it shares every month."""
    partners: dict[tuple[str, str], set[str]] = {}
    for row in recharges:
        partners.setdefault((words(row, "post"), words(row, "host")), set()).add(words(row, "partner"))
    return {
        (post, host): frozenset(scope for scope in Scope if _all_shared(post, _months(scope, period), shared))
        for (post, host), found in partners.items()
        if found == {council}
    }


def tie_out_seen(rows: Iterable[Row], council: str, others: Others) -> Iterator[Row]:
    """Own posts whole; of others' the row of all parts, without their pay where a month of it is not shared."""
    for row in rows:
        key = (words(row, "post"), words(row, "council"))
        if row["council"] == council:
            yield row
        elif key in others and row["part"] == TieOutPart.ALL:
            yield row if row["scope"] in others[key] else {**row, **dict.fromkeys(PAY)}


def _months(scope: Scope, period: Period) -> list[Period]:
    last = period.month
    first = last.number if scope is Scope.PERIOD else 1
    return [Period(last.year_start, number) for number in range(first, last.number + 1)]


def _all_shared(post: str, months: Iterable[Period], shared: Collection[tuple[str, str]]) -> bool:
    return all((post, str(month)) in shared for month in months)
