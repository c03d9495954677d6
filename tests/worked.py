"""A worked case, as a finance officer writes it, turned into facts and run.

What a case may give stands in `reconcile/cases/README.md`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sspipe.model.decisions import Decision, DecisionKind, FiledDecision, Reason, Role
from sspipe.model.dues import DueItem
from sspipe.model.earlier import EarlierBreak
from sspipe.model.findings import Where
from sspipe.model.grants import GrantLine
from sspipe.model.ledger import ClearedItem, EntryType, LedgerLine
from sspipe.model.money import from_pounds
from sspipe.model.pay_elements import ElementFrequency, ElementKind, ElementSnapshot, PayElement
from sspipe.model.periods import FinancialYear, Period
from sspipe.model.posts import HrSnapshot, Occupancy
from sspipe.model.resources import EarlierResource, LineKind, ResourceRow
from sspipe.model.statement import Break, BreakState, Pair
from sspipe.reconcile.breaks import Spot
from sspipe.reconcile.cost_workings import work_out_costs
from sspipe.reconcile.dues import work_out_dues
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.joint_posts import reconcile_joint_posts
from sspipe.reconcile.workings import Workings
from tests.builders import a_ledger_line, an_occupancy, centre_of, post_ref
from tests.reconcile.the_site import Given, site_of

Case = dict[str, Any]
USUAL = Path(__file__).parent / "reconcile" / "usual.yaml"
ROW_OF_THE_USUAL_HOLDER = {
    "person": "A", "post": "ey-head", "fte": "1", "scale": "NJC", "point": "43", "ni": "A", "scheme": "LGPS",
    "from": date(2022, 4, 1), "to": None, "recorded": date(2022, 3, 1),
}  # fmt: skip
THE_USUAL_ELEMENT = {
    "person": "A", "post": "ey-head", "frequency": "monthly", "fte_scaled": False, "ni_able": True, "pensionable": True,
    "uplifted": False, "from": date(2022, 4, 1), "recorded": date(2022, 3, 1),
}  # fmt: skip


def read_cases(*paths: Path) -> Iterator[tuple[str, Case]]:
    """Every case of every file, named by file and sentence."""
    for path in sorted(paths):
        for case in read_yaml(path):
            yield f"{path.stem}: {case['name']}", case | {"given": completed(case["given"])}


def read_yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def _usual() -> dict[str, Given]:
    found: dict[str, Given] = read_yaml(USUAL)
    return found


def completed(given: Given) -> Given:
    """A case that is `like` a usual one says only what differs: of the agreement and of a holder, fact by fact."""
    if "like" not in given:
        return given
    usual = _usual()[given["like"]]
    whole = usual | given
    if isinstance(given.get("agreement"), dict):
        whole["agreement"] = usual["agreement"] | given["agreement"]
    whole["occupancies"] = [ROW_OF_THE_USUAL_HOLDER | row for row in whole["occupancies"]]
    return whole


def facts_of(case: Case, earlier: dict[str, EarlierBreak] | None = None) -> Facts:
    """Everything the case gives, at its last pay month or the close it names."""
    given = case["given"]
    period = Period.parse(str(given.get("close") or given["pay_through"]))
    site = site_of(given)
    facts = Facts(
        site=site,
        period=period,
        known_on=given.get("known_on") or site.close_day_of(period),
        snapshots=tuple(_snapshots(given)),
        lines=(),
        cleared=_cleared(given),
        earlier=earlier or {},
        elements=tuple(_element_snapshots(given)),
        decisions=tuple(_decisions(given)),
        grants=tuple(_grants(given)),
    )
    lines = [*_lines(given), *_recharges_as_due(facts, given)]
    if given.get("pay_lines") == "as expected":
        lines += _pay_as_expected(facts)
    facts = replace(facts, lines=tuple(lines))
    before = _closed_before(facts, given.get("closed_before", ()))
    return replace(before, earlier=facts.earlier or before.earlier)


def at_close(facts: Facts, period: Period) -> Facts:
    """The same facts as they stood at an earlier close."""
    known_on = facts.site.close_day_of(period)
    return replace(
        facts,
        period=period,
        known_on=known_on,
        lines=tuple(line for line in facts.lines if line.period <= period),
        snapshots=tuple(snapshot for snapshot in facts.snapshots if snapshot.extracted_on <= known_on),
        elements=tuple(snapshot for snapshot in facts.elements if snapshot.extracted_on <= known_on),
    )


def _closed_before(facts: Facts, periods: Iterable[str]) -> Facts:
    """The facts with what the closes before this one published, one after the other."""
    earlier: dict[str, EarlierBreak] = {}
    resources: tuple[EarlierResource, ...] = ()
    for text in periods:
        closed = replace(at_close(facts, Period.parse(text)), earlier=earlier, resources_before=resources)
        statement = reconcile_joint_posts(closed)
        earlier = left_by(statement.breaks, earlier)
        lines = (row for row in statement.resources if row.line_kind is LineKind.LINE)
        resources += tuple(_reported(row, statement.period) for row in lines)
    return replace(facts, earlier=earlier, resources_before=resources)


def left_by(breaks: Iterable[Break], before: Mapping[str, EarlierBreak]) -> dict[str, EarlierBreak]:
    """Every break that a release ever showed, as the last one left it."""
    gone = {break_id: replace(item, state=BreakState.CLEARED, causes=()) for break_id, item in before.items()}
    names = {field.name for field in fields(EarlierBreak)} - {"causes"}
    shown = (
        EarlierBreak(**{name: getattr(item, name) for name in names}, causes=tuple(cause.code for cause in item.causes))
        for item in breaks
    )
    return gone | {item.break_id: item for item in shown}


def _decisions(given: Given) -> Iterator[FiledDecision]:
    """Decisions of people: from a returned pack where the case says when, else from the site's own file."""
    for row, said in enumerate(given.get("decisions", ()), 2):
        spot = {"agreement": "", "counterparty": ""} | said.get("break", {})
        month, pair = Period.parse(spot.pop("month")), Pair(spot.pop("pair"))
        returned = said.get("returned")
        yield FiledDecision(
            decision=Decision(
                break_id=said.get("break_id") or Spot(**spot, month=month, pair=pair).break_id,
                cause=said["cause"],
                amount_pence=from_pounds(said["amount"]),
                kind=DecisionKind(said["kind"]),
                council=said["council"],
                role=Role(said.get("role", "finance_officer")),
                second_role=Role(said["second"]) if "second" in said else None,
                decided_on=said["decided"],
                expires_on=said.get("until"),
                reason=Reason.AGREED_BY_BOTH,
            ),
            where=Where(council=said["council"], file_name="returned" if returned else "decisions", source_row=row),
            known_from=returned or said.get("known", said["decided"]),
        )


