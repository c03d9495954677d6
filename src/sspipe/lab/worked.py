"""The lab's own answer to a worked case, to hold against the answer written by hand."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from sspipe.lab.days import CouncilDays, DayRule
from sspipe.lab.months import Month
from sspipe.lab.occupancies import Occupancy
from sspipe.lab.pay_values import PayScales, PayValue
from sspipe.lab.payments import Payment, pay_through
from sspipe.lab.payroll import Facts, Payroll
from sspipe.lab.pence import exact
from sspipe.lab.rates import ORDINARY_NI_CATEGORIES, UPPER_NI_CATEGORIES
from sspipe.lab.shares import Sharing, Tranche, share_out

COMPONENTS = ("basic", "elements", "ni", "pension", "levy")
CLOSURES = frozenset({date(2022, 12, 28), date(2022, 12, 29), date(2022, 12, 30)})
DAYS = CouncilDays(pay_rule=DayRule(25, "before"), cut_off_rule=DayRule(10, "before"), closures=CLOSURES)
CLOSE_RULE = DayRule(12, "after")
REFERENCES = {
    "director": {"stockport": "SP4001", "tameside": "TP7001"},
    "ey-head": {"stockport": "SP4101", "tameside": "TP7101"},
    "ey-childminder": {"stockport": "SP4102", "tameside": "TP7102"},
    "ey-qts": {"stockport": "SP4103", "tameside": "TP7103"},
    "ey-pvi": {"stockport": "SP4104", "tameside": "TP7104"},
    "ey-school": {"stockport": "SP4105", "tameside": "TP7105"},
    "ooh-lead": {"stockport": "SP4201", "tameside": "TP7201"},
    "data-lead": {"stockport": "SP4301", "tameside": "TP7301"},
    "hub-lead": {"stockport": "SP4401", "tameside": "TP7401"},
}
Case = Mapping[str, Any]


def work_case(case: Case) -> dict[str, dict[str, dict[str, Any]]]:
    """What a case's facts give: paid and earned by month, post and component, due by month and post."""
    given = case["given"]
    last = Month.parse(given["pay_through"])
    payroll = Payroll(facts_of(given))
    payments = pay_through(payroll, last)
    as_at = DAYS.roll(last.plus(1).day(CLOSE_RULE.day), CLOSE_RULE.roll)
    sharings = sharings_of(given)
    tranches = [each for sharing in sharings for each in share_out(payroll, payments, sharing, as_at)]
    months = payroll.facts.first.through(last)
    return {
        "paid": _by_month(payments, payroll.facts.hosts, months, lambda each: each.paid),
        "earned": _by_month(payments, payroll.facts.hosts, months, lambda each: each.earned),
        "due": _due(tranches, payroll.facts.hosts, months),
    }


def facts_of(given: Case) -> Facts:
    """The payroll's facts that a case gives."""
    hosts = dict(given["hosts"])
    return Facts(
        occupancies=tuple(_occupancy(row) for row in given["occupancies"]),
        hosts=hosts,
        refs={post: REFERENCES.get(post, {}).get(host, post) for post, host in hosts.items()},
        scales=_scales(given["scales"]),
        days=dict.fromkeys(("stockport", "tameside"), DAYS),
        lgps={
            council: {start: Fraction(str(rate)) for start, rate in dated.items()}
            for council, dated in given.get("lgps", {}).items()
        },
        first=Month.parse(given.get("pay_from", "2022-23-P01")),
    )


def _occupancy(row: Case) -> Occupancy:
    if row["ni"] not in (*ORDINARY_NI_CATEGORIES, *UPPER_NI_CATEGORIES):
        message = f"category {row['ni']} has a threshold of its own, which the lab does not know"
        raise ValueError(message)
    return Occupancy(
        person=row["person"], post=row["post"], hours=exact(row["fte"]), full_time_hours=Fraction(1),
        scale=row["scale"], point=str(row["point"]), ni_category=row["ni"], scheme=row["scheme"],
        start=row["from"], end=row.get("to"), recorded=row["recorded"], superseded=row.get("superseded"),
    )  # fmt: skip


def _scales(given: Case) -> PayScales:
    return PayScales(
        {
            (scale, str(point)): [_pay_value(start, value) for start, value in sorted(values.items())]
            for scale, points in given.items()
            for point, values in points.items()
        }
    )


def _pay_value(start: date, value: Case) -> PayValue:
    return PayValue(
        effective=start,
        pounds=Fraction(str(value["pounds"])),
        settled_on=value.get("settled_on"),
        is_old="settled_on" not in value,
        implemented=value.get("implemented") or {},
    )


def sharings_of(given: Case) -> list[Sharing]:
    """How a case's posts are shared; nothing without an agreement."""
    agreement = given.get("agreement")
    if not agreement:
        return []
    return [_sharing(agreement, post, host) for post, host in given["hosts"].items() if post in agreement["shares"]]


def _sharing(agreement: Case, post: str, host: str) -> Sharing:
    shares = {
        start: {council: exact(share) for council, share in parts.items()}
        for start, parts in agreement["shares"][post].items()
    }
    partner = next(council for parts in shares.values() for council in parts if council != host)
    terms = agreement.get("terms") or {}
    approvals = agreement.get("approvals") or {}
    return Sharing(
        agreement="case", post=post, host=host, partner=partner, shares=shares,
        shared_from=agreement["shared_from"], ends=agreement.get("ends"),
        second_approval=max(approvals.values()) if {host, partner} <= set(approvals) else None,
        retrospection=terms.get("retrospection", "from_shared_from"),
        levy_shared=terms.get("levy", "shared") == "shared", overhead=Fraction(str(terms.get("overhead", "0"))),
    )  # fmt: skip


def _by_month(
    payments: Iterable[Payment], posts: Iterable[str], months: Iterable[Month], month_of: Callable[[Payment], Month]
) -> dict[str, dict[str, dict[str, int]]]:
    names = list(posts)
    found = {month.name: {post: dict.fromkeys((*COMPONENTS, "total"), 0) for post in names} for month in months}
    for payment in payments:
        cell = found[month_of(payment).name][payment.post]
        for component in ("basic", "ni", "pension", "levy"):
            cell[component] += getattr(payment, component)
        cell["total"] += payment.total
    return found


def _due(tranches: Iterable[Tranche], posts: Iterable[str], months: Iterable[Month]) -> dict[str, dict[str, int]]:
    names = list(posts)
    found = {month.name: dict.fromkeys(names, 0) for month in months}
    for tranche in tranches:
        found[tranche.earned.name][tranche.post] += tranche.due
    return found
