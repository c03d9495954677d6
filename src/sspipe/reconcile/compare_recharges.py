"""Billed held against due and booked against billed, by service month, the states taken off first (R9)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sspipe.model.periods import Period
from sspipe.model.statement import Cause, Pair, Posted
from sspipe.reconcile.billed_nil import fund_miscredited, vat_not_charged
from sspipe.reconcile.books import Books, evidence_of
from sspipe.reconcile.breaks import Candidate, Register, Spot
from sspipe.reconcile.credits_astray import with_credits_put_back
from sspipe.reconcile.hypotheses import Parts
from sspipe.reconcile.later_postings import billed_later, booked_later
from sspipe.reconcile.named import causes_of
from sspipe.reconcile.recharge_causes import BILLED_LESS_DUE, BOOKED_LESS_BILLED, WITH_CREDITS_PUT_BACK
from sspipe.reconcile.recharge_months import Predicts, RechargeMonth
from sspipe.reconcile.recharges import Accrued, Flow, Lines, recharge_row
from sspipe.reconcile.solving import solve
from sspipe.reconcile.spoken import amount_said


@dataclass(frozen=True, slots=True)
class RechargeComparison:
    """Both recharge pairs of every flow at one moment, after the causes of the cost and after due (R9)."""

    books: Books
    register: Register

    def candidates(self) -> Iterator[Candidate]:
        """Billed less due, and booked less billed, of each flow and service month."""
        for flow_lines in self.books.workings.flows:
            for month, lines in self.books.months_of(flow_lines.flow).items():
                yield self._billed(flow_lines.flow, month, lines)
                yield self._booked(flow_lines.flow, month, lines)

    def _billed(self, flow: Flow, month: Period, lines: Lines) -> Candidate:
        row = recharge_row(flow, month, lines, self.books.moment, Accrued())
        amount = row.unbilled_in_transit_pence - row.unbilled_pence
        spot = _spot(flow, Pair.BILLED_DUE, month)
        here = self._month(spot, flow, lines)
        compared = _compared(here, here.host, "billed", here.billed_pence, amount)
        asked = f" Ask {here.host_officer} for the working of the bill."
        causes = _causes(here, amount, BILLED_LESS_DUE, lines.billed, (compared, asked))
        causes += (*fund_miscredited(here), *vat_not_charged(here))
        information = tuple(billed_later(here, self.register.causes_before(spot))) if not causes else ()
        return Candidate(spot=spot, post=flow.post, amount_pence=amount, causes=causes, information=information)

    def _booked(self, flow: Flow, month: Period, lines: Lines) -> Candidate:
        row = recharge_row(flow, month, lines, self.books.moment, Accrued())
        amount = row.unbooked_in_transit_pence - row.unbooked_pence
        spot = _spot(flow, Pair.BOOKED_BILLED, month)
        here = self._month(spot, flow, lines)
        booked = sum(line.amount_pence for line in lines.booked)
        compared = _compared(here, here.partner, "booked", booked, amount)
        asked = f" Ask {here.partner_officer} for the papers behind the booking."
        causes = _causes(here, amount, BOOKED_LESS_BILLED, (*lines.billed, *lines.booked), (compared, asked))
        information = tuple(booked_later(here, self.register.causes_before(spot))) if not causes else ()
        return Candidate(spot=spot, post=flow.post, amount_pence=amount, causes=causes, information=information)

    def _month(self, spot: Spot, flow: Flow, lines: Lines) -> RechargeMonth:
        is_new = self.register.is_new(spot)
        return RechargeMonth(flow=flow, month=spot.month, lines=lines, books=self.books, is_new=is_new)


def _compared(month: RechargeMonth, who: str, done: str, is_pence: int, differs_pence: int) -> str:
    """What is and what should be by now, once what may still wait is taken off."""
    should = amount_said(is_pence - differs_pence)
    return f"{who} {done} {amount_said(is_pence)} for {month.label}; {should} should be {done} by now."


def _causes(
    month: RechargeMonth, amount_pence: int, predict: Iterable[Predicts], lines: Sequence[Posted], told: tuple[str, str]
) -> tuple[Cause, ...]:
    """The causes of one number; none of nil. Told are the two figures, and what to ask where nothing explains it."""
    if not amount_pence:
        return ()
    difference: Parts = {None: amount_pence}
    hypotheses = [each for cause in predict for each in cause(month)]
    for put_back in with_credits_put_back(month) if predict is BILLED_LESS_DUE else ():
        hypotheses += [each for cause in WITH_CREDITS_PUT_BACK for each in cause(put_back)]
    compared, asked = told
    return causes_of(solve(difference, hypotheses), difference, evidence_of(*lines), compared=compared, asked=asked)


def _spot(flow: Flow, pair: Pair, month: Period) -> Spot:
    council, other = (flow.host, flow.partner) if pair is Pair.BILLED_DUE else (flow.partner, flow.host)
    return Spot(
        agreement=flow.agreement, subject=flow.post, council=council, counterparty=other, pair=pair, month=month
    )
