"""Combinations of values that keep a set of rules, so that a process asks about each of them once.

A row rule decides by the values of its columns alone. The same codes, dates and references stand in file after file,
so most profiles hold nothing that was not asked before.
"""

import json
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from sspipe.validate.readings import ROW
from sspipe.validate.rules import RowRule

SHORT = 2_000
"""Longer profiles are asked whole: looking them up would take as long."""

MOST = 200_000
"""Past so many combinations no more are remembered."""

Values = tuple[Hashable, ...]


class Remembered:
    """What has been asked of one process."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self._kept: dict[str, set[Values]] = {}

    def unseen(self, rules: Sequence[RowRule], table: pa.Table) -> pa.Table:
        """The rows of a short table whose combination is not known to keep every one of the rules."""
        kept = self._kept.get(_key(rules))
        if not kept or table.num_rows > SHORT:
            return table
        fresh = [at for at, values in enumerate(_values(rules, table)) if values not in kept]
        return table if len(fresh) == table.num_rows else table.take(pa.array(fresh, pa.int64()))

    def keep(self, rules: Sequence[RowRule], asked: pa.Table, broken: Collection[int]) -> None:
        """Remember the combinations of a short table that no rule was broken by."""
        kept = self._kept.setdefault(_key(rules), set())
        if asked.num_rows > SHORT or len(kept) > MOST:
            return
        rows = asked.column(ROW).to_pylist()
        kept.update(values for row, values in zip(rows, _values(rules, asked), strict=True) if row not in broken)


def _key(rules: Sequence[RowRule]) -> str:
    return json.dumps([_facts(rule) for rule in rules], sort_keys=True, default=str)


def _facts(rule: RowRule) -> Mapping[str, Any]:
    return {"is": rule.expectation, "kwargs": dict(rule.kwargs)}


def _values(rules: Sequence[RowRule], table: pa.Table) -> list[Values]:
    columns = [table.column(name).to_pylist() for name in rules[0].reads]
    return list(zip(*columns, strict=True))
