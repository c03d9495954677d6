"""The rows of a JSON document, and of a file of JSON lines in blocks.

A document is read whole, up to a limit; lines are read as a stream. Both are UTF-8.
"""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from sspipe.conform.decoding import check_encoding
from sspipe.conform.delimited import BlankTail, whole_rows, without_blank_tail
from sspipe.conform.forms import DelimitedFile, JsonFile
from sspipe.conform.json_rows import Pairs, parsed
from sspipe.conform.limits import MOST_JSON_BYTES
from sspipe.errors import FileRefused

_MARK = b"\xef\xbb\xbf"
_LINES = DelimitedFile(format="delimited", encoding="utf-8", delimiter=" ", quoted=False)
_ACTION = "Ask the council to export the file again in the agreed form."


def blocks_of_lines(source: BinaryIO, tail: BlankTail, where: str) -> Iterator[bytes]:
    """Whole lines, but for empty ones at the end, which are counted.

    Raises:
        FileRefused: when a line is too long, or the text is not UTF-8.
    """
    mark = _MARK
    for block in without_blank_tail(whole_rows(source, _LINES, where), _LINES, tail, where):
        check_encoding(block, "utf-8", where)
        yield block.removeprefix(mark)
        mark = b""


def elements_of(source: BinaryIO, form: JsonFile, where: str, *, as_written: bool = False) -> Sequence[object]:
    """The elements of the document's array, as `parsed` gives them.

    Raises:
        FileRefused: when the document is too large or no JSON, or has no array where the layout says.
    """
    data = source.read(MOST_JSON_BYTES + 1)
    if len(data) > MOST_JSON_BYTES:
        found = f"a JSON document of more than {MOST_JSON_BYTES >> 20} MiB"
        raise FileRefused(where, found, "a smaller one, or JSON with an object a line", _ACTION)
    check_encoding(data, "utf-8", where)
    try:
        held = parsed(data.removeprefix(_MARK).decode(), as_written=as_written)
    except ValueError as error:
        raise FileRefused(where, "a text that is no whole JSON document", "one JSON document", _ACTION) from error
    array = _at_path(held, form.path)
    place = f"at '{form.path}'" if form.path else "as the whole document"
    if not isinstance(array, list):
        raise FileRefused(where, f"a JSON document without an array {place}", "one array of objects", _ACTION)
    if not array:
        raise FileRefused(where, f"an array without elements {place}", "one array of objects", _ACTION)
    return array


def _at_path(held: object, path: str) -> object:
    """What stands at a path; nothing where a key is missing, or given twice."""
    for key in path.split(".") if path else ():
        held = dict(held) if isinstance(held, Pairs) else held
        held = held.get(key) if isinstance(held, dict) else None
    return held
