"""Objects of JSON as blocks of text by heading, and the keys that were met.

A number stands as it was written, so that no float touches money; true and false are TRUE and FALSE, null and a key
that is missing are blank. A list, an object, a key given twice and a sign that no text has are no value of a cell.
What is no object is no row.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

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
_ACTION = "Ask the council to export the file again in the agreed form."


class Pairs(tuple[tuple[str, Any], ...]):
    """Keys and values of an object as they were written, a repeated key too."""

    __slots__ = ()


def _refuse(constant: str) -> None:
    raise ValueError(constant)


_DECODER = json.JSONDecoder(object_pairs_hook=Pairs, parse_float=str, parse_int=str, parse_constant=_refuse)


def parsed(text: str) -> object:
    """A JSON text.

    Raises:
        ValueError: when it is none, or nested deeper than anyone nests.
    """
    try:
        return _DECODER.decode(text)
    except RecursionError as error:
        message = "nested too deeply"
        raise ValueError(message) from error


def values_of_lines(data: bytes) -> list[object]:
    """One value a line; an empty line is an object without keys."""
    return [_value_of(line) for line in data.splitlines()]


class JsonRows:
    """Makes blocks, and remembers every key in the order in which it was first met."""

    def __init__(self, version: LayoutVersion, where: str) -> None:
        """Take in what the layout declares."""
        self._version, self._where = version, where
        self._wordings = wordings_of(version)
        self._names: dict[str, tuple[str, ...]] = {}

    def block(self, values: Sequence[object]) -> Block:
        """The rows of some values.

        Raises:
            FileRefused: when there are more different keys than a file has columns.
        """
        columns: Mapping[str, list[str]] = {name: [] for name in self._version.declared}
        places, misshapen = [], []
        for at, value in enumerate(values):
            if not isinstance(value, Pairs):
                misshapen.append((at, 0))
                continue
            row = self._row(value)
            places.append(at)
            for name, column in columns.items():
                column.append(row.get(name, ""))
        texts = {name: _trimmed(column) for name, column in columns.items()}
        return Block(
            texts, pa.array(places, pa.int64()), len(values), tuple(misshapen), unreadable=(*ERROR_VALUES, NO_VALUE)
        )

    def headings(self) -> Headings:
        """The keys that were met, as headings.

        Raises:
            FileRefused: when a declared heading is the key of no row, or two keys stand for it.
        """
        return match_headings([list(self._names)], self._version, self._where)

    def _row(self, pairs: Pairs) -> dict[str, str]:
        row: dict[str, str] = {}
        for key, value in pairs:
            names = self._names.get(key)
            for name in self._met(key) if names is None else names:
                row[name] = NO_VALUE if name in row else _text_of(value)
        return row

    def _met(self, key: str) -> tuple[str, ...]:
        if len(self._names) >= MOST_COLUMNS:
            raise FileRefused(self._where, f"more than {MOST_COLUMNS} different keys", "rows of one form", _ACTION)
        plain = plain_heading(key)
        self._names[key] = self._wordings.names_of(plain) if plain else ()
        return self._names[key]


def text_of_values(pairs: Iterable[tuple[str, Any]], keys: Sequence[str]) -> list[str]:
    """The values of an object in the order of some keys, for a person's eyes."""
    held = dict(pairs)
    return [_text_of(held[key]) if key in held else "" for key in keys]


def _value_of(line: bytes) -> object:
    if not line.strip():
        return Pairs()
    try:
        return parsed(line.decode())
    except ValueError:
        return NO_OBJECT


def _text_of(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value if value.isascii() and "\0" not in value else _sound(value)
    return str(value).upper() if isinstance(value, bool) else NO_VALUE


def _sound(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return NO_VALUE
    return NO_VALUE if "\0" in text else text


def _trimmed(column: Sequence[str]) -> pa.Array:
    return pc.utf8_trim_whitespace(pa.array(column, pa.string())).dictionary_encode()
