"""The statement of one site and period: every sum of this stage, in order.

Rule R9's order of work: cost causes, due, recharge causes; no cost cause reads billed or booked.
"""

from collections.abc import Iterable, Iterator, Sequence

from sspipe.model.dues import DueItem
from sspipe.model.periods import LAST_MONTH, LAST_PERIOD, FinancialYear, Period
from sspipe.model.settlement import Scope, SettlementRow
from sspipe.model.statement import AccrualRow, Pair, Posted, RechargeRow, Statement
from sspipe.reconcile.accruals import Shown, schedule, shown_accruals, standing, tie_out
from sspipe.reconcile.actual import ledger_totals
from sspipe.reconcile.agreed_terms import agreed_terms
from sspipe.reconcile.awards_paid import award_notes
from sspipe.reconcile.books import Books
from sspipe.reconcile.breaks import Candidate, Register
from sspipe.reconcile.central_spend import dsg_position
from sspipe.reconcile.compare_accruals import accrual_candidates
from sspipe.reconcile.compare_centres import misplaced_candidates, unplaced_candidates
from sspipe.reconcile.compare_recharges import RechargeComparison
from sspipe.reconcile.compare_totals import total_candidates, total_notes
from sspipe.reconcile.decided import Decisions
from sspipe.reconcile.drafts import draft_invoices
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.forecast import forecast_outturn
from sspipe.reconcile.other_names import named_by_invoices
from sspipe.reconcile.own_measures import own_values
from sspipe.reconcile.recharges import Accrued, FlowLines, Moment, rows_at
from sspipe.reconcile.resources import report_resources
from sspipe.reconcile.settlement import net_of, settle
from sspipe.reconcile.steps import show_working
from sspipe.reconcile.tie_outs import tie_out_posts
from sspipe.reconcile.workings import Workings, work_out


def reconcile_joint_posts(facts: Facts) -> Statement:
    """Reconcile one period: figures of this period, and everything of earlier ones that still stands or moved."""
    return state(work_out(facts))


def state(workings: Workings) -> Statement:
    """The statement out of its workings."""
    facts = workings.facts
    moment = _moment(facts)
    register = Register(facts.site, facts.period, facts.known_on, facts.earlier)
    years = [_Accruals(workings, year) for year in _years_to_accrue(facts)]
    accruals = tuple(row for year in years for row in year.rows)
    candidates = [*workings.cost_candidates, *total_candidates(workings)]
    candidates += misplaced_candidates(workings)
    candidates += [item for year in years for item in year.candidates()]
    compared = list(RechargeComparison(Books(workings, moment, workings.cost_causes), register).candidates())
    candidates += [*compared, *named_by_invoices(unplaced_candidates(workings), compared, workings)]
    now = _rows(workings, years, moment)
    before = _rows(workings, years, _moment_before(facts))
    start = _rows(workings, years, _year_start(facts))
    settlement = tuple(_settlement(before, start, now))
    recharges = tuple(_to_show(facts, now, before))
    forecast, unforeseen = forecast_outturn(workings, settlement)
    dsg, untested = dsg_position(facts, forecast, settlement)
    resources, untold = report_resources(facts, forecast)
    judge = Decisions(facts.site, facts.period, facts.known_on, facts.earlier)
    decided = judge.applied(register.breaks(candidates), facts.decisions)
    return Statement(
        site=facts.site.site,
        period=facts.period,
        known_on=facts.known_on,
        last_quarter_on=facts.site.close_of_quarter_before(facts.period),
        costs=tuple(item for item in workings.costs if item.paid == facts.period),
        working=tuple(show_working(facts, workings.payrolls)),
        ledger=tuple(item for item in workings.ledger if item.month == facts.period.month),
        due=tuple(_parts_of(recharges, workings.flows, moment)),
        terms=tuple(agreed_terms(facts.site, facts.known_on)),
        tie_out=tuple(tie_out_posts(workings, now)),
        recharges=recharges,
        billed=tuple(_lines_of(recharges, facts.period, (flow.billed for flow in workings.flows))),
        booked=tuple(_lines_of(recharges, facts.period, (flow.booked for flow in workings.flows))),
        accruals=accruals,
        drafts=tuple(draft_invoices(facts.site, workings.flows, moment, accruals)),
        breaks=decided.breaks,
        decisions=decided.decisions,
        settlement=settlement,
        net=tuple(net_of(settlement)),
        prices=workings.prices,
        forecast=forecast,
        dsg=dsg,
        resources=resources,
        ledger_totals=tuple(
            total
            for lines in workings.placed.values()
            for total in ledger_totals(lines, _centres(facts, lines[0].line.council if lines else ""), facts.period)
        ),
        own_measures=tuple(own_values(facts, now, decided.breaks)),
        findings=(*workings.findings, *unforeseen, *untested, *decided.findings),
        notes=(*_notes(facts), *award_notes(workings), *total_notes(workings), *untold),
        carried_release=facts.carried_release,
    )


