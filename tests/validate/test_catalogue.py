"""Every rule that the code can tell of stands in the catalogue, with what must hold, why, and what to do."""

import ast
import csv
import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.command_rules import file_rules_of
from sspipe.errors import SiteFileWrong
from sspipe.model.findings import Severity
from sspipe.validate.catalogue import catalogue_page
from sspipe.validate.file_rules import FileRule, read_file_rules
from sspipe.validate.suites import read_suites
from tests.validate.samples import EXPECTATIONS

ROOT = Path(__file__).parents[2]
SUITES = read_suites(EXPECTATIONS)
FILE_RULES = file_rules_of(EXPECTATIONS)
OF_SUITES = {told.rule: told for suite in SUITES.values() for told in suite.told}
TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(chain((ROOT / "src").rglob("*.py"), (ROOT / "flows").rglob("*.py")))
    if "lab" not in path.parts
}
LISTED = re.compile(r"(?:SHAPE|LOOKS|FILE|PUBLICATION)_[A-Z_]+")
"""Codes that are handed over among other parts."""


def _constants() -> dict[str, str]:
    """Texts that modules give a name to."""
    found: dict[str, str] = {}
    for tree in TREES.values():
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                found |= {each.id: str(node.value.value) for each in node.targets if isinstance(each, ast.Name)}
    return found


CONSTANTS = _constants()


def _takers() -> dict[str, int]:
    """The place of the parameter `rule` of every function and record that has one."""
    found: dict[str, int] = {}
    for node in chain.from_iterable(map(ast.walk, TREES.values())):
        if isinstance(node, ast.FunctionDef):
            names = [each.arg for each in (*node.args.posonlyargs, *node.args.args) if each.arg != "self"]
        elif isinstance(node, ast.ClassDef):
            fields = [each.target for each in node.body if isinstance(each, ast.AnnAssign)]
            names = [each.id for each in fields if isinstance(each, ast.Name)]
        else:
            continue
        if "rule" in names:
            found[node.name] = names.index("rule")
    return found


