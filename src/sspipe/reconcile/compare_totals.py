"""Ledger held against expected where a cost centre is shown only in total, for all its posts at once (R5, R9, R10)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sspipe.model.periods import Period
from sspipe.model.statement import Cause, Evidence, Pair
from sspipe.reconcile.attribution import Belongs
from sspipe.reconcile.breaks import Candidate, Spot
from sspipe.reconcile.causes import pay_elsewhere, unexplained
from sspipe.reconcile.in_total import Group, InTotal, groups_of
from sspipe.reconcile.misplaced import Misplaced
from sspipe.reconcile.spoken import title_of
from sspipe.reconcile.workings import Workings


def total_candidates(workings: Workings) -> Iterator[Candidate]:
    """Ledger less expected of each group and month in which it can be tied out, in one sum over its posts."""
    for group in groups_of(workings.facts.site):
        in_total = _in_total(workings, group)
        expected, shown = _expected(workings, group), _shown(workings, group)
        for month in sorted({*expected, *shown}):
            if in_total.is_tied_out(group.cost_centre, month):
                yield _candidate(workings, group, month, expected.get(month, 0), shown.get(month, []))


def total_notes(workings: Workings) -> Iterator[str]:
    """Which posts are tied out together in the period, or cannot be."""
    for group in groups_of(workings.facts.site):
        shown = f"Cost centre {group.cost_centre} is shown only in total"
        posts = ", ".join(_title(workings, post, group.council) for post in group.posts)
        if _in_total(workings, group).is_tied_out(group.cost_centre, workings.facts.period.month):
            yield f"{shown}: posts {posts} are tied out together."
        else:
            yield f"{shown} and holds other posts too: posts {posts} cannot be tied out."


def _title(workings: Workings, post: str, council: str) -> str:
    return next((title_of(each, council) for each in workings.facts.site.posts if each.post == post), post)


def _in_total(workings: Workings, group: Group) -> InTotal:
    site = workings.facts.site
    lines = [item.line for item in workings.placed[group.council]]
    return InTotal(site, site.councils[group.council], workings.payrolls[group.council], lines)


def _expected(workings: Workings, group: Group) -> dict[Period, int]:
    expected: dict[Period, int] = defaultdict(int)
    for cost in workings.costs:
        if cost.council == group.council and cost.post in group.posts:
            expected[cost.paid] += cost.amount_pence
    return expected


def _shown(workings: Workings, group: Group) -> dict[Period, list[tuple[int, Evidence]]]:
    """Pay that the ledger shows of the group, or of one of its posts by name, by month with its row."""
    shown: dict[Period, list[tuple[int, Evidence]]] = defaultdict(list)
    for item in workings.placed[group.council]:
        if item.attribution.belongs is Belongs.TO_GROUP and item.line.cost_centre == group.cost_centre:
            row = Evidence(source_file=item.line.source_file, source_row=item.line.source_row)
            shown[item.month].append((item.line.amount_pence, row))
    for named in workings.ledger:
        if named.council == group.council and named.post in group.posts:
            row = Evidence(source_file=named.source_file, source_row=named.source_row)
            shown[named.month].append((named.amount_pence, row))
    return shown


def _candidate(
    workings: Workings, group: Group, month: Period, expected: int, shown: Sequence[tuple[int, Evidence]]
) -> Candidate:
    difference = sum(pence for pence, _ in shown) - expected
    spot = Spot(
        agreement="",
        subject=group.cost_centre,
        council=group.council,
        counterparty="",
        pair=Pair.LEDGER_EXPECTED,
        month=month,
    )
    causes = (_cause(workings, group, month, difference, [row for _, row in shown]),) if difference else ()
    return Candidate(spot=spot, post="", cost_centre=group.cost_centre, amount_pence=difference, causes=causes)


def _cause(workings: Workings, group: Group, month: Period, difference: int, rows: Sequence[Evidence]) -> Cause:
    """Pay of the group that stands elsewhere, where it is the whole difference; the total is all that is shown."""
    elsewhere = [item for item in workings.misplaced if _is_missed(item, group, month)]
    if elsewhere and sum(item.amount_pence for item in elsewhere) == -difference:
        return pay_elsewhere(elsewhere, month)
    return unexplained(difference, rows, len(elsewhere[:1]))


def _is_missed(item: Misplaced, group: Group, month: Period) -> bool:
    is_ours = item.line.council == group.council and item.post in group.posts
    return is_ours and item.component is not None and item.missed_in == month
