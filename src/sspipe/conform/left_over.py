"""A table whose dictionaries hold no text that no row has: what was set aside leaves nothing behind in a file (R20)."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def without_left_overs(table: pa.Table) -> pa.Table:
    """The same rows; a text that stood only in rows taken out since is in no column's dictionary any more."""
    columns = [_used(column) if pa.types.is_dictionary(column.type) else column for column in table.columns]
    return pa.Table.from_arrays(columns, schema=table.schema)


def _used(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pa.chunked_array([_used_of_chunk(chunk) for chunk in column.chunks], column.type)


def _used_of_chunk(chunk: pa.DictionaryArray) -> pa.DictionaryArray:
    used = pc.unique(chunk.indices).drop_null()
    if len(used) == len(chunk.dictionary):
        return chunk
    places = np.zeros(len(chunk.dictionary), dtype=np.int32)
    places[used.to_numpy(zero_copy_only=False)] = np.arange(len(used), dtype=np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(places).take(chunk.indices), chunk.dictionary.take(used))
