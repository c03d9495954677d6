"""What was asked once is answered alike ever after, sound or broken, and not asked again."""

from collections.abc import Sequence

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from sspipe.validate.readings import ROW
from sspipe.validate.remembered import Remembered
from sspipe.validate.rules import RowRule
from sspipe.validate.suites import read_suites
from tests.validate.samples import EXPECTATIONS

LEDGER = {rule.told.rule: rule for rule in read_suites(EXPECTATIONS)["ledger"].rows}
RANGE = LEDGER["LEDGER_AMOUNT_RANGE"]
TABLES = st.lists(st.lists(st.sampled_from([None, -7, 0, 3, 8, 20]), max_size=9), min_size=1, max_size=6)


@settings(max_examples=200, deadline=None)
@given(tables=TABLES)
def test_an_answer_out_of_memory_is_the_answer_that_asking_gives(tables: list[list[int | None]]) -> None:
    remembered, asked = Remembered(), list[int | None]()

    def ask(rules: Sequence[RowRule], table: pa.Table) -> dict[str, list[int]]:
        asked.extend(table.column(RANGE.columns[0]).to_pylist())
        return {rule.told.rule: _broken(rule, table) for rule in rules}

    for values in tables:
        table = pa.table({ROW: range(100, 100 + len(values)), RANGE.columns[0]: pa.array(values, pa.int64())})
        once = table.take(pa.array([values.index(each) for each in dict.fromkeys(values)], pa.int64()))
        assert remembered.answer([RANGE], once, ask) == {RANGE.told.rule: _broken(RANGE, once)}
        assert remembered.answer([RANGE], table, ask) == {RANGE.told.rule: _broken(RANGE, table)}
    assert len(asked) == len(set(asked))


@settings(max_examples=200, deadline=None)
@given(ends=st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 9)), min_size=1, max_size=5), low=st.integers(-9, 9))
def test_a_range_between_sound_ends_is_sound_and_no_other(ends: list[tuple[int, int]], low: int) -> None:
    remembered = Remembered()
    assert not remembered.is_within_sound(RANGE, low, low)
    for start, width in ends:
        remembered.keep_sound(RANGE, start, start + width)
    least, most = min(start for start, _ in ends), max(start + width for start, width in ends)
    assert remembered.is_within_sound(RANGE, low, low) == (least <= low <= most)
    assert not remembered.is_within_sound(RANGE, least, most + 1)
    assert not remembered.is_within_sound(RANGE, least - 1, most)


def test_two_rules_over_one_column_are_remembered_apart() -> None:
    vat = LEDGER["LEDGER_VAT_RANGE"]
    remembered = Remembered()
    remembered.keep_sound(RANGE, 0, 10)
    assert not remembered.is_within_sound(vat, 1, 2)


def _broken(rule: RowRule, table: pa.Table) -> list[int]:
    """A rule of the test's own: minus amounts and those above ten are broken."""
    values = table.column(rule.columns[0]).to_pylist()
    rows = table.column(ROW).to_pylist()
    return [row for row, value in zip(rows, values, strict=True) if value is not None and not 0 <= value <= 10]
