"""The rows of one sheet of a workbook as its reader gives them.

Stands alone, so that it can be run as a program of its own: bytes in, pickled result out, under a limit of memory and
time. The reader of the old binary form ends its process where a file lies about sizes; then only that process ends.
"""

import io
import pickle
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

import python_calamine

Listed = tuple[str, bool]
"""Name of a sheet, and whether it is one of cells that is not hidden."""

NONE = -1
Book = tuple[list[Listed], int, list[list[Any]]]
"""The sheets, which of them was read, and its rows; none was, where it cannot be told which is meant."""


def read_book(source: BinaryIO, wanted: str | None) -> Book:
    """Read the sheet of a name, or the only one that is not hidden.

    Raises:
        Exception: of the reader's own, when the workbook cannot be read.
    """
    with python_calamine.CalamineWorkbook.from_filelike(source) as book:
        listed = [(sheet.name, _is_shown(sheet)) for sheet in book.sheets_metadata]
        at = chosen(listed, wanted)
        rows = [] if at == NONE else book.get_sheet_by_name(listed[at][0]).to_python(skip_empty_area=False)
        return listed, at, rows


def chosen(listed: Sequence[Listed], wanted: str | None) -> int:
    """Place of the sheet that is meant.

    >>> chosen([("Notes", False), ("Ledger", True)], None)
    1
    """
    if wanted is not None:
        return next((at for at, (name, _) in enumerate(listed) if name == wanted), NONE)
    shown = [at for at, (_, is_shown) in enumerate(listed) if is_shown]
    return shown[0] if len(shown) == 1 else NONE


def _is_shown(sheet: python_calamine.SheetMetadata) -> bool:
    is_of_cells = sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
    return is_of_cells and sheet.visible == python_calamine.SheetVisibleEnum.Visible


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not every machine has it
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue


def _main(memory: str, seconds: str, *wanted: str) -> None:
    _limit(int(memory), int(seconds))
    book = read_book(io.BytesIO(sys.stdin.buffer.read()), wanted[0] if wanted else None)
    sys.stdout.buffer.write(pickle.dumps(book))


if __name__ == "__main__":
    _main(*sys.argv[1:])
