"""A part of the first page: its name, the sentence that opens it, and its lines, with a sum where they add up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sspipe.publish.pack.sheets import AcrossSum, Cell, CellRow, RowsSum, SheetSum


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`is_summed`: the opening row holds the sum of the lines' amounts, as a live formula."""

    name: str
    says: str
    lines: Sequence[Mapping[str, Cell]]
    is_summed: bool = True


def part_rows(part: Part, first: int) -> Iterator[CellRow]:
    """The opening row and the lines, where the opening row is the sheet's row of that number, counted from nought."""
    total = RowsSum(sum(map(_pence, part.lines)), first + 1, first + len(part.lines)) if part.lines else None
    yield {"part": part.name, "says": part.says, "amount_pence": total if part.is_summed else None}
    for line in part.lines:
        yield {"part": part.name, **line}


def _pence(line: Mapping[str, Cell]) -> int:
    cell = line.get("amount_pence")
    if isinstance(cell, SheetSum | RowsSum | AcrossSum):
        return cell.amount_pence
    return cell if isinstance(cell, int) else 0


def counted(count: int, one: str, many: str) -> str:
    """Write `1 line`, `3 lines`."""
    return f"{count} {one if count == 1 else many}"
