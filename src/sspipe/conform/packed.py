"""The one member of a zip as a stream, and the parts of a workbook, each counted while it is unpacked.

The directory is read first and decides over sizes and names; while a part is unpacked, what it says of the size is not
believed. Nothing is ever written under a name of the archive.
"""

import io
import re
import zipfile
import zlib
from copy import copy
from typing import BinaryIO

from sspipe.conform.limits import (
    MIB,
    MOST_DIRECTORY_BYTES,
    MOST_EXPANDED_BOOK,
    MOST_EXPANDED_TEXT,
    MOST_RATIO,
    RATIO_COUNTS_FROM,
)
from sspipe.errors import FileRefused

_END = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_COMMENT = 1 << 16
_IS_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK = MIB
_BEYOND = 1 << 62
_STRANGE_NAME = re.compile(r"^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)")
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)
_AGAIN = "Ask the council to send the file again, one file to a zip and without a password."
_EXPORT = "Ask the council to export the file again."
_SMALLER = "Ask the council what the file is; do not open it."


def open_zip(source: BinaryIO, kind: str, where: str) -> zipfile.ZipFile:
    """A zip, or a workbook of a kind that is one, whose directory can be read.

    Raises:
        FileRefused: when the directory is damaged or too large.
    """
    check_directory(source, where)
    try:
        return zipfile.ZipFile(source)
    except DAMAGE as error:
        raise unreadable(kind, where) from error


def check_directory(source: BinaryIO, where: str) -> None:
    """Look at what an archive's last record says of its directory, before anything reads that.

    Raises:
        FileRefused: when it says that the directory is too large.
    """
    size = source.seek(0, io.SEEK_END)
    source.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT))
    end = source.read()
    at = end.rfind(_END)
    stated = int.from_bytes(end[at + 12 : at + 16], "little") if at >= 0 else 0
    source.seek(0)
    if stated > MOST_DIRECTORY_BYTES:
        found = f"a zip or workbook whose directory has {stated:,} bytes"
        raise FileRefused(where, found, f"at most {MOST_DIRECTORY_BYTES:,} bytes", _SMALLER)


def unreadable(kind: str, where: str) -> FileRefused:
    """The refusal of a damaged zip, or of a workbook that its reader, or ours, cannot make sense of."""
    if kind == "zip":
        return FileRefused(where, "a zip archive that is damaged", "a sound zip archive", _AGAIN)
    return FileRefused(where, "a workbook that cannot be read", f"a sound {kind} file", _EXPORT)


def single_member(packed: zipfile.ZipFile, where: str) -> zipfile.ZipInfo:
    """The one file of a zip.

    Raises:
        FileRefused: when there are several, or it is encrypted, strangely named or too large.
    """
    files = [member for member in packed.infolist() if not member.filename.endswith("/")]
    if len(files) != 1:
        raise FileRefused(where, f"a zip archive of {len(files)} files", "a zip archive of one file", _AGAIN)
    if any(_STRANGE_NAME.search(member.filename) for member in packed.infolist()):
        found = "a zip archive with a name that leads out of its folder"
        raise FileRefused(where, found, "a plain file name", _SMALLER)
    _check_parts(files, MOST_EXPANDED_TEXT, where)
    return files[0]


def stream_of(packed: zipfile.ZipFile, member: zipfile.ZipInfo, kind: str, where: str) -> BinaryIO:
    """A member as a stream that is counted; damage and more than was stated refuse the file while it is read."""
    return io.BufferedReader(_Member(packed, member, kind, where), _CHUNK)


def check_book(packed: zipfile.ZipFile, where: str) -> dict[str, zipfile.ZipInfo]:
    """The parts of a workbook by name as its reader compares names, once its directory is sound.

    Raises:
        FileRefused: when parts are encrypted, doubly named or too large.
    """
    members = packed.infolist()
    by_name = {member.filename.replace("\\", "/").casefold(): member for member in members}
    if len(by_name) < len(members):
        raise FileRefused(where, "a workbook with two parts of one name", "a sound workbook", _SMALLER)
    _check_parts(members, MOST_EXPANDED_BOOK, where)
    return by_name


class _Member(io.RawIOBase):
    def __init__(self, packed: zipfile.ZipFile, member: zipfile.ZipInfo, kind: str, where: str) -> None:
        self._packed, self._member = packed, member
        self._kind, self._where = kind, where
        self._open()

    def _open(self) -> None:
        believed = copy(self._member)
        believed.file_size = _BEYOND  # to see what is there, not what is said to be
        self._read = 0
        try:
            self._stream = self._packed.open(believed)
        except DAMAGE as error:
            raise unreadable(self._kind, self._where) from error

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._read

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if offset or whence:
            raise io.UnsupportedOperation
        self._open()
        return 0

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # what a buffered reader passes
        try:
            data = self._stream.read(len(buffer))
        except DAMAGE as error:
            raise unreadable(self._kind, self._where) from error
        self._read += len(data)
        if self._read > self._member.file_size or (not data and self._read < self._member.file_size):
            found = "a zip or workbook whose directory states another size than its content has"
            raise FileRefused(self._where, found, "a sound file", _SMALLER)
        buffer[: len(data)] = data
        return len(data)


def _check_parts(members: list[zipfile.ZipInfo], most: int, where: str) -> None:
    if any(member.flag_bits & _IS_ENCRYPTED for member in members):
        raise FileRefused(where, "an encrypted zip or workbook", "a file without a password", _AGAIN)
    if any(member.compress_type not in _METHODS for member in members):
        raise FileRefused(where, "a zip packed in an unusual way", "an ordinary zip", _AGAIN)
    expanded = sum(member.file_size for member in members)
    if expanded > most:
        found = f"a zip or workbook of {expanded / MIB:,.0f} MiB unpacked"
        raise FileRefused(where, found, f"at most {most / MIB:,.0f} MiB", _SMALLER)
    packed = sum(member.compress_size for member in members)
    if expanded > RATIO_COUNTS_FROM and expanded > MOST_RATIO * packed:
        found = f"a zip or workbook of {expanded / max(packed, 1):,.0f} bytes unpacked for each byte packed"
        raise FileRefused(where, found, f"at most {MOST_RATIO}", _SMALLER)
