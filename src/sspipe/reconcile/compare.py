"""Each pair of figures held against each other, spot by spot, with the cause of every difference (R9)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sspipe.model.councils import Component
from sspipe.model.periods import FinancialYear, Period
from sspipe.model.statement import AccrualRow, Evidence, LedgerItem, Pair
from sspipe.reconcile.accruals import Shown
from sspipe.reconcile.actual import Placed
from sspipe.reconcile.attribution import Belongs
from sspipe.reconcile.breaks import Candidate, Register, Spot, year_is_over
from sspipe.reconcile.causes import (
    accrual_cause,
    not_billed,
    not_booked,
    unexplained,
    vacant_post_paid,
    wrong_cost_centre,
)
from sspipe.reconcile.recharges import (
    Accrued,
    Flow,
    FlowLines,
    Lines,
    Moment,
    billable_parts,
    recharge_row,
    references_in_lag,
    unbilled_in_lag,
    unbooked_by_reference,
)
from sspipe.reconcile.workings import Workings

CostSpot = tuple[str, str, Period]


def ledger_candidates(workings: Workings) -> Iterator[Candidate]:
    """Ledger less expected of each post and month paid, by component."""
    expected: dict[CostSpot, dict[Component, int]] = defaultdict(lambda: defaultdict(int))
    shown: dict[CostSpot, list[LedgerItem]] = defaultdict(list)
    for cost in workings.costs:
        expected[cost.post, cost.council, cost.paid][cost.component] += cost.amount_pence
    for item in workings.ledger:
        shown[item.post, item.council, item.month].append(item)
    for key in sorted({*expected, *shown}):
        yield _ledger_candidate(workings, key, expected.get(key, {}), shown.get(key, []))


def _ledger_candidate(
    workings: Workings, key: CostSpot, expected: Mapping[Component, int], shown: Sequence[LedgerItem]
) -> Candidate:
    post, council, month = key
    parts = {component: -expected.get(component, 0) for component in Component}
    for item in shown:
        parts[item.component] += item.amount_pence
    spot = Spot(agreement="", subject=post, council=council, counterparty="", pair=Pair.LEDGER_EXPECTED, month=month)
    total = sum(parts.values())
    if not any(parts.values()):
        return Candidate(spot=spot, post=post, amount_pence=0)
    evidence = tuple(Evidence(source_file=item.source_file, source_row=item.source_row) for item in shown)
    ref = next(item.refs[council] for item in workings.facts.site.posts if item.post == post)
    cause = vacant_post_paid(workings.payrolls[council], ref, month, parts, evidence)
    return Candidate(spot=spot, post=post, amount_pence=total, causes=(cause or unexplained(total, evidence, 1),))


def unplaced_candidates(workings: Workings) -> Iterator[Candidate]:
    """Lines in a joint cost centre that no rule places, and lines that name a joint post elsewhere (R5)."""
    groups: dict[tuple[str, str, Period, Belongs], list[Placed]] = defaultdict(list)
    for council, lines in workings.placed.items():
        for item in lines:
            if item.is_break:
                key = (council, item.line.cost_centre, item.line.period, item.attribution.belongs)
                groups[key].append(item)
    for (council, centre, period, belongs), items in sorted(groups.items()):
        yield _unplaced(council, centre, period, belongs, items)


def _unplaced(council: str, centre: str, period: Period, belongs: Belongs, items: Sequence[Placed]) -> Candidate:
    total = sum(item.line.amount_pence for item in items)
    rows = tuple(Evidence(source_file=item.line.source_file, source_row=item.line.source_row) for item in items)
    spot = Spot(
        agreement="",
        subject=f"{centre}/{belongs.name}",
        council=council,
        counterparty="",
        pair=Pair.NOT_ATTRIBUTED,
        month=period,
    )
    if belongs is Belongs.WRONG_COST_CENTRE:
        post = sorted({post for item in items for post in item.attribution.by_post})[0]
        cause = wrong_cost_centre(total, post, centre, rows)
    else:
        cause = unexplained(total, rows, 0)
    return Candidate(spot=spot, post="", amount_pence=total, causes=(cause,))


def recharge_candidates(workings: Workings, moment: Moment, register: Register) -> Iterator[Candidate]:
    """Billed less due, and booked less billed, of each flow and service month, the states taken off."""
    for lines in workings.flows:
        for month, month_lines in lines.by_month(moment).items():
            yield _billed_candidate(lines.flow, month, month_lines, moment, register)
            yield _booked_candidate(workings, lines, month, month_lines, moment, register)


def _spot(flow: Flow, pair: Pair, month: Period) -> Spot:
    council, other = (flow.host, flow.partner) if pair is Pair.BILLED_DUE else (flow.partner, flow.host)
    return Spot(
        agreement=flow.agreement, subject=flow.post, council=council, counterparty=other, pair=pair, month=month
    )


def _billed_candidate(flow: Flow, month: Period, lines: Lines, moment: Moment, register: Register) -> Candidate:
    row = recharge_row(flow, month, lines, moment, Accrued())
    amount = row.unbilled_in_transit_pence - row.unbilled_pence
    spot = _spot(flow, Pair.BILLED_DUE, month)
    if not amount:
        return Candidate(spot=spot, post=flow.post, amount_pence=0)
    in_lag = unbilled_in_lag(flow, lines, moment.as_of)
    overdue = [item for item in billable_parts(lines, moment.as_of) if item not in in_lag]
    cause = not_billed(amount, overdue, lines.billed, is_new=register.is_new(spot))
    rows = [Evidence(source_file=line.source_file, source_row=line.source_row) for line in lines.billed]
    return Candidate(spot=spot, post=flow.post, amount_pence=amount, causes=(cause or unexplained(amount, rows, 1),))


def _booked_candidate(
    workings: Workings, flow_lines: FlowLines, month: Period, lines: Lines, moment: Moment, register: Register
) -> Candidate:
    flow = flow_lines.flow
    row = recharge_row(flow, month, lines, moment, Accrued())
    amount = row.unbooked_in_transit_pence - row.unbooked_pence
    spot = _spot(flow, Pair.BOOKED_BILLED, month)
    if not amount:
        return Candidate(spot=spot, post=flow.post, amount_pence=0)
    in_lag = references_in_lag(flow, lines, moment.as_of)
    missing = {ref: pence for ref, pence in unbooked_by_reference(lines).items() if ref not in in_lag}
    elsewhere = _elsewhere(workings, flow, lines, missing)
    cause = not_booked(amount, missing, lines.billed, elsewhere, is_new=register.is_new(spot))
    rows = [
        Evidence(source_file=line.source_file, source_row=line.source_row) for line in (*lines.billed, *lines.booked)
    ]
    return Candidate(spot=spot, post=flow.post, amount_pence=amount, causes=(cause or unexplained(amount, rows, 1),))


def _elsewhere(workings: Workings, flow: Flow, lines: Lines, missing: Mapping[str, int]) -> list[Evidence]:
    """Lines of the partner's whole ledger for the host that could be the missing ones under another code (R8)."""
    here = {(line.source_file, line.source_row) for line in lines.booked}
    laid = {(line.source_file, line.source_row) for item in workings.flows for line in item.booked}
    amounts = set(missing.values())
    found = []
    for line in workings.facts.lines:
        at = (line.source_file, line.source_row)
        if line.council != flow.partner or line.counterparty != flow.host or at in here:
            continue
        if (line.reference and line.reference in missing) or (at not in laid and line.amount_pence in amounts):
            found.append(Evidence(source_file=line.source_file, source_row=line.source_row))
    return found


