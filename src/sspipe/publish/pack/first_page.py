"""The first page: what to send, book, dispute, chase and accrue; what waits for whom, fell due, and it rests on."""

from collections.abc import Iterator, Sequence

from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.part_books import to_book
from sspipe.publish.pack.part_breaks import breaks_by_pounds, to_chase, to_dispute
from sspipe.publish.pack.part_decided import disputed_and_accepted
from sspipe.publish.pack.part_lines import to_accrue, to_credit, to_invoice
from sspipe.publish.pack.part_rests import RESTS_ON_MADE_UP, rests_on, rests_on_made_up
from sspipe.publish.pack.part_settlement import settlement_in_words
from sspipe.publish.pack.part_waits import what_waits
from sspipe.publish.pack.parts import Part, part_rows
from sspipe.publish.pack.published import Rows
from sspipe.publish.pack.sheets import CellRow, Sheet, day, pounds, text

NAME = "First page"
_COLUMNS = (
    text("part", "Part", 20),
    text("says", "In words", 66),
    pounds("amount_pence", "Amount, £ (the part's first row says of what)"),
    text("way", "Which way", 24),
    text("post", "Post", 26),
    text("month", "Month", 13),
    day("from_date", "From"),
    day("by_date", "By"),
    text("reference", "Reference to quote", 35),
    text("council", "Council that must act", 24),
)


def first_page(rows: Rows, edition: Edition) -> Sheet:
    """The parts below each other in one table; each opens with a row that says what it holds and comes to."""
    shown, headlines = _numbered(list(_parts(rows, edition)))
    return Sheet(
        name=NAME,
        title=f"{edition.title}: pack of {edition.reader}, {edition.period.label} ({edition.month})",
        says=(
            f"Figures as known on {edition.known_on:%-d %B %Y}, {edition.stands}; release {edition.release_id}."
            + (f" {RESTS_ON_MADE_UP}" if rests_on_made_up(rows) else "")
        ),
        columns=_COLUMNS,
        rows=shown,
        headlines=headlines,
    )


def _parts(rows: Rows, edition: Edition) -> Iterator[Part]:
    yield to_invoice(rows, edition)
    yield to_credit(rows, edition)
    yield to_book(rows, edition)
    yield to_dispute(rows, edition)
    yield to_chase(rows, edition)
    yield from to_accrue(rows, edition)
    yield what_waits(rows, edition)
    yield settlement_in_words(rows, edition)
    yield breaks_by_pounds(rows, edition)
    yield disputed_and_accepted(rows, edition)
    yield rests_on(rows, edition)


def _numbered(parts: Sequence[Part]) -> tuple[list[CellRow], frozenset[int]]:
    shown: list[CellRow] = []
    headlines = set()
    for part in parts:
        headlines.add(len(shown))
        shown.extend(part_rows(part, len(shown)))
    return shown, frozenset(headlines)
