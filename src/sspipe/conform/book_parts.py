"""What a packed workbook (xlsx, ods) holds, counted before its reader lays the cells out.

Every part is unpacked under count, and read by a parser that stops at a document type and so knows no entities. How far
the cells reach decides whether the sheet is read at all; where error values stand is remembered, for the reader gives
them as blanks.
"""

import zipfile
from collections.abc import Callable, Mapping
from typing import BinaryIO, TypeVar
from xml.parsers import expat

from sspipe.conform.extents import Extent
from sspipe.conform.limits import MIB, MOST_BOOK_TEXT, MOST_SHEETS, MOST_TAGS
from sspipe.conform.ods_part import OdsPart
from sspipe.conform.packed import check_book, open_zip, stream_of, unreadable
from sspipe.conform.shared_texts import SharedTexts
from sspipe.conform.xlsx_part import XlsxPart
from sspipe.errors import FileRefused

_XML = (".xml", ".rels")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ENCODINGS = ("utf-8", "us-ascii")
_BOOK, _RELATIONS, _CONTENT = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "content.xml"
_AGAIN = "Ask the council to export the file again."
Part = XlsxPart | OdsPart
Listener = TypeVar("Listener", XlsxPart, OdsPart, SharedTexts)


def extents_of(source: BinaryIO, kind: str, where: str) -> Mapping[str, Extent]:
    """The extent of each sheet of an xlsx or ods workbook, by name.

    Raises:
        FileRefused: when the workbook is damaged, hostile, or larger than may be read.
    """
    try:
        with open_zip(source, kind, where) as packed:
            return _extents(packed, kind, where)
    except (expat.ExpatError, ValueError, OverflowError) as error:
        raise unreadable(kind, where) from error


def _extents(packed: zipfile.ZipFile, kind: str, where: str) -> Mapping[str, Extent]:
    members = check_book(packed, where)
    parts = {name: _read(packed, member, kind, where) for name, member in members.items()}
    extents = _of_ods(parts) if kind == "ods" else _of_xlsx(parts)
    if len(extents) > MOST_SHEETS:
        raise FileRefused(where, f"{len(extents)} sheets", f"at most {MOST_SHEETS}", _AGAIN)
    for extent in extents.values():
        extent.check(where)
    for name in (name for name, most in _most_text(parts).items() if most > MOST_BOOK_TEXT):
        _check_text(stream_of(packed, members[name], kind, where), parts, where)
    return extents


def _most_text(parts: Mapping[str, Part | None]) -> dict[str, int]:
    """The most text that the cells of each part can have together."""
    longest = max(
        (max(part.lengths) for part in parts.values() if isinstance(part, XlsxPart) and part.lengths), default=0
    )
    return {
        name: part.size if isinstance(part, OdsPart) else part.shared * longest for name, part in parts.items() if part
    }


def _check_text(source: BinaryIO, parts: Mapping[str, Part | None], where: str) -> None:
    """Add up the text of a part's cells, where it may be too much; that of repeated cells is known."""
    lengths = [part.lengths for part in parts.values() if isinstance(part, XlsxPart) and part.lengths]
    size = MOST_BOOK_TEXT + 1
    if len(lengths) == 1:
        texts = _parsed(source, lambda parser: SharedTexts(parser, lengths[0]), where)
        size = texts.size
    if size > MOST_BOOK_TEXT:
        found = f"a sheet of more than {MOST_BOOK_TEXT >> 20} MiB of text"
        raise FileRefused(where, found, "a smaller one, or delimited text", _AGAIN)


def _of_ods(parts: Mapping[str, Part | None]) -> dict[str, Extent]:
    content = parts.get(_CONTENT)
    return dict(content.tables) if isinstance(content, OdsPart) else {}


def _of_xlsx(parts: Mapping[str, Part | None]) -> dict[str, Extent]:
    book, relations = _xlsx_part(parts, _BOOK), _xlsx_part(parts, _RELATIONS)
    targets = ((name, relations.targets.get(relation, "")) for name, relation in book.sheets)
    return {name: _xlsx_part(parts, _path_of(target)).extent for name, target in targets}


def _xlsx_part(parts: Mapping[str, Part | None], path: str) -> XlsxPart:
    part = parts.get(path.casefold())
    if isinstance(part, XlsxPart):
        return part
    message = "a part that is not there"
    raise ValueError(message)


def _path_of(target: str) -> str:
    path = target.removeprefix("/")
    return path if path.startswith("xl/") else f"xl/{path}"


def _read(packed: zipfile.ZipFile, member: zipfile.ZipInfo, kind: str, where: str) -> Part | None:
    """Unpack a part to its end; give what it says if it is XML."""
    source = stream_of(packed, member, kind, where)
    if member.filename.lower().endswith(_XML):
        return _parsed(source, OdsPart, where) if kind == "ods" else _parsed(source, XlsxPart, where)
    while source.read(MIB):
        pass
    return None


def _parsed(source: BinaryIO, make: Callable[[expat.XMLParserType], Listener], where: str) -> Listener:
    def refuse(*_: object) -> None:
        raise FileRefused(where, "a workbook with a document type declaration", "a workbook without one", _AGAIN)

    def check_encoding(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise ValueError(encoding)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    part = make(parser)
    parser.StartElementHandler = part.start
    parser.StartDoctypeDeclHandler = refuse
    parser.XmlDeclHandler = check_encoding
    _feed(parser, source, where)
    part.end()
    return part


def _feed(parser: expat.XMLParserType, source: BinaryIO, where: str) -> None:
    data = source.read(MIB)
    if data.startswith(_UTF_16):
        message = "text in UTF-16"
        raise ValueError(message)
    tags = 0
    while data:
        tags += data.count(b"<")
        if tags > MOST_TAGS:
            raise FileRefused(where, f"a workbook of more than {MOST_TAGS:,} tags", "a smaller workbook", _AGAIN)
        parser.Parse(data, False)  # noqa: FBT003 - the parser takes no keyword
        data = source.read(MIB)
    parser.Parse(b"", True)  # noqa: FBT003 - as above
