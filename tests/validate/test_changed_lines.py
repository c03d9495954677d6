"""Two versions of a file differ in lines, wherever these stand."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from sspipe.validate.changed_lines import ChangedLines, changed_lines

LINE = st.tuples(st.sampled_from("abc"), st.integers(-3, 3) | st.none())


def table(lines: list[tuple[str, int | None]], file: str = "f") -> pa.Table:
    return pa.table(
        {
            "document": pa.array([document for document, _ in lines], pa.string()).dictionary_encode(),
            "amount_pence": pa.array([pence for _, pence in lines], pa.int64()),
            "source_file": pa.array([file] * len(lines), pa.string()),
            "source_row": pa.array(range(len(lines)), pa.int64()),
        }
    )


def test_lines_that_came_and_went_are_counted() -> None:
    former = table([("a", 1), ("b", 2), ("c", 3)])
    newer = table([("a", 1), ("b", 5), ("c", 3), ("c", 4)], "g")
    assert changed_lines(former, newer) == ChangedLines(came=2, went=1, lines=4)


def test_a_line_that_stands_there_twice_counts_twice() -> None:
    assert changed_lines(table([("a", 1)] * 3), table([("a", 1)])) == ChangedLines(came=0, went=2, lines=1)


@given(st.lists(LINE, max_size=8), st.lists(LINE, max_size=8), st.randoms())
def test_order_file_and_row_do_not_matter_and_the_counts_add_up(
    former: list[tuple[str, int | None]], newer: list[tuple[str, int | None]], chance: object
) -> None:
    shuffled = list(former)
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random
    assert changed_lines(table(former), table(shuffled, "g")) == ChangedLines(0, 0, len(former))
    changed = changed_lines(table(former), table(newer))
    assert changed.came - changed.went == len(newer) - len(former)
