"""Numbers of a pack that stand in no published row: every other is published, or is a live sum of such numbers."""

from collections import Counter
from decimal import Decimal
from typing import Any

from sspipe.publish.pack.contents import pack_sheets
from sspipe.publish.pack.first_page import NAME as FIRST
from sspipe.publish.pack.sheets import Kind
from tests.publish.pack.releases import Rows, head_row, opened


def published_pence(rows: Rows) -> set[int]:
    """Every amount of every published row, and component totals over holders, which a partner reads in their place."""
    amounts = {
        value for table in rows.values() for row in table for key, value in row.items() if key.endswith("_pence")
    }
    totals: Counter[tuple[object, ...]] = Counter()
    for row in rows["out_post_costs"]:
        key = tuple(row[name] for name in ("post", "council", "paid", "earned", "component"))
        totals[key] += int(str(row["amount_pence"]))
    return {int(str(value)) for value in amounts if value is not None} | set(totals.values())


def published_numbers(rows: Rows) -> set[Decimal]:
    """Every count, age and measure of every published row."""
    found = set()
    for table in rows.values():
        for value in (value for row in table for value in row.values()):
            if not isinstance(value, bool) and str(value).removeprefix("-").replace(".", "", 1).isdigit():
                found.add(Decimal(str(value)))
    return found


def stray_numbers(rows: Rows, own: Any, content: bytes) -> list[tuple[str, str, object]]:
    """Numbers that stand in a cell as numbers and in no published row; the first page shows amounts without a sign."""
    amounts, numbers = published_pence(rows), published_numbers(rows)
    sizes = {abs(amount) for amount in amounts}
    book = opened(content, values=False)
    stray = []
    for sheet in pack_sheets(rows, own):
        kinds = {at: column.kind for at, column in enumerate(sheet.columns, 1)}
        cells = [
            each
            for row in book[sheet.name].iter_rows(min_row=head_row(book[sheet.name]) + 1)
            for each in row
            if each.data_type == "n"
        ]
        stray += [
            (sheet.name, cell.coordinate, cell.value)
            for cell in cells
            if cell.value is not None
            and not _is_known(cell.value, kinds[cell.column], sizes if sheet.name == FIRST else amounts, numbers)
        ]
    return stray


def _is_known(value: float, kind: Kind, amounts: set[int], numbers: set[Decimal]) -> bool:
    if kind is Kind.POUNDS:
        return round(value * 100) in amounts
    return (Decimal(round(value * 1000)) if kind is Kind.MILLIONS else Decimal(repr(value))) in numbers
