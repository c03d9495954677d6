"""One small ledger written in every form that a layout may declare, and the parts of workbooks for odd ones."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

from sspipe.conform.context import ConformContext
from sspipe.conform.files import Conformed, conform_file
from sspipe.conform.layout import Layout, read_layout
from tests.conform.reading import HASH, TAMESIDE_NAMES
from tests.flows.old_workbook import workbook

HEADINGS = ("Document", "Posted", "Partner", "Amount", "Text")
ROWS = (
    ("10000001", "2022-04-05", "TAMESIDE MBC", "3972.08", "Zoë\u2019s ledger"),
    ("10000002", "2022-04-06", "", "-17.5", "a, b; c"),
    ("10000003", "2022-04-31", "", "12.00", "no such day"),
    ("10000004", "2022-04-07", "Somebody", "0", ""),
    ("", "", "", "", ""),
    ("10000005", "2022-04-08", "SMBC", "1234567.89", "last"),
)
Table = Sequence[Sequence[str]]
FORMS: Mapping[str, dict[str, Any]] = {
    "csv": {"format": "delimited", "encoding": "utf-8", "delimiter": ",", "quoted": True},
    "cp1252": {"format": "delimited", "encoding": "cp1252", "delimiter": ";", "quoted": True},
    "tsv": {"format": "delimited", "encoding": "utf-8", "delimiter": "\t", "quoted": False},
    "utf-16": {"format": "delimited", "encoding": "utf-16", "delimiter": "|", "quoted": True},
    "detect": {"format": "delimited", "encoding": "detect", "delimiter": "detect", "quoted": True},
    "json": {"format": "json"},
    "json_at_a_path": {"format": "json", "path": "answer.items"},
    "json_lines": {"format": "json_lines"},
    "xlsx": {"format": "xlsx", "sheet": None},
    "ods": {"format": "ods", "sheet": "Ledger"},
    "xls": {"format": "xls", "sheet": None},
}
ENDINGS = {
    **dict.fromkeys(("csv", "cp1252", "utf-16", "detect"), ".csv"),
    **dict.fromkeys(("json", "json_at_a_path"), ".json"),
    "json_lines": ".jsonl",
    **{kind: f".{kind}" for kind in ("tsv", "xlsx", "ods", "xls")},
}


def layout(form: Mapping[str, Any], **more: Any) -> Layout:
    """A layout of the small ledger in a form; `more` are further entries of its one version."""
    version = {
        "from": date(2020, 4, 1),
        "source": "made for the tests",
        "file": dict(form),
        "cells": {
            "document": {"kind": "code", "column": "Document", "pattern": "[0-9]{8}"},
            "posting_date": {"kind": "date", "column": "Posted", "formats": ["%Y-%m-%d"]},
            "period": {
                "kind": "period",
                "columns": ["Posted"],
                "pattern": "(?P<calendar_year>[0-9]{4})-(?P<calendar_month>[0-9]{2})-[0-9]{2}",
            },
            "counterparty": {"kind": "alias", "column": "Partner", "known": "counterparties", "blank": True},
            "entry_type": {"kind": "constant", "value": "actual"},
            "amount_pence": {"kind": "pounds", "column": "Amount"},
        },
        "exclude": [{"rule": "blank_rows", "blank": "all"}],
        **more,
    }
    return read_layout({"schema_version": 1, "layout": "made", "noun": "ledger", "versions": [version]}, "made.yaml")


def context(file_name: str) -> ConformContext:
    """A context of the small ledger."""
    return ConformContext(
        publisher="stockport",
        feed="stockport/ledger",
        period=None,
        known_from=date(2022, 5, 6),
        titles={},
        counterparties=TAMESIDE_NAMES,
        accounts={},
        occupant_key=None,
        source_file=HASH,
        file_name=file_name,
    )


def conformed_as(form: Mapping[str, Any], data: bytes, file_name: str, **more: Any) -> Conformed:
    """Conform bytes as a small ledger in a form."""
    return conform_file(BytesIO(data), layout(form, **more), context(file_name))


def conformed_kind(kind: str, data: bytes, **more: Any) -> Conformed:
    """Conform bytes as a small ledger of a kind of `FORMS`."""
    return conformed_as(FORMS[kind], data, f"ledger{ENDINGS[kind]}", **more)


def made(kind: str, rows: Table = ROWS, headings: Sequence[str] = HEADINGS) -> bytes:
    """The bytes of a table in a form."""
    if kind in ("xlsx", "ods", "xls"):
        return {"xlsx": xlsx, "ods": ods, "xls": xls}[kind]([headings, *rows])
    if kind == "json_lines":
        return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in objects(rows, headings)).encode()
    if kind.startswith("json"):
        held: Any = objects(rows, headings)
        return json.dumps({"answer": {"items": held}} if "path" in kind else held).encode()
    encoding = {"cp1252": "cp1252", "utf-16": "utf-16", "detect": "cp1252"}.get(kind, "utf-8")
    delimiter = {"tsv": "\t", "cp1252": ";", "utf-16": "|", "detect": ";"}.get(kind, ",")
    return delimited([headings, *rows], delimiter, quoted=kind != "tsv").encode(encoding)


def objects(rows: Table, headings: Sequence[str] = HEADINGS) -> list[dict[str, str]]:
    """The rows as objects."""
    return [dict(zip(headings, row, strict=True)) for row in rows]


def delimited(rows: Table, delimiter: str = ",", *, quoted: bool = True) -> str:
    """Rows as text, cells quoted where they need it."""
    return "".join(
        delimiter.join(_quoted(cell, delimiter) if quoted else cell for cell in row) + "\r\n" for row in rows
    )


def _quoted(cell: str, delimiter: str) -> str:
    needs = any(sign in cell for sign in (delimiter, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if needs else cell


def xlsx(rows: Table, **hidden: Table) -> bytes:
    """A workbook with a sheet of rows, and hidden ones by name."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for name, table in {"Ledger": rows, **hidden}.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(table):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell)
        if name in hidden:
            sheet.hide()
    book.close()
    return target.getvalue()


