"""A council's own pack filled in and put into its inbox."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl  # type: ignore[import-untyped] # it ships no types

from sspipe.model.periods import Period
from tests.flows.small_sites import SmallSite

HEAD_ROW = 3


def return_pack(small: SmallSite, period: Period, name: str, *rows: Mapping[str, object]) -> Path:
    """Fill in the sheet Decisions of Stockport's pack of a period and put it into Stockport's inbox."""
    book = openpyxl.load_workbook(small.output / "packs" / "stockport-tameside" / str(period) / "stockport.xlsx")
    sheet = book["Decisions"]
    columns = {cell.value: cell.column for cell in sheet[HEAD_ROW]}
    for at, row in enumerate(rows, start=HEAD_ROW + 1):
        for heading, value in row.items():
            sheet.cell(row=at, column=columns[heading], value=value)
    path = small.site / "inbox" / "stockport" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path