class _Accruals:
    """One year's schedule held against the ledgers."""

    def __init__(self, workings: Workings, year: FinancialYear) -> None:
        facts = workings.facts
        self._facts = facts
        self._year = year
        self._shown: dict[str, Shown] = shown_accruals(facts.lines, year)
        self._flows = workings.flows
        self.rows: list[AccrualRow] = tie_out(list(schedule(facts.site, workings.flows, year)), self._shown)

    def candidates(self) -> Iterator[Candidate]:
        """What differs, by accrual id."""
        pairs = {(row.post, row.service): (row.host, row.partner) for row in self._at_year_end()}
        partners = {}
        for row in self.rows:
            host, partner = pairs.get((row.post, row.service), ("", ""))
            partners[row.accrual_id] = partner if row.council == host else host
        return accrual_candidates(self.rows, self._shown, self._year, self._facts.period, partners)

    def _at_year_end(self) -> list[RechargeRow]:
        """Every service month on which something is due or posted, as at 31 March."""
        rows = rows_at(self._flows, Moment(Period(self._year.start, LAST_MONTH), self._year.last_day), {})
        return [row for row in rows if row.due_pence or row.billed_pence or row.booked_pence]

    def standing_at(self, through: Period) -> dict[tuple[str, Period], Accrued]:
        """Accruals raised and not reversed in the files up to a period."""
        lines = [line for line in self._facts.lines if line.period <= through]
        shown = shown_accruals(lines, self._year)
        hosts = {(row.post, row.service): row.host for row in self._at_year_end()}
        return standing(tie_out([row for row in self.rows if row.accrual_id in shown], shown), hosts)


def _years_to_accrue(facts: Facts) -> list[FinancialYear]:
    """This year from its P12 on, the year before while its accruals are being reversed, and any with a break left."""
    year = facts.period.year
    standing = (each for each in facts.earlier.values() if each.stands and each.pair is Pair.ACCRUAL)
    past = {each.month.year for each in standing if each.month.year < year}
    years = sorted(past | ({FinancialYear(year.start - 1)} if year > facts.site.first_period.year else set()))
    return [*years, year] if facts.period.month.number == LAST_MONTH else years


def _rows(workings: Workings, years: Sequence[_Accruals], moment: Moment) -> list[RechargeRow]:
    accrued: dict[tuple[str, Period], Accrued] = {}
    for year in years:
        accrued |= year.standing_at(moment.through)
    return rows_at(workings.flows, moment, accrued)


def _moment(facts: Facts) -> Moment:
    """Billing days and lags are judged as at the close, however much later is known: later postings are in later files.

    In year-end periods they are judged as at P12's close, for ages do not advance in them (R2).
    """
    return Moment(facts.period, min(facts.known_on, facts.site.close_day_of(facts.period.month)))


def _moment_before(facts: Facts) -> Moment:
    """The close before this one; year-end periods follow P12 and come before the next P01."""
    period = facts.period
    through = Period(period.year_start, period.number - 1) if period.number > 1 else _end_of_year_before(period)
    return Moment(through, facts.site.close_day_of(through.month))


def _year_start(facts: Facts) -> Moment:
    through = _end_of_year_before(facts.period)
    return Moment(through, facts.site.close_day_of(through.month))


def _end_of_year_before(period: Period) -> Period:
    return Period(period.year_start - 1, LAST_PERIOD)


def _to_show(facts: Facts, now: Sequence[RechargeRow], before: Sequence[RechargeRow]) -> Iterator[RechargeRow]:
    """Service months of this year, and earlier ones that moved or have not settled."""
    stood = {(row.agreement, row.post, row.partner, row.service): row for row in before}
    for row in now:
        key = (row.agreement, row.post, row.partner, row.service)
        if row.service.year == facts.period.year or stood.get(key) != row or row.due_pence != row.booked_pence:
            yield row


def _parts_of(recharges: Sequence[RechargeRow], flows: Iterable[FlowLines], moment: Moment) -> Iterator[DueItem]:
    """The parts of due that the figures shown are made of."""
    shown = {(row.agreement, row.post, row.host, row.partner, row.service) for row in recharges}
    for lines in flows:
        flow = lines.flow
        for service, month in lines.by_month(moment).items():
            if (flow.agreement, flow.post, flow.host, flow.partner, service) in shown:
                yield from month.due


def _lines_of(recharges: Sequence[RechargeRow], through: Period, flows: Iterable[Sequence[Posted]]) -> Iterator[Posted]:
    """The ledger lines that the figures shown are made of."""
    shown = {(row.post, frozenset((row.host, row.partner)), row.service) for row in recharges}
    for lines in flows:
        for line in lines:
            key = (line.post, frozenset((line.council, line.counterparty)), line.service)
            if key in shown and line.posted_in <= through:
                yield line


def _settlement(
    before: Sequence[RechargeRow], start: Sequence[RechargeRow], now: Sequence[RechargeRow]
) -> Iterator[SettlementRow]:
    yield from settle(Scope.PERIOD, before, now)
    yield from settle(Scope.YEAR_TO_DATE, start, now)


def _centres(facts: Facts, council: str) -> set[str]:
    return {post.cost_centres[council] for post in facts.site.posts if council in post.cost_centres}


def _notes(facts: Facts) -> Iterator[str]:
    """What the reader must know before trusting the figures."""
    for agreement in facts.site.agreements:
        if agreement.agreed_version(facts.known_on) is None:
            yield f"{agreement.title}: the councils have not agreed how it is shared, so nothing is due for it."
        elif agreement.approved_on(facts.known_on) is None:
            yield f"{agreement.title}: not yet approved by both councils; nothing is due."
    yield from (f"Illustrative: {text}" for text in facts.site.rests_on)
    if facts.period.month.number == LAST_MONTH and _has_unsettled(facts):
        yield "Year-end accruals hold nothing for pay awards that are not settled: no expected value is on file."


def _has_unsettled(facts: Facts) -> bool:
    day = facts.period.last_day
    values = (v for scale in facts.site.rates.scales.values() for point in scale.points.values() for v in point)
    return any(v.effective <= day and (v.settled_on is None or v.settled_on > facts.known_on) for v in values)
