"""What a broken rule says to the people who can mend it: a finding per row, up to a stated number, then a count."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

import pyarrow as pa

from sspipe.model.findings import Finding, Where
from sspipe.validate.judge import Broken
from sspipe.validate.quoting import shown
from sspipe.validate.rules import AcrossCheck, AcrossRule, RowRule, Side, Told

ROWS_NAMED = 20
"""So many rows of a rule get a finding each; the rest are told as a count."""

_ENDINGS = ("_millionths", "_day", "_reads")
_IN_A_COUNCIL = (Side.HR, Side.FINANCE)
_FOUND: Mapping[AcrossCheck, str] = MappingProxyType(
    {
        AcrossCheck.REPEATED: "a row that stands in the file already, word for word",
        AcrossCheck.KEY_CLASH: "a key that another row holds with other content",
        AcrossCheck.OVERLAP: "an occupancy that begins before an earlier one of the same holder ends",
        AcrossCheck.OTHER_PUBLISHER: "another publisher's row",
        AcrossCheck.OTHER_COUNCIL: "a row that speaks of another council",
    }
)


_BEHIND = MappingProxyType({"days_after_period": ("posting_date", "period"), "is_open_ended": ("expires_on",)})


def findings_of(broken: Broken, table: pa.Table, where: Where) -> Iterator[Finding]:
    """Say where a rule is broken, the first rows by file and row."""
    told = broken.rule.told
    places = pa.array(broken.rows[:ROWS_NAMED], pa.int64())
    rows = table.take(places)
    traces = zip(rows.column("source_file").to_pylist(), rows.column("source_row").to_pylist(), strict=True)
    for (file, row), found in zip(traces, _found(broken.rule, rows), strict=True):
        yield _finding(told, replace(where, source_file=file or where.source_file, source_row=row), found)
    if broken.count > len(places):
        least = "at least " if broken.is_at_least else ""
        more = broken.count - len(places)
        yield _finding(told, where, f"{least}{more:,} more such rows", more)


def _finding(told: Told, where: Where, found: str, more_rows: int | None = None) -> Finding:
    owner = f"{told.side} of {where.council}" if told.side in _IN_A_COUNCIL and where.council else told.side
    return Finding(
        severity=told.severity,
        rule=told.rule,
        where=where,
        found=found,
        expected=f"{told.expected} ({told.reason})",
        action=f"{owner}: {told.action}",
        more_rows=more_rows,
    )


def _found(rule: RowRule | AcrossRule, rows: pa.Table) -> Iterator[str]:
    if isinstance(rule, AcrossRule):
        return (_FOUND[rule.check] for _ in range(rows.num_rows))
    names = list(dict.fromkeys(name for read in rule.columns for name in columns_behind(read, rows.column_names)))
    values = zip(*(rows.column(name).to_pylist() for name in names), strict=True)
    return (" and ".join(_said(*pair) for pair in zip(names, row, strict=True)) for row in values)


def _said(name: str, value: object) -> str:
    return f"{shown(name, value)} as {name.replace('_', ' ')}"


def columns_behind(read: str, canonical: Collection[str]) -> tuple[str, ...]:
    """The canonical columns behind one that a rule reads."""
    if read in canonical:
        return (read,)
    if read in _BEHIND:
        return _BEHIND[read]
    endings = [ending for ending in _ENDINGS if read.endswith(ending)]
    return (read.removesuffix(endings[0]) if endings else read.removeprefix("has_"),)
