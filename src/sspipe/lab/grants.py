"""Published versions of the early years block, as OpenDocument workbooks with made-up figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sspipe.lab.chance import stream
from sspipe.lab.opendocument import write_sheet

SHEET = "Early_years_block"
LINES = (
    "Universal entitlement for 3 and 4 year olds: 15 hours (£s)",
    "Additional 15 hours entitlement for 3 and 4 year olds of working parents (£s) ",
    "Entitlement for disadvantaged 2 year olds (£s)",
    "Early years pupil premium (£s)",
    "Disability access fund (£s)",
    "Maintained nursery school supplementary funding (£s)",
)
LATER_LINES = (
    "Universal 15 hours for 3 and 4 year olds (£s)",
    "Additional 15 hours for 3 and 4 year olds of eligible working parents (£s) ",
    "2 year old entitlement, disadvantaged (£s)",
    "Early years pupil premium (£s)",
    "Disability access fund (£s)",
    "Maintained nursery school supplement (£s)",
)
COUNCILS = (
    ("356", "Stockport", (12_400_000, 3_900_000, 2_300_000, 160_000, 90_000, 410_000)),
    ("357", "Tameside", (9_800_000, 2_700_000, 3_000_000, 190_000, 80_000, 0)),
    ("998", "Examplebury", (7_100_000, 2_000_000, 1_500_000, 110_000, 60_000, 220_000)),
    ("999", "Mockton", (15_300_000, 4_200_000, 3_800_000, 240_000, 120_000, 0)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One version of one year's allocation; its letters start where the workbook's year has them."""

    year: int
    published: date
    lines: Sequence[str]
    first_letter: str

    @property
    def file_name(self) -> str:
        """The name under which it is published."""
        return f"dedicated-schools-grant_{self.year}-to-{self.year + 1}_published-{self.published:%d-%m-%Y}.ods"

    @property
    def letters(self) -> list[str]:
        """The letter of each line and of the total."""
        return [chr(ord(self.first_letter) + place) for place in range(len(self.lines) + 1)]


PUBLICATIONS = (
    Publication(year=2022, published=date(2021, 12, 16), lines=LINES, first_letter="A"),
    Publication(year=2022, published=date(2022, 7, 20), lines=LINES, first_letter="A"),
    Publication(year=2023, published=date(2022, 12, 16), lines=LATER_LINES, first_letter="C"),
)


def write_grants(folder: Path, seed: int) -> None:
    """Every publication of the span."""
    folder.mkdir(parents=True)
    for publication in PUBLICATIONS:
        write_sheet(folder / publication.file_name, SHEET, _rows(publication, seed))


def _rows(publication: Publication, seed: int) -> list[list[str | int]]:
    span = f"{publication.year} to {publication.year + 1}"
    title = f"Dedicated schools grant {span}: early years block, illustrative figures made up for demonstration"
    letters = publication.letters
    total = f"Total early years block (£s) [{letters[-1]}] = " + " + ".join(f"[{each}]" for each in letters[:-1])
    headers: list[list[str | int]] = [
        ["", "", "Entitlements", "", "", "Supplements", "", "", "Total"],
        ["LA code", "Local authority", *publication.lines, total],
        ["", "", *(f"[{letter}]" for letter in letters)],
        ["Figures are illustrative"],
    ]
    return [[title], *headers, *(_council_row(publication, seed, place) for place in range(len(COUNCILS)))]


def _council_row(publication: Publication, seed: int, place: int) -> list[str | int]:
    code, name, amounts = COUNCILS[place]
    rng = stream(seed, "grant", publication.year, publication.published, code)
    drawn = [int(amount * rng.uniform(0.96, 1.04)) for amount in amounts]
    return [int(code), name, *drawn, sum(drawn)]
