"""What the product found, in the form and the words in which a worked case states what it expects."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from enum import Enum
from fractions import Fraction
from typing import Any

from sspipe.model.dues import DueItem
from sspipe.model.money import from_pounds, in_pounds
from sspipe.model.periods import Period
from sspipe.model.statement import Break, Statement
from sspipe.model.working import WorkingRow
from sspipe.publish.movements import shape_movements
from sspipe.publish.plain import exactly
from sspipe.reconcile.joint_posts import state
from sspipe.reconcile.resources import NO_REPORTS
from sspipe.reconcile.workings import Workings
from tests.worked import cost_by, due_by

Expected = dict[str, Any]
NOT_EVIDENCED = "not evidenced"


def shown(workings: Workings, expect: Expected) -> dict[str, Any]:
    """Of everything found, what the case states."""
    found = {key: show(workings, expect[key]) for key, show in WORKINGS.items() if key in expect}
    if set(expect) & set(STATEMENT):
        statement = state(workings)
        found |= {key: show(statement, expect[key]) for key, show in STATEMENT.items() if key in expect}
    return found


def plain(value: Any) -> Any:
    """Amounts in the one form that the product prints."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    is_amount = isinstance(value, str) and "£" in value[:2] and " " not in value
    return in_pounds(from_pounds(value)) if is_amount else value


def _view(view: str) -> Callable[[Workings, Expected], dict[str, Any]]:
    def show(workings: Workings, expect: Expected) -> dict[str, Any]:
        found = cost_by(workings, view)
        return {
            str(month): {
                post: {name: in_pounds(found[str(month)][post][name]) for name in names}
                for post, names in posts.items()
            }
            for month, posts in expect.items()
        }

    return show


def _due(workings: Workings, expect: Expected) -> dict[str, Any]:
    due = due_by(workings)
    return {str(month): {post: in_pounds(due[str(month)][post]) for post in posts} for month, posts in expect.items()}


def _parts(statement: Statement, expect: Expected) -> dict[str, Any]:
    """Every part of what is due of a post and service month, each by the facts that the case names of the first."""
    rows: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for item in statement.due:
        wanted = expect.get(str(item.service), {}).get(item.post) or [{}]
        rows[str(item.service)][item.post].append({name: _of_part(item, name) for name in wanted[0]})
    return {str(month): {post: rows[str(month)][post] for post in posts} for month, posts in expect.items()}


def _of_part(item: DueItem, name: str) -> Any:
    """A cause by its code, components by the partner's part of each, amounts in pounds."""
    if name == "components":
        return {each.component or "other": in_pounds(each.part_pence) for each in item.components}
    if name == "cause":
        return item.cause.code if item.cause else "none"
    value = getattr(item, name if hasattr(item, name) else f"{name}_pence")
    return in_pounds(value) if isinstance(value, int) else str(value)


def _ledger(workings: Workings, expect: Expected) -> dict[str, Any]:
    """What the host's ledger shows of a post, by component, and whether any of it was spread."""
    rows: dict[str, dict[str, dict[str, Any]]] = {}
    for month, posts in expect.items():
        rows[str(month)] = {}
        for post, names in posts.items():
            ours = [item for item in workings.ledger if (item.post, str(item.month)) == (post, str(month))]
            amounts = {"total": sum(item.amount_pence for item in ours)}
            for item in ours:
                amounts[item.component.value] = amounts.get(item.component.value, 0) + item.amount_pence
            found: dict[str, Any] = {name: in_pounds(amounts.get(name, 0)) for name in names if name != "allocated"}
            if "allocated" in names:
                found["allocated"] = any(item.is_allocated for item in ours)
            rows[str(month)][post] = found
    return rows


def _named(row: Any, names: Expected) -> dict[str, Any]:
    """A row's facts by the names that the case uses: amounts without `_pence`."""
    facts = asdict(row)
    return {name: facts[name] if name in facts else _in_words(facts[f"{name}_pence"]) for name in names}


def _in_words(pence: int | None) -> str:
    return NOT_EVIDENCED if pence is None else in_pounds(pence)


def _recharges(statement: Statement, expect: Expected) -> dict[str, Any]:
    rows: dict[tuple[str, str], Any] = {}
    for row in statement.recharges:
        for name in (row.post, f"{row.post} {row.host} {row.partner}"):
            rows[str(row.service), name] = row
    return {
        str(month): {post: _named(rows[str(month), post], names) for post, names in posts.items()}
        for month, posts in expect.items()
    }


