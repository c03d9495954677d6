"""What a process was told about combinations of values and about ranges, so that it asks about each of them once.

A row rule decides by the values of its columns alone, and what lies between two sound values of a range is sound. The
same codes, dates and references stand in file after file, so most profiles hold nothing that was not asked before.
"""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from sspipe.validate.readings import ROW
from sspipe.validate.rules import RowRule

SHORT = 2_000
"""Longer profiles are asked whole: looking them up would take as long."""

MOST = 200_000
"""Past so many combinations no more are remembered."""

Values = tuple[Hashable, ...]
Answer = Mapping[str, Sequence[int]]
"""By rule code, the rows that break it."""

Ask = Callable[[Sequence[RowRule], pa.Table], Answer]


class Remembered:
    """What has been asked of one process."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self._is_broken: dict[str, dict[Values, bool]] = {}
        self._sound: dict[str, tuple[Any, Any]] = {}

    def answer(self, rules: Sequence[RowRule], table: pa.Table, ask: Ask) -> dict[str, list[int]]:
        """The rows of a table that break each of some rules over the same columns; only what is new is asked."""
        if table.num_rows > SHORT:
            return {rule: list(rows) for rule, rows in ask(rules, table).items()}
        told = [self._is_broken.setdefault(_key(rule), {}) for rule in rules]
        values, rows = _values(rules, table), table.column(ROW).to_pylist()
        fresh = [at for at, each in enumerate(values) if any(each not in known for known in told)]
        asked = ask(rules, table.take(pa.array(fresh, pa.int64()))) if fresh else {}
        answer = {}
        for rule, known in zip(rules, told, strict=True):
            code = rule.told.rule
            new = set(asked.get(code, ()))
            broken = {row for each, row in zip(values, rows, strict=True) if known.get(each)}
            if len(known) <= MOST:
                known.update((values[at], rows[at] in new) for at in fresh)
            answer[code] = sorted(broken | new)
        return answer

    def is_within_sound(self, rule: RowRule, low: object, high: object) -> bool:
        """Whether both ends of a range lie between values that kept its rule."""
        sound = self._sound.get(_key(rule))
        return sound is not None and bool(sound[0] <= low and high <= sound[1])

    def keep_sound(self, rule: RowRule, low: object, high: object) -> None:
        """Remember the ends of a range that keep its rule."""
        least, most = self._sound.get(_key(rule), (low, high))
        self._sound[_key(rule)] = (min(least, low), max(most, high))


def _key(rule: RowRule) -> str:
    return json.dumps([rule.expectation, dict(rule.kwargs), rule.when], sort_keys=True, default=str)


def _values(rules: Sequence[RowRule], table: pa.Table) -> list[Values]:
    columns = [table.column(name).to_pylist() for name in rules[0].reads]
    return list(zip(*columns, strict=True))
