"""What the council has still to book of other councils' bills: what is in its time, and what is overdue."""

from collections.abc import Iterator

from sspipe.model.statement import Pair
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.part_bills import bills_never_booked, bills_to_book
from sspipe.publish.pack.part_breaks import open_breaks
from sspipe.publish.pack.parts import Part, counted
from sspipe.publish.pack.published import Rows, month_label, month_said, pence, words
from sspipe.publish.pack.sheets import CellRow
from sspipe.publish.plain import Row


def to_book(rows: Rows, edition: Edition) -> Part:
    """The bills that have come and are to be booked by a day, after those of which the day is over."""
    lines = [*_overdue(rows, edition), *_in_time(rows, edition)]
    return Part(
        name="What to book",
        says=(
            f"{counted(len(lines), 'invoice or credit note', 'invoices and credit notes')} of other councils that"
            f" {edition.reader}'s ledger does not hold: book each by the day under By, with the number that stands on"
            " it."
            if lines
            else f"Nothing is left to book: every bill to {edition.reader} is in its ledger."
        ),
        lines=lines,
        is_summed=False,
    )


def _in_time(rows: Rows, edition: Edition) -> Iterator[CellRow]:
    hosts = {words(row, "host") for row in rows.get("out_recharges", ()) if row["partner"] == edition.council}
    for host in sorted(hosts):
        yield from bills_to_book(rows, edition, host, edition.council, lead="Book")


def _overdue(rows: Rows, edition: Edition) -> Iterator[CellRow]:
    """The bills behind breaks of the council's own bookings that are too little; where they are not all, the break."""
    for row in open_breaks(rows):
        is_own = (row["pair"], row["owner_council"]) == (Pair.BOOKED_BILLED, edition.council)
        if is_own and pence(row, "amount_pence") < 0:
            yield from bills_never_booked(rows, edition, row, "Overdue. Book") or [_as_a_break(row, edition)]


def _as_a_break(row: Row, edition: Edition) -> CellRow:
    return {
        "says": (
            f"Overdue. Less is booked for {month_said(row, 'month')} than was billed; Breaks by pounds says what is"
            " wrong and what to do."
        ),
        "amount_pence": -pence(row, "amount_pence"),
        "way": "invoice",
        "post": edition.names.post(words(row, "post")),
        "month": month_label(row, "month"),
        "reference": f"break {words(row, 'break_id')}",
        "council": edition.reader,
    }
