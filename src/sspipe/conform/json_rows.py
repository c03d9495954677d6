"""Objects of JSON as blocks of text by heading, and the keys that were met.

A number stands as it was written, so that no float touches money; true and false are TRUE and FALSE, null and a key
that is missing are blank. A list, an object, a key given twice and a sign that no text has are no value of a cell.
What is no object is no row.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sspipe.conform.columns import Block
from sspipe.conform.error_values import ERROR_VALUES, NO_VALUE
from sspipe.conform.headings import Headings, match_headings
from sspipe.conform.layout import LayoutVersion
from sspipe.conform.limits import MOST_COLUMNS
from sspipe.conform.names import plain_heading
from sspipe.conform.wordings import wordings_of
from sspipe.errors import FileRefused

NO_OBJECT = object()
_BESIDE = " | "
_ACTION = "Ask the council to export the file again in the agreed form."


class Pairs(tuple[tuple[str, Any], ...]):
    """Keys and values of an object as they were written, a repeated key too."""

    __slots__ = ()


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key given twice has no single value."""
    held = dict(pairs)
    if len(held) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        held.update({key: NO_VALUE for key, count in counts.items() if count > 1})
    return held


_DECODER = json.JSONDecoder(object_pairs_hook=_single, parse_float=str, parse_int=str, parse_constant=_refuse)
_AS_WRITTEN = json.JSONDecoder(object_pairs_hook=Pairs, parse_float=str, parse_int=str, parse_constant=_refuse)


def parsed(text: str, *, as_written: bool = False) -> object:
    """A JSON text; objects as `Pairs` where it is wanted as it was written.

    Raises:
        ValueError: when it is none, or nested deeper than anyone nests.
    """
    try:
        return (_AS_WRITTEN if as_written else _DECODER).decode(text)
    except RecursionError as error:
        message = "nested too deeply"
        raise ValueError(message) from error


def values_of_lines(data: bytes) -> list[object]:
    """One value a line: an object without keys where the line is empty, `NO_OBJECT` where it is no JSON."""
    return [_value_of(line) for line in data.splitlines()]


class JsonRows:
    """Makes blocks, and remembers every key in the order in which it was first met."""

    def __init__(self, version: LayoutVersion, where: str) -> None:
        """Take in what the layout declares."""
        self._version, self._where = version, where
        self._wordings = wordings_of(version)
        self._met: dict[str, None] = {}
        self._key_of: dict[str, str] = {}

    def block(self, values: Sequence[object]) -> Block:
        """The rows of some values.

        Raises:
            FileRefused: when there are more different keys than a file has columns.
        """
        rows = [value for value in values if isinstance(value, dict)]
        misshapen = tuple((at, 0) for at, value in enumerate(values) if not isinstance(value, dict))
        places = np.delete(np.arange(len(values), dtype=np.int64), [at for at, _ in misshapen])
        self._meet(rows)
        texts = {name: self._column(name, rows) for name in self._version.declared}
        return Block(texts, pa.array(places), len(values), misshapen, unreadable=(*ERROR_VALUES, NO_VALUE))

    @property
    def keys(self) -> list[str]:
        """Every key that was met."""
        return list(self._met)

    def headings(self) -> Headings:
        """The keys that were met, as headings.

        Raises:
            FileRefused: when a declared heading is the key of no row, or two keys stand for it.
        """
        return match_headings([self.keys], self._version, self._where)

    def _meet(self, rows: Sequence[Mapping[str, object]]) -> None:
        for row in rows:
            if row.keys() <= self._met.keys():
                continue
            for key in row.keys() - self._met.keys():
                self._key_of.update(dict.fromkeys(self._wordings.names_of(plain_heading(key)), key))
            self._met.update(dict.fromkeys(row))
            if len(self._met) > MOST_COLUMNS:
                raise FileRefused(self._where, f"more than {MOST_COLUMNS} different keys", "rows of one form", _ACTION)

    def _column(self, name: str, rows: Sequence[Mapping[str, object]]) -> pa.Array:
        """The texts of a heading; where two keys stand for it, of either one, for `headings` refuses the file."""
        key = self._key_of.get(name)
        values = [None] * len(rows) if key is None else [row.get(key) for row in rows]
        try:
            texts = pa.array(values, pa.string())
        except (pa.ArrowException, UnicodeEncodeError):
            texts = pa.array([_text_of(value) for value in values], pa.string())
        column = pc.utf8_trim_whitespace(pc.fill_null(texts, "")).dictionary_encode()
        has_nul = pc.match_substring(column.dictionary, "\0")
        return pa.DictionaryArray.from_arrays(column.indices, pc.if_else(has_nul, NO_VALUE, column.dictionary))


def shown_values(text: str, keys: Sequence[str]) -> list[str]:
    """The values of an object in the order of some keys as a person may see them; of anything else, the whole text."""
    try:
        value = parsed(text, as_written=True)
    except ValueError:
        return [text]
    return shown_pairs(value, keys) if isinstance(value, Pairs) else [text]


def shown_pairs(value: object, keys: Sequence[str]) -> list[str]:
    """The values of an object as above; what is none is shown alone. A key given twice shows both of its values."""
    if not isinstance(value, Pairs):
        return [_shown(value)]
    held: dict[str, list[str]] = {}
    for key, each in value:
        held.setdefault(key, []).append(_shown(each))
    return [_BESIDE.join(held.get(key, ())) for key in keys]


def _value_of(line: bytes) -> object:
    if not line.strip():
        return {}
    try:
        return parsed(line.decode())
    except ValueError:
        return NO_OBJECT


def _shown(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False) if isinstance(value, Pairs | list) else _text_of(value)


def _plain(value: object) -> object:
    """A value without our own classes; of a key given twice the last stays."""
    if isinstance(value, Pairs):
        return {key: _plain(each) for key, each in value}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _text_of(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return value if isinstance(value, str) and _has_bytes(value) else NO_VALUE


def _has_bytes(text: str) -> bool:
    """Whether a text can be written at all: half a sign cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