def xls(rows: Table) -> bytes:
    """A workbook in the old form."""
    return workbook("Ledger", rows)


def xlsx_of(sheet_data: str, *, before: str = "", dimension: str = "A1") -> bytes:
    """A workbook whose one sheet holds what is said, letter by letter."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = (
        f'{head}{before}<worksheet {main}><dimension ref="{dimension}"/><sheetData>{sheet_data}</sheetData></worksheet>'
    )
    return changed(xlsx([["x"]]), {"xl/worksheets/sheet1.xml": sheet})


def changed(book: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """An archive with other content in some of its parts, or with more of them."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        return zipped({name: packed.read(name) for name in packed.namelist()} | dict(parts))


def xlsx_row(number: int, cells: Sequence[str]) -> str:
    """A row of a sheet: each cell is a text, or the whole element where it begins with `<`."""
    return f'<row r="{number}">' + "".join(_xlsx_cell(number, at, cell) for at, cell in enumerate(cells)) + "</row>"


def _xlsx_cell(number: int, at: int, cell: str) -> str:
    place = f"{chr(ord('A') + at)}{number}"
    if cell.startswith("<"):
        return cell.replace("@", place)
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>' if cell else ""


def ods(rows: Table) -> bytes:
    """An open document with a sheet of rows."""
    return ods_of("".join(ods_row(row) for row in rows))


def ods_row(cells: Sequence[str], attributes: str = "") -> str:
    """A row of an open document: each cell is a text, or the whole element where it begins with `<`."""
    return f"<table:table-row {attributes}>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(cell: str) -> str:
    if cell.startswith("<"):
        return cell
    if not cell:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'


def ods_of(rows: str, *, before: str = "", name: str = "Ledger") -> bytes:
    """An open document whose one sheet holds what is said, letter by letter."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {spaces} xmlns:calcext="urn:calcext">'
        f"<office:body><office:spreadsheet><table:table table:name={quoteattr(name)}>{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mimetype, "META-INF/manifest.xml": manifest, "content.xml": content})


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of named parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return target.getvalue()


def rows_of(result: Conformed, *, without: Sequence[str] = ("source_row",)) -> list[dict[str, Any]]:
    """The canonical rows of a result."""
    return [] if result.table is None else result.table.drop_columns(list(without)).to_pylist()


def told(result: Conformed) -> list[tuple[str, int | None]]:
    """Rule and row of each finding."""
    return [(finding.rule, finding.where.source_row) for finding in result.findings]
