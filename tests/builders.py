"""Valid records for tests: a site of two councils, its rates, occupancies and ledger lines; name only what matters."""

from datetime import date
from fractions import Fraction
from typing import Any

import holidays

from sspipe.model.agreements import (
    Agreement,
    Approval,
    Basis,
    BillingDay,
    BillingMonth,
    DataClause,
    Frequency,
    PensionBasis,
    Retrospection,
    Sharing,
    Status,
    Terms,
    VatTreatment,
    Version,
)
from sspipe.model.calendars import DayRule, Roll, WorkingCalendar
from sspipe.model.councils import Account, AccountUse, AttributionRule, Council
from sspipe.model.effective import Dated, Effective
from sspipe.model.grants import PassThrough
from sspipe.model.ledger import EntryType, LedgerLine
from sspipe.model.money import HalfPenny
from sspipe.model.periods import Period
from sspipe.model.posts import JointPost, Occupancy, OtherPost
from sspipe.model.programme import Programme
from sspipe.model.rates import Award, PayScale, PointValue, Rates
from sspipe.model.resources import Cadence, Quarter, Report, Section, Shows, Sign, Unit
from sspipe.model.site import Site

BANK_HOLIDAYS = frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2021, 2028)))
CALENDAR = WorkingCalendar(BANK_HOLIDAYS)
PASS_THROUGH = {
    "ages_3_4": (
        ("universal_3_4", "additional_3_4"),
        {
            date(2021, 4, 1): Fraction("0.95"),
            date(2025, 4, 1): Fraction("0.96"),
            date(2026, 4, 1): Fraction("0.97"),
        },
    ),
    "ages_2_disadvantaged": (
        ("disadvantaged_2",),
        {
            date(2024, 4, 1): Fraction("0.95"),
            date(2025, 4, 1): Fraction("0.96"),
            date(2026, 4, 1): Fraction("0.97"),
        },
    ),
}
POSTS = {
    "ey-head": ("EYHEAD", "4101"),
    "ey-childminder": ("EYCHILD", "4102"),
    "ey-qts": ("EYQTS", "4103"),
    "ey-pvi": ("EYPVI", "4104"),
    "ey-school": ("EYSCHOOL", "4105"),
    "director": ("DIRECTOR", "4001"),
}


def effective(name: str, values: dict[date, Any], confirmed_to: date | None = None) -> Effective[Any]:
    """Values by start day, each sourced by the test."""
    return Effective(name, tuple(Dated(day, values[day], "test") for day in sorted(values)), confirmed_to)


LABELS = {Quarter.Q1: "First Update", Quarter.Q2: "Mid-Year", Quarter.Q3: "Quarter 3", Quarter.Q4: "Annual"}
REPORTS = {
    "pprr": Report(
        report="pprr",
        council="stockport",
        title="PPRR",
        cadence=Cadence.QUARTER,
        unit=Unit.THOUSAND_POUNDS,
        shows=Shows.ALL_COUNCILS,
        sign=Sign.DEFICIT_PLUS,
        sections={"GF": Section.CASH_LIMIT, "EYDSG": Section.DSG, "RES": Section.RESERVES},
        labels={quarter: effective(quarter, {date(2022, 4, 1): words}) for quarter, words in LABELS.items()},
    ),
    "monitoring": Report(
        report="monitoring",
        council="tameside",
        title="Monitoring",
        cadence=Cadence.PERIOD,
        unit=Unit.MILLION_POUNDS,
        shows=Shows.OWN,
        sign=Sign.DEFICIT_PLUS,
        sections={"GF": Section.CASH_LIMIT, "EYDSG": Section.DSG},
        labels={},
    ),
}
"""Stockport's report by quarter over both councils, and Tameside's by period of its own lines."""


def a_council(council: str, **changes: Any) -> Council:
    """One of two councils with the same rules and accounts that say what they hold."""
    other = {"stockport": "tameside", "tameside": "stockport"}.get(council, "stockport")
    accounts = {use.value: Account(use=use, subjective="employees") for use in AccountUse}
    facts: dict[str, Any] = {
        "council": council,
        "name": council.title(),
        "short_code": council[:2].upper(),
        "la_code": {"stockport": "356", "tameside": "357"}.get(council, "358"),
        "ons_code": "E08000007",
        "pay_date": DayRule(25, Roll.BEFORE),
        "payroll_cut_off": DayRule(10, Roll.BEFORE),
        "calendar": CALENDAR,
        "accounts": accounts,
        "counterparties": {other: (other.upper(),)},
        "attribution": (AttributionRule.POST_REF, AttributionRule.OCCUPANT_REF, AttributionRule.COST_CENTRE),
        "manual_documents": frozenset({"MJ"}),
    }
    return Council(**(facts | changes))