def _breaks(statement: Statement, expect: list[Expected]) -> list[dict[str, Any]]:
    """Every break, each by the facts that the cases name."""
    names = {name for row in expect for name in row} or {"subject", "council", "pair", "month", "amount", "causes"}
    return [{name: value for name, value in _break(item).items() if name in names} for item in statement.breaks]


def _break(item: Break) -> dict[str, Any]:
    return {
        "subject": item.post or item.cost_centre,
        "council": item.council,
        "pair": item.pair.value,
        "month": str(item.month),
        "amount": in_pounds(item.amount_pence),
        "causes": {cause.code: in_pounds(cause.amount_pence) for cause in item.causes},
        "sentences": [cause.sentence for cause in item.causes],
        "rivals": sorted({code for cause in item.causes for code in cause.rivals.split(",") if code}),
        "supposed": any(cause.is_supposed for cause in item.causes),
        "state": item.state.value,
        "owner": f"{item.owner_council} {item.owner_side}",
        "accepted": in_pounds(item.accepted_pence),
        "decision": f"{item.decision} by {item.decided_by} {item.decided_role}" if item.decision else "none",
        "until": item.decided_until or "none",
        "before": "none" if item.before_state is None else item.before_state.value,
        "open_since": str(item.open_since),
        "first_seen": str(item.first_seen),
        "age_periods": item.age_periods,
        "age_working_days": item.age_working_days,
        "origin_age_periods": item.origin_age_periods,
        "origin_age_working_days": item.origin_age_working_days,
    }


def _movements(statement: Statement, expect: Expected) -> dict[str, Any]:
    """By council and stock every movement that is not nought, as `1, £2.00`."""
    found: dict[str, Any] = {place: {} for place in expect}
    for row in shape_movements(statement.breaks):
        place = f"{row['council']} {row['stock']}"
        pence = row["amount_pence"]
        if place in expect and isinstance(pence, int) and (row["breaks"] or pence):
            found[place][str(row["movement"])] = f"{row['breaks']}, {in_pounds(pence)}"
    return found


def _settlement(statement: Statement, expect: Expected) -> dict[str, Any]:
    rows: dict[tuple[str, str], Any] = {}
    for row in statement.settlement:
        for name in (row.post, f"{row.post} {row.host} {row.partner}"):
            rows[row.scope.value, name] = row
    return {
        scope: {post: _named(rows[scope, post], names) for post, names in posts.items()}
        for scope, posts in expect.items()
    }


def _net(statement: Statement, expect: Expected) -> dict[str, Any]:
    rows: dict[tuple[str, str], Any] = {(row.scope.value, row.council): row for row in statement.net}
    return {
        scope: {council: _named(rows[scope, council], names) for council, names in councils.items()}
        for scope, councils in expect.items()
    }


def _prices(statement: Statement, expect: Expected) -> dict[str, Any]:
    """What the partner would owe by month and post, under each version."""
    found: dict[str, Any] = defaultdict(lambda: defaultdict(dict))
    for row in statement.prices:
        found[str(row.service)][row.post][row.version] = in_pounds(row.due_pence)
    return {month: {post: found[month][post] for post in posts} for month, posts in expect.items()}


def _forecast(statement: Statement, expect: Expected) -> dict[str, Any]:
    """A row by post, council and role (`ey-head stockport host`); `rows` lists them all."""
    rows: dict[str, Any] = {f"{row.post} {row.council} {row.role}": row for row in statement.forecast}
    return {name: sorted(rows) if name == "rows" else _named(rows[name], names) for name, names in expect.items()}


def _dsg(statement: Statement, expect: Expected) -> dict[str, Any]:
    """A row by council, year and line (`stockport 2022-23 total`); `rows` lists them all."""
    rows: dict[str, Any] = {f"{row.council} {row.financial_year} {row.line}": row for row in statement.dsg}
    return {name: sorted(rows) if name == "rows" else _named(rows[name], names) for name, names in expect.items()}


def _resources(statement: Statement, expect: Expected) -> dict[str, Any]:
    """Thousands by council, section and line, or rounding, or total; of a report that the case names alone."""
    rows = {
        f"{row.council or 'together'} {row.section} {row.service or row.line_kind}": asdict(row.thousands)
        for row in statement.resources
    }
    return {place: {name: rows[place][name] for name in names} for place, names in expect.items()}


def _told(statement: Statement, expect: list[str]) -> list[str]:
    """The notes that the case states, or all of them; that a case names no report is no note of it."""
    return [note for note in statement.notes if note in expect or not (expect or note == NO_REPORTS)]


