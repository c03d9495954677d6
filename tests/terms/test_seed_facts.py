"""Every fact of the two councils' reports stands in the demonstration site as data, with its source."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.sites import DEMO_SITE

FACTS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "seed_facts.yaml").read_text(encoding="utf-8"))
STATEMENTS = [(fact["fact"], stands) for fact in FACTS for stands in fact["stands"]]
SOURCES = {"source", "ends_source", "paper", "address"}


@cache
def content(file: str) -> Any:
    return yaml.safe_load((DEMO_SITE / file).read_text(encoding="utf-8"))


def walk(here: Any, path: list[Any]) -> list[Any]:
    """Every value on the way, the last one at the end."""
    way = [here]
    for step in path:
        here = chosen(here, step) if isinstance(step, dict) else here[step]
        way.append(here)
    return way


def chosen(entries: list[dict[str, Any]], wanted: dict[str, Any]) -> dict[str, Any]:
    return next(entry for entry in entries if wanted.items() <= entry.items())


def test_all_facts_are_there() -> None:
    numbered = [fact["fact"] for fact in FACTS if isinstance(fact["fact"], int)]
    assert numbered == list(range(1, 30))


@pytest.mark.parametrize(
    ("fact", "stands"), STATEMENTS, ids=[f"{fact}-{at}" for at, (fact, _) in enumerate(STATEMENTS)]
)
def test_a_fact_stands_as_data_with_its_source(fact: int | str, stands: dict[str, Any]) -> None:
    way = walk(content(stands["file"]), stands["path"])

    assert way[-1] == stands["value"], fact
    assert any(isinstance(here, dict) and here.keys() & SOURCES for here in way), f"fact {fact} has no source"
