"""What is wrong with a month's invoices though their pounds are right: the fund that was credited, and VAT left out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sspipe.model.agreements import VatTreatment
from sspipe.model.money import in_pounds
from sspipe.model.statement import Cause, Posted
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.hypotheses import CauseClass
from sspipe.reconcile.recharge_months import RechargeMonth


def fund_miscredited(month: RechargeMonth) -> Iterator[Cause]:
    """Nil in total, two funds: the income stands in a fund that bore none of the post's pay that month (R12).

    Where a ledger names no fund, nothing is said.
    """
    bore = month.books.funds_of_pay(month.flow.post, month.flow.host, month.month)
    for fund, lines in sorted(_by_fund(month).items()):
        credited = sum(line.amount_pence for line in lines)
        if fund and bore and fund not in bore and credited:
            yield _nil(
                "FUND_MISCREDITED",
                f"{month.host} put the income of {in_pounds(credited)} for {month.label} into the fund {fund}; the "
                f"post was paid from the fund {' and '.join(sorted(bore))}, which should have it. Ask "
                f"{month.host_officer} to move it; what is owed stays as it is.",
                lines,
            )


def _by_fund(month: RechargeMonth) -> Mapping[str, list[Posted]]:
    found: dict[str, list[Posted]] = defaultdict(list)
    for line in month.lines.billed:
        found[month.books.line_of(line).fund].append(line)
    return found


def vat_not_charged(month: RechargeMonth) -> Iterator[Cause]:
    """Nil net of VAT: an invoice without VAT under an agreement whose recharges are taxable.

    Said only of a host whose other invoices to the partner show their VAT, or under the tax code of invoices that
    bear none by their agreement.
    """
    if month.flow.terms.vat_treatment is not VatTreatment.TAXABLE:
        return
    books, shows_vat = month.books, month.books.shows_vat(month.flow)
    bare = [line for line in month.lines.billed if not books.line_of(line).vat_pence and line.amount_pence > 0]
    bare = [line for line in bare if shows_vat or books.is_coded_without_vat(line)]
    due = {item.due_pence for item in month.lines.due}
    untaxed = [line for line in bare if line.amount_pence in due]
    if untaxed:
        amount_pence = sum(line.amount_pence for line in untaxed)
        yield _nil(
            "VAT_NOT_CHARGED",
            f"{month.host} billed {in_pounds(amount_pence)} for {month.label} without VAT; the agreement's "
            f"recharges are taxable. Ask {month.host_officer} to issue a VAT invoice.",
            untaxed,
        )


def _nil(code: str, sentence: str, lines: list[Posted]) -> Cause:
    return Cause(
        code=code,
        cause_class=str(int(CauseClass.RECORDED)),
        amount_pence=0,
        is_supposed=False,
        sentence=sentence,
        evidence=evidence_of(*lines),
        tried=1,
    )