def _reported(row: ResourceRow, period: Period) -> EarlierResource:
    return EarlierResource(
        period=period,
        report=row.report,
        council=row.council,
        section=row.section,
        service=row.service,
        service_line=row.service_line,
        budget_pence=row.exact.budget_now,
        variance_pence=row.exact.variance,
    )


def _host_of(given: Given, row: dict[str, Any]) -> str:
    host = row.get("council") or given["hosts"][row["post"]]
    return str(next(iter(host.values())) if isinstance(host, dict) else host)


def _cleared(given: Given) -> dict[str, tuple[ClearedItem, ...]]:
    """Cleared items by council; a case that says `cleared: {stockport: []}` has a feed in which nothing stands."""
    return {
        council: tuple(
            ClearedItem(
                council=council,
                document=str(item["document"]),
                cleared_on=item["paid_on"],
                amount_pence=from_pounds(item["amount"]),
                source_file="c" * 64,
                source_row=row,
            )
            for row, item in enumerate(items, 2)
        )
        for council, items in given.get("cleared", {}).items()
    }


def _grants(given: Given) -> Iterator[GrantLine]:
    """Lines of the early years block, of 2022-23 unless the case says another year."""
    for row, said in enumerate(given.get("grants", ()), 6):
        for line, amount in said["lines"].items():
            yield GrantLine(
                la_code={"stockport": "356", "tameside": "357"}.get(said["council"], said["council"]),
                year=FinancialYear.parse(said.get("year", "2022-23")),
                block=said.get("block", "early_years"),
                line=line,
                amount_pence=from_pounds(amount),
                published_on=said["published"],
                version=str(said["published"]),
                source_file="grants",
                source_row=row,
            )


