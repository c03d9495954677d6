"""One value of one performance measure, what the site says of the measure, and what the pipeline measures of itself."""

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


OWN_PREFIX = "SSP_"


class OwnMeasure(StrEnum):
    """What the pipeline measures of itself, by codes that never change (R16)."""

    VACANT_FTE_DAYS = "SSP_VACANT_FTE_DAYS"
    RECHARGES_AGREED = "SSP_RECHARGES_AGREED"
    VALUE_UNEXPLAINED = "SSP_VALUE_UNEXPLAINED"
    DAYS_TO_CLOSE = "SSP_DAYS_TO_CLOSE"


@dataclass(frozen=True, slots=True)
class OwnValue:
    """A value of one of them: `area` is a council or the site, `year_label` a period or a financial year to date.

    `value` None is missing, not nil.
    """

    measure: OwnMeasure
    area: str
    year_label: str
    value: Decimal | None
