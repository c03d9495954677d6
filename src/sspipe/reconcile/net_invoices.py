"""The partner booked one line for both directions: the host's charge less what it charges the host itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from sspipe.model.money import in_pounds
from sspipe.model.statement import Posted
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.entered import entered
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.laid_lines import Between
from sspipe.reconcile.recharge_months import RechargeMonth


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """A line booked by a partner: `ours`, what the host billed it for, less `theirs`, what it billed the host."""

    line: Posted
    ours: tuple[Posted, ...]
    theirs: tuple[Posted, ...]

    @property
    def is_exact(self) -> bool:
        """Whether the line is just that."""
        return bool(self.ours and self.theirs) and self.line.amount_pence == _sum(self.ours) - _sum(self.theirs)


def net_invoice(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Minus the other direction, on the month that was netted; minus what was set off, on the month that it pays."""
    back = (month.flow.partner, month.flow.host)
    for line, ours in dict.fromkeys(_set_against(month)):
        for theirs in _charged_back(month, back, line, ours):
            net = Net(line=line, ours=ours, theirs=theirs)
            if net.is_exact:
                yield _set_off(month, net, net.theirs)
    if not month.lines.booked:
        yield from _netted_by_host(month, back)


def _set_against(month: RechargeMonth) -> Iterator[tuple[Posted, tuple[Posted, ...]]]:
    """Lines booked with what each may be the rest of: all billed for the month, or what is left of an invoice."""
    yield from ((line, month.lines.billed) for line in month.lines.booked)
    for invoice in entered(month):
        odd, ours = invoice.unmatched
        if len(odd) == 1 and ours:
            yield odd[0], ours


def _charged_back(
    month: RechargeMonth, back: Between, line: Posted, ours: tuple[Posted, ...]
) -> Iterable[tuple[Posted, ...]]:
    """What was charged the other way, for the month or by an invoice of those days, that would make up the rest."""
    billed, set_off = month.books.billed, _sum(ours) - line.amount_pence
    of_the_month = billed.one_or_all_of(back, month.month, set_off)
    whole = billed.invoices_over(back, {each.posted_in for each in (line, *ours)}, set_off)
    return dict.fromkeys((*of_the_month, *whole))


def _netted_by_host(month: RechargeMonth, back: Between) -> Iterator[Hypothesis]:
    """The host took this charge off what it booked from the partner: this post's, or all its charges of the month."""
    own = list(_each_and_all(month.lines.billed))
    everything = month.books.billed.of_month(month.between, month.month)
    found = [
        (at, number, Net(line=line, ours=ours, theirs=chosen))
        for number, chosen in enumerate(own if everything in own else [*own, everything])
        for at, line, ours in month.books.set_off.short_by(back, month.month, _sum(chosen))
    ]
    for _, _, net in sorted(found, key=itemgetter(0, 1)):
        if net.is_exact:
            yield _set_off(month, net, [each for each in net.theirs if each in month.lines.billed])


def _each_and_all(lines: Sequence[Posted]) -> Iterator[tuple[Posted, ...]]:
    yield from ((line,) for line in lines)
    if len(lines) > 1:
        yield tuple(lines)


def _sum(lines: Sequence[Posted]) -> int:
    return sum(line.amount_pence for line in lines)


def _set_off(month: RechargeMonth, net: Net, lines: Sequence[Posted]) -> Hypothesis:
    amount, gross, theirs = in_pounds(_sum(lines)), in_pounds(_sum(net.ours)), in_pounds(_sum(net.theirs))
    return Hypothesis(
        code="NET_INVOICE",
        cause_class=CauseClass.RECORDED,
        parts={None: -_sum(lines)},
        what=f"{amount} set off against the other direction",
        sentence=(
            f"One line of {in_pounds(net.line.amount_pence)} for {month.label} sets both directions between the "
            f"councils off, {gross} less {theirs}, so that {amount} is not booked here by itself. Ask "
            f"{month.partner_officer} to book both in full."
        ),
        decides=f"the remittance that came with the payment, from {month.partner_officer}",
        evidence=evidence_of(net.line, *lines),
        has_own_rows=True,
    )
