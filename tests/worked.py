"""A worked case, as a finance officer writes it, turned into facts and run."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from sspipe.model.agreements import Agreement, BillingDay, BillingMonth, Status
from sspipe.model.calendars import DayRule, Roll
from sspipe.model.ledger import EntryType, LedgerLine
from sspipe.model.money import from_pounds
from sspipe.model.periods import Period
from sspipe.model.posts import HrSnapshot, Occupancy
from sspipe.model.rates import Award, PayScale
from sspipe.model.statement import EarlierBreak
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.workings import Workings, work_out
from tests.builders import (
    a_council,
    a_ledger_line,
    a_point_value,
    a_site,
    a_version,
    an_agreement,
    an_approval,
    an_occupancy,
    centre_of,
    post_ref,
    the_rates,
    the_terms,
)

Given = dict[str, Any]
Case = dict[str, Any]


def read_cases(*paths: Path) -> Iterator[tuple[str, Case]]:
    """Every case of every file, named by file and sentence."""
    for path in sorted(paths):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield f"{path.stem}: {case['name']}", case


def facts_of(case: Case, earlier: dict[str, EarlierBreak] | None = None) -> Facts:
    """Everything the case gives, at its last pay month or the close it names."""
    given = case["given"]
    period = Period.parse(str(given.get("close") or given["pay_through"]))
    councils = {code: a_council(code, **_council_changes(given)) for code in _councils(given)}
    site = a_site(
        the_rates(_scales(given), _lgps(given), tuple(_awards(given))),
        (_agreement(given),),
        councils=councils,
        first_period=Period.parse(str(given.get("pay_from", "2022-23-P01"))),
    )
    facts = Facts(
        site=site,
        period=period,
        known_on=given.get("known_on") or site.close_day_of(period),
        snapshots=tuple(_snapshots(given)),
        lines=(),
        earlier=earlier or {},
    )
    lines = tuple(_lines(given)) + (tuple(_pay_as_expected(facts)) if given.get("pay_lines") == "as expected" else ())
    return Facts(
        site=site,
        period=period,
        known_on=facts.known_on,
        snapshots=facts.snapshots,
        lines=lines,
        earlier=facts.earlier,
    )


def _councils(given: Given) -> tuple[str, ...]:
    return tuple(given.get("councils", ("stockport", "tameside")))


def _council_changes(given: Given) -> dict[str, Any]:
    changes = {}
    if "cut_off_day" in given:
        changes["payroll_cut_off"] = DayRule(given["cut_off_day"], Roll.BEFORE)
    if "pay_day" in given:
        changes["pay_date"] = DayRule(given["pay_day"], Roll.BEFORE)
    return changes


def _scales(given: Given) -> dict[str, PayScale]:
    return {
        scale: PayScale(
            scale=scale,
            confirmed_to=given.get("confirmed_to"),
            points={point: tuple(_values(values)) for point, values in points.items()},
        )
        for scale, points in given["scales"].items()
    }


def _values(values: dict[date, Any]) -> Iterator[Any]:
    """A first value without a settled date was settled long ago."""
    for at, day in enumerate(sorted(values)):
        entry = values[day]
        settled = entry.get("settled_on", day if at == 0 else None)
        yield a_point_value(day, from_pounds(entry["pounds"]), settled)


def _awards(given: Given) -> Iterator[Award]:
    for scale, points in given["scales"].items():
        seen = set()
        for values in points.values():
            for day, entry in values.items():
                for council, paid in entry.get("implemented", {}).items():
                    if (day, council) not in seen:
                        seen.add((day, council))
                        yield Award(scale=scale, effective=day, council=council, implemented_on=paid)


def _lgps(given: Given) -> dict[str, dict[date, Fraction]]:
    return {
        council: {day: Fraction(rate) for day, rate in rates.items()}
        for council, rates in given.get("lgps", {}).items()
    }


def _agreement(given: Given) -> Agreement:
    agreed = given.get("agreement")
    if agreed is None:
        return an_agreement(given["hosts"], (a_version({}),), approvals=())
    shares = {
        post: {day: {council: Fraction(share) for council, share in split.items()} for day, split in days.items()}
        for post, days in agreed["shares"].items()
    }
    terms = the_terms(**_terms(agreed.get("terms", {})))
    changes = {"shares_from": agreed["shares_from"]} if "shares_from" in agreed else {}
    return an_agreement(
        {post: host for post, host in given["hosts"].items() if not post.startswith("other")},
        (a_version(shares, terms=terms, status=Status(agreed.get("status", "agreed")), **changes),),
        shared_from=agreed["shared_from"],
        ends=agreed.get("ends"),
        approvals=tuple(an_approval(council, day) for council, day in agreed.get("approvals", {}).items()),
        councils=_councils(given),
    )


def _terms(terms: dict[str, Any]) -> dict[str, Any]:
    changed = dict(terms)
    if "overhead" in changed:
        changed["overhead"] = Fraction(changed["overhead"])
    if "billing_day" in changed:
        billing = changed["billing_day"]
        changed["billing_day"] = BillingDay(day=billing["day"], month=BillingMonth(billing["month"]))
    return changed


def _snapshots(given: Given) -> Iterator[HrSnapshot]:
    """One snapshot a day on which a record changed, holding what was known that evening."""
    rows = given["occupancies"]
    days = sorted({row["recorded"] for row in rows} | {row["superseded"] for row in rows if row.get("superseded")})
    for council in sorted(set(given["hosts"].values())):
        for day in days:
            known = [row for row in rows if row["recorded"] <= day and (row.get("superseded") or date.max) > day]
            ours = [_occupancy(given, row) for row in known if given["hosts"][row["post"]] == council]
            yield HrSnapshot(council=council, extracted_on=day, rows=tuple(ours))


def _occupancy(given: Given, row: dict[str, Any]) -> Occupancy:
    council = given["hosts"][row["post"]]
    vacant = not row.get("person")
    return an_occupancy(
        council=council,
        post_ref=_ref(council, row["post"]),
        occupant_ref=row.get("person") or "",
        fte=None if vacant else Fraction(row["fte"]),
        weeks_per_year=None if vacant else Fraction(row.get("weeks", "52")),
        pay_scale=row.get("scale", ""),
        pay_point=row.get("point", ""),
        ni_category=row.get("ni", ""),
        pension_scheme=row.get("scheme", ""),
        valid_from=row["from"],
        valid_to=row.get("to"),
        recorded_on=row["recorded"],
    )


def _ref(council: str, post: str) -> str:
    """A joint post's reference, or a reference that is none of theirs as it stands."""
    return post if post[:2] in ("SP", "TP") else post_ref(council, post)