def post_ref(council: str, post: str) -> str:
    """How a council's systems name a post; a post that is not joint is 9001."""
    prefix = {"stockport": "SP", "tameside": "TP"}.get(council, "XP")
    if post not in POSTS:
        return f"{prefix}9001"
    return prefix + {"tameside": "7"}.get(council, "4") + POSTS[post][1][1:]


def centre_of(council: str, post: str) -> str:
    """The cost centre of a post."""
    return f"C{post_ref(council, post)}"


def joint_posts(
    councils: tuple[str, ...] = ("stockport", "tameside"), centres: dict[str, dict[str, str]] | None = None
) -> tuple[JointPost, ...]:
    """Every post that the cases name; `centres` by council and post where a post stands in another cost centre."""
    named = centres or {}
    return tuple(
        JointPost(
            post=post,
            code=code,
            titles=dict.fromkeys(councils, (post,)),
            refs={council: post_ref(council, post) for council in councils},
            cost_centres={council: named.get(council, {}).get(post, centre_of(council, post)) for council in councils},
            source="test",
        )
        for post, (code, _) in POSTS.items()
    )


def the_rates(
    scales: dict[str, PayScale],
    lgps: dict[str, dict[date, Fraction | None]],
    awards: tuple[Award, ...],
    ni_rounding: dict[date, HalfPenny] | None = None,
    lgps_confirmed_to: date | None = None,
) -> Rates:
    """National rates as the tests transcribe them, with the case's own scales and fund rates."""
    ni = {
        date(2021, 4, 6): Fraction("0.138"),
        date(2022, 4, 6): Fraction("0.1505"),
        date(2022, 11, 6): Fraction("0.138"),
        date(2025, 4, 6): Fraction("0.15"),
    }
    standard = {date(2021, 4, 6): 73700, date(2022, 4, 6): 75800, date(2025, 4, 6): 41700}
    tps = {date(2019, 9, 1): Fraction("0.2368"), date(2024, 4, 1): Fraction("0.2868")}
    pension = {("TPS", council): effective("TPS", tps) for council in ("stockport", "tameside")}
    pension |= {("LGPS", council): effective("LGPS", values, lgps_confirmed_to) for council, values in lgps.items()}
    return Rates(
        ni_rate=effective("NI rate", ni, date(2027, 4, 5)),
        ni_threshold={letter: effective("NI threshold", standard, date(2027, 4, 5)) for letter in "ABCJ"}
        | {"M": effective("NI threshold under 21", {date(2021, 4, 6): 418900}, date(2027, 4, 5))},
        ni_rounding=effective("NI rounding", ni_rounding or {date(2001, 4, 6): HalfPenny.DOWN}),
        levy=effective("levy", {date(2017, 4, 6): Fraction("0.005")}),
        pension=pension,
        scales=scales,
        awards=awards,
        pass_through=tuple(
            PassThrough(entitlement=name, lines=lines, passed_on=effective(name, limits, date(2027, 3, 31)))
            for name, (lines, limits) in PASS_THROUGH.items()
        ),
    )


def the_terms(**changes: Any) -> Terms:
    """The terms that the cases start from."""
    facts: dict[str, Any] = {
        "basis": Basis.ACTUALS,
        "frequency": Frequency.MONTHLY,
        "billing_day": BillingDay(day=20, month=BillingMonth.FOLLOWING),
        "lag_to_bill_working_days": 5,
        "lag_to_book_working_days": 20,
        "payment_terms_days": 30,
        "true_up_date": None,
        "vat_treatment": VatTreatment.OUTSIDE_SCOPE,
        "levy": Sharing.SHARED,
        "pension_basis": PensionBasis.HOST_RATE,
        "overhead": Fraction(0),
        "cover_and_overlap": Sharing.NOT_SHARED,
        "absence": Sharing.SHARED,
        "one_off_pay": Sharing.NOT_SHARED,
        "non_pay_costs": Sharing.NOT_SHARED,
        "lump_sums": Sharing.NOT_SHARED,
        "exit_costs": Sharing.NOT_SHARED,
        "host_errors": Sharing.NOT_SHARED,
        "estimates": {},
        "retrospection": Retrospection.FROM_SHARED_FROM,
        "exit_notice_months": 6,
        "data_clause": DataClause.ALLOWED,
        "data_clause_ends": None,
    }
    return Terms(**(facts | changes))


