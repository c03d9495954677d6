"""The sheets of resources: the lines that drop into a quarterly report, and into a council's monitoring by period."""

from collections.abc import Iterator, Sequence

from sspipe.model.resources import LineKind, Section, Unit
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.part_rests import without_award
from sspipe.publish.pack.published import Rows, words
from sspipe.publish.pack.sheets import Cell, CellRow, Column, Kind, Sheet, ThousandsSum, flag, text, thousands
from sspipe.publish.plain import Row

NAME, MONITORING = "PPRR resources", "Monitoring"
TOGETHER = "All councils together"
_NO_FIGURE = "no figure on file"
_SIGN = "(plus: a deficit; minus, in brackets: a surplus)"
_FIGURES = {
    "budget_before": ("Budget at the last report", ""),
    "budget_change": ("Change of the budget", "(plus: more)"),
    "budget_now": ("Budget now", ""),
    "spent_to_date": ("Pay in the ledger to date", "(before recharges)"),
    "forecast": ("Forecast or outturn of the year", ""),
    "variance": ("Variance", _SIGN),
    "variance_before": ("Variance at the last report", _SIGN),
    "movement": ("Movement of the variance", "(plus: worse; minus, in brackets: better)"),
    "budget_residual": ("Budget: what rounding leaves", ""),
    "variance_residual": ("Variance: what rounding leaves", ""),
    "movement_residual": ("Movement: what rounding leaves", ""),
}
_SECTIONS = {
    Section.CASH_LIMIT: "Cash limit",
    Section.DSG: "Dedicated Schools Grant",
    Section.RESERVES: "Reserves",
    Section.NOT_STATED: "No single fund named",
    Section.SAVINGS: "Savings",
}
_KINDS = {LineKind.LINE: "Service line", LineKind.ROUNDING: "Left over by rounding", LineKind.TOTAL: "Total"}
_SHOWN_AS = {Unit.THOUSAND_POUNDS: (Kind.THOUSANDS, "£000"), Unit.MILLION_POUNDS: (Kind.MILLIONS, "£m")}
_SAYS = (
    "Figures are rounded one by one, so totals may differ slightly from their rows; what rounding leaves is shown in"
    " rows and columns of its own. An amount in brackets is a minus. A plus variance is a deficit; for a saving it is"
    " the shortfall against the target."
)


def resources_sheets(rows: Rows, edition: Edition) -> Iterator[Sheet]:
    """The quarterly report, and the reports by period where the council has one."""
    every = rows.get("out_pprr_resources", ())
    says = " ".join((_SAYS, *without_award(rows, edition)))
    yield _sheet(NAME, "Resources for the quarterly report", [row for row in every if row["quarter"]], says, edition)
    by_period = [row for row in every if not row["quarter"]]
    if by_period:
        yield _sheet(MONITORING, "Resources for the monitoring by period", by_period, says, edition)


def _sheet(name: str, title: str, rows: Sequence[Row], says: str, edition: Edition) -> Sheet:
    unit = Unit(words(rows[0], "unit")) if rows else Unit.THOUSAND_POUNDS
    return Sheet(
        name=name,
        title=f"{title}, {edition.period.label}",
        says=says,
        columns=tuple(_columns(unit)),
        rows=list(_rows(rows, edition)),
        headlines=frozenset(at for at, row in enumerate(rows) if row["line_kind"] == LineKind.TOTAL),
    )


def _columns(unit: Unit) -> Iterator[Column]:
    kind, shown = _SHOWN_AS[unit]
    yield text("service_line", "Service line", 32)
    yield text("council", "Council", 22)
    yield text("section", "Section", 18)
    yield text("line_kind", "Kind of row", 14)
    yield text("period_label", "Period of the report", 18)
    yield text("quarter", "Quarter", 10)
    for key, (heading, note) in _FIGURES.items():
        missing = "" if key.endswith("_residual") else _NO_FIGURE
        yield thousands(key, f"{heading}, {shown} {note}".strip(), kind, missing)
    yield text("basis", "Forecast or outturn", 11)
    yield flag("is_incomplete", "The forecast lacks something")
    yield flag("is_short", "A sum of what is known only")
    yield text("report_title", "Report", 26)
    yield text("report_council", "Council whose report it is", 22)


def _rows(rows: Sequence[Row], edition: Edition) -> Iterator[CellRow]:
    first = 0
    for at, row in enumerate(rows):
        is_total = row["line_kind"] == LineKind.TOTAL
        figures = {key: _figure(row, key, (first, at) if is_total else None) for key in _FIGURES}
        yield {**_said(row, edition), **figures}
        first = at + 1 if is_total else first


def _said(row: Row, edition: Edition) -> dict[str, Cell]:
    council, kind = words(row, "council"), _KINDS[LineKind(words(row, "line_kind"))]
    return {
        "service_line": words(row, "service_line") or kind,
        "council": edition.names.council(council) if council else TOGETHER,
        "section": _SECTIONS[Section(words(row, "section"))],
        "line_kind": kind,
        "period_label": words(row, "period_label"),
        "quarter": words(row, "quarter"),
        "basis": "outturn" if row["is_outturn"] else "forecast",
        "is_incomplete": bool(row["is_incomplete"]),
        "is_short": bool(row["is_short"]),
        "report_title": words(row, "report_title"),
        "report_council": edition.names.council(words(row, "report_council")),
    }


def _figure(row: Row, key: str, over: tuple[int, int] | None) -> Cell:
    """A figure as it is published; in a total the live sum of the rows above it, which comes to the same."""
    amount = row[f"{key}_thousands"]
    if not isinstance(amount, int):
        return None
    return amount if over is None else ThousandsSum(amount, over[0], over[1] - 1)
