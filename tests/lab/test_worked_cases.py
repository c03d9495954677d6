"""The lab's calculator gives what was worked out by hand."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from sspipe.lab.worked import work_case

TESTS = Path(__file__).parents[1]
FILES = sorted([*TESTS.glob("hand/*.yaml"), *TESTS.glob("reconcile/cases/*.yaml")])
VIEWS = ("paid", "earned", "due")
KNOWN_KEYS = {
    "scales", "lgps", "hosts", "occupancies", "agreement", "pay_through", "pay_from",
}  # fmt: skip


def worked_cases() -> Iterator[Any]:
    for path in FILES:
        for case in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
            given = case.get("given", {})
            if given.get("occupancies") and set(given) <= KNOWN_KEYS and set(case.get("expect", {})) & set(VIEWS):
                yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def pence(text: str) -> int:
    sign = -1 if text.startswith("-") else 1
    return sign * int(Decimal(text.lstrip("-").lstrip("£").replace(",", "")) * 100)


def stated(expected: dict[str, Any]) -> dict[str, Any]:
    """The same shape with pence for every amount."""
    return {key: stated(value) if isinstance(value, dict) else pence(value) for key, value in expected.items()}


def found_like(expected: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Of what was found, only what the case states."""
    return {
        key: found_like(value, found[key]) if isinstance(value, dict) else found[key] for key, value in expected.items()
    }


@pytest.mark.parametrize("case", list(worked_cases()))
def test_the_hand_worked_figures_are_met_to_the_penny(case: dict[str, Any]) -> None:
    expected = stated({view: case["expect"].get(view) or {} for view in VIEWS})
    assert found_like(expected, dict(work_case(case))) == expected


def test_the_designs_own_figures_are_among_the_cases() -> None:
    texts = [path.read_text(encoding="utf-8") for path in FILES]
    assert any("£6,953.46" in text for text in texts)
