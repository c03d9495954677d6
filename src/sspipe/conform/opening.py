"""What kind of file some bytes are, whatever the file's name says; what cannot be read is refused."""

import io
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

from sspipe.errors import FileRefused

_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SEND = "Ask the council to export the file again in the agreed form."
_TEXT_SUFFIXES = frozenset({".csv", ".txt"})


def check_content(source: BinaryIO, declared: str, file_name: str, where: str) -> None:
    """Refuse a file that is empty, or not what its layout and its name say.

    Raises:
        FileRefused: naming what the content looks like.
    """
    source.seek(0)
    head = source.read(_HEAD)
    if not head.strip():
        raise FileRefused(where, "an empty file", "a file with headings and rows", _SEND)
    content = _kind_of(head, source)
    source.seek(0)
    wanted = "text" if declared == "delimited" else declared
    suffix = PurePosixPath(file_name).suffix.lower()
    named = "text" if suffix in _TEXT_SUFFIXES else suffix.removeprefix(".")
    if content != wanted or named != wanted:
        found = f"a file named {suffix or 'without an ending'} whose content is {_ARTICLES[content]}"
        raise FileRefused(where, found, f"{_ARTICLES[wanted]} that is named so", _SEND)


def _kind_of(head: bytes, source: BinaryIO) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if head.startswith(b"PK"):
        return _kind_of_zip(source)
    if head.startswith(_OLE):
        return "xls"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")):
        return "page"
    if start.startswith(b"%pdf"):
        return "pdf"
    if head.startswith(_MARKS):
        return "utf-16"
    return "binary" if b"\0" in head else "text"


def _kind_of_zip(source: BinaryIO) -> str:
    source.seek(0)
    try:
        with zipfile.ZipFile(io.BytesIO(source.read())) as packed:
            names = set(packed.namelist())
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "mimetype" in names and packed.read("mimetype").endswith(b"opendocument.spreadsheet"):
                return "ods"
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, KeyError, RuntimeError):
        return "damaged"
    return "zip"


_ARTICLES = {
    "text": "delimited text",
    "xlsx": "an xlsx workbook",
    "xls": "an xls workbook",
    "ods": "an ods workbook",
    "page": "a web page or XML",
    "pdf": "a PDF",
    "utf-16": "text in UTF-16",
    "binary": "unknown binary data",
    "damaged": "a damaged workbook",
    "zip": "a zip archive that is no workbook",
}
