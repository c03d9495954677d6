"""The invoices of a service month by the host's reference: what of each is billed, booked, and booked elsewhere."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sspipe.model.ledger import LedgerLine
from sspipe.model.statement import Posted
from sspipe.reconcile.laid_lines import Part
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.recharges import Flow, references_in_lag, unbooked_by_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """One reference in one service month; the partner has no time left to book it."""

    reference: str
    billed: tuple[Posted, ...]
    booked: tuple[Posted, ...]

    @property
    def billed_pence(self) -> int:
        """What it charges for the month."""
        return sum(line.amount_pence for line in self.billed)

    @property
    def unmatched(self) -> tuple[tuple[Posted, ...], tuple[Posted, ...]]:
        """What is booked that is none of its lines, and its lines that are not booked, by their amounts."""
        booked, left = list(self.booked), []
        for line in self.billed:
            found = next((each for each in booked if each.amount_pence == line.amount_pence), None)
            if found is None:
                left.append(line)
            else:
                booked.remove(found)
        return tuple(booked), tuple(left)

    @property
    def unbooked(self) -> tuple[Posted, ...] | None:
        """Its lines that are not booked; None where something is booked that is none of its lines."""
        odd, left = self.unmatched
        return None if odd else left

    @property
    def name(self) -> str:
        """How people speak of it."""
        return f"invoice {self.reference}" if self.reference else "the invoice without a number"


def invoices(month: RechargeMonth) -> list[Invoice]:
    """Every reference that the host billed for the month and whose days to book are over."""
    in_lag = references_in_lag(month.flow, month.lines, month.books.moment.as_of)
    billed, booked = _by_reference(month.lines.billed), _by_reference(month.lines.booked)
    return [
        Invoice(reference=reference, billed=tuple(lines), booked=tuple(booked.get(reference, ())))
        for reference, lines in sorted(billed.items())
        if reference not in in_lag
    ]


def _by_reference(lines: Sequence[Posted]) -> Mapping[str, list[Posted]]:
    found: dict[str, list[Posted]] = defaultdict(list)
    for line in lines:
        found[line.reference].append(line)
    return found


def missing(month: RechargeMonth) -> list[Invoice]:
    """Invoices of which nothing is booked for the month."""
    unbooked = unbooked_by_reference(month.lines)
    return [each for each in invoices(month) if not each.booked and each.reference in unbooked]


def lacking(month: RechargeMonth) -> list[Invoice]:
    """Invoices of which some lines or all are not booked for the month, each with those lines alone."""
    return [replace(each, billed=each.unbooked, booked=()) for each in invoices(month) if each.unbooked]


def strays(month: RechargeMonth) -> list[Posted]:
    """Lines booked for the month under a reference that is not billed for it."""
    billed = {line.reference for line in month.lines.billed}
    return [line for line in month.lines.booked if line.reference and line.reference not in billed]


def is_of(month: RechargeMonth, flow: Flow, line: Posted) -> bool:
    """Whether a part was laid on this month of this flow."""
    return (flow.agreement, line.post, line.service) == (month.flow.agreement, month.flow.post, month.month)


def booked_under(month: RechargeMonth, reference: str) -> list[Part]:
    """What the partner booked under a reference for other months, posts or agreements."""
    booked = month.books.booked.quoting(month.between, reference)
    return [(flow, line) for flow, line in booked if not is_of(month, flow, line)]


def billed_under(month: RechargeMonth, reference: str) -> list[Part]:
    """What the host billed under a reference for other months, posts or agreements."""
    billed = month.books.billed.quoting(month.between, reference)
    return [(flow, line) for flow, line in billed if not is_of(month, flow, line)]


def not_laid(month: RechargeMonth, invoice: Invoice) -> list[LedgerLine]:
    """The partner's lines for the host, laid on no post, that quote the invoice, else those of its amount.

    A line that quotes another invoice of the host is that one's.
    """
    partner, host = month.flow.partner, month.flow.host
    quoting = [line for line in month.books.unlaid.quoting(partner, invoice.reference) if line.counterparty == host]
    alike = month.books.unlaid.of_amount(partner, host, invoice.billed_pence)
    return quoting or [line for line in alike if not month.books.billed.quoting(month.between, line.reference)]


def is_found(month: RechargeMonth, invoice: Invoice) -> bool:
    """Whether the partner's ledger for the host holds, anywhere else, what could be the invoice (R8)."""
    return bool(not_laid(month, invoice)) or bool(booked_under(month, invoice.reference))
