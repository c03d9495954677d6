"""Numbers of a pack that stand in no published row: every other is published, or is a live sum of such numbers."""

from collections import Counter
from decimal import Decimal
from typing import Any

from sspipe.publish.pack.contents import pack_sheets
from sspipe.publish.pack.sheets import Kind
from tests.publish.pack.releases import Rows, opened


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
            if not isinstance(value, bool) and str(value).replace(".", "", 1).isdigit():
                found.add(Decimal(str(value)))
    return found


def stray_numbers(rows: Rows, own: Any, content: bytes) -> list[tuple[str, str, object]]:
    """Numbers that stand in a cell as numbers and in no published row."""
    amounts, numbers = published_pence(rows), published_numbers(rows)
    book = opened(content, values=False)
    stray = []
    for sheet in pack_sheets(rows, own):
        money = {at for at, column in enumerate(sheet.columns, 1) if column.kind is Kind.POUNDS}
        cells = [each for row in book[sheet.name].iter_rows(min_row=4) for each in row if each.data_type == "n"]
        filled = [(cell, amounts if cell.column in money else None) for cell in cells if cell.value is not None]
        stray += [
            (sheet.name, cell.coordinate, cell.value)
            for cell, of_money in filled
            if not _is_known(cell.value, of_money, numbers)
        ]
    return stray


def _is_known(value: float, amounts: set[int] | None, numbers: set[Decimal]) -> bool:
    return Decimal(repr(value)) in numbers if amounts is None else round(value * 100) in amounts
