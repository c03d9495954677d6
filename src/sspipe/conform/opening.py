"""The bytes of a file, unpacked where they come as a zip, once they are what its layout and its name say.

What cannot be read, or is another kind of file than declared, is refused.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import BinaryIO

from sspipe.conform.forms import DETECT, DelimitedFile, FileForm
from sspipe.conform.limits import MOST_BOOK_BYTES
from sspipe.conform.packed import DAMAGE, check_directory, open_zip, single_member, stream_of
from sspipe.errors import FileRefused

_HEAD = 4096
_PACKED = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MIMETYPE = 100
_SEND = "Ask the council to export the file again in the agreed form."
_SUFFIXES = {
    "delimited": frozenset({".csv", ".txt", ".tsv"}),
    "json": frozenset({".json"}),
    "json_lines": frozenset({".jsonl", ".ndjson", ".json"}),
}


@contextmanager
def opened(source: BinaryIO, form: FileForm, file_name: str, where: str) -> Iterator[BinaryIO]:
    """The content of a file, at its first byte: of a zip its one member's.

    Raises:
        FileRefused: when the file is empty, or not what its layout and its name say, naming what it looks like.
    """
    kind = _kind_of(source, where)
    if kind != "zip" or _suffix(file_name) != ".zip":
        _check(kind, form, file_name, where)
        yield source
        return
    with open_zip(source, "zip", where) as packed:
        member = single_member(packed, where)
        content = _seekable(stream_of(packed, member, "zip", where), where)
        _check(_kind_of(content, where), form, member.filename, where)
        yield content


def _seekable(member: BinaryIO, where: str) -> BinaryIO:
    """A member as it is where it can be read as a stream; what looks like a workbook is read whole."""
    head = member.read(_HEAD)
    if not head.startswith((_PACKED, _OLE)):
        return member
    data = head + member.read(MOST_BOOK_BYTES)
    if len(data) > MOST_BOOK_BYTES:
        found = f"a zip with a workbook of more than {MOST_BOOK_BYTES >> 20} MiB"
        raise FileRefused(where, found, "a smaller one, or delimited text", _SEND)
    return io.BytesIO(data)


def _check(kind: str, form: FileForm, file_name: str, where: str) -> None:
    suffixes = _SUFFIXES.get(form.format, frozenset({f".{form.format}"}))
    if kind in _kinds(form) and _suffix(file_name) in suffixes:
        return
    found = f"a file named {_suffix(file_name) or 'without an ending'} whose content is {_ARTICLES[kind]}"
    raise FileRefused(where, found, f"{_ARTICLES[form.format]} that is named so", _SEND)


def _kinds(form: FileForm) -> frozenset[str]:
    """The kinds of content that may be of a form: a list of headings may begin like JSON."""
    if isinstance(form, DelimitedFile):
        marked = {"utf-16"} if form.encoding in ("utf-16", DETECT) else set()
        return frozenset({"delimited", "json", *marked})
    return frozenset({"json" if form.format == "json_lines" else form.format})


def _suffix(file_name: str) -> str:
    return PurePosixPath(file_name).suffix.lower()


def _kind_of(source: BinaryIO, where: str) -> str:
    source.seek(0)
    head = source.read(_HEAD)
    if not head.strip():
        raise FileRefused(where, "an empty file", "a file with headings and rows", _SEND)
    kind = _kind_of_zip(source, where) if head.startswith(_PACKED) else _kind_of_head(head)
    source.seek(0)
    return kind


def _kind_of_head(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if head.startswith(_OLE):
        return "xls"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")):
        return "page"
    if start.startswith(b"%pdf"):
        return "pdf"
    if head.startswith(_MARKS):
        return "utf-16"
    if b"\0" in head:
        return "binary"
    return "json" if start.startswith((b"{", b"[")) else "delimited"


def _kind_of_zip(source: BinaryIO, where: str) -> str:
    check_directory(source, where)
    try:
        with zipfile.ZipFile(source) as packed:
            return _kind_of_names(packed)
    except DAMAGE:
        return "damaged"


def _kind_of_names(packed: zipfile.ZipFile) -> str:
    names = set(packed.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "mimetype" in names:
        with packed.open("mimetype") as stated:
            if stated.read(_MIMETYPE).endswith(b"opendocument.spreadsheet"):
                return "ods"
    return "zip"


_ARTICLES = {
    "delimited": "delimited text",
    "json": "JSON",
    "json_lines": "JSON, an object a line",
    "xlsx": "an xlsx workbook",
    "xls": "an xls workbook",
    "ods": "an ods workbook",
    "page": "a web page or XML",
    "pdf": "a PDF",
    "utf-16": "text in UTF-16",
    "binary": "unknown binary data",
    "damaged": "a damaged workbook or zip",
    "zip": "a zip archive that is no workbook",
}
