"""The payroll documents of both ledgers, and what each council's books call a post."""

from collections.abc import Iterable, Mapping

from sspipe.lab.agreements import Agreed
from sspipe.lab.chance import stream
from sspipe.lab.documents import Document, Line, balanced
from sspipe.lab.months import MONTHS_A_YEAR, Month, Period
from sspipe.lab.payments import Payment
from sspipe.lab.people import People
from sspipe.lab.plant import PayChange
from sspipe.lab.site import FIRST, LAST_OF_YEAR, MONTHS, YEAR_END, Site

COMPONENTS = ("basic", "elements", "ni", "pension", "levy")
OTHER_COST_CENTRES = {"stockport": "CE9001", "tameside": "7901"}
FUNDS = {"director": "GF"}
EARLY_YEARS_FUND = "EYDSG"


class PayPostings:
    """Writes payroll; knows no file format."""

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

    def payroll(
        self, payments: Iterable[Payment], changes: Iterable[PayChange], hosts: Mapping[str, str]
    ) -> list[Document]:
        """One document a month and council, one line per person, post and component, with what was planted."""
        planted = list(changes)
        paid: dict[tuple[str, Month], dict[tuple[str, str], dict[str, int]]] = {}
        for each in payments:
            month = paid.setdefault((hosts[each.post], each.paid), {})
            amounts = month.setdefault((each.post, each.person), dict.fromkeys(COMPONENTS, 0))
            for component in COMPONENTS:
                amounts[component] += getattr(each, component)
        for change in (each for each in planted if not each.is_own):
            month = paid.setdefault((change.council, change.month), {})
            amounts = month.setdefault((change.post, change.person), dict.fromkeys(COMPONENTS, 0))
            amounts[change.component] += change.amount
        own = [each for each in planted if each.is_own]
        return [
            self._pay_document(council, month, paid.get((council, month), {}), own)
            for council in sorted(self.site.councils)
            for month in MONTHS
        ]

    def _pay_document(
        self, council: str, month: Month, paid: dict[tuple[str, str], dict[str, int]], own: list[PayChange]
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
        lines += self.own_lines(each for each in own if (each.council, each.month) == (council, month))
        return self.pay_document(council, month, lines)

    def pay_document(self, council: str, month: Month, lines: list[Line]) -> Document:
        """The lines with the control line of what is paid out."""
        return Document(
            council=council,
            kind="payroll",
            posted=self.site.days(council).pay_date(month),
            period=month.period,
            lines=balanced(
                lines, self.site.councils[council].accounts["control"], f"Net pay and deductions {month.first:%B}"
            ),
        )

    def _shown(self, post: str, person: str, council: str, month: Month) -> tuple[str, str]:
        """Which of post and person a line names: Stockport both; Tameside at times one or neither."""
        reference = self.post_ref(post, council)
        jobs = {row.post for row in self.people.occupancies if row.person == person}
        if council == "stockport" or len(jobs) > 1:
            return reference, person
        shown = stream(self.seed, "attribution", post, month).choice(("both", "both", "person", "neither"))
        return {"both": (reference, person), "person": ("", person), "neither": ("", "")}[shown]

    def own_lines(self, changes: Iterable[PayChange]) -> list[Line]:
        """Planted pay as lines of its own."""
        return [
            Line(
                account=self.site.councils[each.council].accounts[each.component],
                amount=each.amount,
                cost_centre=each.cost_centre or self.cost_centre(each.shown_post or each.post, each.council),
                post_ref=self.post_ref(each.shown_post or each.post, each.council),
                person=each.person,
                text=f"Salaries £ {each.month.first:%B}",
                service=each.service,
                fund=self.fund(each.shown_post or each.post),
            )
            for each in changes
        ]

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
