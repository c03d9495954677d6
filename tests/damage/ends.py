"""The table of ends: what must become of each kind of damage, done to each kind of lab file."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).with_name("ends.yaml")
HARMLESS, QUARANTINED, REFUSED, HELD = ENDS = ("harmless", "quarantined", "refused", "held")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The end of one case, the rules of which one must be named, and what the program still lacks for it.

    `can_run` is not so where the case, as long as that is lacking, would end the process of the tests.
    """

    kind: str
    file: str
    end: str
    rules: tuple[str, ...]
    waits_for: str
    can_run: bool

    def allows(self, rules: set[str]) -> bool:
        """Whether one of the rules that spoke is one of those that may."""
        return not self.rules or any(fnmatchcase(rule, form) for rule in rules for form in self.rules)


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """The table as it is written."""
    read: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return read


def cases() -> Iterator[Expected]:
    """Every kind of damage and every file that it applies to."""
    for kind, said in table()["kinds"].items():
        for entry in said["ends"]:
            if "end" in entry:
                yield from _of_files(kind, entry)


def _of_files(kind: str, entry: dict[str, Any]) -> Iterator[Expected]:
    waiting = entry.get("waits_for", {})
    for file in entry["files"]:
        yield Expected(
            kind=kind,
            file=file,
            end=entry["end"],
            rules=tuple(entry.get("rules", ())),
            waits_for=waiting if isinstance(waiting, str) else waiting.get(file, ""),
            can_run="ends_the_process" not in entry,
        )
