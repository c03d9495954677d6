"""A record as a row: its fields under their own names, periods, years, closed lists and fractions as text."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sspipe.model.periods import FinancialYear, Period

Row = dict[str, object]
MOST_PLACES = 9


def row_of(record: Any, *, without: frozenset[str] = frozenset()) -> Row:
    """The record's fields, apart from those left out."""
    return {each.name: plain(getattr(record, each.name)) for each in fields(record) if each.name not in without}


def plain(value: object) -> object:
    """Write periods, years, members of closed lists and fractions as text; leave the rest."""
    if isinstance(value, Fraction):
        return exactly(value)
    return str(value) if isinstance(value, Period | FinancialYear | StrEnum) else value


def exactly(value: Fraction) -> str:
    """Write a fraction as a decimal where that is exact, else as a fraction; either reads back as the same number.

    >>> exactly(Fraction("0.1505")), exactly(Fraction(1191625, 3)), exactly(Fraction(22, 37)), exactly(Fraction(-1))
    ('0.1505', '1191625/3', '22/37', '-1')
    """
    for places in range(MOST_PLACES + 1):
        scaled = value * 10**places
        if scaled.denominator == 1:
            return format(Decimal(scaled.numerator).scaleb(-places), "f")
    return str(value)


def numbered(rows: Iterable[Row]) -> list[Row]:
    """Sort rows by their columns in reading order and number them, so that the same figures stand in the same rows."""
    ordered = sorted(rows, key=sort_key)
    return [{"row_number": number, **row} for number, row in enumerate(ordered, 1)]


def sort_key(row: Mapping[str, object]) -> tuple[Any, ...]:
    """Every value in column order, the missing ones first."""
    return tuple((value is not None, value) for value in row.values())


def per_cent(value: str) -> str:
    """A share as people write it: in per cent, and as the fraction where that is no whole number of per cent."""
    exact = Fraction(value)
    percent = exact * 100
    return f"{percent}%" if percent.denominator == 1 else f"{value} (about {exactly(Fraction(round(percent, 2)))}%)"
