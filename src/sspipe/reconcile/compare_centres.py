"""Lines of a cost centre that belong to no post there: pay of another centre's post, and what no rule places (R5)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sspipe.model.councils import AccountUse
from sspipe.model.ledger import LedgerLine
from sspipe.model.money import in_pounds
from sspipe.model.periods import Period
from sspipe.model.statement import Cause, Evidence, Pair
from sspipe.reconcile.actual import Placed
from sspipe.reconcile.attribution import Belongs
from sspipe.reconcile.breaks import Candidate, Spot
from sspipe.reconcile.causes import unexplained, wrong_cost_centre
from sspipe.reconcile.misplaced import Misplaced
from sspipe.reconcile.spoken import name_of, said, title_of
from sspipe.reconcile.workings import Workings


def misplaced_candidates(workings: Workings) -> Iterator[Candidate]:
    """What stands of joint posts in each cost centre of none, by the period it came there (R5)."""
    groups: dict[tuple[str, str, Period], list[Misplaced]] = defaultdict(list)
    for item in workings.misplaced:
        groups[item.line.council, item.line.cost_centre, item.stands_in].append(item)
    for (council, centre, period), items in sorted(groups.items()):
        spot = _centre_spot(council, centre, period, Belongs.WRONG_COST_CENTRE)
        total = sum(item.amount_pence for item in items)
        causes = tuple(_standing_causes(workings, _stands(workings, council, centre, period), items))
        yield Candidate(spot=spot, post="", cost_centre=centre, amount_pence=total, causes=causes)


def _standing_causes(workings: Workings, stands: str, items: Sequence[Misplaced]) -> Iterator[Cause]:
    """One cause for each post of which something stands there still."""
    for post in sorted({item.post for item in items}):
        left: dict[AccountUse, int] = defaultdict(int)
        for item in items:
            left[item.use] += item.amount_pence if item.post == post else 0
        if any(left.values()):
            rows = tuple(_row(item.line) for item in items if item.post == post)
            yield wrong_cost_centre(sum(left.values()), stands, _title(workings, post, items[0].line.council), rows)


def _stands(workings: Workings, council: str, centre: str, period: Period) -> str:
    """Where lines stand: whose ledger, which cost centre and when."""
    name = name_of(workings.facts.site.councils[council])
    return f"{name}'s ledger of {said(period.month)} under cost centre {centre}"


def _title(workings: Workings, post: str, council: str) -> str:
    return next((title_of(each, council) for each in workings.facts.site.posts if each.post == post), post)


def unplaced_candidates(workings: Workings) -> Iterator[Candidate]:
    """Lines in a joint cost centre that no rule places (R5)."""
    groups: dict[tuple[str, str, Period, Belongs], list[Placed]] = defaultdict(list)
    flows = {(flow.flow.host, flow.flow.partner, flow.flow.post) for flow in workings.flows}
    for council, lines in workings.placed.items():
        for item in lines:
            is_elsewhere = item.attribution.belongs is Belongs.WRONG_COST_CENTRE
            if not is_elsewhere and (item.is_break or _has_no_flow(item, flows)):
                key = (council, item.line.cost_centre, item.line.period, item.attribution.belongs)
                groups[key].append(item)
    for (council, centre, period, belongs), items in sorted(groups.items()):
        total = sum(item.line.amount_pence for item in items)
        sentence = (
            f"{_stands(workings, council, centre, period)} holds {in_pounds(total)}, and nothing on file says to which "
            "post it belongs. Ask the council's finance officer for the post."
        )
        cause = unexplained(total, tuple(_row(item.line) for item in items), 0, sentence)
        spot = _centre_spot(council, centre, period, belongs)
        yield Candidate(spot=spot, post="", cost_centre=centre, amount_pence=total, causes=(cause,))


def _has_no_flow(item: Placed, flows: set[tuple[str, str, str]]) -> bool:
    """Whether a recharge names a post that its council neither bills to nor books from the other."""
    if not item.is_recharge or item.attribution.belongs is not Belongs.TO_POSTS:
        return False
    ours, other = item.line.council, item.line.counterparty
    pair = (ours, other) if item.use is AccountUse.RECHARGE_INCOME else (other, ours)
    return any((*pair, post) not in flows for post in item.attribution.by_post)


def _centre_spot(council: str, centre: str, period: Period, belongs: Belongs) -> Spot:
    return Spot(
        agreement="",
        subject=f"{centre}/{belongs.name}",
        council=council,
        counterparty="",
        pair=Pair.NOT_ATTRIBUTED,
        month=period,
    )


def _row(line: LedgerLine) -> Evidence:
    return Evidence(source_file=line.source_file, source_row=line.source_row)
