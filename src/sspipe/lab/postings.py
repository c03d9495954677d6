"""The documents that joint posts leave in both ledgers: payroll, recharges, accruals, budgets."""

from collections.abc import Iterable, Mapping
from datetime import date

from sspipe.lab.accruals import Accrual, accrual_id
from sspipe.lab.agreements import Agreed
from sspipe.lab.chance import stream
from sspipe.lab.documents import Document, Line, balanced
from sspipe.lab.months import MONTHS_A_YEAR, Month, Period
from sspipe.lab.payments import Payment
from sspipe.lab.people import People
from sspipe.lab.plants import Plant
from sspipe.lab.recharges import Invoice
from sspipe.lab.site import FIRST, LAST_OF_YEAR, MONTHS, YEAR_END, Site

COMPONENTS = ("basic", "ni", "pension", "levy")
OTHER_COST_CENTRES = {"stockport": "CE9001", "tameside": "7901"}
FUNDS = {"director": "GF"}
EARLY_YEARS_FUND = "EYDSG"
OUTSIDE_SCOPE = "OS"


class Postings:
    """Writes the documents of one world; knows no file format."""

    def __init__(self, site: Site, agreed: Agreed, people: People, seed: int) -> None:
        """Keep what every document needs."""
        self.site, self.agreed, self.people, self.seed = site, agreed, people, seed
        self.refs = {post: each.refs for post, each in site.posts.items()}

    def post_ref(self, post: str, council: str) -> str:
        """A post's reference in a council's books."""
        return self.refs[post][council] if post in self.refs else post

    def cost_centre(self, post: str, council: str) -> str:
        """A post's cost centre in a council's books."""
        known = self.site.posts.get(post)
        return known.cost_centres[council] if known else OTHER_COST_CENTRES[council]

    def fund(self, post: str) -> str:
        """The fund that bears a post."""
        return FUNDS.get(post, EARLY_YEARS_FUND) if post in self.site.posts else "GF"

    def payroll(self, payments: Iterable[Payment], plants: Iterable[Plant], hosts: Mapping[str, str]) -> list[Document]:
        """One document a month and council, one line per person, post and component."""
        paid: dict[tuple[str, Month], dict[tuple[str, str], dict[str, int]]] = {}
        for each in payments:
            month = paid.setdefault((hosts[each.post], each.paid), {})
            amounts = month.setdefault((each.post, each.person), dict.fromkeys(COMPONENTS, 0))
            for component in COMPONENTS:
                amounts[component] += getattr(each, component)
        return [
            self._pay_document(council, month, paid.get((council, month), {}), list(plants))
            for council in sorted(self.site.councils)
            for month in MONTHS
        ]

    def _pay_document(
        self, council: str, month: Month, paid: dict[tuple[str, str], dict[str, int]], plants: list[Plant]
    ) -> Document:
        accounts = self.site.councils[council].accounts
        lines = []
        for (post, person), amounts in sorted(paid.items()):
            shown_ref, shown_person = self._shown(post, person, council, month)
            lines += [
                Line(
                    account=accounts[component],
                    amount=amounts[component],
                    cost_centre=self.cost_centre(post, council),
                    post_ref=shown_ref,
                    person=shown_person,
                    text=f"Salaries £ {month.first:%B}, ZZFAKE Person {self.people.name_number(person)}",
                    fund=self.fund(post),
                )
                for component in COMPONENTS
            ]
        lines += [line for plant in plants for line in self._plant_lines(plant, council, month)]
        return Document(
            council=council,
            kind="payroll",
            posted=self.site.days(council).pay_date(month),
            period=month.period,
            lines=balanced(lines, accounts["control"], f"Net pay and deductions {month.first:%B}"),
        )

    def _shown(self, post: str, person: str, council: str, month: Month) -> tuple[str, str]:
        """Which of post and person a line names: Stockport both; Tameside at times one or neither."""
        reference = self.post_ref(post, council)
        jobs = {row.post for row in self.people.occupancies if row.person == person}
        if council == "stockport" or len(jobs) > 1:
            return reference, person
        shown = stream(self.seed, "attribution", post, month).choice(("both", "both", "person", "neither"))
        return {"both": (reference, person), "person": ("", person), "neither": ("", "")}[shown]

    def _plant_lines(self, plant: Plant, council: str, month: Month) -> list[Line]:
        if plant.council != council or plant.month != month:
            return []
        accounts = self.site.councils[council].accounts
        return [
            Line(
                account=accounts[component],
                amount=amount,
                cost_centre=self.cost_centre(plant.post, council),
                post_ref=self.post_ref(plant.post, council),
                person=plant.person,
                text=f"Salaries £ {month.first:%B}",
                fund=self.fund(plant.post),
            )
            for component, amount in plant.payroll
        ]

    def recharges(self, invoices: Iterable[Invoice], accruals: Iterable[Accrual]) -> list[Document]:
        """Each invoice in the host's ledger and, once booked, in the partner's."""
        ids = {line.accrual_id for line in accruals}
        found = []
        for invoice in invoices:
            found.append(self._sale(invoice, ids))
            if invoice.booked is not None and invoice.booked <= MONTHS[-1].last:
                found.append(self._purchase(invoice, invoice.booked, ids))
        return found

    def _sale(self, invoice: Invoice, ids: set[str]) -> Document:
        host = self.agreed.hosts[invoice.post]
        kind = "U" if invoice.posted > YEAR_END else ""
        return self._recharge(invoice, (host, "recharge_income", -1, invoice.posted), kind, ids)

    def _purchase(self, invoice: Invoice, booked: date, ids: set[str]) -> Document:
        partner = self.agreed.partners[invoice.post]
        kind = "U" if invoice.posted > YEAR_END else "K" if booked > YEAR_END else ""
        return self._recharge(invoice, (partner, "recharge_expenditure", 1, booked), kind, ids)

    def _recharge(self, invoice: Invoice, side: tuple[str, str, int, date], kind: str, ids: set[str]) -> Document:
        council, component, sign, posted = side
        books = self.site.councils[council]
        post = invoice.post
        lines = [
            Line(
                account=books.accounts[component],
                amount=sign * tranche.due,
                cost_centre=self.cost_centre(post, council),
                post_ref=self.post_ref(post, council),
                partner=self._other_name(council, post),
                reference=invoice.reference,
                text=f"Shared post, {tranche.earned.first:%B %Y}",
                service=tranche.earned,
                tax_code=OUTSIDE_SCOPE,
                accrual_id=self._quoted(post, tranche.earned, kind, council, ids),
                fund=self.fund(post),
            )
            for tranche in invoice.tranches
        ]
        return Document(
            council=council,
            kind=_paper_kind(component, sum(tranche.due for tranche in invoice.tranches)),
            posted=posted,
            period=Month.of(posted).period,
            lines=balanced(lines, books.accounts["control"], f"Invoice {invoice.reference}"),
            paper=invoice.reference,
            credits_paper=invoice.credits,
        )

    def _other_name(self, council: str, post: str) -> str:
        host, partner = self.agreed.hosts[post], self.agreed.partners[post]
        return self.site.councils[council].partners[partner if council == host else host]

    def _quoted(self, post: str, earned: Month, kind: str, council: str, ids: set[str]) -> str:
        if not kind or earned > LAST_OF_YEAR:
            return ""
        wanted = accrual_id(self.site, post, earned, kind, council)
        return wanted if wanted in ids else ""

    def year_end(self, accruals: Iterable[Accrual]) -> list[Document]:
        """Each council's schedule raised in March and reversed in April."""
        lines = list(accruals)
        raised = [self._accrual(council, lines, 1) for council in sorted(self.site.councils)]
        reversed_ = [self._accrual(council, lines, -1) for council in sorted(self.site.councils)]
        return [document for document in (*raised, *reversed_) if document.lines]

    def _accrual(self, council: str, accruals: list[Accrual], sign: int) -> Document:
        books = self.site.councils[council]
        lines = [
            Line(
                account=books.accounts["recharge_income" if each.is_income else "recharge_expenditure"],
                amount=sign * each.amount,
                cost_centre=self.cost_centre(each.post, council),
                post_ref=self.post_ref(each.post, council),
                partner=self._other_name(council, each.post),
                text="Year end, shared posts" if sign > 0 else "Year end, shared posts, reversed",
                service=each.earned,
                accrual_id=each.accrual_id,
                fund=self.fund(each.post),
            )
            for each in accruals
            if each.council == council
        ]
        month = LAST_OF_YEAR if sign > 0 else LAST_OF_YEAR.plus(1)
        return Document(
            council=council,
            kind="accrual",
            posted=YEAR_END if sign > 0 else month.first,
            period=month.period,
            entry_type="accrual",
            lines=balanced(lines, books.accounts["control"], "Year end"),
        )

    def corrections(self, payments: Iterable[Payment]) -> list[Document]:
        """In some seeds a payroll pair of a joint post in P13 that nets to nil, with its service month."""
        rng = stream(self.seed, "year-end pair")
        candidates = sorted(
            {(each.post, each.paid) for each in payments if each.post in self.refs and each.paid <= LAST_OF_YEAR}
        )
        post, month = rng.choice(candidates)
        if rng.random() < 0.5:
            return []
        council = self.agreed.hosts[post]
        amount = rng.randrange(5_000, 90_000)
        lines = tuple(
            Line(
                account=self.site.councils[council].accounts["basic"],
                amount=each,
                cost_centre=self.cost_centre(post, council),
                post_ref=self.post_ref(post, council),
                text="Salaries, coding corrected",
                service=month,
                fund=self.fund(post),
            )
            for each in (amount, -amount)
        )
        period = Period(FIRST.start_year, MONTHS_A_YEAR + 1)
        return [Document(council=council, kind="payroll", posted=YEAR_END, period=period, lines=lines)]


def _paper_kind(component: str, whole: int) -> str:
    if component == "recharge_income":
        return "sale" if whole >= 0 else "credit note"
    return "purchase" if whole >= 0 else "credit received"
