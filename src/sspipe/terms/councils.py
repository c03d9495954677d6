"""The councils of a site from councils.yaml: calendars, pay days, accounts and names for each other."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from sspipe.model.calendars import WorkingCalendar
from sspipe.model.councils import Account, AccountUse, AttributionRule, Council
from sspipe.terms.bank_holidays import england_calendar
from sspipe.terms.faults import Fault
from sspipe.terms.forms import Code, Day, DayRuleForm, FileForm, Form, Text
from sspipe.terms.posts import PostsFile
from sspipe.terms.strict_yaml import Document

Subjective = Literal[
    "employees",
    "premises",
    "transport",
    "supplies_and_services",
    "third_party_payments",
    "transfer_payments",
    "support_services",
    "depreciation",
    "income",
    "capital_financing",
    "control",
]
MADE_UP = Literal[
    "pay_date", "payroll_cut_off", "closure_days", "accounts", "counterparties", "la_code", "ons_code", "attribution"
]


class AccountForm(Form):
    """What one account holds."""

    component: AccountUse
    subjective: Subjective


class CouncilForm(Form):
    """One council."""

    council: Code
    name: Text
    short_code: Annotated[str, Field(pattern=r"^[A-Z]{2,6}$")]
    la_code: Annotated[str, Field(strict=True, pattern=r"^\d{3}$")]
    ons_code: Annotated[str, Field(pattern=r"^E\d{8}$")]
    source: Text
    pay_date: DayRuleForm
    payroll_cut_off: DayRuleForm
    closure_days: tuple[Day, ...]
    illustrative: tuple[MADE_UP, ...] = ()
    accounts: dict[Text, AccountForm]
    counterparties: dict[Code, tuple[Text, ...]]
    attribution: Annotated[tuple[AttributionRule, ...], Field(min_length=1)]
    shown_in_total: tuple[Text, ...] = ()
    manual_documents: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...] = ()


class CouncilsFile(FileForm):
    """The file councils.yaml."""

    councils: Annotated[tuple[CouncilForm, ...], Field(min_length=2)]


def council_faults(document: Document, form: CouncilsFile) -> Iterator[Fault]:
    """Say what a council's entry has wrong beside the others."""
    codes = [council.council for council in form.councils]
    for at, council in enumerate(form.councils):
        if codes.index(council.council) != at:
            yield Fault(
                document.place("councils", at, "council"), f"council {council.council} twice", "each council once",
                "Remove one of the two.",
            )  # fmt: skip
        others = set(codes) - {council.council}
        for other in council.counterparties:
            if other not in others:
                yield Fault(
                    document.place("councils", at, "counterparties", other),
                    f"the unknown council '{other}'",
                    f"another council of the site ({', '.join(sorted(others))})",
                    "Correct the council's code.",
                )


def total_faults(document: Document, form: CouncilsFile, posts: PostsFile) -> Iterator[Fault]:
    """Say which cost centres are said to be shown in total although no joint post stands on them."""
    for at, council in enumerate(form.councils):
        centres = {post.cost_centres[council.council] for post in posts.posts if council.council in post.cost_centres}
        for number, centre in enumerate(council.shown_in_total):
            if centre not in centres:
                yield Fault(
                    document.place("councils", at, "shown_in_total", number),
                    f"the cost centre '{centre}' of no joint post",
                    "a cost centre that posts.yaml gives to a joint post of this council",
                    "Correct the cost centre, or remove it.",
                )


def councils_of(form: CouncilsFile, first_year: int) -> Mapping[str, Council]:
    """The councils in the model's words, each with its own working days."""
    england = england_calendar(first_year)
    return {council.council: _council(council, england) for council in form.councils}


def _council(form: CouncilForm, england: WorkingCalendar) -> Council:
    accounts = {
        code: Account(use=entry.component, subjective=entry.subjective) for code, entry in form.accounts.items()
    }
    return Council(
        council=form.council,
        name=form.name,
        short_code=form.short_code,
        la_code=form.la_code,
        ons_code=form.ons_code,
        pay_date=form.pay_date.rule(),
        payroll_cut_off=form.payroll_cut_off.rule(),
        calendar=WorkingCalendar(england.days_off | frozenset(form.closure_days)),
        accounts=accounts,
        counterparties=form.counterparties,
        attribution=form.attribution,
        illustrative=form.illustrative,
        shown_in_total=frozenset(form.shown_in_total),
        manual_documents=frozenset(form.manual_documents),
    )
