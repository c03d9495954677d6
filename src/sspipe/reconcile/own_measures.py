"""What the pipeline measures of itself: posts vacant, recharges agreed, value unexplained, days to close (R16)."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from sspipe.model.measures import OwnMeasure, OwnValue
from sspipe.model.money import rounded_pence
from sspipe.model.statement import Break, BreakState, RechargeRow
from sspipe.reconcile.causes import UNEXPLAINED
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.vacancies import Establishment


def own_values(facts: Facts, recharges: Sequence[RechargeRow], breaks: Sequence[Break]) -> Iterator[OwnValue]:
    """Every measure of the period and of the year to date; `recharges` holds every service month as it stands now."""
    yield from _vacant(facts)
    yield from _agreed(facts, recharges)
    yield from _unexplained(facts, breaks)
    yield OwnValue(OwnMeasure.DAYS_TO_CLOSE, facts.site.site, str(facts.period), _days_to_close(facts))


def _vacant(facts: Facts) -> Iterator[OwnValue]:
    """Established FTE times days without occupant, of each host: the month, and the year's months to date."""
    establishment = Establishment(facts)
    period, year = facts.period, facts.period.year
    begin = max(year.months()[0].first_day, facts.site.first_period.first_day)
    month = [(str(period), period.first_day)] if period.is_month else []
    for label, first in (*month, (str(year), begin)):
        for council in establishment.hosts_between(first, period.last_day):
            vacant = establishment.vacant_fte_days(council, first, period.last_day)
            yield OwnValue(OwnMeasure.VACANT_FTE_DAYS, council, label, _to_one_decimal(vacant))


def _agreed(facts: Facts, recharges: Sequence[RechargeRow]) -> Iterator[OwnValue]:
    """What both ledgers have alike of the year's billable service months, as a percentage: each host's, and all.

    Of a month the smaller of billed and booked is agreed, out of the larger: what is booked twice is not agreed either.
    """
    year = facts.period.year
    ours = [row for row in recharges if row.service.year == year]
    for host in sorted({row.host for row in ours}):
        share = _share_booked(row for row in ours if row.host == host)
        yield OwnValue(OwnMeasure.RECHARGES_AGREED, host, str(year), share)
    if ours:
        yield OwnValue(OwnMeasure.RECHARGES_AGREED, facts.site.site, str(year), _share_booked(ours))


def _share_booked(rows: Iterable[RechargeRow]) -> Decimal | None:
    billable = [row for row in rows if row.billable_pence]
    posted_pence = sum(max(abs(row.billed_pence), abs(row.booked_pence)) for row in billable)
    if posted_pence == 0:
        return None
    return _to_one_decimal(Fraction(100 * sum(map(_agreed_pence, billable)), posted_pence))


def _agreed_pence(row: RechargeRow) -> int:
    """What both ledgers have of a month; nothing where one has a charge and the other a credit."""
    is_alike = row.billed_pence * row.booked_pence > 0
    return min(abs(row.billed_pence), abs(row.booked_pence)) if is_alike else 0


def _unexplained(facts: Facts, breaks: Sequence[Break]) -> Iterator[OwnValue]:
    """Pounds that nothing explains in breaks that stand open, whichever way they differ: each council's, and all."""
    amounts = dict.fromkeys(sorted(facts.site.councils), 0)
    for each in breaks:
        if each.state is BreakState.OPEN:
            found = (cause.amount_pence for cause in each.causes if cause.code == UNEXPLAINED)
            amounts[each.council] += sum(abs(pence) for pence in found)
    for area, pence in (*amounts.items(), (facts.site.site, sum(amounts.values()))):
        yield OwnValue(OwnMeasure.VALUE_UNEXPLAINED, area, str(facts.period), Decimal(pence).scaleb(-2))


def _days_to_close(facts: Facts) -> Decimal | None:
    """Calendar days from the period's end to the knowledge date; missing while the period is open."""
    if facts.known_on < facts.site.close_day_of(facts.period):
        return None
    return Decimal((facts.known_on - facts.period.last_day).days)


def _to_one_decimal(exact: Fraction | None) -> Decimal | None:
    """Round once, half up."""
    return None if exact is None else Decimal(rounded_pence(exact * 10)).scaleb(-1)
