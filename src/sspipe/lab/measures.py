"""Measure files: the national ones of early years with public values, and each council's own, made up."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from pathlib import Path

from sspipe.lab.chance import stream

NATIONAL_HEADINGS = ("Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region")
AREAS = (
    ("Stockport", "356.0", "North West"),
    ("Tameside", "357.0", "North West"),
    ("England", "970.0", "NA"),
    ("North West", "981.0", "NA"),
)
NATIONAL = {
    "FSP_NEW_GOODDEV": (
        "FSP (NEW) - % achieving a good level of development",
        2016,
        (
            ("69.599999999999994", "71.599999999999994", "70", "70.400000000000006", "-", "-", "65.5"),
            ("63", "66", "65.7", "66.900000000000006", "-", "-", "60.1"),
            ("69.3", "70.7", "71.5", "71.8", "-", "-", "65.2"),
            ("66.7", "67.900000000000006", "68.900000000000006", "68.900000000000006", "-", "-", "61.7"),
        ),
    ),
    "FSP_Gooddev_FSM": (
        "Good level of development, pupils eligible for free school meals",
        2016,
        (
            ("49", "50", "46", "46", "-", "-", "43.8"),
            ("51", "51", "52", "54", "-", "-", "49.5"),
            ("54", "56", "57", "57", "-", "-", "49.1"),
            ("51", "53", "54", "54", "-", "-", "46.2"),
        ),
    ),
    "%_2yr_olds": (
        "",
        2018,
        (
            ("99.1", "97.3", "87.5", "85", "90.2", "91"),
            ("84.9", "76.599999999999994", "75.2", "70.599999999999994", "77.2", "81.400000000000006"),
            ("71.8", "67.8", "69.2", "61.8", "71.900000000000006", "73.900000000000006"),
            ("83", "73.599999999999994", "72.2", "67.3", "76.2", "79.099999999999994"),
        ),
    ),
    "%_3&4yr_olds": (
        "",
        2018,
        (
            ("99.5", "100.7", "100.5", "98.1", "99.4", "97.3"),
            ("98.9", "98", "96", "95.5", "98.7", "99.4"),
            ("97.2", "97.1", "97", "94.2", "96", "94.6"),
            ("98.5", "98.3", "98.7", "95.8", "97.1", "96.1"),
        ),
    ),
}
NATIONAL_DAYS = (date(2022, 11, 30), date(2023, 6, 30))
LAST_YEARS = {date(2022, 11, 30): 2022, date(2023, 6, 30): 2023}
OWN_HEADINGS = ("Code", "Measure", "Area", "Year", "Value", "Unit", "Target", "Published")
OWN_FILES = {"stockport": ("SMBC", "Stockport"), "tameside": ("TMBC", "Tameside")}
OWN_MEASURES = (
    ("EY01", "Settings judged good or outstanding (illustrative)", "percent", 90, 100, "96"),
    ("EY02", "Reviews at age two held in time (illustrative)", "percent", 80, 98, "92"),
    ("EY03", "Visits by the shared team for every hundred settings (illustrative)", "number", 40, 160, "120"),
    ("EY04", "Two-year-olds placed of those offered a place (illustrative)", "percent", 70, 95, "85"),
)
OWN_PUBLISHED = date(2022, 10, 14)


def write_measures(feeds: Path, seed: int) -> None:
    """All measure files of a site."""
    folder = feeds / "dfe" / "measures"
    folder.mkdir(parents=True)
    for day in NATIONAL_DAYS:
        path = folder / f"early_years_measures_{day:%Y%m%d}.csv"
        path.write_bytes(_csv_bytes(NATIONAL_HEADINGS, _national_rows(LAST_YEARS[day])))
    for council, (prefix, area) in OWN_FILES.items():
        own = feeds / council / "measures"
        own.mkdir(parents=True)
        path = own / f"{prefix}_measures_2022-23_Q2.csv"
        path.write_bytes(_csv_bytes(OWN_HEADINGS, _own_rows(council, area, seed)))


def _national_rows(last_year: int) -> Iterable[Sequence[str]]:
    for code, (item, first_year, by_area) in NATIONAL.items():
        for place, year in enumerate(range(first_year, last_year + 1)):
            for (area, number, region), values in zip(AREAS, by_area, strict=True):
                if place < len(values):
                    yield code, item if place == 0 else "", str(year), area, values[place], number, region


def _own_rows(council: str, area: str, seed: int) -> Iterable[Sequence[str]]:
    rng = stream(seed, "measures", council)
    for code, name, unit, low, high, target in OWN_MEASURES:
        for year in ("2020-21", "2021-22", "2022-23"):
            value = "-" if year == "2020-21" and code == "EY02" else f"{rng.uniform(low, high):.1f}"
            yield code, name, area, year, value, unit, target, f"{OWN_PUBLISHED:%d/%m/%Y}"


def _csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
