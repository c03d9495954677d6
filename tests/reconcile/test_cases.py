"""Every worked case gives the figures that stand in it, to the penny."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from sspipe.model.money import from_pounds, in_pounds
from sspipe.model.statement import Statement
from sspipe.reconcile.joint_posts import state
from sspipe.reconcile.workings import Workings, work_out
from tests.worked import Case, cost_by, due_by, facts_of, read_cases

HERE = Path(__file__).parent
CASES = list(read_cases(*HERE.glob("cases/*.yaml"), *(HERE.parent / "hand").glob("*.yaml")))


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_case(case: Case) -> None:
    workings = work_out(facts_of(case))
    expect = case["expect"]
    shown = {**_costs(workings, expect), **_statement(workings, expect)}

    assert shown == {key: _plain(value) for key, value in expect.items()}


def _plain(value: Any) -> Any:
    """Amounts in the one form that the product prints."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return in_pounds(from_pounds(value)) if isinstance(value, str) and "£" in value[:2] else value


def _costs(workings: Workings, expect: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for view in ("paid", "earned"):
        if view in expect:
            found = cost_by(workings, view)
            shown[view] = {
                str(month): {
                    post: {name: in_pounds(found[str(month)][post][name]) for name in names}
                    for post, names in posts.items()
                }
                for month, posts in expect[view].items()
            }
    if "due" in expect:
        due = due_by(workings)
        shown["due"] = {
            str(month): {post: in_pounds(due[str(month)][post]) for post in posts}
            for month, posts in expect["due"].items()
        }
    return shown


def _statement(workings: Workings, expect: dict[str, Any]) -> dict[str, Any]:
    if not set(expect) & {"recharges", "breaks", "settlement", "findings", "totals", "accruals"}:
        return {}
    statement = state(workings)
    makers = {
        "recharges": _recharges,
        "breaks": _breaks,
        "settlement": _settlement,
        "findings": lambda statement, _: [f"{item.found}" for item in statement.findings],
        "totals": _totals,
        "accruals": _accruals,
    }
    return {key: make(statement, expect[key]) for key, make in makers.items() if key in expect}


def _named(row: Any, names: dict[str, Any]) -> dict[str, Any]:
    facts = asdict(row)
    return {name: facts[name] if isinstance(names[name], bool) else in_pounds(facts[f"{name}_pence"]) for name in names}


def _recharges(statement: Statement, expect: dict[str, Any]) -> dict[str, Any]:
    rows = {(str(row.service), row.post): row for row in statement.recharges}
    return {
        month: {post: _named(rows[month, post], names) for post, names in posts.items()}
        for month, posts in expect.items()
    }


def _breaks(statement: Statement, _: Any) -> list[dict[str, Any]]:
    return [
        {
            "subject": item.post or item.cost_centre,
            "council": item.council,
            "pair": item.pair.value,
            "month": str(item.month),
            "amount": in_pounds(item.amount_pence),
            "causes": {cause.code: in_pounds(cause.amount_pence) for cause in item.causes},
        }
        for item in statement.breaks
    ]


def _settlement(statement: Statement, expect: dict[str, Any]) -> dict[str, Any]:
    rows = {(row.scope.value, row.post): row for row in statement.settlement}
    return {
        scope: {post: _named(rows[scope, post], names) for post, names in posts.items()}
        for scope, posts in expect.items()
    }


def _totals(statement: Statement, expect: dict[str, Any]) -> dict[str, Any]:
    rows = {row.cost_centre: row for row in statement.ledger_totals}
    return {centre: _named(rows[centre], names) for centre, names in expect.items()}


def _accruals(statement: Statement, _: Any) -> dict[str, Any]:
    return {row.accrual_id: in_pounds(row.scheduled_pence) for row in statement.accruals if row.scheduled_pence}