def _totals(statement: Statement, expect: Expected) -> dict[str, Any]:
    rows = {row.cost_centre: row for row in statement.ledger_totals}
    return {centre: _named(rows[centre], names) for centre, names in expect.items()}


def _accruals(statement: Statement, expect: Expected) -> dict[str, Any]:
    """The schedule; an id that the case names by several figures shows those."""
    rows = {row.accrual_id: row for row in statement.accruals if row.scheduled_pence or row.accrual_id in expect}
    return {
        ident: _named(row, expect[ident]) if isinstance(expect.get(ident), dict) else in_pounds(row.scheduled_pence)
        for ident, row in rows.items()
    }


def _drafts(statement: Statement, expect: Expected) -> dict[str, Any]:
    """Every line drafted; one that the case names by several facts shows those."""
    return {
        row.reference: _named(row, expect[row.reference])
        if isinstance(expect.get(row.reference), dict)
        else in_pounds(row.amount_pence)
        for row in statement.drafts
    }


def _measures(statement: Statement, expect: Expected) -> dict[str, Any]:
    """What the pipeline measures of itself, by area, measure and label; `none` where nothing stands."""
    found = {
        (item.area, item.measure.value, item.year_label): "missing" if item.value is None else str(item.value)
        for item in statement.own_measures
    }
    return {
        area: {
            code: {str(label): found.get((area, f"SSP_{code}", str(label)), "none") for label in labels}
            for code, labels in codes.items()
        }
        for area, codes in expect.items()
    }


def _working(statement: Statement, expect: Expected) -> dict[str, Any]:
    """All steps of each component that the case names, by month earned and post; `none` where a post has no step."""
    return {
        str(month): {
            post: _steps(statement, str(month), post, named) if isinstance(named, dict) else _any_step(statement, post)
            for post, named in posts.items()
        }
        for month, posts in expect.items()
    }


def _any_step(statement: Statement, post: str) -> str:
    return next((row.step.value for row in statement.working if row.post == post), "none")


def _steps(statement: Statement, month: str, post: str, expect: Expected) -> dict[str, Any]:
    ours = [row for row in statement.working if (str(row.earned), row.post) == (month, post)]
    found: dict[str, Any] = {}
    for component, steps in expect.items():
        rows = [row for row in ours if row.component == component]
        wanted = [*steps, *[{"step": ""}] * (len(rows) - len(steps))]
        found[component] = [_step(row, names) for row, names in zip(rows, wanted, strict=False)]
    return found


def _step(row: WorkingRow, names: Expected) -> dict[str, Any]:
    return {name: _fact(row, name) for name in names}


def _fact(row: WorkingRow, name: str) -> Any:
    """Amounts as pounds, fractions and periods as text, what is missing as `none`."""
    value = getattr(row, name if hasattr(row, name) else f"{name}_pence")
    if value is None:
        return "none"
    if not hasattr(row, name):
        return in_pounds(value)
    return exactly(value) if isinstance(value, Fraction) else str(value) if isinstance(value, Enum | Period) else value


def _tie_out(statement: Statement, expect: Expected) -> dict[str, Any]:
    """A row by scope, post, council and part (`ey-head stockport all`); `rows` lists those of the scope."""
    rows = {(row.scope.value, f"{row.post} {row.council} {row.part}"): row for row in statement.tie_out}
    return {
        scope: {
            name: sorted(place for each, place in rows if each == scope)
            if name == "rows"
            else {
                key: "not shown" if found == NOT_EVIDENCED else found
                for key, found in _named(rows[scope, name], names).items()
            }
            for name, names in places.items()
        }
        for scope, places in expect.items()
    }


WORKINGS: dict[str, Callable[[Workings, Any], Any]] = {
    "paid": _view("paid"),
    "earned": _view("earned"),
    "due": _due,
    "ledger": _ledger,
}
STATEMENT: dict[str, Callable[[Statement, Any], Any]] = {
    "recharges": _recharges,
    "breaks": _breaks,
    "parts": _parts,
    "settlement": _settlement,
    "tie_out": _tie_out,
    "net": _net,
    "prices": _prices,
    "forecast": _forecast,
    "dsg": _dsg,
    "resources": _resources,
    "findings": lambda statement, _: [item.found for item in statement.findings],
    "rules": lambda statement, _: [item.rule for item in statement.findings],
    "decisions": lambda statement, _: [
        f"{item.kind} of {item.council}: {item.standing}" for item in statement.decisions
    ],
    "movements": _movements,
    "notes": _told,
    "totals": _totals,
    "accruals": _accruals,
    "drafts": _drafts,
    "measures": _measures,
    "working": _working,
}
