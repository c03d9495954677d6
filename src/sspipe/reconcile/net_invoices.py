"""The partner booked one line for both directions: the host's charge less what it charges the host itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sspipe.model.money import in_pounds
from sspipe.model.statement import Posted
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.invoices import is_of
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.recharges import Flow


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """A line booked by a partner: `ours`, what the host billed it for, less `theirs`, what it billed the host."""

    flow: Flow
    line: Posted
    ours: tuple[Posted, ...]
    theirs: tuple[tuple[Flow, Posted], ...]


def net_invoice(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Minus the other direction, on the month that was netted; minus what was set off, on the month that it pays."""
    host, partner = month.flow.host, month.flow.partner
    for net in _nets(month, host, partner):
        if is_of(month, net.flow, net.line):
            yield _set_off(month, net, [line for _, line in net.theirs])
    for net in _nets(month, partner, host):
        here = [line for flow, line in net.theirs if is_of(month, flow, line)]
        if here and not month.lines.booked:
            yield _set_off(month, net, here)


def _nets(month: RechargeMonth, host: str, partner: str) -> Iterator[Net]:
    billed = _of_month(month, month.books.billed_between(host, partner))
    theirs = _of_month(month, month.books.billed_between(partner, host))
    sets = [*((each,) for each in theirs), *([tuple(theirs)] if len(theirs) > 1 else [])]
    for flow, line in _of_month(month, month.books.booked_between(host, partner)):
        ours = tuple(each for their, each in billed if (their.agreement, each.post) == (flow.agreement, line.post))
        for chosen in sets if ours else ():
            if line.amount_pence == _sum(ours) - _sum([each for _, each in chosen]):
                yield Net(flow=flow, line=line, ours=ours, theirs=chosen)


def _of_month(month: RechargeMonth, parts: Sequence[tuple[Flow, Posted]]) -> list[tuple[Flow, Posted]]:
    return [(flow, line) for flow, line in parts if line.service == month.month]


def _sum(lines: Sequence[Posted]) -> int:
    return sum(line.amount_pence for line in lines)


def _set_off(month: RechargeMonth, net: Net, lines: Sequence[Posted]) -> Hypothesis:
    amount = _sum(lines)
    gross, theirs = in_pounds(_sum(net.ours)), in_pounds(_sum([line for _, line in net.theirs]))
    return Hypothesis(
        code="NET_INVOICE",
        cause_class=CauseClass.RECORDED,
        parts={None: -amount},
        what=f"{in_pounds(amount)} set off against the other direction",
        sentence=(
            f"One line of {in_pounds(net.line.amount_pence)} for {month.label} nets both directions, {gross} "
            f"less {theirs}; {in_pounds(amount)} is set off here."
        ),
        decides="the remittance that came with the netted payment",
        evidence=evidence_of(net.line, *lines),
        has_own_rows=True,
    )
