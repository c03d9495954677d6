"""Billed held against due and booked against billed, by service month, the states taken off first (R9)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sspipe.model.ledger import EntryType, LedgerLine
from sspipe.model.periods import Period
from sspipe.model.statement import Cause, Evidence, Pair, Posted
from sspipe.reconcile.breaks import Candidate, Register, Spot
from sspipe.reconcile.causes import not_billed, not_booked, unexplained
from sspipe.reconcile.recharges import (
    Accrued,
    Flow,
    Lines,
    Moment,
    billable_parts,
    recharge_row,
    references_in_lag,
    unbilled_in_lag,
    unbooked_by_reference,
)
from sspipe.reconcile.workings import Workings


@dataclass(frozen=True, slots=True)
class RechargeComparison:
    """Both recharge pairs of every flow at one moment."""

    workings: Workings
    moment: Moment
    register: Register

    def candidates(self) -> Iterator[Candidate]:
        """Billed less due, and booked less billed, of each flow and service month."""
        for flow_lines in self.workings.flows:
            for month, lines in flow_lines.by_month(self.moment).items():
                yield self._billed(flow_lines.flow, month, lines)
                yield self._booked(flow_lines.flow, month, lines)

    def _billed(self, flow: Flow, month: Period, lines: Lines) -> Candidate:
        row = recharge_row(flow, month, lines, self.moment, Accrued())
        amount = row.unbilled_in_transit_pence - row.unbilled_pence
        spot = _spot(flow, Pair.BILLED_DUE, month)
        if not amount:
            return Candidate(spot=spot, post=flow.post, amount_pence=0)
        in_lag = unbilled_in_lag(flow, lines, self.moment.as_of)
        overdue = [item for item in billable_parts(lines, self.moment.as_of) if item not in in_lag]
        cause = not_billed(amount, overdue, lines.billed, is_new=self.register.is_new(spot))
        return _candidate(spot, flow.post, amount, cause, lines.billed)

    def _booked(self, flow: Flow, month: Period, lines: Lines) -> Candidate:
        row = recharge_row(flow, month, lines, self.moment, Accrued())
        amount = row.unbooked_in_transit_pence - row.unbooked_pence
        spot = _spot(flow, Pair.BOOKED_BILLED, month)
        if not amount:
            return Candidate(spot=spot, post=flow.post, amount_pence=0)
        in_lag = references_in_lag(flow, lines, self.moment.as_of)
        booked = {line.reference for line in lines.booked}
        unbooked = unbooked_by_reference(lines)
        missing = {ref: pence for ref, pence in unbooked.items() if ref not in in_lag and ref not in booked}
        elsewhere = self._elsewhere(flow, lines, missing)
        cause = not_booked(amount, missing, lines.billed, elsewhere, is_new=self.register.is_new(spot))
        return _candidate(spot, flow.post, amount, cause, (*lines.billed, *lines.booked))

    def _elsewhere(self, flow: Flow, lines: Lines, missing: Mapping[str, int]) -> list[Evidence]:
        """Lines of the partner's whole ledger for the host that could be the missing ones under another code (R8)."""
        here = {(line.source_file, line.source_row) for line in lines.booked}
        laid = {(line.source_file, line.source_row) for item in self.workings.flows for line in item.booked}
        amounts = set(missing.values())
        found = []
        for line in self.workings.facts.lines:
            at = (line.source_file, line.source_row)
            if not _is_between(line, flow) or at in here:
                continue
            if (line.reference and line.reference in missing) or (at not in laid and line.amount_pence in amounts):
                found.append(Evidence(source_file=line.source_file, source_row=line.source_row))
        return found


def _is_between(line: LedgerLine, flow: Flow) -> bool:
    is_actual = line.entry_type is EntryType.ACTUAL
    return is_actual and line.council == flow.partner and line.counterparty == flow.host


def _spot(flow: Flow, pair: Pair, month: Period) -> Spot:
    council, other = (flow.host, flow.partner) if pair is Pair.BILLED_DUE else (flow.partner, flow.host)
    return Spot(
        agreement=flow.agreement, subject=flow.post, council=council, counterparty=other, pair=pair, month=month
    )


def _candidate(spot: Spot, post: str, amount_pence: int, cause: Cause | None, lines: tuple[Posted, ...]) -> Candidate:
    rows = [Evidence(source_file=line.source_file, source_row=line.source_row) for line in lines]
    causes = (cause or unexplained(amount_pence, rows, 1),)
    return Candidate(spot=spot, post=post, amount_pence=amount_pence, causes=causes)
