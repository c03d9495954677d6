"""The second set of labelled cases: each break under the name that was written down before anything named it (R9)."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from sspipe.reconcile.workings import work_out
from tests.reconcile.showing import plain, shown
from tests.worked import Case, facts_of, read_cases

HERE = Path(__file__).parent
CASES = list(read_cases(*sorted(HERE.glob("cases/*.yaml"))))
NOT_YET: Mapping[str, str] = yaml.safe_load((HERE / "not_yet.yaml").read_text(encoding="utf-8"))


def _param(name: str, case: Case) -> object:
    reason = NOT_YET.get(name, "")
    marks = [pytest.mark.xfail(reason=reason, raises=AssertionError, strict=True)] if reason else []
    return pytest.param(case, id=name, marks=marks)


@pytest.mark.parametrize("case", [_param(name, case) for name, case in CASES])
def test_each_break_has_the_name_that_was_written_down(case: Case) -> None:
    expected = {key: plain(value) for key, value in case["expect"].items()}

    found = shown(work_out(facts_of(case)), case["expect"])

    assert _in_any_order(_named_alike(found, expected)) == _in_any_order(expected)


def test_what_waits_is_among_the_cases() -> None:
    assert not NOT_YET.keys() - {name for name, _ in CASES}


def _named_alike(found: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """Of each break found the facts that its expected row states; rows are found by pair, month and causes."""
    rows = {_place(row): row for row in expected.get("breaks", [])}
    breaks = [
        {name: row[name] for name in rows.get(_place(row), row) if name in row} for row in found.get("breaks", [])
    ]
    return {**found, "breaks": breaks} if "breaks" in found else found


def _place(row: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(row.get(name) for name in ("council", "pair", "month", "amount"))


def _in_any_order(shown_rows: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _sorted(value) if isinstance(value, list) else value for key, value in shown_rows.items()}


def _sorted(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)