def _snapshots(given: Given) -> Iterator[HrSnapshot]:
    """One extract a day on which a record changed (and on `hr_extracts`), holding what was known that evening."""
    rows = given["occupancies"]
    days = {row["recorded"] for row in rows} | {row["superseded"] for row in rows if row.get("superseded")}
    for council in sorted({_host_of(given, row) for row in rows}):
        for day in sorted(days | set(given.get("hr_extracts", ()))):
            known = [row for row in rows if row["recorded"] <= day and (row.get("superseded") or date.max) > day]
            ours = [_occupancy(given, row) for row in known if _host_of(given, row) == council]
            yield HrSnapshot(council=council, extracted_on=day, rows=tuple(ours))


def _occupancy(given: Given, row: dict[str, Any]) -> Occupancy:
    council = _host_of(given, row)
    established = row.get("established", "1")
    facts: dict[str, Any] = {
        "council": council,
        "post_ref": _ref(council, row["post"]),
        "cost_centre": row.get("centre") or _centre(given, council, row["post"]),
        "occupant_ref": row.get("person") or "",
        "valid_from": row["from"],
        "valid_to": row.get("to"),
        "recorded_on": row["recorded"],
        "established_fte": Fraction(established) if established else None,
    }
    blank = {"fte": None, "weeks_per_year": None, "pay_scale": "", "pay_point": "", "ni_category": ""}
    if not row.get("person"):
        return an_occupancy(**facts, **blank, pension_scheme="")
    return an_occupancy(
        **facts,
        fte=Fraction(row["fte"]),
        weeks_per_year=Fraction(row.get("weeks", "52")),
        pay_scale=row.get("scale", ""),
        pay_point=row.get("point", ""),
        ni_category=row.get("ni", ""),
        pension_scheme=row.get("scheme", ""),
    )


def _centre(given: Given, council: str, post: str) -> str:
    return str(given.get("centres", {}).get(council, {}).get(post) or centre_of(council, post))


def _element_snapshots(given: Given) -> Iterator[ElementSnapshot]:
    """One extract of pay elements a day on which one of them changed (and on `hr_extracts`)."""
    rows = [THE_USUAL_ELEMENT | row for row in given.get("elements", ())]
    days = {row["recorded"] for row in rows} | {row["superseded"] for row in rows if row.get("superseded")}
    for council in sorted({_host_of(given, row) for row in rows}):
        for day in sorted(days | set(given.get("hr_extracts", ()))):
            known = [row for row in rows if row["recorded"] <= day and (row.get("superseded") or date.max) > day]
            ours = [_element(given, row) for row in known if _host_of(given, row) == council]
            yield ElementSnapshot(council=council, extracted_on=day, rows=tuple(ours))


def _element(given: Given, row: dict[str, Any]) -> PayElement:
    council = _host_of(given, row)
    return PayElement(
        council=council,
        post_ref=_ref(council, row["post"]),
        occupant_ref=row["person"],
        occupant_key_id="k1",
        kind=ElementKind(row["kind"]),
        amount_pence=from_pounds(row.get("amount", "0")),
        fraction=Fraction(row["fraction"]) if "fraction" in row else None,
        frequency=ElementFrequency(row["frequency"]),
        fte_scaled=row["fte_scaled"],
        ni_able=row["ni_able"],
        pensionable=row["pensionable"],
        uplifted=row["uplifted"],
        assumed_pay_pence=from_pounds(row["assumed_pay"]) if "assumed_pay" in row else None,
        valid_from=row["from"],
        valid_to=row.get("to"),
        recorded_on=row["recorded"],
        source_file="elements",
        source_row=1,
    )


def _ref(council: str, post: str) -> str:
    """A joint post's reference, or a reference that is none of theirs as it stands."""
    return post if post[:2] in ("SP", "TP") else post_ref(council, post)


def _lines(given: Given) -> Iterator[LedgerLine]:
    centres = given.get("centres", {})
    for row, line in enumerate(given.get("ledger", []), start=1000):
        council, post = line["council"], line.get("post", "")
        centre = centres.get(council, {}).get(post, centre_of(council, post)) if post else ""
        yield _line(line, row, line.get("centre", centre))


