"""No layout that is shipped lets a person's name through as a code (R20)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("deployments/stockport-tameside", "deployments/published-payments-2014", "src/sspipe/terms/skeleton")
BLANK = r"@\w+@"
NAMES = ("Zzfake", "ZZFAKE Person 0034", "Ann O'Brien", "Smith, J.", "MARY-JANE JONES", "al zahra", "Dr A Khan")


def _patterns(held: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(held, dict):
        if isinstance(held.get("pattern"), str):
            yield place, held["pattern"]
        for key, value in held.items():
            yield from _patterns(value, f"{place} {key}")
    elif isinstance(held, list):
        for value in held:
            yield from _patterns(value, place)


def all_patterns() -> list[tuple[str, str]]:
    paths = sorted(path for folder in FOLDERS for path in (ROOT / folder / "layouts").glob("*.yaml"))
    return [
        found for path in paths for found in _patterns(yaml.safe_load(re.sub(BLANK, "x", path.read_text())), path.stem)
    ]


def test_layouts_have_patterns() -> None:
    assert len(all_patterns()) > 20


@pytest.mark.parametrize(("place", "pattern"), all_patterns())
def test_a_persons_name_is_no_code(place: str, pattern: str) -> None:
    assert [name for name in NAMES if re.fullmatch(pattern, name)] == [], place
