"""One page of a JSON answer: each record as the sender wrote it, and what else the page says.

Records are cut out of the text and not written anew, so that no number of theirs passes through a float.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

_BLANK = re.compile(r"[ \t\r\n]*")
_MARK = re.compile(r"[ \t\r\n]*([,\]}])[ \t\r\n]*")
_BREAK = re.compile(r"[\r\n]")
_NO_JSON = "an answer that is no JSON"


def _wrong(message: str) -> NoReturn:
    raise ValueError(message)


def _no_number(_: str) -> NoReturn:
    _wrong(_NO_JSON)


_JSON = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_no_number)


@dataclass(frozen=True, slots=True)
class Page:
    """`lines` are the records as JSON lines, `rest` all else (numbers as text), `amounts` one entry of each record."""

    lines: bytes = field(repr=False)
    rows: int
    amounts: tuple[object, ...] = field(repr=False)
    rest: object = field(repr=False)
    content: str

    def at(self, path: str) -> object:
        """What stands at a dotted path beside the records; None where there is nothing."""
        return value_at(self.rest, path)


def value_at(value: object, path: str) -> object:
    """What stands at a dotted path; None where there is nothing.

    >>> value_at({"links": {"next": "/b"}}, "links.next"), value_at({}, "links.next")
    ('/b', None)
    """
    for step in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value


def read_page(text: str, rows_at: str, amount_at: str) -> Page:
    """Read one page; of its records only what stands at `amount_at` (empty: nothing) is read.

    Raises:
        ValueError: saying, without any value, what is no JSON, or that no list of records stands where it should.
    """
    reader = _Reader(text, amount_at)
    try:
        rest, end = reader.without_rows(reader.past_blank(0), rows_at.split(".") if rows_at else [])
        if reader.past_blank(end) != len(text):
            _wrong(_NO_JSON)
    except (json.JSONDecodeError, IndexError, RecursionError) as error:
        raise ValueError(_NO_JSON) from error
    if not reader.has_list:
        _wrong("no list of records where it should be")
    lines = "".join(f"{_on_one_line(record)}\n" for record in reader.records).encode()
    return Page(lines, len(reader.records), tuple(reader.amounts), rest, hashlib.sha256(lines).hexdigest())


def _on_one_line(record: str) -> str:
    """A record without line breaks: within text JSON has none, and between its entries they mean nothing."""
    return _BREAK.sub(" ", record) if "\n" in record or "\r" in record else record


@dataclass(slots=True)
class _Reader:
    text: str
    amount_at: str
    records: list[str] = field(default_factory=list)
    amounts: list[object] = field(default_factory=list)
    has_list: bool = False

    def past_blank(self, at: int) -> int:
        found = _BLANK.match(self.text, at)
        return found.end() if found else at

    def without_rows(self, at: int, path: Sequence[str]) -> tuple[object, int]:
        """What stands here but for the list of records, and where it ends."""
        if not path:
            return None, self._rows(at)
        if self.text[at] != "{":
            return _JSON.raw_decode(self.text, at)
        return self._entries(at, path)

    def _entries(self, at: int, path: Sequence[str]) -> tuple[dict[str, object], int]:
        found: dict[str, object] = {}
        at = self.past_blank(at + 1)
        while self.text[at] != "}":
            key, at = self._key(at)
            if key == path[0]:
                found[key], at = self.without_rows(at, path[1:])
            else:
                found[key], at = _JSON.raw_decode(self.text, at)
            at = self._past_comma(at, "}")
        return found, at + 1

    def _key(self, at: int) -> tuple[str, int]:
        if self.text[at] != '"':
            _wrong(_NO_JSON)
        key, at = _JSON.raw_decode(self.text, at)
        return str(key), self.past_blank(self._past(":", at))

    def _rows(self, at: int) -> int:
        if self.text[at] != "[" or self.has_list:
            _wrong("something else than one list of records where it should be")
        self.has_list = True
        at = self.past_blank(at + 1)
        while self.text[at] != "]":
            at = self._past_comma(self._record(at), "]")
        return at + 1

    def _record(self, at: int) -> int:
        if self.text[at] != "{":
            _wrong("a record that is no object")
        value, end = _JSON.raw_decode(self.text, at)
        self.records.append(self.text[at:end])
        if self.amount_at:
            self.amounts.append(value_at(value, self.amount_at))
        return end

    def _past(self, mark: str, at: int) -> int:
        at = self.past_blank(at)
        if self.text[at] != mark:
            _wrong(_NO_JSON)
        return at + 1

    def _past_comma(self, at: int, end: str) -> int:
        """To the next entry, or to the mark that ends them; a comma before the end is no JSON."""
        found = _MARK.match(self.text, at)
        if found is not None and found[1] == end:
            return found.start(1)
        if found is None or found[1] != "," or self.text[found.end()] == end:
            _wrong(_NO_JSON)
        return found.end()
