"""Random changes of bytes and of cells, of the kinds that files suffer in the world."""

import io
import math
import re
import zipfile
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests.damage import opendocument, spreadsheets
from tests.damage.grids import Grid, Row, bytes_of, grid_of
from tests.damage.lab_files import LabFile

NASTY = (
    *(
        "",
        " ",
        "-",
        "--",
        "nan",
        "inf",
        "-inf",
        "1e5",
        "1E308",
        "0x1F",
        "½",
        "\u0663",
        "\uff11",
        "\u00a0",
        "\u200b",
        "\ufeff",
    ),
    *("=1+1", "'", '"', '""', ",", ";", "|", "\r\n", "\n", "\r", "\t", "\x0b", "\u2028", "\x1f", "\\", "%", "NULL"),
    *("99999999999999999999", "-0", "-0.00", "0.005", "5--", "£", "£-5", "-£5", "1,2,3", "1,234.5.6", ".5", "5.", "+5"),
    *("31/02/2022", "00/00/0000", "2022-13-45", "29.02.2022", "9999-12-31", "0001-01-01", "31/12/9999", "000", "1|2"),
    *(
        "TRUE",
        "#N/A",
        "Zoë O'Fakename",
        "x" * 10_000,
        "9" * 400,
        "12345678901234567",
        "001",
        "017",
        "\uff12\uff10",
        "²",
    ),
)
NASTY_NUMBERS = ("-1", "1e10", "0.5", "-0", "99999999999999999999", "1E-320", "", "0x10", "2958466", "1e300")
BEYOND_BOUNDS = ("1e400", "-1e400", "nan", "inf")
"""Numbers that a sheet's reader takes for endless or for none."""
INSERTED = tuple(b"\0\n\r\t\"',;|-.09Aa \xa3\xe9\xff\xef\xbb\xbf\x1a\xc3")
NUMBER = re.compile(rb'(?<=<v>)[^<]*(?=</v>)|(?<=office:value=")[^"]*(?=")')
ADDRESS = re.compile(rb'r="([A-Z]*)([0-9]*)"')
MOST_ROWS, MOST_LETTERS = 400, 1

Change = Callable[[Random, str, Row], str]


def cells_changed(file: LabFile, content: bytes, chance: Random, changes: int) -> tuple[bytes, int]:
    """Change a cell in each of some rows; the bytes, and how many rows now stand below the headings."""
    grid = grid_of(file, content)
    for _ in range(changes):
        _change_a_cell(grid, chance)
    return _written(file, grid), len(grid.rows)


def bytes_changed(file: LabFile, content: bytes, chance: Random, changes: int) -> bytes:
    """Change bytes here and there; of a workbook those of the archive, or those of its sheet."""
    if file.form == "text":
        return _some_changed(content, chance, changes)
    if chance.random() < 1 / 4:
        return _some_changed(content, chance, changes)
    member = spreadsheets.MEMBER if file.form == "xlsx" else opendocument.MEMBER
    return _with_member(content, member, chance, changes)


def with_number(file: LabFile, content: bytes, number: str) -> bytes:
    """A workbook in which the last number of the first row that has any is another one."""
    grid = grid_of(file, content)
    at = max(place for place, cell in enumerate(grid.rows[0]) if isinstance(cell, int | float))
    old = re.escape(str(grid.rows[0][at]))
    member = spreadsheets.MEMBER if file.form == "xlsx" else opendocument.MEMBER
    return spreadsheets.change_member(content, member, rf'(<v>|office:value="){old}(?=[<"])', rf"\g<1>{number}")


def _written(file: LabFile, grid: Grid) -> bytes:
    if file.form != "text":
        return bytes_of(file, grid)
    lossy = Grid(grid.above, grid.heads, grid.between, [[_writable(cell, file) for cell in row] for row in grid.rows])
    return bytes_of(file, lossy)


def _writable(cell: Any, file: LabFile) -> str:
    return "" if cell is None else str(cell).encode(file.encoding, "replace").decode(file.encoding)


