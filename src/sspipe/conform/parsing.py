"""Blocks of delimited rows as text of the declared columns, parsed by Arrow as bytes and decoded column by column."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from sspipe.conform.columns import Block
from sspipe.conform.decoding import as_text, check_encoding, check_signs
from sspipe.conform.forms import DelimitedFile
from sspipe.conform.headings import Headings
from sspipe.errors import FileRefused

_AGAIN = "Ask the council to export the file again, in the agreed form."
_REPLACED = "\ufffd"
Misshapen = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class BlockParser:
    """What parsing needs to know: the form, the headings, and which columns hold few distinct texts."""

    form: DelimitedFile
    headings: Headings
    singular: frozenset[str]
    where: str

    def parse(self, data: bytes) -> Block:
        """Parse whole rows; those with too few or too many cells are told by place.

        Raises:
            FileRefused: when the bytes are not in the encoding, or no table at all.
        """
        check_signs(data, self.where)
        check_encoding(data, self.form.encoding, self.where)
        try:
            return self._block(self._read(data, None), [], self.form.encoding)
        except pa.ArrowInvalid:
            return self._parse_around(data)

    def _parse_around(self, data: bytes) -> Block:
        """Parse past misshapen rows. Arrow tells of them in UTF-8 only, so a block with such rows is transcoded."""
        text = data if self.form.encoding == "utf-8" else data.decode(self.form.encoding, "replace").encode()
        misshapen: Misshapen = []
        try:
            block = self._block(self._read(text, misshapen), misshapen, "utf-8")
        except pa.ArrowInvalid as error:
            raise FileRefused(self.where, "rows that are no table", "delimited rows", _AGAIN) from error
        if self.form.encoding != "utf-8" and any(map(_has_replaced, block.texts.values())):
            found = f"bytes that are not {self.form.encoding}"
            raise FileRefused(self.where, found, f"text in {self.form.encoding}", _AGAIN)
        return block

    def _read(self, data: bytes, misshapen: Misshapen | None) -> pa.Table:
        def skip(row: pa_csv.InvalidRow) -> str:
            rows.append((row.number - 1, row.actual_columns))
            return "skip"

        rows: Misshapen = [] if misshapen is None else misshapen
        return pa_csv.read_csv(
            pa.BufferReader(data),
            read_options=pa_csv.ReadOptions(column_names=self._names, use_threads=False, block_size=len(data) + 1),
            parse_options=pa_csv.ParseOptions(
                delimiter=self.form.delimiter,
                quote_char='"' if self.form.quoted else False,
                newlines_in_values=self.form.quoted,
                ignore_empty_lines=False,
                invalid_row_handler=None if misshapen is None else skip,
            ),
            convert_options=self._conversion,
        )

    def _block(self, table: pa.Table, misshapen: Misshapen, encoding: str) -> Block:
        rows = table.num_rows + len(misshapen)
        places = np.delete(np.arange(rows, dtype=np.int64), [place for place, _ in misshapen])
        texts = {
            heading: as_text(table.column(str(at)).combine_chunks(), encoding, self.where)
            for heading, at in self.headings.positions.items()
        }
        return Block(texts, pa.array(places), rows, tuple(misshapen))

    @property
    def _names(self) -> list[str]:
        return [str(at) for at in range(self.headings.width)]

    @property
    def _conversion(self) -> pa_csv.ConvertOptions:
        repeating = pa.dictionary(pa.int32(), pa.binary())
        types = {
            str(at): pa.binary() if heading in self.singular else repeating
            for heading, at in self.headings.positions.items()
        }
        return pa_csv.ConvertOptions(include_columns=list(types), column_types=types, check_utf8=False)


def _has_replaced(column: pa.Array) -> bool:
    texts = column.dictionary if pa.types.is_dictionary(column.type) else column
    return bool(pc.any(pc.match_substring(texts, _REPLACED)).as_py())