def _lines(given: Given) -> Iterator[LedgerLine]:
    for row, line in enumerate(given.get("ledger", []), start=1000):
        yield _line(line, row)


def _line(line: dict[str, Any], row: int) -> LedgerLine:
    council = line["council"]
    period = Period.parse(line["period"])
    post = line.get("post", "")
    service = Period.parse(line["service"]) if "service" in line else None
    until = Period.parse(line["service_to"]) if "service_to" in line else service
    return a_ledger_line(
        council=council,
        document=line.get("document", str(row)),
        posting_date=line.get("posted") or period.last_day,
        period=period,
        account=line["use"],
        cost_centre=line.get("centre") or (centre_of(council, post) if post else ""),
        post_ref=line["ref"] if "ref" in line else (post_ref(council, post) if post else ""),
        occupant_ref=line.get("person", ""),
        counterparty=line.get("counterparty", ""),
        reference=line.get("reference", ""),
        service_from=service.first_day if service else None,
        service_to=until.last_day if until else None,
        vat_pence=from_pounds(line["vat"]) if "vat" in line else 0,
        entry_type=EntryType(line.get("type", "actual")),
        credits_document=line.get("credits", ""),
        accrual_id=line.get("accrual_id", ""),
        amount_pence=from_pounds(line["amount"]),
        source_row=row,
    )


def _pay_as_expected(facts: Facts) -> Iterator[LedgerLine]:
    """What the payroll would post if it did everything right."""
    for row, cost in enumerate(work_out(facts).costs, start=1):
        if cost.paid <= facts.period:
            yield a_ledger_line(
                council=cost.council,
                document=f"PAY{row}",
                posting_date=cost.paid.last_day,
                period=cost.paid,
                account=cost.component.value,
                cost_centre=centre_of(cost.council, cost.post),
                post_ref=post_ref(cost.council, cost.post),
                amount_pence=cost.amount_pence,
                source_row=row,
            )


def cost_by(workings: Workings, view: str) -> dict[str, dict[str, dict[str, int]]]:
    """Components and total by month and post, in the view `paid` or `earned`."""
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for item in workings.costs:
        month = str(item.paid if view == "paid" else item.earned)
        for name in (item.component.value, "total"):
            found[month][item.post][name] += item.amount_pence
    return found


def due_by(workings: Workings) -> dict[str, dict[str, int]]:
    """Due by service month and post."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for item in workings.due:
        found[str(item.service)][item.post] += item.due_pence
    return found
