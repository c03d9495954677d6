"""Both councils' establishment extracts, month by month."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from io import StringIO
from pathlib import Path

import xlsxwriter

from sspipe.lab.agreements import Agreed
from sspipe.lab.months import Month
from sspipe.lab.occupancies import Occupancy
from sspipe.lab.pay_postings import EARLY_YEARS_FUND, FUNDS, OTHER_COST_CENTRES
from sspipe.lab.people import People
from sspipe.lab.site import MONTHS, Site
from sspipe.lab.snapshots import EstablishmentRow, establishment, extract_day

SURNAME = "ZZFAKE"
WEEKS = 52
ESTABLISHED_FTE = "1.0"
STOCKPORT_HEADINGS = (
    "Position Reference", "Position Title", "Employee Number", "Surname", "Forename", "Contract Hours",
    "Full Time Hours", "Weeks Per Year", "Grade", "Spinal Point", "NI Category", "Pension Scheme",
    "Established FTE", "Cost Centre", "Funding", "Start Date", "End Date", "Last Changed",
)  # fmt: skip
TAMESIDE_HEADINGS = (
    "Post No", "Post Title", "Payroll No", "Name", "Hours", "FT Hours", "Weeks", "Scale", "SCP", "NI Cat",
    "Pension", "Est FTE", "Cost Centre", "Fund", "From", "To", "Amended On",
)  # fmt: skip
FIXED_TIME = datetime(2022, 1, 1)  # noqa: DTZ001  (an Excel property without zone; fixed so that bytes repeat)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """One row of an establishment list with its post's own columns."""

    ref: str
    title: str
    cost_centre: str
    fund: str
    row: EstablishmentRow


def listed_rows(site: Site, agreed: Agreed, people: People, council: str, day: date) -> list[ListedRow]:
    """A council's list on a day: its hosted posts, then the other posts of the same people."""
    found = []
    for post in sorted(post for post, host in agreed.hosts.items() if host == council):
        own = [row for row in people.occupancies if row.post == post]
        known = site.posts[post]
        found += [
            ListedRow(
                ref=known.refs[council],
                title=known.titles[council],
                cost_centre=known.cost_centres[council],
                fund=FUNDS.get(post, EARLY_YEARS_FUND),
                row=row,
            )
            for row in establishment(own, day)
        ]
    return found + _other_rows(site, people.occupancies, council, day)


def _other_rows(site: Site, occupancies: Iterable[Occupancy], council: str, day: date) -> list[ListedRow]:
    ref, title = site.other_posts[council]
    own = [row for row in occupancies if row.post == ref]
    centre = OTHER_COST_CENTRES[council]
    return [
        ListedRow(ref=ref, title=title, cost_centre=centre, fund="GF", row=row)
        for row in establishment(own, day, with_vacancies=False)
    ]


def write_establishments(site: Site, agreed: Agreed, people: People, feeds: Path) -> int:
    """Write every extract; returns how many files."""
    writers = {"stockport": _write_stockport, "tameside": _write_tameside}
    for council, write in writers.items():
        folder = feeds / council / "posts"
        folder.mkdir(parents=True)
        for month in MONTHS:
            day = extract_day(site.days(council), month)
            write(folder, month, day, listed_rows(site, agreed, people, council, day), people)
    return len(writers) * len(MONTHS)


def _write_stockport(folder: Path, month: Month, day: date, rows: list[ListedRow], people: People) -> None:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(STOCKPORT_HEADINGS)
    writer.writerows(_stockport_fields(row, people) for row in rows)
    path = folder / f"SMBC_HR_ESTABLISHMENT_{month.period.in_file_names}_{day:%Y%m%d}.csv"
    path.write_bytes(text.getvalue().encode("utf-8"))


def _stockport_fields(listed: ListedRow, people: People) -> tuple[str, ...]:
    row = listed.row
    return (
        listed.ref,
        listed.title,
        *_stockport_person(row.occupancy, people),
        ESTABLISHED_FTE,
        listed.cost_centre,
        listed.fund,
        _day(row.start),
        _day(row.end),
        _day(row.recorded),
    )


def _stockport_person(held: Occupancy | None, people: People) -> tuple[str, ...]:
    if held is None:
        return ("",) * 10
    name = f"Person {people.name_number(held.person)}"
    hours = (_decimal(held.hours), _decimal(held.full_time_hours), str(WEEKS))
    return (held.person, SURNAME, name, *hours, held.scale, held.point, held.ni_category, held.scheme)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _decimal(hours: Fraction) -> str:
    return f"{float(hours):g}"


def _write_tameside(folder: Path, month: Month, day: date, rows: list[ListedRow], people: People) -> None:
    path = folder / f"TMBC_Establishment_{month.period.in_file_names}_{day:%Y%m%d}.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"created": FIXED_TIME})
        sheet = book.add_worksheet("Establishment")
        sheet.write_string(0, 0, "Tameside MBC: establishment list")
        sheet.write_string(1, 0, f"As at {day:%d/%m/%Y} (made-up people)")
        for column, heading in enumerate(TAMESIDE_HEADINGS):
            sheet.write_string(2, column, heading)
        for line, row in enumerate(rows, start=3):
            for column, value in _tameside_cells(row, people):
                sheet.write(line, column, value)


def _tameside_cells(listed: ListedRow, people: People) -> Iterator[tuple[int, str | float | date]]:
    row = listed.row
    values: Mapping[str, str | float | date | None] = {
        "Post No": listed.ref,
        "Post Title": listed.title,
        **_tameside_person(row.occupancy, people),
        "Est FTE": float(ESTABLISHED_FTE),
        "Cost Centre": int(listed.cost_centre),
        "Fund": listed.fund,
        "From": row.start,
        "To": row.end,
        "Amended On": row.recorded,
    }
    for column, heading in enumerate(TAMESIDE_HEADINGS):
        value = values.get(heading)
        if value is not None:
            yield column, value


def _tameside_person(held: Occupancy | None, people: People) -> dict[str, str | float]:
    if held is None:
        return {}
    return {
        "Payroll No": int(held.person),
        "Name": f"{SURNAME}, Person {people.name_number(held.person)}",
        "Hours": float(held.hours),
        "FT Hours": float(held.full_time_hours),
        "Weeks": WEEKS,
        "Scale": held.scale,
        "SCP": int(held.point),
        "NI Cat": held.ni_category,
        "Pension": held.scheme,
    }
