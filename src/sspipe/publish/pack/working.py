"""The sheet of working: how the cost of each own post comes about, one row a step, adding up to the sheet of posts."""

from collections.abc import Mapping

from sspipe.model.councils import Component
from sspipe.model.part_months import PartMonth
from sspipe.model.working import Side, Tranche
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.posts import NAME as POSTS
from sspipe.publish.pack.posts import REASONS, WORKING
from sspipe.publish.pack.published import Rows, month_label, pence, words
from sspipe.publish.pack.sheets import Cell, CellRow, Sheet, Total, day, flag, number, pounds, text
from sspipe.publish.pack.working_words import in_words, percent
from sspipe.publish.plain import Row

_PARTS = {
    Component.BASIC: "basic pay",
    Component.ELEMENTS: "other pay elements",
    Component.NI: "employer National Insurance",
    Component.PENSION: "employer pension",
    Component.LEVY: "apprenticeship levy",
}
_SIDES = {
    Side.SINGLE: "",
    Side.NOW: "the month as it is now",
    Side.BEFORE: "the month as it was before",
    Side.WITH: "the pay month with arrears or corrections",
    Side.WITHOUT: "the pay month without them",
}
_BASES = {
    "": "",
    PartMonth.CALENDAR_DAYS: "calendar days",
    PartMonth.WORKING_DAYS: "weekdays",
    PartMonth.YEAR_365THS: "365ths of a year",
}
_COLUMNS = (
    text("post", "Post", 30),
    text("holder", "Holder", 11),
    text("earned", "Month earned", 13),
    text("tranche", "Why it is paid now", 18),
    text("component", "Part of the cost", 18),
    number("step_number", "Step"),
    text("side", "Which of two costings, where there are two", 22),
    text("sentence", "How it comes about", 78),
    pounds("result_pence", "Comes to, £"),
    pounds("amount_pence", "Adds to the cost, £"),
    text("point", "Pay point", 14),
    pounds("annual_pence", "Full-time pay of the point in a year, £"),
    text("fte", "Part of full time"),
    text("weeks_per_year", "Weeks a year"),
    day("first_date", "First day"),
    day("last_date", "Last day"),
    number("days", "Days that count"),
    number("out_of_days", "Out of so many"),
    text("part_month", "Days are counted by", 16),
    pounds("base_pence", "Rate or split is applied to, £"),
    pounds("threshold_pence", "Threshold of a month, £"),
    day("threshold_from", "Threshold in force from"),
    text("rate", "Rate", 12),
    text("rate_of", "Category or scheme of the rate", 14),
    day("rate_from", "Rate, point value or element in force from"),
    text("source", "Source of the rate or point value", 44),
    flag("is_illustrative", "Rate or value is illustrative"),
    text("record", "Record of the council that it rests on", 44),
)
_AS_THEY_ARE = (
    "holder",
    "step_number",
    "result_pence",
    "amount_pence",
    "annual_pence",
    "fte",
    "weeks_per_year",
    "first_date",
    "last_date",
    "days",
    "out_of_days",
    "base_pence",
    "threshold_pence",
    "threshold_from",
    "rate_of",
    "rate_from",
    "source",
    "is_illustrative",
)


def working_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row a step, in reading order: post, holder, month earned, reason, part of the cost, step."""
    shown = sorted(rows.get("out_post_workings", ()), key=_reading_order)
    return Sheet(
        name=WORKING,
        title=f"How the cost of each post comes about, {edition.period.label}",
        says=(
            f"Every step of the month's payslips of {edition.reader}'s own posts, with rate, date and source;"
            f" the amounts that add to the cost come, taken together, to those on the sheet {POSTS}."
        ),
        columns=_COLUMNS,
        rows=[_row(row, edition) for row in shown],
        totals=(Total(label=f"Total, as on the sheet {POSTS}", columns=("amount_pence",)),) if shown else (),
        frozen_columns=2,
        empty=f"No pay of a post that {edition.reader} employs is worked out for this period.",
    )


def _reading_order(row: Row) -> tuple[object, ...]:
    return (
        words(row, "post"),
        words(row, "holder"),
        words(row, "earned"),
        list(Tranche).index(Tranche(words(row, "tranche"))),
        list(Component).index(Component(words(row, "component"))),
        pence(row, "step_number"),
    )


def _row(row: Row, edition: Edition) -> CellRow:
    kept: Mapping[str, Cell] = {key: row[key] for key in _AS_THEY_ARE}  # type: ignore[misc] # published ones
    return {
        **kept,
        "post": edition.names.post(words(row, "post")),
        "earned": month_label(row, "earned"),
        "tranche": REASONS[words(row, "tranche")],
        "component": _PARTS[Component(words(row, "component"))],
        "side": _SIDES[Side(words(row, "side"))],
        "sentence": in_words(row),
        "point": " ".join(filter(None, (words(row, "pay_scale"), words(row, "pay_point")))),
        "part_month": _BASES[words(row, "part_month")],
        "rate": percent(words(row, "rate")),
        "record": _record(row),
    }


def _record(row: Row) -> str:
    """The file as it was offered, else by its hash, and the row in it."""
    return f"{words(row, 'file_name')}, row {pence(row, 'source_row')}"