def _change_a_cell(grid: Grid, chance: Random) -> None:
    row = chance.choice(grid.rows)
    at = chance.randrange(len(row))
    if isinstance(row[at], str) or row[at] is None:
        changed = chance.choice(CHANGES)(chance, row[at] or "", row)
    else:
        changed = _another_value(chance, row)
    row[at] = _allowed_in_xml(changed) if isinstance(changed, str) and len(grid.above) else changed


def _allowed_in_xml(text: str) -> str:
    return re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", "", text)


def _another_value(chance: Random, row: Row) -> Any:
    numbers = [0, -1, 1e15, 0.1 + 0.2, 1e-9, 123456789012345678, True, False, None]
    return chance.choice([*numbers, chance.choice(NASTY), chance.choice(row)])


def _nasty(chance: Random, _text: str, _row: Row) -> str:
    return chance.choice(NASTY)


def _neighbour(chance: Random, _text: str, row: Row) -> str:
    return str(chance.choice(row) or "")


def _with_nasty(chance: Random, text: str, _row: Row) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(NASTY)[:20] + text[at:]


def _without_one(chance: Random, text: str, _row: Row) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + text[at + 1 :]


def _other_digit(chance: Random, text: str, _row: Row) -> str:
    return re.sub(r"[0-9]", lambda digit: str(chance.randrange(10)) if chance.random() < 1 / 3 else digit[0], text)


def _doubled(_chance: Random, text: str, _row: Row) -> str:
    return text + text


def _backwards(_chance: Random, text: str, _row: Row) -> str:
    return text[::-1]


def _other_case(_chance: Random, text: str, _row: Row) -> str:
    return text.swapcase()


CHANGES: Sequence[Change] = (
    *(_nasty, _nasty, _neighbour, _with_nasty, _without_one, _other_digit, _other_digit, _doubled, _backwards),
    _other_case,
)


def _some_changed(content: bytes, chance: Random, changes: int) -> bytes:
    for _ in range(changes):
        content = _one_changed(content, chance)
    return content


def _one_changed(content: bytes, chance: Random) -> bytes:
    at = chance.randint(0, len(content))
    size = chance.choice([1, 1, 1, 2, 5, 40, 300])
    match chance.randrange(6):
        case 0:
            return content[:at] + bytes([chance.choice(INSERTED)]) + content[at:]
        case 1:
            return content[:at] + content[at + size :]
        case 2:
            return content[:at] + bytes([chance.choice(INSERTED)]) * min(size, len(content) - at) + content[at + size :]
        case 3:
            return content[:at] + content[at : at + size] + content[at:]
        case 4:
            other = chance.randint(0, len(content))
            return content[:at] + content[other : other + size] + content[at + size :]
        case _:
            return content[:at] + chance.randbytes(1) + content[at + 1 :]


def _with_member(content: bytes, member: str, chance: Random, changes: int) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as after:
        for item in before.infolist():
            data = before.read(item)
            after.writestr(item, _sheet_changed(data, chance, changes) if item.filename == member else data)
    return kept.getvalue()


def _sheet_changed(data: bytes, chance: Random, changes: int) -> bytes:
    for _ in range(changes):
        changed = _number_changed(data, chance) if chance.random() < 1 / 2 else _one_changed(data, chance)
        data = changed if _is_bearable(changed) else data
    return data


def _number_changed(data: bytes, chance: Random) -> bytes:
    found = list(NUMBER.finditer(data))
    if not found:
        return data
    one = chance.choice(found)
    return data[: one.start()] + chance.choice(NASTY_NUMBERS).encode() + data[one.end() :]


def _is_bearable(data: bytes) -> bool:
    """No sheet that says that it is huge, and no number that is endless or none: these have tests of their own."""
    return all(
        len(letters) <= MOST_LETTERS and (not digits or int(digits) <= MOST_ROWS)
        for letters, digits in ADDRESS.findall(data)
    ) and all(map(_is_bounded, NUMBER.findall(data)))


def _is_bounded(number: bytes) -> bool:
    try:
        return math.isfinite(float(number))
    except ValueError:
        return True
