"""What distinct values a table holds, how often and where first; and the ends of a range.

A rule that looks at one row judges two rows with the same values alike, so it need see each distinct combination once:
a million lines have some dozens of periods, accounts and entry types.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from sspipe.validate.readings import ROW, in_dictionary

COUNT = "rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One row per distinct combination of the columns: its values, its count and, as row id, its first row.

    `key` numbers the combination that each row of the table belongs to; `groups` stand in the order of first rows.
    """

    key: pa.Array
    groups: pa.Table

    def rows_of(self, first_rows: Collection[int]) -> pa.Array:
        """Every row of the combinations that begin at the given rows."""
        keys = self.key.take(pa.array(sorted(first_rows), pa.int64()))
        return pc.indices_nonzero(pc.is_in(self.key, keys)).cast(pa.int64())


def profile_of(readings: pa.Table, columns: Sequence[str]) -> Profile:
    """The distinct combinations of some columns."""
    key = key_of(readings, columns)
    counted = (
        pa.table({"key": key, ROW: readings.column(ROW)})
        .group_by("key", use_threads=False)
        .aggregate([(ROW, "count"), (ROW, "min")])
        .sort_by(f"{ROW}_min")
    )
    first = counted.column(f"{ROW}_min")
    values = readings.select(list(columns)).take(first)
    groups = pa.table(
        {ROW: first, COUNT: counted.column(f"{ROW}_count"), **dict(zip(columns, values.columns, strict=True))}
    )
    return Profile(key=key, groups=groups)


def key_of(table: pa.Table, columns: Sequence[str]) -> pa.Array:
    """A number per row, the same for two rows exactly when they agree in every column."""
    key, size = _numbered(table.column(columns[0]))
    for name in columns[1:]:
        place, width = _numbered(table.column(name))
        encoded = pc.dictionary_encode(pc.add(pc.multiply(key, pa.scalar(width, pa.int64())), place))
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        key, size = encoded.indices.cast(pa.int64()), len(encoded.dictionary)
    return key if size else key.cast(pa.int64())


def _numbered(column: pa.ChunkedArray) -> tuple[pa.Array, int]:
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    whole = column.combine_chunks()
    encoded = in_dictionary(whole)
    return encoded.indices.cast(pa.int64()), len(encoded.dictionary)


def extremes_of(readings: pa.Table, column: str, when: tuple[str, str] | None) -> pa.Table:
    """The rows that hold the lowest and the highest value of a column, among the rows that a condition names."""
    among = within(readings, when)
    low, high = pc.min_max(among.column(column)).values()
    if not low.is_valid:
        return among.slice(0, 0)
    places = [pc.index(among.column(column), bound).as_py() for bound in (low, high)]
    return among.take(pa.array(places, pa.int64()))


def within(readings: pa.Table, when: tuple[str, str] | None) -> pa.Table:
    """The rows where a column holds a text; all of them without a condition."""
    return readings if when is None else readings.filter(pc.equal(readings.column(when[0]), when[1]))