def _code(node: ast.expr | None) -> str | None:
    """A code as it is written, a word in braces for what is only known when it runs; None where nothing is written."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "any_one" for part in node.values)
    return CONSTANTS.get(node.id) if isinstance(node, ast.Name) else None


def _given(call: ast.Call, takers: Mapping[str, int]) -> ast.expr | None:
    """What a call hands over as its rule."""
    for each in call.keywords:
        if each.arg == "rule":
            return each.value
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = takers.get(str(name), len(call.args))
    return call.args[place] if place < len(call.args) else None


def _told_in(tree: ast.Module, takers: Mapping[str, int]) -> Iterator[str | None]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield _code(_given(node, takers))
        if isinstance(node, ast.FunctionDef) and "rule" in node.name:
            answers = (each.value for each in ast.walk(node) if isinstance(each, ast.Return))
            yield from (_code(each.elts[0]) for each in answers if isinstance(each, ast.Tuple) and each.elts)
        if isinstance(node, ast.Tuple):
            yield from (code for code in map(_code, node.elts) if code and LISTED.fullmatch(code))


def told_codes() -> set[str]:
    """Every code that stands in the source as the rule of something found."""
    takers = _takers()
    stages = [tree for path, tree in TREES.items() if not {"publish", "store", "terms"} & set(path.parts)]
    return {code for tree in stages for code in _told_in(tree, takers) if code and code.isascii()}


def test_the_source_is_read_as_it_is_meant() -> None:
    found = told_codes()
    assert {"file_refused", "REJECT_LIMIT", "SHAPE_NO_ROWS", "wrong_number_of_cells"} <= found
    assert {"broken_constant", "other_period", "unknown_post_title", "unreadable_any_one"} <= found
    assert {"TICKETS_CLOSED", "no_term_in_force", "R12 no limit in force"} <= found
    assert len(found) >= 25


def test_every_rule_that_the_code_can_tell_of_is_in_the_catalogue() -> None:
    assert sorted(code for code in told_codes() if FILE_RULES.of(code) is None) == []


def test_every_rule_of_the_catalogue_is_told_by_some_code() -> None:
    found = told_codes()
    assert [rule.rule for rule in FILE_RULES if not any(rule.is_of(code) for code in found)] == []


@pytest.mark.parametrize(
    "case", sorted(path.parent.name for path in (ROOT / "tests/conform/cases").rglob("findings.csv"))
)
def test_what_is_found_in_real_forms_weighs_what_the_catalogue_says(case: str) -> None:
    with (ROOT / "tests/conform/cases" / case / "findings.csv").open(encoding="utf-8", newline="") as lines:
        found = [(row["rule"], Severity(row["severity"])) for row in csv.DictReader(lines)]
    for code, severity in found:
        rule = FILE_RULES.of(code)
        assert rule is not None, code
        assert severity in {rule.severity, rule.softer.severity if rule.softer else rule.severity}


def test_no_code_stands_for_two_rules() -> None:
    codes = [rule.rule for rule in FILE_RULES]
    assert not {code for code in codes if code in OF_SUITES}
    for code in codes:
        assert [rule.rule for rule in FILE_RULES if rule.is_of(code.replace("<column>", "fte"))] == [code]


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("unreadable_amount_pence", "unreadable_<column>"),
        ("unreadable_", None),
        ("LEDGER_PERIOD", None),
        ("other_period", "other_period"),
        ("another_period", None),
    ],
)
def test_a_code_finds_its_rule(code: str, rule: str | None) -> None:
    found = FILE_RULES.of(code)
    assert (found.rule if found else None) == rule


def test_the_page_is_the_one_that_the_command_prints() -> None:
    printed = CliRunner().invoke(app, ["rules"]).stdout
    assert (EXPECTATIONS / "README.md").read_text(encoding="utf-8") == printed


def rows_of(page: str) -> dict[str, list[str]]:
    lines = (line for line in page.splitlines() if line.startswith("| ") and line.count(" | ") == 5)
    cells = ([cell.strip() for cell in line.strip("|").split(" | ")] for line in lines)
    return {row[0].strip("`"): row[1:] for row in cells if row[0] != "rule"}


def test_every_rule_stands_on_the_page_word_for_word() -> None:
    rows = rows_of("\n".join(catalogue_page(SUITES, FILE_RULES)))
    assert set(rows) == {*OF_SUITES, *(rule.rule for rule in FILE_RULES)}
    for code, told in OF_SUITES.items():
        assert rows[code] == [told.severity, told.side, told.expected, told.reason, told.action]
    for rule in FILE_RULES:
        severity = f"{rule.severity}; {rule.softer.severity} where {rule.softer.when}" if rule.softer else rule.severity
        assert rows[rule.rule] == [severity, rule.side, rule.expected, rule.why, rule.action]


def test_the_rules_are_a_document_too() -> None:
    document = json.loads(CliRunner().invoke(app, ["rules", "--json"]).stdout)
    assert {each["rule"] for each in document["rules"]} == {*OF_SUITES, *(rule.rule for rule in FILE_RULES)}
    assert all(each["expected"] and each["why"] and each["action"] for each in document["rules"])


def a_rule(**changes: Any) -> dict[str, Any]:
    made = {"rule": "SAMPLE", "severity": "warn", "side": "HR", "expected": "an S", "why": "so", "action": "write one."}
    return {**made, **changes}


def read(*rules: object) -> list[FileRule]:
    return list(read_file_rules({"schema_version": 1, "groups": [{"group": "A", "says": "b", "rules": list(rules)}]}))


def test_a_rule_is_read_as_it_stands() -> None:
    (rule,) = read(a_rule(softer={"severity": "info", "when": "it is quiet"}))
    assert (rule.severity, rule.softer.severity if rule.softer else None) == (Severity.WARN, Severity.INFO)


@pytest.mark.parametrize(
    "changes",
    [
        {"severity": "fatal"},
        {"side": "Somebody"},
        {"why": ""},
        {"rule": ""},
        {"softer": {"severity": "info"}},
        {"x": 1},
    ],
)
def test_a_rule_that_breaks_the_form_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(SiteFileWrong, match="file_rules"):
        read(a_rule(**changes))


def test_a_code_that_stands_twice_is_refused() -> None:
    with pytest.raises(SiteFileWrong, match="used twice: SAMPLE"):
        read(a_rule(), a_rule())


def test_no_group_is_empty() -> None:
    with pytest.raises(SiteFileWrong):
        read()


def test_no_cell_of_the_page_breaks_its_table() -> None:
    pattern = re.compile(r"(?<!\\)\|")
    for line in (line for line in catalogue_page(SUITES, FILE_RULES) if line.startswith("| ")):
        assert len(pattern.findall(line)) in {3, 7}, line
