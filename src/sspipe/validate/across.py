"""Rows that are wrong only beside each other: rows twice, keys that clash, one post held twice by one person.

Worked in Arrow, in whole numbers; Great Expectations would show the values it compared.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sspipe.model.findings import Severity
from sspipe.validate.judge import Broken
from sspipe.validate.profile import key_of
from sspipe.validate.readings import ROW, flat
from sspipe.validate.rules import AcrossCheck, AcrossRule, Sender

_TRACE = ("source_file", "source_row")
_NEVER = 99_991_231
_PER_GROUP = 100_000_000


def judge_across(table: pa.Table, rules: Sequence[AcrossRule], sender: Sender) -> Iterator[Broken]:
    """What each rule finds; a rule that is kept is not mentioned. Rows that one rule sets aside trouble no later one.

    The table carries each row's place in a column of its own, for rows set aside before are no longer in it.
    """
    keys = {rule.columns for rule in rules if rule.check in _OF_KEYS}
    twins = {columns: _same_key(table, columns) for columns in keys}
    for rule in rules:
        rows = _rows_of(rule, table, twins, sender)
        if len(rows):
            yield Broken(rule=rule, rows=tuple(rows.to_pylist()), count=len(rows))
        if len(rows) and rule.told.severity is Severity.REJECT:
            table = without(table, rows)
            twins = {columns: without(those, rows) for columns, those in twins.items()}


def without(table: pa.Table, rows: pa.Array) -> pa.Table:
    """The rows of a table whose places are not named."""
    return table.filter(pc.invert(pc.is_in(table.column(ROW), rows)))


def _rows_of(rule: AcrossRule, table: pa.Table, twins: Mapping[tuple[str, ...], pa.Table], sender: Sender) -> pa.Array:
    if rule.check in _OF_KEYS:
        return _OF_KEYS[rule.check](twins[rule.columns], rule.columns)
    if rule.check is AcrossCheck.OVERLAP:
        return overlap(table, rule.columns)
    return _OF_SENDER[rule.check](table, rule.columns, sender)


def repeated(twins: pa.Table, _columns: Sequence[str]) -> pa.Array:
    """Of rows that share a key, those that say again, word for word, what an earlier one says."""
    return _places(twins, _is_later(_whole_key(twins), twins))


def key_clash(twins: pa.Table, columns: Sequence[str]) -> pa.Array:
    """Of rows that share a key, those that say different things."""
    if not twins.num_rows:
        return pa.array([], pa.int64())
    keys = pa.table({"key": key_of(twins, columns), "whole": _whole_key(twins)})
    counts = keys.group_by("key").aggregate([("whole", "count_distinct")])
    clashing = counts.filter(pc.greater(counts.column("whole_count_distinct"), 1)).column("key")
    return _places(twins, pc.is_in(keys.column("key"), clashing))


def overlap(table: pa.Table, columns: Sequence[str]) -> pa.Array:
    """Held intervals that begin before an earlier one of the same key has ended; the last day held counts as held."""
    held = table.filter(_all_present(table, (*columns, "valid_from")))
    if not held.num_rows:
        return pa.array([], pa.int64())
    spells = pa.table(
        {
            ROW: held.column(ROW),
            "key": key_of(held, columns),
            "first": _day_number(flat(held.column("valid_from"))),
            "last": pc.fill_null(_day_number(flat(held.column("valid_to"))), _NEVER),
        }
    )
    spells = spells.filter(pc.less_equal(spells.column("first"), spells.column("last")))
    return _overlapping(spells.sort_by([("key", "ascending"), ("first", "ascending"), (ROW, "ascending")]))


def other_publisher(table: pa.Table, columns: Sequence[str], sender: Sender) -> pa.Array:
    """Rows of anybody else than the one whose file it is."""
    if not sender.publisher:
        return pa.array([], pa.int64())
    named = pc.fill_null(pc.equal(_text(table, columns[0]), sender.publisher), fill_value=False)
    return _places(table, pc.invert(named))


def other_council(table: pa.Table, columns: Sequence[str], sender: Sender) -> pa.Array:
    """Rows that speak of another council, in the file of one; regions and the country are nobody's own."""
    return _places(table, pc.is_in(_text(table, columns[0]), pa.array(sorted(sender.others), pa.string())))


_OF_KEYS: Mapping[AcrossCheck, Callable[[pa.Table, Sequence[str]], pa.Array]] = MappingProxyType(
    {AcrossCheck.REPEATED: repeated, AcrossCheck.KEY_CLASH: key_clash}
)
_OF_SENDER: Mapping[AcrossCheck, Callable[[pa.Table, Sequence[str], Sender], pa.Array]] = MappingProxyType(
    {AcrossCheck.OTHER_PUBLISHER: other_publisher, AcrossCheck.OTHER_COUNCIL: other_council}
)


def _text(table: pa.Table, name: str) -> pa.Array:
    column = flat(table.column(name))
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _all_present(table: pa.Table, columns: Sequence[str]) -> pa.Array:
    """Rows where no named column is empty; a key with a part missing tells two rows apart no more."""
    present = pa.array(np.ones(table.num_rows, dtype=np.bool_))
    for name in columns:
        column = _text(table, name)
        is_text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
        has = pc.fill_null(pc.not_equal(column, ""), fill_value=False) if is_text else column.is_valid()
        present = pc.and_(present, has)
    return present


def _same_key(table: pa.Table, columns: Sequence[str]) -> pa.Table:
    """The rows whose key stands more than once."""
    present = _all_present(table, columns)
    keyed = table if pc.all(present).as_py() else table.filter(present)
    if not keyed.num_rows:
        return keyed
    keys = pa.table({"key": key_of(keyed, columns)})
    counts = keys.group_by("key").aggregate([("key", "count")])
    if counts.num_rows == keyed.num_rows:
        return keyed.slice(0, 0)
    several = counts.filter(pc.greater(counts.column("key_count"), 1)).column("key")
    return keyed.filter(pc.is_in(keys.column("key"), several))


def _whole_key(table: pa.Table) -> pa.Array:
    if not table.num_rows:
        return pa.array([], pa.int64())
    return key_of(table, [name for name in table.column_names if name not in {*_TRACE, ROW}])


def _is_later(key: pa.Array, table: pa.Table) -> pa.Array:
    rows = pa.table({"key": key, ROW: table.column(ROW)})
    first = rows.group_by("key").aggregate([(ROW, "min")]).column(f"{ROW}_min")
    return pc.invert(pc.is_in(table.column(ROW), first))


def _places(table: pa.Table, chosen: pa.Array) -> pa.Array:
    return flat(table.filter(chosen).column(ROW))


def _day_number(column: pa.Array) -> pa.Array:
    """A date as a number that keeps the order of days."""
    return pc.add(
        pc.add(pc.multiply(pc.year(column), 10_000), pc.multiply(pc.month(column), 100)), pc.day(column)
    ).cast(pa.int64())


def _overlapping(spells: pa.Table) -> pa.Array:
    """Later spells that begin on or before the latest end so far of their key (spells sorted by key and first day)."""
    group = pc.multiply(spells.column("key"), _PER_GROUP)
    latest = flat(pc.cumulative_max(pc.add(group, spells.column("last"))))
    before = pa.concat_arrays([pa.array([-1], pa.int64()), latest.slice(0, len(latest) - 1)])
    starts = flat(pc.add(group, spells.column("first")))
    return _places(spells, pc.greater_equal(before, starts)).sort()
