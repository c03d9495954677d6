import json
import re
from pathlib import Path
from typing import Any

import pytest

from sspipe.errors import SiteFileWrong, SuiteMissing
from sspipe.model.findings import Severity
from sspipe.model.tables import TABLES
from sspipe.validate.rules import ROW_EXPECTATIONS, Suite
from sspipe.validate.suites import read_suite, read_suites
from tests.validate.samples import EXPECTATIONS

SUITES = read_suites(EXPECTATIONS)


def a_suite(**changes: Any) -> dict[str, Any]:
    rule = {
        "type": "expect_column_values_to_match_regex",
        "kwargs": {"column": "post_ref", "regex": "^S"},
        "notes": "because",
        "meta": {"rule": "SAMPLE", "severity": "warn", "side": "HR", "expected": "an S", "action": "write one."},
    }
    return {"name": "posts", "notes": "sample", "expectations": [{**rule, **changes}]}


def read(tmp_path: Path, suite: object) -> Suite:
    path = tmp_path / "posts.json"
    path.write_text(json.dumps(suite), encoding="utf-8")
    return read_suite(path, "posts")


def test_every_canonical_table_has_a_suite() -> None:
    assert set(SUITES) == set(TABLES)
    assert {path.stem for path in EXPECTATIONS.glob("*.json")} == set(TABLES)


def test_a_missing_suite_is_told(tmp_path: Path) -> None:
    with pytest.raises(SuiteMissing, match="suite of posts"):
        read_suites(tmp_path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"type": "expect_column_distinct_values_to_be_in_set", "kwargs": {"column": "post_ref", "value_set": []}},
            "no row expectation",
        ),
        (
            {"type": "expect_column_sum_to_be_between", "kwargs": {"column": "fte", "min_value": 0}},
            "no row expectation",
        ),
        ({"type": "expect_column_values_to_be_unique", "kwargs": {"column": "post_ref"}}, "no row expectation"),
        ({"kwargs": {"column": "surname", "regex": "^S"}}, "unknown column surname"),
        ({"kwargs": {"column": "post_ref", "regex": "^S", "mostly": 0.9}}, "unknown setting mostly"),
        ({"kwargs": {"column": "post_ref", "regex": "("}}, "unterminated"),
        ({"kwargs": {"column": "post_ref", "regex": "^(S|T)"}}, "keeps what it matched"),
        (
            {"type": "expect_column_values_to_be_between", "kwargs": {"column": "fte_millionths", "max_value": 0.5}},
            "whole numbers",
        ),
        ({"kwargs": {"column": "post_ref", "regex": "^S", "row_condition": 'fte == "1"'}}, "row_condition|dictionary"),
        ({"notes": ""}, "notes"),
        ({"severity": "critical"}, "severity"),
    ],
)
def test_a_rule_that_could_leak_or_mislead_is_refused(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(SiteFileWrong) as refused:
        read(tmp_path, a_suite(**changes))
    assert re.search(said, str(refused.value))


def test_a_rule_code_stands_once(tmp_path: Path) -> None:
    suite = a_suite()
    suite["expectations"] *= 2
    with pytest.raises(SiteFileWrong, match="used twice: SAMPLE"):
        read(tmp_path, suite)


def test_rule_codes_differ_over_all_suites() -> None:
    codes = [told.rule for suite in SUITES.values() for told in suite.told]
    assert len(codes) == len(set(codes))


def test_only_row_expectations_are_let_in() -> None:
    assert not [
        name for name in ROW_EXPECTATIONS if re.search("distinct|sum|mean|unique|most_common|min_to|max_to", name)
    ]


def test_every_severity_is_one_that_a_rule_may_have() -> None:
    used = {told.severity for suite in SUITES.values() for told in suite.told}
    assert used == {Severity.CRITICAL, Severity.REJECT, Severity.WARN}
