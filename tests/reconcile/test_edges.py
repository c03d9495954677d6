"""Every rule has a worked case on each side of its edges, and the cases named there are the ones that run."""

import re
from pathlib import Path

import pytest

from tests.reconcile.test_cases import CASES
from tests.worked import read_yaml

EDGES = read_yaml(Path(__file__).parent / "edges.yaml")
BY_NAME = dict(CASES)
RULES = [f"R{number}" for number in range(1, 12)]
GUARDS = "abcdefg"
LISTED = [
    pytest.param(rule, edge["edge"], edge["below"], edge["above"], id=f"{rule}: {edge['edge']}")
    for rule, edges in EDGES.items()
    for edge in edges
]


def test_every_rule_of_the_sums_has_edges() -> None:
    assert list(EDGES) == RULES
    assert all(EDGES.values())


@pytest.mark.parametrize(("rule", "edge", "below", "above"), LISTED)
def test_an_edge_has_a_case_on_each_side(rule: str, edge: str, below: str, above: str) -> None:
    assert below != above
    assert [name for name in (below, above) if name not in BY_NAME] == []
    assert rule in {*_rules(below), *_rules(above)}, f"no case of {edge} says that it rests on {rule}"


def test_every_guard_of_the_search_has_an_edge() -> None:
    named = {found[1] for edge in EDGES["R9"] if (found := re.match(r"guard \(([a-g])\)", edge["edge"]))}

    assert named == set(GUARDS)


def test_every_pair_and_state_has_an_edge() -> None:
    pairs = {edge["edge"] for edge in EDGES["R9"] if edge["edge"].startswith("pair: ")}
    states = {edge["edge"] for edge in EDGES["R10"] if edge["edge"].startswith("state: ")}

    assert pairs == {"pair: ledger - expected", "pair: billed - due", "pair: booked - billed"}
    assert {"state: open", "state: cleared"} <= states


def test_no_rule_names_an_edge_twice() -> None:
    named = [(rule, edge["edge"]) for rule, edges in EDGES.items() for edge in edges]

    assert len(named) == len(set(named))


def _rules(case: str) -> list[str]:
    return re.findall(r"R\d+", BY_NAME[case]["rule"])
