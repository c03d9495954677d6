"""A record as a row: its fields under their own names, periods, years and closed lists as text."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any

from sspipe.model.periods import FinancialYear, Period

Row = dict[str, object]


def row_of(record: Any, *, without: frozenset[str] = frozenset()) -> Row:
    """The record's fields, apart from those left out."""
    return {each.name: plain(getattr(record, each.name)) for each in fields(record) if each.name not in without}


def plain(value: object) -> object:
    """Write periods, years and members of closed lists as text; leave the rest."""
    return str(value) if isinstance(value, FinancialYear | Period | StrEnum) else value


def numbered(rows: Iterable[Row]) -> list[Row]:
    """Sort rows by their columns in reading order and number them, so that the same figures stand in the same rows."""
    ordered = sorted(rows, key=sort_key)
    return [{"row_number": number, **row} for number, row in enumerate(ordered, 1)]


def sort_key(row: Mapping[str, object]) -> tuple[Any, ...]:
    """Every value in column order, the missing ones first."""
    return tuple((value is not None, value) for value in row.values())