def accrual_candidates(
    rows: Sequence[AccrualRow],
    shown: Mapping[str, Shown],
    year: FinancialYear,
    period: Period,
    partners: Mapping[str, str],
) -> Iterator[Candidate]:
    """Raised less scheduled once the year's P12 is over, and raised + reversed once P01 is in."""
    for row in rows:
        evidence = tuple(shown[row.accrual_id].evidence) if row.accrual_id in shown else ()
        if year_is_over(year, period):
            amount = row.raised_pence - row.scheduled_pence
            yield _accrual(row, "raised", amount, evidence, partners)
        if period.year > year:
            yield _accrual(row, "reversed", row.raised_pence + row.reversed_pence, evidence, partners)


def _accrual(
    row: AccrualRow, what: str, amount_pence: int, evidence: tuple[Evidence, ...], partners: Mapping[str, str]
) -> Candidate:
    spot = Spot(
        agreement=row.agreement,
        subject=f"{row.accrual_id}/{what}",
        council=row.council,
        counterparty=partners.get(row.accrual_id, ""),
        pair=Pair.ACCRUAL,
        month=row.service,
    )
    causes = (accrual_cause(row, evidence, is_reversal=what == "reversed"),) if amount_pence else ()
    return Candidate(spot=spot, post=row.post or "", amount_pence=amount_pence, causes=causes)
