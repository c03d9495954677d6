"""What a workbook in the old binary form (xls) holds, counted before its reader lays the cells out.

The file is a small file system of its own ([MS-CFB]) with one stream of records ([MS-XLS]). Chains of sectors that
turn in circles and cells without a place are refused; where error values stand is remembered.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sspipe.conform.extents import Extent
from sspipe.conform.limits import MOST_CELLS, MOST_SHEETS

_HEADER, _ENTRY, _IN_HEADER = 512, 128, 109
_LAST = 0xFFFFFFFA  # from here on a number is no sector
_SMALLEST_STREAM, _SMALL_SECTOR = 4096, 64
_BOUND_SHEET, _END_OF_SHEET = 0x0085, 0x000A
_FORMULA, _BOOL_OR_ERROR, _NUMBERS = 0x0006, 0x0205, 0x00BD
_SINGLE = frozenset({0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6, _FORMULA, _BOOL_OR_ERROR})
_NAMES = ("Workbook", "Book")


@dataclass(frozen=True, slots=True)
class _Sectors:
    """Bytes in sectors of one size, and which sector follows which."""

    data: bytes
    size: int
    after: tuple[int, ...]

    def chain(self, first: int) -> bytes:
        """The sectors from one on, put together."""
        found, at = [], first
        while at < _LAST:
            found.append(at)
            if at >= len(self.after) or len(found) > len(self.after):
                message = "a chain of sectors that leads nowhere"
                raise ValueError(message)
            at = self.after[at]
        return b"".join(self.data[at * self.size : (at + 1) * self.size] for at in found)


def extents_of_old(data: bytes) -> list[Extent]:
    """The extent of each sheet of an xls workbook, in order.

    Raises:
        ValueError: when the file is no such workbook, or is damaged.
    """
    try:
        return _extents(_book_of(data))
    except struct.error as error:
        message = "a record that is cut short"
        raise ValueError(message) from error


def _extents(stream: bytes) -> list[Extent]:
    places = [_place(data) for kind, data in _records(stream, 0) if kind == _BOUND_SHEET]
    if len(places) > MOST_SHEETS or len(set(places)) < len(places):
        message = "more sheets than a workbook has"
        raise ValueError(message)
    return [_extent(stream, place) for place in places]


def _place(bound_sheet: bytes) -> int:
    (place,) = struct.unpack_from("<I", bound_sheet)
    return int(place)


def _extent(stream: bytes, place: int) -> Extent:
    extent = Extent()
    for count, (kind, data) in enumerate(_records(stream, place)):
        if count > MOST_CELLS:
            message = "more records than a sheet has cells"
            raise ValueError(message)
        if kind in _SINGLE:
            row, column = struct.unpack_from("<HH", data)
            extent.reach(row + 1, column + 1)
            if _is_error(kind, data):
                extent.errors.append((row, column, 1, 1))
        elif kind == _NUMBERS:
            (row,), (last,) = struct.unpack_from("<H", data), struct.unpack_from("<H", data, len(data) - 2)
            extent.reach(row + 1, last + 1)
    return extent


def _is_error(kind: int, data: bytes) -> bool:
    if kind == _BOOL_OR_ERROR:
        return data[7:8] == b"\x01"
    return kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6:7] == b"\x02"


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record up to the end of its part."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _END_OF_SHEET:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _book_of(data: bytes) -> bytes:
    """The stream of records."""
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        message = "sectors of an unknown size"
        raise ValueError(message)
    (directory, _, _, small_first) = struct.unpack_from("<IIII", data, 48)
    size = 1 << shift
    sectors = _Sectors(data[size:], size, _table(data, size))
    entries = [entry for entry in _entries(sectors.chain(directory)) if entry[0]]
    name, first, length = next((entry for entry in entries if entry[0] in _NAMES), ("", 0, 0))
    if not name:
        message = "no workbook"
        raise ValueError(message)
    if length >= _SMALLEST_STREAM:
        return sectors.chain(first)[:length]
    _, root, root_length = entries[0]
    small = _numbers(sectors.chain(small_first))
    return _Sectors(sectors.chain(root)[:root_length], _SMALL_SECTOR, small).chain(first)[:length]


def _table(data: bytes, size: int) -> tuple[int, ...]:
    """Which sector follows which, out of the sectors that the header and those after it list."""
    listed = list(_numbers(data[76 : 76 + 4 * _IN_HEADER]))
    (following,) = struct.unpack_from("<I", data, 68)
    most = len(data) // size
    while following < _LAST and len(listed) <= most + _IN_HEADER:
        more = _numbers(data[(following + 1) * size : (following + 2) * size])
        if not more:
            break
        listed += more[:-1]
        following = more[-1]
    sectors = [data[(at + 1) * size : (at + 2) * size] for at in listed[: most + _IN_HEADER] if at < most]
    return _numbers(b"".join(sectors))


def _entries(directory: bytes) -> Iterator[tuple[str, int, int]]:
    """Name, first sector and length of each stream."""
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        entry = directory[at : at + _ENTRY]
        name = entry[:64].decode("utf-16-le", "replace").partition("\0")[0]
        first, length = struct.unpack_from("<II", entry, 116)
        yield name, first, length


def _numbers(data: bytes) -> tuple[int, ...]:
    return tuple(np.frombuffer(data[: len(data) // 4 * 4], dtype="<u4").tolist())
