"""A small valid OpenDocument workbook of one sheet, the same bytes each time."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = "urn:oasis:names:tc:opendocument:xmlns"
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
MANIFEST = (
    f'{DECLARATION}<manifest:manifest xmlns:manifest="{NAMES}:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{MEDIA_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
CONTENT = (
    f'{DECLARATION}<office:document-content xmlns:office="{NAMES}:office:1.0" xmlns:table="{NAMES}:table:1.0" '
    f'xmlns:text="{NAMES}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
    "<table:table table:name={name}>{rows}</table:table>"
    "</office:spreadsheet></office:body></office:document-content>"
)


def write_sheet(path: Path, name: str, rows: Iterable[Sequence[str | int]]) -> None:
    """Write one sheet; whole numbers stand as numbers, all else as text."""
    content = CONTENT.format(name=quoteattr(name), rows="".join(_row(row) for row in rows))
    with ZipFile(path, "w") as archive:
        _add(archive, "mimetype", MEDIA_TYPE, ZIP_STORED)
        _add(archive, "META-INF/manifest.xml", MANIFEST, ZIP_DEFLATED)
        _add(archive, "content.xml", content, ZIP_DEFLATED)


def _add(archive: ZipFile, name: str, text: str, method: int) -> None:
    entry = ZipInfo(name, FIXED_TIME)
    entry.compress_type = method
    archive.writestr(entry, text.encode("utf-8"))


def _row(cells: Sequence[str | int]) -> str:
    return f"<table:table-row>{''.join(_cell(cell) for cell in cells)}</table:table-row>"


def _cell(value: str | int) -> str:
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, int):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">'
            f"<text:p>{value:,}</text:p></table:table-cell>"
        )
    ends = escape(value)
    if ends.endswith(" "):
        ends = f"{ends[:-1]}<text:s/>"
    return f'<table:table-cell office:value-type="string"><text:p>{ends}</text:p></table:table-cell>'
