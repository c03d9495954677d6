"""Open document sheets (ods) read into rows of cells and written from them."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from tests.damage.dress import Dress, Error, Formula

SHEET = "Early_years_block"
MEMBER = "content.xml"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_START = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<office:document-content xmlns:office="{OFFICE}" xmlns:table="{TABLE}" xmlns:text="{TEXT}" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)
_END = "</office:spreadsheet></office:body></office:document-content>"
_LISTED = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="{MANIFEST}" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def read(content: bytes) -> list[list[Any]]:
    """The cells of the first sheet: texts, and whole numbers."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        root = ET.fromstring(packed.read(MEMBER))  # noqa: S314 - our own file
    return [[_value(cell) for cell in row.iter(f"{{{TABLE}}}table-cell")] for row in root.iter(f"{{{TABLE}}}table-row")]


def written(rows: Sequence[Sequence[Any]], dress: Dress) -> bytes:
    """A document of the rows in the declared sheet."""
    sheets = [_sheet("Old list", dress.hidden_sheet, Dress())] if dress.hidden_sheet is not None else []
    sheets.append(_sheet(dress.sheet or SHEET, rows, dress))
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), TYPE)
        packed.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), _LISTED, zipfile.ZIP_DEFLATED)
        packed.writestr(zipfile.ZipInfo(MEMBER), _START + "".join(sheets) + _END, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def _value(cell: ET.Element) -> Any:
    if cell.get(f"{{{OFFICE}}}value-type") == "float":
        return int(cell.get(f"{{{OFFICE}}}value", ""))
    text = "".join(cell.itertext())
    return text or None


def _sheet(name: str, rows: Sequence[Sequence[Any]], dress: Dress) -> str:
    hidden = ' table:display="false"' if name != (dress.sheet or SHEET) else ""
    body = "".join(_row(down, row, dress) for down, row in enumerate(rows))
    tail = f'<table:table-row table:number-rows-repeated="{dress.blank_tail}"><table:table-cell/></table:table-row>'
    columns = "".join(
        f"<table:table-column{_HIDDEN if at in dress.hidden_columns else ''}{_STYLED if dress.is_styled else ''}/>"
        for at in range(max(map(len, rows)))
    )
    return f'<table:table table:name="{name}"{hidden}>{columns}{body}{tail if dress.blank_tail else ""}</table:table>'


_HIDDEN = ' table:visibility="collapse"'
_STYLED = ' table:style-name="wide"'


def _row(down: int, row: Sequence[Any], dress: Dress) -> str:
    hidden = _HIDDEN if down in dress.hidden_rows else ""
    return f"<table:table-row{hidden}>{''.join(_cells(down, row, dress))}</table:table-row>"


def _cells(down: int, row: Sequence[Any], dress: Dress) -> Iterator[str]:
    for across, value in enumerate(row):
        span = ""
        covered = False
        for top, left, bottom, right in dress.merged:
            if (down, across) == (top, left):
                span = (
                    f' table:number-columns-spanned="{right - left + 1}" table:number-rows-spanned="{bottom - top + 1}"'
                )
            elif top <= down <= bottom and left <= across <= right:
                covered = True
        yield "<table:covered-table-cell/>" if covered else _cell(value, span, dress)


def _cell(value: Any, span: str, dress: Dress) -> str:
    style = ' table:style-name="bold"' if dress.is_styled else ""
    if isinstance(value, Formula):
        shown = "" if value.value is None else f' office:value-type="float" office:value="{value.value}"'
        return f'<table:table-cell table:formula="of:={value.text}"{shown}><text:p/></table:table-cell>'
    if isinstance(value, Error):
        value = value.text
    if value is None:
        return f"<table:table-cell{span}{style}/>"
    if isinstance(value, str):
        text = escape(value)
        return f'<table:table-cell office:value-type="string"{span}{style}><text:p>{text}</text:p></table:table-cell>'
    if isinstance(value, bool):
        said = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
        return f"<table:table-cell {said}><text:p>{str(value).upper()}</text:p></table:table-cell>"
    text = str(value) if dress.is_plain else f"{value:,}"
    number = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {number}{span}{style}><text:p>{text}</text:p></table:table-cell>"
