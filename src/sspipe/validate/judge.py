"""Which rows of a table break which row rule, found on its profile first and on single rows only where a group fails.

A range is asked of the lowest and the highest value; every other rule of each distinct combination once. How many rows
a failing group holds is counted in Arrow, and past `enough` rows nothing is listed any more, only told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sspipe.validate.profile import COUNT, Profile, extremes_of, profile_of, within
from sspipe.validate.readings import ROW
from sspipe.validate.remembered import Remembered
from sspipe.validate.rules import BETWEEN, AcrossRule, RowRule

GROUPS_AT_ONCE = 20_000
"""Great Expectations takes some 50 microseconds to list a failing row, so long profiles are asked in pieces."""

_ASKED = Remembered()


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The rows, by place in the table, that break a rule; all of them, unless there were more than enough.

    `count` is at least so many where not all are listed and the profile was not read to its end.
    """

    rule: RowRule | AcrossRule
    rows: tuple[int, ...]
    count: int
    is_all_listed: bool = True
    is_at_least: bool = False


def judge_rows(readings: pa.Table, rules: Iterable[RowRule], enough: Mapping[str, int]) -> Iterator[Broken]:
    """What each rule finds; a rule that every row keeps is not mentioned. `enough` is a count of rows by rule code."""
    ordered = sorted(rules, key=lambda rule: (_is_range(rule), rule.reads))
    for (is_range, columns), same in groupby(ordered, key=lambda rule: (_is_range(rule), rule.reads)):
        if is_range:
            found = _judge_ranges(readings, tuple(same), enough)
        else:
            found = _judge_groups(readings, columns, tuple(same), enough)
        yield from (broken for broken in found if broken.count)


def as_expectation(rule: RowRule) -> dict[str, Any]:
    """A rule as Great Expectations reads it."""
    return {"type": rule.expectation, "kwargs": dict(rule.kwargs), "meta": {"rule": rule.told.rule}}


def _is_range(rule: RowRule) -> bool:
    return rule.expectation == BETWEEN


def _ask(rules: Sequence[RowRule], table: pa.Table) -> dict[str, list[int]]:
    return _ASKED.answer(rules, table, _run_suite) if rules else {}


def _run_suite(rules: Sequence[RowRule], table: pa.Table) -> dict[str, list[int]]:
    from sspipe.validate.gx import run_suite  # noqa: PLC0415 - Great Expectations takes seconds to import

    return run_suite([as_expectation(rule) for rule in rules], as_plain_text(table), ROW)


def _still_open(rules: Sequence[RowRule], profile: Profile) -> list[RowRule]:
    """The rules that a long profile breaks somewhere; of a short one, all, for they are asked at once."""
    from sspipe.validate.gx import broken_rules  # noqa: PLC0415 - as above

    if profile.groups.num_rows <= GROUPS_AT_ONCE:
        return list(rules)
    broken = broken_rules([as_expectation(rule) for rule in rules], as_plain_text(profile.groups.drop([ROW, COUNT])))
    return [rule for rule in rules if rule.told.rule in broken]


def as_plain_text(table: pa.Table) -> pa.Table:
    """The table with dictionaries written out, small as it is by now."""
    columns = (
        column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in table.columns
    )
    return pa.table(dict(zip(table.column_names, columns, strict=True)))


def _judge_ranges(readings: pa.Table, rules: Sequence[RowRule], enough: Mapping[str, int]) -> Iterator[Broken]:
    for rule in rules:
        table = readings.select([ROW, *rule.reads])
        if not _is_in_range(rule, extremes_of(table, rule.columns[0], rule.when)):
            yield _judge_outside(rule, table, enough[rule.told.rule])


def _is_in_range(rule: RowRule, extremes: pa.Table) -> bool:
    if not extremes.num_rows:
        return True
    low, high = extremes.column(rule.columns[0]).to_pylist()
    if _ASKED.is_within_sound(rule, low, high):
        return True
    is_sound = not any(_ask([rule], extremes).values())
    if is_sound:
        _ASKED.keep_sound(rule, low, high)
    return is_sound


def _judge_outside(rule: RowRule, table: pa.Table, enough: int) -> Broken:
    among = within(table, rule.when)
    outside = among.filter(_is_outside(rule, among.column(rule.columns[0])))
    if outside.num_rows > enough:
        return _too_many(rule, outside.column(ROW), outside.num_rows, is_at_least=False)
    return _listed(rule, _ask([rule], outside))


def _is_outside(rule: RowRule, column: pa.ChunkedArray) -> pa.ChunkedArray:
    low, high = rule.kwargs.get("min_value"), rule.kwargs.get("max_value")
    below = pc.less_equal if rule.kwargs.get("strict_min") else pc.less
    above = pc.greater_equal if rule.kwargs.get("strict_max") else pc.greater
    parts = [compare(column, bound) for compare, bound in ((below, low), (above, high)) if bound is not None]
    return parts[0] if len(parts) == 1 else pc.or_(*parts)


def _judge_groups(
    readings: pa.Table,
    columns: Sequence[str],
    rules: Sequence[RowRule],
    enough: Mapping[str, int],
) -> Iterator[Broken]:
    profile = profile_of(readings, columns)
    failing = _failing_groups(profile, rules, enough)
    for rule in rules:
        yield _judge_failing(rule, readings, profile, failing[rule.told.rule], enough[rule.told.rule])


@dataclass(slots=True)
class _Failing:
    """The groups of one rule that fail, by first row, as far as the profile was read for it."""

    first_rows: list[int]
    count: int = 0
    is_at_least: bool = False


def _failing_groups(profile: Profile, rules: Sequence[RowRule], enough: Mapping[str, int]) -> dict[str, _Failing]:
    failing = {rule.told.rule: _Failing([]) for rule in rules}
    still_open = _still_open(rules, profile)
    for start in range(0, profile.groups.num_rows if still_open else 0, GROUPS_AT_ONCE):
        asked = [rule for rule in still_open if failing[rule.told.rule].count <= enough[rule.told.rule]]
        piece = profile.groups.slice(start, GROUPS_AT_ONCE)
        for code, first_rows in _ask(asked, piece).items():
            failing[code].first_rows += first_rows
            failing[code].count += _rows_in(piece, first_rows)
        for rule in still_open:
            failing[rule.told.rule].is_at_least |= rule not in asked
    return failing


def _rows_in(piece: pa.Table, first_rows: Sequence[int]) -> int:
    chosen = piece.filter(pc.is_in(piece.column(ROW), pa.array(first_rows, pa.int64())))
    return int(pc.sum(chosen.column(COUNT)).as_py() or 0)


def _judge_failing(rule: RowRule, readings: pa.Table, profile: Profile, failing: _Failing, enough: int) -> Broken:
    if not failing.count:
        return _listed(rule, {})
    if failing.count > enough:
        first = pa.array(failing.first_rows, pa.int64())
        return _too_many(rule, first, failing.count, is_at_least=failing.is_at_least)
    rows = readings.select([ROW, *rule.reads]).take(profile.rows_of(failing.first_rows))
    return _listed(rule, _ask([rule], rows))


def _listed(rule: RowRule, answer: Mapping[str, list[int]]) -> Broken:
    rows = tuple(answer.get(rule.told.rule, ()))
    return Broken(rule=rule, rows=rows, count=len(rows))


def _too_many(rule: RowRule, rows: pa.Array, count: int, *, is_at_least: bool) -> Broken:
    shown = tuple(sorted(rows.slice(0, GROUPS_AT_ONCE).to_pylist()))
    return Broken(rule=rule, rows=shown, count=count, is_all_listed=False, is_at_least=is_at_least)
