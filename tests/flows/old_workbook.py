"""A small workbook in the old binary form (.xls), out of rows of text and numbers.

In:  the sheet's name and its rows.
Out: an OLE compound file with one stream, BIFF8: just what a reader of such files asks for.
"""

import struct
from collections.abc import Iterator, Sequence

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST_STREAM = 4096
Cell = str | float


def workbook(sheet: str, rows: Sequence[Sequence[Cell]]) -> bytes:
    """The bytes of a workbook with one sheet."""
    stream = _stream(sheet, rows)
    padded = stream.ljust(max(SMALLEST_STREAM, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    sectors = len(padded) // SECTOR
    table = [TABLE, END, *range(3, sectors + 2), END]
    if len(table) > SECTOR // 4:
        message = "more rows than one table of sectors can address"
        raise ValueError(message)
    return b"".join([_header(), _numbers(table), _directory(len(padded)), padded])


def _stream(sheet: str, rows: Sequence[Sequence[Cell]]) -> bytes:
    head, tail = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)), _record(0x000A, b"")
    name = struct.pack("<BB", len(sheet), 1) + sheet.encode("utf-16-le")
    place = len(head) + 4 + 6 + len(name) + len(tail)
    listed = _record(0x0085, struct.pack("<IH", place, 0) + name)
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    return b"".join([head, listed, tail, body, *_cells(rows), tail])


def _cells(rows: Sequence[Sequence[Cell]]) -> Iterator[bytes]:
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                yield _record(0x0204, struct.pack("<HHH", at, column, 0) + text)
            else:
                yield _record(0x0203, struct.pack("<HHHd", at, column, 0, value))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _header() -> bytes:
    mark = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    facts = struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, SMALLEST_STREAM, END, 0, END, 0, 0)
    return (mark + facts).ljust(SECTOR, b"\xff")


def _numbers(table: Sequence[int]) -> bytes:
    full = [*table, *[FREE] * (SECTOR // 4 - len(table))]
    return struct.pack(f"<{len(full)}I", *full)


def _directory(size: int) -> bytes:
    root = _entry("Root Entry", 5, child=1, start=END, size=0)
    return (root + _entry("Workbook", 2, child=FREE, start=2, size=size)).ljust(SECTOR, b"\0")


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, FREE, FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
