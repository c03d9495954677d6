"""The pay points that the lab uses, as values and as the site's files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from sspipe.lab.pay_values import PayScales, PayValue

FLAT_AWARD = 1925
AWARD_2022 = date(2022, 4, 1)
NOT_ON_RECORD = "not on record: set for the demonstration"

NJC_2021 = {"22": 27514, "40": 44624, "41": 45648, "42": 46662, "43": 47665}
NJC_ON_RECORD = ("22", "43")
SOULBURY_2020 = {
    "8": 45243, "13": 51951, "14": 53150, "15": 54470, "16": 55790, "17": 57120,
    "20": 60283, "21": 61640, "22": 63000, "50": 97250, "51": 99480,
}  # fmt: skip
SOULBURY_ON_RECORD = ("8", "13", "20")
SOULBURY_2021_RISE = Fraction("1.0175")
NEXT_POINT = {
    ("NJC", "40"): "41", ("NJC", "41"): "42", ("NJC", "42"): "43",
    ("SOULBURY", "13"): "14", ("SOULBURY", "14"): "15", ("SOULBURY", "15"): "16", ("SOULBURY", "16"): "17",
    ("SOULBURY", "20"): "21", ("SOULBURY", "21"): "22", ("SOULBURY", "50"): "51",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One value of one point as a line of the site's file."""

    effective: date
    pounds: int
    settled_on: date
    source: str
    is_illustrative: bool

    def as_yaml(self) -> dict[str, Any]:
        """The line's words."""
        said: dict[str, Any] = {"value": str(self.pounds), "settled_on": self.settled_on, "source": self.source}
        return {**said, "illustrative": True} if self.is_illustrative else said


def njc_entries(point: str) -> list[Entry]:
    """The 2021, 2022 and 2023 values of an NJC point."""
    is_made_up = point not in NJC_ON_RECORD
    base = NJC_2021[point]
    steps = (
        (date(2021, 4, 1), base, date(2022, 2, 28), "NJC pay agreement 2021-22"),
        (AWARD_2022, base + FLAT_AWARD, date(2022, 11, 1), "NJC pay agreement 2022-23: £1,925 on every point"),
        (date(2023, 4, 1), base + 2 * FLAT_AWARD, date(2023, 11, 1), "NJC pay agreement 2023-24: £1,925 to point 43"),
    )
    return [
        Entry(
            effective=start,
            pounds=pounds,
            settled_on=settled,
            source=NOT_ON_RECORD if is_made_up else source,
            is_illustrative=is_made_up,
        )
        for start, pounds, settled, source in steps
    ]


def soulbury_entries(point: str) -> list[Entry]:
    """The 2020, 2021 and (not settled within the span) 2022 values of a Soulbury point."""
    is_made_up = point not in SOULBURY_ON_RECORD
    base = SOULBURY_2020[point]
    risen = ceil(base * SOULBURY_2021_RISE)
    first = "Soulbury pay scales 2020-21; day of settlement not on record"
    steps = (
        (date(2020, 9, 1), base, date(2021, 1, 29), NOT_ON_RECORD if is_made_up else first),
        (date(2021, 9, 1), risen, date(2022, 3, 1), NOT_ON_RECORD),
        (date(2022, 9, 1), risen + FLAT_AWARD, date(2023, 10, 15), NOT_ON_RECORD),
    )
    return [
        Entry(effective=start, pounds=pounds, settled_on=settled, source=source, is_illustrative=True)
        for start, pounds, settled, source in steps
    ]


def all_entries() -> dict[str, dict[str, list[Entry]]]:
    """Every point of both scales."""
    return {
        "NJC": {point: njc_entries(point) for point in NJC_2021},
        "SOULBURY": {point: soulbury_entries(point) for point in SOULBURY_2020},
    }


def points_file(scale: str, name: str) -> dict[str, Any]:
    """One scale as the site's file of pay points."""
    points = all_entries()[scale]
    return {
        "schema_version": 1,
        "term": "pay_points",
        "scale": scale,
        "name": name,
        "unit": "pounds a year, full-time",
        "confirmed_to": date(2024, 3, 31),
        "keyed": {point: {entry.effective: entry.as_yaml() for entry in entries} for point, entries in points.items()},
    }


def pay_scales(implemented: Mapping[str, date], known_on: date) -> PayScales:
    """The same values for the calculator, unsettled ones left out."""
    return PayScales(
        {
            (scale, point): [_pay_value(scale, entry, implemented) for entry in entries if entry.settled_on <= known_on]
            for scale, points in all_entries().items()
            for point, entries in points.items()
        }
    )


def _pay_value(scale: str, entry: Entry, implemented: Mapping[str, date]) -> PayValue:
    is_the_award = (scale, entry.effective) == ("NJC", AWARD_2022)
    return PayValue(
        effective=entry.effective,
        pounds=Fraction(entry.pounds),
        settled_on=entry.settled_on,
        implemented=implemented if is_the_award else {},
    )
