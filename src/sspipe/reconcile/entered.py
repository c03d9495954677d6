"""How each invoice of a month was entered: as it stands, with what quotes it elsewhere, and without a line left out.

An invoice under another code, name or post may besides be entered in part, with its VAT, net or with a slip. The cause
that it stands there takes off what is found there; what else went wrong is looked for as if it stood here (R9).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from sspipe.model.ledger import LedgerLine
from sspipe.model.statement import Posted
from sspipe.reconcile.invoices import Invoice, billed_under, booked_under, invoices
from sspipe.reconcile.posted import posted_of
from sspipe.reconcile.recharge_months import RechargeMonth

MOST_LINES = 6
"""Lines of an invoice for one month of which those that were left out are looked for."""
ANOTHER_AGREEMENT = "under another agreement of the two councils"
ANOTHER_POST = "on another post of the agreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Lines that quote an invoice for a month and stand where it does not belong; `code` is the cause that this is."""

    code: str
    where: str
    lines: tuple[Posted, ...]

    @property
    def booked_pence(self) -> int:
        """What stands there."""
        return sum(line.amount_pence for line in self.lines)


def entered(month: RechargeMonth) -> Iterator[Invoice]:
    """Every invoice of a month as it may have been entered: its lines that were, and what was booked of them."""
    for whole in (*invoices(month), *with_what_stands_elsewhere(month)):
        yield whole
        if not whole.unbooked:
            for left_out in lines_left_out(whole):
                yield replace(whole, billed=tuple(line for line in whole.billed if line not in left_out))


def with_what_stands_elsewhere(month: RechargeMonth) -> Iterator[Invoice]:
    """Every invoice that is quoted elsewhere, as if what stands there were booked here."""
    for invoice in invoices(month):
        for found in elsewhere(month, invoice):
            yield replace(invoice, booked=(*invoice.booked, *found.lines))


def lines_left_out(invoice: Invoice) -> Iterator[tuple[Posted, ...]]:
    """What of an invoice is not booked, by its amounts; else what may not be where fewer lines are."""
    lacking = len(invoice.billed) - len(invoice.booked)
    if invoice.unbooked:
        yield invoice.unbooked
    elif invoice.booked and lacking > 0 and len(invoice.billed) <= MOST_LINES:
        yield from combinations(invoice.billed, lacking)


def elsewhere(month: RechargeMonth, invoice: Invoice) -> list[Elsewhere]:
    """What quotes an invoice for the month and stands elsewhere: under a code, a name, or on posts not billed by it."""
    unlaid = list(_unlaid(month, invoice))
    coded = [line for line in unlaid if line.counterparty == month.flow.host]
    named = [line for line in unlaid if line.counterparty != month.flow.host]
    under = [
        ("BOOKED_OTHER_CODE", codes_of(coded), _posted(month, coded)),
        ("WRONG_COUNTERPARTY", f"under another name than {month.host}'s", _posted(month, named)),
        *_on_other_posts(month, invoice),
    ]
    return [Elsewhere(code=code, where=where, lines=lines) for code, where, lines in under if lines]


def _unlaid(month: RechargeMonth, invoice: Invoice) -> Iterator[LedgerLine]:
    lines = month.books.unlaid.quoting(month.flow.partner, invoice.reference)
    return (line for line in lines if line.service_month == month.month)


def _posted(month: RechargeMonth, lines: Iterable[LedgerLine]) -> tuple[Posted, ...]:
    return tuple(posted_of(line, (month.flow.post, month.month), line.amount_pence) for line in lines)


def codes_of(lines: Sequence[LedgerLine]) -> str:
    """The accounts and cost centres of lines, as people name them."""
    accounts = " and ".join(sorted({line.account for line in lines}))
    centres = " and ".join(sorted({line.cost_centre or "none" for line in lines}))
    return f"under account {accounts} in cost centre {centres}"


def _on_other_posts(month: RechargeMonth, invoice: Invoice) -> Iterator[tuple[str, str, tuple[Posted, ...]]]:
    for (agreement, _), lines in sorted(laid_on_other_posts(month, invoice).items()):
        of_month = tuple(line for line in lines if line.service == month.month)
        is_same = agreement == month.flow.agreement
        yield (
            "BOOKED_OTHER_CODE" if is_same else "OTHER_AGREEMENT",
            ANOTHER_POST if is_same else ANOTHER_AGREEMENT,
            of_month,
        )


def laid_on_other_posts(month: RechargeMonth, invoice: Invoice) -> dict[tuple[str, str], list[Posted]]:
    """What quotes an invoice and is laid on posts for which the host billed nothing of it, by agreement and post."""
    found: dict[tuple[str, str], list[Posted]] = defaultdict(list)
    if invoice.reference:
        billed = {(flow.agreement, line.post) for flow, line in billed_under(month, invoice.reference)}
        own = {*billed, (month.flow.agreement, month.flow.post)}
        for flow, line in booked_under(month, invoice.reference):
            if (flow.agreement, line.post) not in own:
                found[flow.agreement, line.post].append(line)
    return found
