"""In how many lines two versions of one file differ, wherever the lines stand."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

TRACE = frozenset({"source_file", "source_row"})
_SIDE = "side"


@dataclass(frozen=True, slots=True)
class ChangedLines:
    """`came` lines are new, `went` stood in the former version alone, out of `lines` of the newer."""

    came: int
    went: int
    lines: int


def changed_lines(former: pa.Table, newer: pa.Table) -> ChangedLines:
    """Hold two canonical tables against each other as heaps of lines, file and row apart."""
    both = pa.concat_tables([_plain(former, -1), _plain(newer, 1)])
    keys = [name for name in both.column_names if name != _SIDE]
    sums = both.group_by(keys).aggregate([(_SIDE, "sum")]).column(f"{_SIDE}_sum")
    came, went = (pc.sum(sums.filter(test(sums, 0))).as_py() or 0 for test in (pc.greater, pc.less))
    return ChangedLines(came, -went, newer.num_rows)


def _plain(table: pa.Table, side: int) -> pa.Table:
    kept = table.drop_columns([name for name in table.column_names if name in TRACE])
    texts = [column.cast(pa.string()) for column in kept.columns]
    return pa.table([*texts, pa.array([side] * len(kept), pa.int64())], [*kept.column_names, _SIDE])