def a_version(shares: dict[str, dict[date, dict[str, Fraction]]], **changes: Any) -> Version:
    """An agreed version of a split."""
    facts: dict[str, Any] = {
        "version": "half-each",
        "status": Status.AGREED,
        "known_from": date(2021, 1, 1),
        "shares_from": date(2021, 1, 1),
        "source": "test",
        "illustrative": False,
        "not_shared": (),
        "shares": {post: effective(f"share of {post}", days) for post, days in shares.items()},
        "terms": the_terms(),
    }
    return Version(**(facts | changes))


def an_agreement(hosts: dict[str, str | dict[date, str]], versions: tuple[Version, ...], **changes: Any) -> Agreement:
    """An agreement of both councils, approved from the start unless the test says otherwise."""
    facts: dict[str, Any] = {
        "agreement": "ey-leadership",
        "title": "Early years leadership",
        "councils": ("stockport", "tameside"),
        "shared_from": date(2022, 7, 6),
        "ends": None,
        "stages": effective("stage", {date(2022, 7, 6): 3}),
        "approvals": tuple(an_approval(council, date(2022, 7, 6)) for council in ("stockport", "tameside")),
        "hosts": {
            post: effective("host", host if isinstance(host, dict) else {date(2022, 4, 1): host})
            for post, host in hosts.items()
        },
        "versions": versions,
    }
    return Agreement(**(facts | changes))


def an_approval(council: str, day: date) -> Approval:
    """An approval known and in effect on the same day."""
    return Approval(council=council, takes_effect=day, known_from=day, source="test")


def a_site(rates: Rates, agreements: tuple[Agreement, ...], **changes: Any) -> Site:
    """A site of the two councils."""
    facts: dict[str, Any] = {
        "site": "test",
        "title": "Test",
        "first_period": Period(2022, 1),
        "close_day": DayRule(12, Roll.AFTER, 1),
        "year_end_close_day": DayRule(8, Roll.AFTER, 2),
        "unexplained_limit_pence": 0,
        "calendar": CALENDAR,
        "councils": {council: a_council(council) for council in ("stockport", "tameside")},
        "posts": joint_posts(),
        "not_joint": tuple(
            OtherPost(council=council, post_ref=post_ref(council, "other"), title="other")
            for council in ("stockport", "tameside")
        ),
        "agreements": agreements,
        "rates": rates,
        "feeds": (),
        "measures": (),
        "programme": Programme(),
        "reports": (),
        "pack_threshold_pence": 0,
        "second_role_limit_pence": 100_000,
        "decisions": (),
        "rests_on": (),
    }
    return Site(**(facts | changes))


def a_point_value(effective_from: date, annual_pence: int, settled_on: date | None) -> PointValue:
    """A pay value."""
    return PointValue(effective=effective_from, annual_pence=annual_pence, settled_on=settled_on, source="test")


def an_occupancy(**changes: Any) -> Occupancy:
    """Person A, full-time on the head's post at Stockport since before the first month."""
    facts: dict[str, Any] = {
        "council": "stockport",
        "post_ref": post_ref("stockport", "ey-head"),
        "occupant_ref": "A",
        "occupant_key_id": "k1",
        "fte": Fraction(1),
        "weeks_per_year": Fraction(52),
        "pay_scale": "NJC",
        "pay_point": "43",
        "ni_category": "A",
        "pension_scheme": "LGPS",
        "established_fte": Fraction(1),
        "cost_centre": centre_of("stockport", "ey-head"),
        "valid_from": date(2022, 4, 1),
        "valid_to": None,
        "recorded_on": date(2022, 3, 1),
        "source_file": "hr",
        "source_row": 1,
    }
    return Occupancy(**(facts | changes))


def a_ledger_line(**changes: Any) -> LedgerLine:
    """Basic pay of the head's post at Stockport in April 2022."""
    facts: dict[str, Any] = {
        "council": "stockport",
        "document": "1",
        "line": "1",
        "posting_date": date(2022, 4, 25),
        "period": Period(2022, 1),
        "account": "basic",
        "subjective": "employees",
        "cost_centre": centre_of("stockport", "ey-head"),
        "post_ref": post_ref("stockport", "ey-head"),
        "occupant_ref": "",
        "counterparty": "",
        "reference": "",
        "service_from": None,
        "service_to": None,
        "tax_code": "",
        "vat_pence": 0,
        "entry_type": EntryType.ACTUAL,
        "document_type": "PY",
        "credits_document": "",
        "accrual_id": "",
        "fund": "",
        "amount_pence": 0,
        "source_file": "ledger",
        "source_row": 1,
    }
    return LedgerLine(**(facts | changes))
