"""The sheet of bills and bookings: every ledger line behind what is billed and booked, with its file and row."""

from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, month_label, words
from sspipe.publish.pack.settlement import directions
from sspipe.publish.pack.sheets import CellRow, Sheet, day, flag, number, pounds, text
from sspipe.publish.plain import Row

NAME = "Bills and bookings"
BILLED = "billed"
_KINDS = {BILLED: "billed", "booked": "booked"}
_COLUMNS = (
    text("reference", "Reference of the bill", 20),
    text("kind", "Billed or booked", 12),
    text("host", "Council that bills", 30),
    text("partner", "Council that is billed", 30),
    text("post", "Post", 34),
    text("service", "Month of service", 13),
    pounds("billed_pence", "Billed, net of VAT, £ (minus: a credit)", "a booking"),
    pounds("booked_pence", "Booked, net of VAT, £ (minus: a credit)", "a bill"),
    day("posted_on", "Posted on"),
    text("posted_in", "Posted in", 13),
    day("book_by_date", "To be booked by", "a booking"),
    text("document", "Document", 16),
    text("accrual_id", "Accrual that it quotes", 26),
    flag("is_assumed", "Month of service assumed"),
    flag("is_allocated", "Part of a line for several posts or months"),
    text("file_name", "File", 44),
    number("source_row", "Row of the file"),
)


def bills_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row for each line, or part of a line, that counts for a post and month on the sheet of recharges."""
    lines = sorted(rows.get("out_recharge_lines", ()), key=_order)
    shown = [_named(row, edition) for row in lines]
    return Sheet(
        name=NAME,
        title=f"Bills and bookings behind the recharges, as at {edition.period.label}",
        says="Each ledger line of either council behind what was billed and booked. A bill or credit and its"
        " booking carry the same reference; one with no booking here is still to be booked.",
        columns=_COLUMNS,
        rows=shown,
        totals=tuple(directions(shown, ("billed_pence", "booked_pence"))),
        empty="Nothing was billed or booked.",
    )


def _order(row: Row) -> tuple[str, ...]:
    return tuple(str(row[key]) for key in ("reference", "post", "service", "kind", "posted_on", "row_number"))


def _named(row: Row, edition: Edition) -> CellRow:
    names, is_bill = edition.names, row["kind"] == BILLED
    host, partner = ("council", "counterparty") if is_bill else ("counterparty", "council")
    return {
        **row,  # type: ignore[dict-item] # published values are cells
        "kind": _KINDS[words(row, "kind")],
        "host": names.council(words(row, host)),
        "partner": names.council(words(row, partner)),
        "post": names.post(words(row, "post")),
        "service": month_label(row, "service"),
        "posted_in": month_label(row, "posted_in"),
        "billed_pence" if is_bill else "booked_pence": row["amount_pence"],  # type: ignore[dict-item] # as above
    }
