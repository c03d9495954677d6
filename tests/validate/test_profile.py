import sys
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sspipe.validate import gx, judge
from sspipe.validate.checks import validate_table
from sspipe.validate.judge import as_expectation, as_plain_text, judge_rows
from sspipe.validate.profile import extremes_of, key_of, profile_of
from sspipe.validate.readings import ROW, millionths, readings_of
from sspipe.validate.remembered import Remembered
from sspipe.validate.suites import read_suites
from tests.validate.samples import EXPECTATIONS, HELD, REPEATING, a_place, a_table

SUITES = read_suites(EXPECTATIONS)
VALUES: dict[str, dict[str, list[Any]]] = {
    "posts": {
        "occupant_ref": [HELD, "", "104417"],
        "fte": [None, "", "0", "1", "4/5", "6/5", "1000001/1000000", "-1/2", "half"],
        "weeks_per_year": ["52", "39", "53", None],
        "ni_category": ["A", "", "Q"],
        "valid_from": [date(2022, 4, 1), date(2022, 9, 30), None],
        "valid_to": [None, date(2022, 4, 1), date(2022, 3, 31), date(9999, 12, 31)],
    },
    "ledger": {
        "entry_type": ["actual", "accrual", "other"],
        "accrual_id": ["", "A2223-EYHEAD-P07-U-ST", "A1"],
        "amount_pence": [None, 0, 10**10, 10**10 + 1, -(10**10), -(10**10) - 1],
        "posting_date": [date(2022, 9, 1), date(2023, 9, 1), None],
        "period": ["2022-23-P06", "2022-23-P16", "2022-24-P06", ""],
        "reference": ["", "SMBC-1", "A Name"],
    },
    "pay_elements": {
        "kind": ["allowance", "reduction", "other"],
        "fraction": [None, "", "1/2", "0", "half"],
        "amount_pence": [None, 0, 1, 10**8, 10**8 + 1],
        "frequency": ["monthly", "once", ""],
        "assumed_pay_pence": [0, 1, 10**7 + 1],
    },
}


@st.composite
def a_drawn_table(draw: st.DrawFn) -> tuple[str, pa.Table]:
    noun = draw(st.sampled_from(sorted(VALUES)))
    a_row = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES[noun].items()})
    rows = draw(st.lists(a_row, min_size=1, max_size=25))
    return noun, a_table(noun, *rows, encoded=draw(st.booleans()))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=a_drawn_table())
def test_the_profile_and_the_rows_give_the_same_answer(drawn: tuple[str, pa.Table]) -> None:
    noun, table = drawn
    rules = SUITES[noun].rows
    readings = readings_of(table, noun, {name for rule in rules for name in rule.reads})
    by_row = gx.run_suite([as_expectation(rule) for rule in rules], as_plain_text(readings), ROW)
    enough = {rule.told.rule: table.num_rows for rule in rules}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judge, "GROUPS_AT_ONCE", 3)
        broken = {one.rule.told.rule: one for one in judge_rows(readings, rules, enough)}
    assert {code: list(one.rows) for code, one in broken.items()} == {c: rows for c, rows in by_row.items() if rows}
    assert all(one.count == len(one.rows) and one.is_all_listed and not one.is_at_least for one in broken.values())


def test_a_profile_counts_each_combination_and_names_its_first_row() -> None:
    table = pa.table({ROW: [0, 1, 2, 3, 4], "a": ["x", None, "x", "", None], "b": [1, 2, 1, 2, 2]})
    groups = profile_of(table, ("a", "b")).groups.to_pylist()
    assert groups == [
        {ROW: 0, "rows": 2, "a": "x", "b": 1},
        {ROW: 1, "rows": 2, "a": None, "b": 2},
        {ROW: 3, "rows": 1, "a": "", "b": 2},
    ]


def test_a_profile_sees_through_dictionaries_in_pieces_and_with_doubles() -> None:
    first = pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int32()), ["x", "x"])
    second = pa.DictionaryArray.from_arrays(pa.array([0, None], pa.int32()), ["x"])
    table = pa.table({ROW: [0, 1, 2, 3], "a": pa.chunked_array([first, second])})
    assert key_of(table, ("a",)).to_pylist()[:3] == [0, 0, 0]
    assert profile_of(table, ("a",)).groups.column("rows").to_pylist() == [3, 1]


def test_the_ends_of_a_range_are_taken_where_the_condition_holds() -> None:
    table = pa.table({ROW: [0, 1, 2, 3], "n": [5, None, 1, 9], "has": ["yes", "yes", "yes", "no"]})
    assert extremes_of(table, "n", ("has", "yes")).column(ROW).to_pylist() == [2, 0]
    assert extremes_of(table, "n", ("has", "maybe")).num_rows == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1/3", 333334), ("-1/3", -333333), ("67.9", 67_900_000), ("1e9", None), ("1/0", None), ("", None), (None, None)],
)
def test_fractions_are_read_exactly_or_not_at_all(text: str | None, expected: int | None) -> None:
    assert millionths(text) == expected


def test_a_number_past_all_bounds_stays_past_them() -> None:
    assert millionths("9" * 18) == 2**53


def a_long_ledger(rows: int) -> pa.Table:
    one = a_table("ledger", {}, encoded=True)
    places = pa.array(np.zeros(rows, dtype=np.int64))
    table = one.take(places)
    numbers = np.arange(rows)
    changed = {
        "document": pa.array([f"51{number:08d}" for number in numbers]),
        "source_row": pa.array(numbers + 2),
        "amount_pence": pa.array(numbers - rows // 2),
    }
    for name, values in changed.items():
        table = table.set_column(table.column_names.index(name), name, values)
    return table


@pytest.mark.parametrize("rows", [60_000, pytest.param(1_000_000, marks=pytest.mark.prove)])
def test_a_long_table_is_judged_without_a_list_of_its_rows(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    run_suite = gx.run_suite

    def counted(expectations: Any, table: pa.Table, row: str) -> dict[str, list[int]]:
        asked.append(table.num_rows)
        return run_suite(expectations, table, row)

    monkeypatch.setattr(gx, "run_suite", counted)
    monkeypatch.setattr(judge, "_ASKED", Remembered())
    table = a_long_ledger(rows)
    good = validate_table(table, "ledger", SUITES, a_place("ledger"))
    assert (good.findings, good.table is not None) == ((), True)
    assert max(asked) <= 2
    asked.clear()
    wrong = pa.array(["J SMITH"]).take(pa.array(np.zeros(rows, dtype=np.int64))).cast(REPEATING)
    bad = table.set_column(table.column_names.index("entry_type"), "entry_type", wrong)
    refused = validate_table(bad, "ledger", SUITES, a_place("ledger"))
    assert refused.is_refused
    assert f"{rows - 1:,} more such rows" in refused.findings[1].message
    assert max(asked) <= 2
    bad = table.set_column(
        table.column_names.index("document"), "document", pa.array([f"no {at}" for at in range(rows)])
    )
    asked.clear()
    refused = validate_table(bad, "ledger", SUITES, a_place("ledger"))
    assert "at least" in refused.findings[-2].message
    assert max(asked) == judge.GROUPS_AT_ONCE


def test_great_expectations_is_imported_only_when_a_suite_runs() -> None:
    import subprocess  # noqa: PLC0415 - a fresh interpreter tells what is imported

    code = (
        "import sys, sspipe.validate.checks; sys.exit('great_expectations' in sys.modules or 'pandas' in sys.modules)"
    )
    path = {"PYTHONPATH": ":".join(part for part in sys.path if part)}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=path).returncode == 0  # noqa: S603 - our own line
