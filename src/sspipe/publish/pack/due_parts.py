"""The sheet of what is due, part by part: what each pay month added to a month of service, by which days and shares."""

from sspipe.model.working import Tranche
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.posts import DUE_PARTS, OF_CAUSE, REASONS
from sspipe.publish.pack.published import Rows, month_label, words
from sspipe.publish.pack.settlement import directions
from sspipe.publish.pack.sheets import CellRow, Sheet, day, pounds, text
from sspipe.publish.plain import Row
from sspipe.publish.shared_components import components_in_words
from sspipe.publish.shared_days import days_in_words

NAME = DUE_PARTS
_COLUMNS = (
    text("post", "Post", 34),
    text("service", "Month of service", 13),
    text("paid", "Month paid", 13),
    text("tranche", "Why it is paid then", 26),
    text("sentence", "The difference in the ledger that is shared", 60),
    text("host", "Council that bills", 30),
    text("partner", "Council that is billed", 30),
    pounds("shared_pence", "Cost that is split, £"),
    text("days", "Partner's share of it, by the days of the month of service", 60),
    pounds("part_pence", "Partner's part of it, £"),
    text("components", "Partner's part by component", 60),
    pounds("due_pence", "Due: the part with any overhead, £"),
    day("billable_on", "May be billed from"),
)


def due_parts_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row for each pay month that added to a month of service; together they are what the recharges call due."""
    shown = [_named(row, edition) for row in sorted(rows.get("out_due_parts", ()), key=_order)]
    return Sheet(
        name=NAME,
        title=f"What is due between the councils, part by part, as at {edition.period.label}",
        says=(
            "One row for each payroll month that paid or recovered something for a month of service. A share once due"
            " is not altered: later arrears or recoveries for the month have a row of their own, shared as the month"
            " of service was. The days shown are those that HR's latest record gives for the month of service, also in"
            " a row that takes back pay of other days. Where the share changes within a month, the cost is split by"
            " the basic pay earned under each share. A difference between the ledger and the expected cost is due only"
            " where the agreement shares it. Components add up to the partner's part."
        ),
        columns=_COLUMNS,
        rows=shown,
        totals=tuple(directions(shown, ("shared_pence", "part_pence", "due_pence"))),
        frozen_columns=2,
        empty="Nothing is due.",
    )


def _order(row: Row) -> tuple[str, ...]:
    return tuple(words(row, key) for key in ("post", "service", "paid", "tranche", "cause"))


def _named(row: Row, edition: Edition) -> CellRow:
    names = edition.names
    return {
        **row,  # type: ignore[dict-item] # published values are cells
        "post": names.post(words(row, "post")),
        "service": month_label(row, "service"),
        "paid": month_label(row, "paid"),
        "tranche": _reason(words(row, "tranche")),
        "host": names.council(words(row, "host")),
        "partner": names.council(words(row, "partner")),
        "days": "; ".join(days_in_words(words(row, "days"))),
        "components": "; ".join(components_in_words(words(row, "components"))),
    }


def _reason(tranche: str) -> str:
    if tranche == Tranche.CAUSE:
        return OF_CAUSE
    return REASONS[tranche] if tranche else "known to the council that employs, not shown here"
