"""One value of one performance measure, and what the site says of the measure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Polarity(StrEnum):
    """Which way is good; NEITHER gives no status (R16)."""

    HIGH = "high"
    LOW = "low"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureValue:
    """A value of an area and year; `value` None is missing, not nil; `area` is a council's code or a region."""

    code: str
    name: str
    area: str
    year_label: str
    value: Decimal | None
    unit: str
    target: Decimal | None
    published_on: date
    source_file: str
    source_row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What the site says of one measure. `breaks_before`: year labels at which a new series begins (R16)."""

    code: str
    name: str
    unit: str
    polarity: Polarity
    tolerance: Decimal | None
    may_exceed_100: bool
    breaks_before: tuple[str, ...]
    source: str
