"""The reports of resources that a site's councils make, from reports.yaml; a site may do without the file (R15)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from sspipe.model.resources import Cadence, Quarter, Report, Section, Shows, Sign, Unit
from sspipe.terms.faults import Fault
from sspipe.terms.forms import ByDay, Code, DatedForm, FileForm, Form, Text, effective
from sspipe.terms.strict_yaml import Document

Fund = Annotated[str, Field(pattern=r"^[A-Z0-9_-]+$", description="a fund as the ledgers' layouts name it")]
PartOfFund = Literal["cash_limit", "dsg", "reserves", "not_stated"]
Labels = Annotated[
    dict[Quarter, ByDay[DatedForm[Text]]], Field(description="what the report calls itself, by canonical quarter")
]


class ReportForm(Form):
    """One report of one council; one that is made by period has no labels of its own."""

    report: Code
    council: Code
    title: Text
    cadence: Cadence
    unit: Unit
    shows: Shows
    sign: Sign
    sections: Annotated[dict[Fund, PartOfFund], Field(description="the part of the report by fund")]
    labels: Labels | None = None
    source: Text
    illustrative: tuple[Literal["title", "unit", "shows", "sign", "sections"], ...] = ()


class ReportsFile(FileForm):
    """The file reports.yaml."""

    reports: tuple[ReportForm, ...]


def report_faults(document: Document, form: ReportsFile, councils: Sequence[str], first_day: date) -> Iterator[Fault]:
    """Say what the reports have wrong about councils, labels and each other; `first_day` is the site's first."""
    codes = [report.report for report in form.reports]
    for at, report in enumerate(form.reports):
        if codes.index(report.report) != at:
            place = document.place("reports", at, "report")
            yield Fault(place, f"the report '{report.report}' twice", "each report once", "Remove one of the two.")
        if report.council not in councils:
            place = document.place("reports", at, "council")
            yield Fault(place, f"the unknown council '{report.council}'", "a council of the site", "Correct it.")
        yield from _label_faults(document, at, report, first_day)
    yield from _unit_faults(document, form)


def _label_faults(document: Document, at: int, report: ReportForm, first_day: date) -> Iterator[Fault]:
    labels = report.labels or {}
    place = document.place("reports", at, "labels")
    missing = [str(quarter) for quarter in Quarter if quarter not in labels]
    if report.cadence is Cadence.PERIOD and labels:
        yield Fault(place, "labels of a report by period", "none: it is called by its period", "Remove them.")
    if report.cadence is Cadence.QUARTER and missing:
        yield Fault(place, f"no label of {', '.join(missing)}", "a label of each quarter", "Add it with its source.")
    for quarter, dated in labels.items():
        starts = min(dated)
        if starts > first_day:
            where = document.place("reports", at, "labels", str(quarter))
            expected = f"a label in force on {first_day}, the first day of the site's first year"
            yield Fault(where, f"{quarter} from {starts} on", expected, "Add the earlier label with its source.")


def _unit_faults(document: Document, form: ReportsFile) -> Iterator[Fault]:
    """Reports made at the same times stand on one sheet, which has one unit."""
    for at, report in enumerate(form.reports):
        first = next(other for other in form.reports if other.cadence is report.cadence)
        if first.unit is not report.unit:
            found = f"'{report.unit}' beside '{first.unit}' of '{first.report}'"
            expected = f"one unit for all reports by {report.cadence}"
            yield Fault(document.place("reports", at, "unit"), found, expected, "Choose one of the two.")


def reports_of(form: ReportsFile) -> tuple[Report, ...]:
    """The reports in the model's words."""
    return tuple(_report(entry) for entry in form.reports)


def _report(entry: ReportForm) -> Report:
    labels: Mapping[Quarter, Mapping[date, DatedForm[str]]] = entry.labels or {}
    return Report(
        report=entry.report,
        council=entry.council,
        title=entry.title,
        cadence=entry.cadence,
        unit=entry.unit,
        shows=entry.shows,
        sign=entry.sign,
        sections={fund: Section(part) for fund, part in entry.sections.items()},
        labels={
            quarter: effective(f"label of {quarter} of the {entry.title}", dated) for quarter, dated in labels.items()
        },
    )
