"""Amounts of the two ledgers, read and written by the tests' own hand."""

from decimal import Decimal

from tests.damage.lab_files import LabFile


def pence_of(text: str) -> int:
    """Whole pence of an amount with its minus at either end."""
    sign = -1 if "-" in text else 1
    return sign * int(Decimal(text.strip("-").replace(",", "")) * 100)


def in_form(file: LabFile, pence: int) -> str:
    """An amount as the file's council writes it."""
    pounds, odd = divmod(abs(pence), 100)
    size = f"{pounds:,}.{odd:02d}" if file.delimiter == ";" else f"{pounds}.{odd:02d}"
    if pence >= 0:
        return size
    return f"{size}-" if file.delimiter == ";" else f"-{size}"
