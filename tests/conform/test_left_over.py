"""A table that is kept holds no text that no row of it has."""

import pyarrow as pa
import pytest

from sspipe.conform.left_over import without_left_overs

CODES = pa.array(["A1", "a person", "B2", None, "A1"]).dictionary_encode()
TABLE = pa.table({"code": CODES, "row": [1, 2, 3, 4, 5]})


def texts_in(table: pa.Table) -> set[str]:
    return {text for chunk in table["code"].chunks for text in chunk.dictionary.to_pylist()}


@pytest.mark.parametrize("kept", [[0, 2, 3, 4], [2], [3], []])
def test_rows_stay_as_they_are_and_texts_of_others_go(kept: list[int]) -> None:
    filtered = TABLE.take(pa.array(kept, pa.int64()))
    assert "a person" in texts_in(filtered) or not kept, "a filter alone leaves it behind"
    clean = without_left_overs(filtered)
    assert clean.to_pylist() == filtered.to_pylist()
    assert clean.schema == TABLE.schema
    assert texts_in(clean) == {row["code"] for row in filtered.to_pylist()} - {None}


def test_chunks_each_keep_their_own_texts() -> None:
    chunked = pa.concat_tables([TABLE.slice(0, 1), TABLE.slice(2, 2)])
    clean = without_left_overs(chunked)
    assert clean.to_pylist() == chunked.to_pylist()
    assert texts_in(clean) == {"A1", "B2"}
