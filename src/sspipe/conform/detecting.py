"""Delimited text as bytes in a known encoding with a known delimiter, found out where the layout says `detect`.

Only a short list is tried: the first signs beyond ASCII decide between UTF-8 and cp1252, a byte order mark decides
for UTF-16, and the delimiter is the one with which the declared headings are found. What was found is noted; with a
wrong guess no heading is found, and the file is refused. Text in UTF-16 is handed on in UTF-8.
"""

import codecs
import io
import re
from dataclasses import dataclass
from typing import BinaryIO

from sspipe.conform.delimited import read_headings
from sspipe.conform.forms import DETECT, DelimitedFile
from sspipe.conform.headings import Headings, Note
from sspipe.conform.layout import LayoutVersion
from sspipe.errors import FileRefused

_LOOKED_AT = 1 << 16
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_UTF_8_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_ACTION = "Ask the council to export the file in the agreed encoding."


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A source that stands at the first row below the headings, and the form in which it is to be read on."""

    source: BinaryIO
    form: DelimitedFile
    headings: Headings
    notes: tuple[Note, ...]


def opened_text(source: BinaryIO, version: LayoutVersion, form: DelimitedFile, where: str) -> DelimitedText:
    """Find encoding, delimiter and headings.

    Raises:
        FileRefused: when the file is not in the encoding, or lacks a declared heading.
    """
    encoding = _encoding_of(source) if form.encoding == DETECT else form.encoding
    source.seek(0)
    text = as_bytes_of_utf_8(source, where) if encoding == "utf-16" else source
    known = form.model_copy(update={"encoding": "utf-8" if encoding == "utf-16" else encoding})
    if form.delimiter == DETECT:
        known = known.model_copy(update={"delimiter": _delimiter_of(text, version, known, where)})
    headings = read_headings(text, version, known, where)
    return DelimitedText(text, known, headings, (*_shown(form, encoding, known.delimiter), *headings.notes))


def as_bytes_of_utf_8(source: BinaryIO, where: str) -> BinaryIO:
    """Text in UTF-16 as a stream of UTF-8 without a mark.

    Raises:
        FileRefused: when the text has no byte order mark; later, while it is read, when it is not UTF-16.
    """
    if source.read(2) not in _UTF_16_MARKS:
        raise FileRefused(where, "text without the byte order mark of UTF-16", "text in UTF-16", _ACTION)
    source.seek(0)
    return io.BufferedReader(_Transcoded(source, where))


class _Transcoded(io.RawIOBase):
    def __init__(self, source: BinaryIO, where: str) -> None:
        self._source, self._where = source, where
        self._start()

    def _start(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-16")()
        self._ready = b""
        self._is_read = False

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return 0

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if offset or whence:
            raise io.UnsupportedOperation
        self._source.seek(0)
        self._start()
        return 0

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # what a buffered reader passes
        while not self._ready and not self._is_read:
            data = self._source.read(_LOOKED_AT)
            self._is_read = not data
            self._ready = self._decoded(data)
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def _decoded(self, data: bytes) -> bytes:
        try:
            return self._decoder.decode(data, final=not data).encode()
        except UnicodeError as error:
            raise FileRefused(self._where, "bytes that are not UTF-16", "text in UTF-16", _ACTION) from error


def _encoding_of(source: BinaryIO) -> str:
    source.seek(0)
    data = source.read(_LOOKED_AT)
    if data.startswith(_UTF_16_MARKS):
        return "utf-16"
    if data.startswith(_UTF_8_MARK):
        return "utf-8"
    while data and not _BEYOND_ASCII.search(data):
        data = source.read(_LOOKED_AT)
    beyond = _BEYOND_ASCII.search(data + source.read(_LOOKED_AT))  # which may run on into what follows
    return "utf-8" if beyond is None or _is_utf_8(beyond.group()) else "cp1252"


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _delimiter_of(source: BinaryIO, version: LayoutVersion, form: DelimitedFile, where: str) -> str:
    """The first listed delimiter with which the declared headings are found; else the likeliest tells what lacks."""
    refusals: dict[str, FileRefused] = {}
    for delimiter in _DELIMITERS:
        source.seek(0)
        try:
            read_headings(source, version, form.model_copy(update={"delimiter": delimiter}), where)
        except FileRefused as refusal:
            refusals[delimiter] = refusal
        else:
            source.seek(0)
            return delimiter
    source.seek(0)
    head = source.readline(_LOOKED_AT)
    raise refusals[max(refusals, key=lambda delimiter: head.count(delimiter.encode()))]


def _shown(form: DelimitedFile, encoding: str, delimiter: str) -> tuple[Note, ...]:
    told = [f"text in {encoding}"] if form.encoding == DETECT else []
    told += [f"{_DELIMITERS[delimiter]} between the cells"] if form.delimiter == DETECT else []
    if not told:
        return ()
    action = "Nothing to do; write it into the layout if it is to stay so."
    return (Note("detected_form", " and ".join(told), "a form among those that can be told apart", action),)
