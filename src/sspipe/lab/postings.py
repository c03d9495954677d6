"""The documents that joint posts leave in both ledgers: payroll, recharges, accruals."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from sspipe.lab.accruals import Accrual, accrual_id
from sspipe.lab.documents import Document, Line, balanced
from sspipe.lab.months import Month
from sspipe.lab.pay_postings import PayPostings
from sspipe.lab.pence import half_up
from sspipe.lab.recharges import NO_POST, Booking, Invoice
from sspipe.lab.site import LAST_OF_YEAR, MONTHS, YEAR_END

OUTSIDE_SCOPE, TAXED = "OS", "V1"
VAT = Fraction("0.2")


class Postings(PayPostings):
    """Writes the documents of one world; knows no file format."""

    def recharges(self, invoices: Iterable[Invoice], accruals: Iterable[Accrual]) -> list[Document]:
        """Each invoice in the host's ledger and, once booked, in the partner's."""
        ids = {line.accrual_id for line in accruals}
        found = []
        for invoice in invoices:
            found.append(self._sale(invoice, ids))
            found += [self._purchase(invoice, each, ids) for each in invoice.bookings if each.posted <= MONTHS[-1].last]
        return found

    def _sale(self, invoice: Invoice, ids: set[str]) -> Document:
        host = self.agreed.hosts[invoice.post]
        kind = "U" if invoice.posted > YEAR_END else ""
        amounts = tuple((tranche, -amount) for tranche, amount in invoice.amounts)
        sale = Booking(posted=invoice.posted, amounts=amounts, tax_code=invoice.tax_code, fund=invoice.fund)
        return self._recharge(invoice, host, "recharge_income", sale, (kind, ids))

    def _purchase(self, invoice: Invoice, booking: Booking, ids: set[str]) -> Document:
        partner = self.agreed.partners[invoice.post]
        kind = "U" if invoice.posted > YEAR_END else "K" if booking.posted > YEAR_END else ""
        return self._recharge(invoice, partner, "recharge_expenditure", booking, (kind, ids))

    def _recharge(
        self, invoice: Invoice, council: str, component: str, entry: Booking, accrued: tuple[str, set[str]]
    ) -> Document:
        books = self.site.councils[council]
        post = invoice.post
        kind, ids = accrued
        lines = [
            Line(
                account=entry.account or books.accounts[component],
                amount=amount,
                cost_centre=entry.cost_centre or self.cost_centre(post, council),
                post_ref="" if entry.post_ref == NO_POST else entry.post_ref or self.post_ref(post, council),
                partner=entry.partner or self._other_name(council, post),
                reference=invoice.reference,
                text=f"Shared post, {tranche.earned.first:%B %Y}",
                service=tranche.earned,
                tax_code=entry.tax_code or (TAXED if self._is_taxed(invoice) else OUTSIDE_SCOPE),
                vat=half_up(amount * VAT) if self._is_taxed(invoice) else 0,
                accrual_id=self._quoted(post, tranche.earned, kind, council, ids),
                fund=entry.fund or self.fund(post),
            )
            for tranche, amount in entry.amounts
        ]
        return Document(
            council=council,
            kind=_paper_kind(component, sum(amount for _, amount in entry.amounts)),
            posted=entry.posted,
            period=Month.of(entry.posted).period,
            lines=balanced(lines, books.accounts["control"], f"Invoice {invoice.reference}"),
            paper=invoice.reference,
            credits_paper=invoice.credits,
        )

    def _is_taxed(self, invoice: Invoice) -> bool:
        sharing = self.agreed.sharings.get(invoice.post)
        return sharing is not None and sharing.is_taxable and not invoice.without_vat

    def _other_name(self, council: str, post: str) -> str:
        host, partner = self.agreed.hosts[post], self.agreed.partners[post]
        return self.site.councils[council].partners[partner if council == host else host]

    def _quoted(self, post: str, earned: Month, kind: str, council: str, ids: set[str]) -> str:
        if not kind or earned > LAST_OF_YEAR:
            return ""
        wanted = accrual_id(self.site, post, earned, kind, council)
        return wanted if wanted in ids else ""

    def year_end(
        self, accruals: Iterable[Accrual], raised: Mapping[str, int], turned: Mapping[str, int]
    ) -> list[Document]:
        """Each council's schedule raised in March and reversed in April; other amounts by accrual id where given."""
        lines = list(accruals)
        march = [replace(each, amount=raised.get(each.accrual_id, each.amount)) for each in lines]
        april = [replace(each, amount=turned.get(each.accrual_id, -each.amount)) for each in lines]
        councils = sorted(self.site.councils)
        documents = [
            *(self._accrual(council, march, LAST_OF_YEAR) for council in councils),
            *(self._accrual(council, april, LAST_OF_YEAR.plus(1)) for council in councils),
        ]
        return [document for document in documents if document.lines]

    def _accrual(self, council: str, accruals: list[Accrual], month: Month) -> Document:
        books = self.site.councils[council]
        is_raised = month == LAST_OF_YEAR
        lines = [
            Line(
                account=books.accounts["recharge_income" if each.is_income else "recharge_expenditure"],
                amount=each.amount,
                cost_centre=self.cost_centre(each.post, council),
                post_ref=self.post_ref(each.post, council),
                partner=self._other_name(council, each.post),
                text="Year end, shared posts" if is_raised else "Year end, shared posts, reversed",
                service=each.earned,
                accrual_id=each.accrual_id,
                fund=self.fund(each.post),
            )
            for each in accruals
            if each.council == council
        ]
        return Document(
            council=council,
            kind="accrual",
            posted=YEAR_END if is_raised else month.first,
            period=month.period,
            entry_type="accrual",
            lines=balanced(lines, books.accounts["control"], "Year end"),
        )


def _paper_kind(component: str, whole: int) -> str:
    if component == "recharge_income":
        return "sale" if whole <= 0 else "credit note"
    return "purchase" if whole >= 0 else "credit received"