def _line(line: dict[str, Any], row: int, centre: str) -> LedgerLine:
    council = line["council"]
    period = Period.parse(line["period"])
    post = line.get("post", "")
    service = Period.parse(line["service"]) if "service" in line else None
    until = Period.parse(line["service_to"]) if "service_to" in line else service
    return a_ledger_line(
        council=council,
        document=line.get("document", str(row)),
        line=str(row),
        posting_date=line.get("posted") or period.last_day,
        period=period,
        account=line["use"],
        cost_centre=centre,
        post_ref=line["ref"] if "ref" in line else (post_ref(council, post) if post else ""),
        occupant_ref=line.get("person", ""),
        counterparty=line.get("counterparty", ""),
        reference=line.get("reference", ""),
        service_from=service.first_day if service else None,
        service_to=until.last_day if until else None,
        tax_code=line.get("tax", ""),
        vat_pence=from_pounds(line["vat"]) if "vat" in line else 0,
        entry_type=EntryType(line.get("type", "actual")),
        document_type=line.get("document_type", "PY"),
        credits_document=line.get("credits", ""),
        accrual_id=line.get("accrual_id", ""),
        fund=line.get("fund", ""),
        amount_pence=from_pounds(line["amount"]),
        source_row=row,
    )


def _pay_as_expected(facts: Facts) -> Iterator[LedgerLine]:
    """What the payroll would post if it did everything right."""
    centres = {
        (council, post.post): centre for post in facts.site.posts for council, centre in post.cost_centres.items()
    }
    for row, cost in enumerate(work_out_costs(facts).costs, start=1):
        if cost.paid <= facts.period:
            yield a_ledger_line(
                council=cost.council,
                document=f"PAY{row}",
                posting_date=cost.paid.last_day,
                period=cost.paid,
                account=cost.component.value,
                cost_centre=centres[cost.council, cost.post],
                post_ref=post_ref(cost.council, cost.post),
                amount_pence=cost.amount_pence,
                source_row=row,
            )


def _recharges_as_due(facts: Facts, given: Given) -> Iterator[LedgerLine]:
    """What falls due with the service months named, and late with those named so: billed and booked in time."""
    on_time, late = given.get("recharged", ()), given.get("recharged_late", ())
    due = work_out_dues(work_out_costs(facts), {})[0] if on_time or late else ()
    billed = [item for item in due if str(item.service) in (on_time if item.paid == item.service else late)]
    for row, item in enumerate(billed, start=5000):
        yield from _invoice_and_booking(facts, item, row)


def _invoice_and_booking(facts: Facts, item: DueItem, row: int) -> Iterator[LedgerLine]:
    posted = item.paid.month_after().first_day.replace(day=20)
    sides = (
        (item.host, item.partner, "recharge_income", -item.due_pence),
        (item.partner, item.host, "recharge_expenditure", item.due_pence),
    )
    for council, other, use, amount_pence in sides:
        yield a_ledger_line(
            council=council,
            document=f"R{row}",
            posting_date=posted,
            period=Period.of(posted),
            account=use,
            cost_centre=_centres(facts)[council, item.post],
            post_ref=post_ref(council, item.post),
            counterparty=other,
            reference=f"INV{row}",
            service_from=item.service.first_day,
            service_to=item.service.last_day,
            amount_pence=amount_pence,
            source_file=f"{council} ledger",
            source_row=row,
        )


def _centres(facts: Facts) -> dict[tuple[str, str], str]:
    return {(council, post.post): centre for post in facts.site.posts for council, centre in post.cost_centres.items()}


def cost_by(workings: Workings, view: str) -> dict[str, dict[str, dict[str, int]]]:
    """Components and total by month and post, in the view `paid` or `earned`."""
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for item in workings.costs:
        month = str(item.paid if view == "paid" else item.earned)
        for name in (item.component.value, "total"):
            found[month][item.post][name] += item.amount_pence
    return found


def due_by(workings: Workings) -> dict[str, dict[str, int]]:
    """Due by service month and post, and by post and partner (`ey-head tameside`)."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for item in workings.due:
        for name in (item.post, f"{item.post} {item.partner}"):
            found[str(item.service)][name] += item.due_pence
    return found
