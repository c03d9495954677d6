"""Columns of text, plain or dictionary-encoded, read one distinct value at a time.

A reader takes texts and gives values with a mask of those that it could read. Over a dictionary it sees each distinct
text once; over a plain column it must be Arrow compute, for the column may have millions of rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

JOINT = "|"


@dataclass(frozen=True, slots=True)
class Read:
    """Values of a column, and where they could be read."""

    values: pa.Array
    is_read: pa.BooleanArray


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a file as trimmed text by heading; `at` is each row's place from the start of the block.

    `rows` counts all rows; `misshapen` holds place and number of cells of those that are not among the texts, nought
    where nothing could be read as a row. `unreadable` lists the texts that stand for no value.
    """

    texts: Mapping[str, pa.Array]
    at: pa.Array
    rows: int
    misshapen: tuple[tuple[int, int], ...] = ()
    unreadable: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.at)


Reader = Callable[[pa.Array], Read]


def read_by(column: pa.Array, reader: Reader) -> Read:
    """Read a column; a dictionary-encoded one by its distinct texts, texts staying dictionary-encoded."""
    if not pa.types.is_dictionary(column.type):
        return reader(column)
    distinct = reader(column.dictionary)
    return Read(_spread(distinct.values, column.indices), distinct.is_read.take(column.indices))


def matches(column: pa.Array, values: Sequence[str]) -> pa.BooleanArray:
    """Which rows of a column hold one of some texts."""
    listed = pa.array(list(values), pa.string())
    return read_by(column, lambda texts: Read(texts, pc.is_in(texts, value_set=listed))).is_read


def one_by_one(parse: Callable[[str], object], kind: pa.DataType) -> Reader:
    """A reader out of a function of one text that raises ValueError where it cannot read; for distinct texts."""

    def reader(texts: pa.Array) -> Read:
        values, is_read = [], []
        for text in texts.to_pylist():
            try:
                values.append(parse(text))
                is_read.append(True)
            except ValueError:
                values.append(None)
                is_read.append(False)
        return Read(pa.array(values, kind), pa.array(is_read, pa.bool_()))

    return reader


def encoded(column: pa.Array) -> pa.DictionaryArray:
    """The column by distinct texts."""
    return column if pa.types.is_dictionary(column.type) else column.dictionary_encode()


def joined(columns: list[pa.Array]) -> pa.DictionaryArray:
    """Several columns as one of distinct texts joined by a bar."""
    result = encoded(columns[0])
    for column in columns[1:]:
        result = _paired(result, encoded(column))
    return result


def plain(column: pa.Array) -> pa.Array:
    """The column with every text written out."""
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def every(length: int, *, value: bool) -> pa.BooleanArray:
    """A mask that says the same of all rows."""
    return pa.array(np.full(length, value))


def repeated(value: str, length: int) -> pa.DictionaryArray:
    """One text for every row."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(length, dtype=np.int32)), pa.array([value]))


def _spread(values: pa.Array, indices: pa.Array) -> pa.Array:
    if not pa.types.is_string(values.type):
        return values.take(indices)
    distinct = values.dictionary_encode()
    return pa.DictionaryArray.from_arrays(distinct.indices.take(indices), distinct.dictionary)


def _paired(left: pa.DictionaryArray, right: pa.DictionaryArray) -> pa.DictionaryArray:
    width = max(len(right.dictionary), 1)
    pairs = pc.add(
        pc.multiply(left.indices.cast(pa.int64()), width), right.indices.cast(pa.int64())
    ).dictionary_encode()
    first, second = np.divmod(pairs.dictionary.to_numpy(zero_copy_only=False), width)
    texts = pc.binary_join_element_wise(
        left.dictionary.take(pa.array(first)), right.dictionary.take(pa.array(second)), JOINT
    )
    return pa.DictionaryArray.from_arrays(pairs.indices, texts)
