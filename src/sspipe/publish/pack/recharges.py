"""The recharge sheet: due, billed and booked of each post and month of service, with the states that are no break."""

from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, month_label, words
from sspipe.publish.pack.settlement import NOT_EVIDENCED, directions
from sspipe.publish.pack.sheets import CellRow, Sheet, flag, pounds, text
from sspipe.publish.plain import Row

NAME = "Recharges"
_COLUMNS = (
    text("post", "Post", 34),
    text("service", "Month of service", 13),
    text("host", "Council that bills", 30),
    text("partner", "Council that is billed", 30),
    text("agreement", "Agreement", 24),
    text("version", "Version of the agreement", 14),
    pounds("shared_pence", "Cost that is shared, £"),
    pounds("part_pence", "Partner's part of it, £"),
    pounds("due_pence", "Due: the part with any overhead, £"),
    pounds("from_causes_pence", "Of due: from differences in the ledger that are shared, £"),
    pounds("not_yet_billable_pence", "Of due: not yet billable, £"),
    pounds("billable_pence", "Of due: billable by now, £"),
    pounds("billed_pence", "Billed, net of VAT, £"),
    pounds("unbilled_pence", "Billable less billed, £ (minus: billed above billable)"),
    pounds("unbilled_in_transit_pence", "Of that: within the time allowed to bill, £"),
    pounds("booked_pence", "Booked, net of VAT, £"),
    pounds("unbooked_pence", "Billed less booked, £ (minus: booked above billed)"),
    pounds("unbooked_in_transit_pence", "Of that: within the time allowed to book, £"),
    pounds("host_accrued_pence", "Accrued income of the council that bills, £"),
    pounds("partner_accrued_pence", "Accrued expenditure of the council that is billed, £"),
    pounds("paid_pence", "Paid, net of VAT, £", NOT_EVIDENCED),
    flag("is_assumed", "Month of service assumed"),
    flag("is_allocated", "Spread over several posts"),
)
SUMMED = tuple(column.key for column in _COLUMNS if column.key.endswith("_pence") and not column.missing)


def recharge_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row for each post and month of service that is open, or of this year."""
    shown = [_named(row, edition) for row in rows.get("out_recharges", ())]
    return Sheet(
        name=NAME,
        title=f"Recharges by post and month of service, as at {edition.period.label}",
        says=(
            "One row for each post and month of service. Due: the partner's share of the month's cost. Billed: what the"
            " ledger of the council that bills shows as income for it. Booked: what the ledger of the council that is"
            " billed shows as expenditure."
        ),
        columns=_COLUMNS,
        rows=shown,
        totals=tuple(directions(shown, SUMMED)),
        frozen_columns=2,
    )


def _named(row: Row, edition: Edition) -> CellRow:
    names = edition.names
    return {
        **row,  # type: ignore[dict-item] # published values are cells
        "post": names.post(words(row, "post")),
        "service": month_label(row, "service"),
        "host": names.council(words(row, "host")),
        "partner": names.council(words(row, "partner")),
        "agreement": names.agreement(words(row, "agreement")),
    }
