"""The sheet of movements: how the breaks that this council must mend come from the close before to this one."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from sspipe.model.movements import Movement, Stock
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, pence, words
from sspipe.publish.pack.sheets import CellRow, RowsSum, Sheet, number, pounds, text
from sspipe.publish.plain import Row

NAME = "Break movements"
_SAID: Mapping[Stock, Mapping[Movement, str]] = MappingProxyType(
    {
        Stock.OPEN: {
            Movement.OPENING: "Open at the close before",
            Movement.NEW: "New at this close",
            Movement.REOPENED: "Cleared before and open again",
            Movement.LAPSED: "Accepted before and open again: the acceptance ended or the amount changed",
            Movement.CHANGED: "Changes in the amount of breaks still open",
            Movement.CLEARED: "Cleared: the figures agree now",
            Movement.ACCEPTED: "Accepted by the councils",
            Movement.CLOSING: "Open at this close",
        },
        Stock.ACCEPTED: {
            Movement.OPENING: "Accepted at the close before",
            Movement.ACCEPTED: "Accepted at this close",
            Movement.CHANGED: "Changes in the amount of breaks accepted again",
            Movement.LAPSED: "Open again: the acceptance ended or the amount moved",
            Movement.CLEARED: "Cleared: the figures agree now",
            Movement.CLOSING: "Accepted at this close and before, still in force",
        },
    }
)
_STOCKS = MappingProxyType({Stock.OPEN: "open breaks", Stock.ACCEPTED: "accepted, no longer open"})


def movements_sheet(rows: Rows, edition: Edition) -> Sheet:
    """Opening and movements of both stocks; the closing pounds are their live sum."""
    found = {(words(row, "stock"), words(row, "movement")): row for row in rows.get("out_break_movements", ())}
    shown: list[CellRow] = []
    for stock, said in _SAID.items() if found else ():
        shown += _stock(stock, said, found, len(shown))
    return Sheet(
        name=NAME,
        title=f"Movements of the breaks that {edition.reader} must mend, {edition.period.label}",
        says=(
            "Open at the close before, plus new, open again and changes of amount, less cleared and accepted, is open"
            " now: in number and in pounds. What is cleared or accepted is taken off: it counts as minus one, and its"
            " amount is shown with the other sign (£5 too little is taken off as plus £5). Where anything cleared, the"
            " first page says why."
        ),
        columns=(
            text("stock", "Counted", 26),
            text("movement", "Movement", 60),
            number("breaks", "Breaks (minus: leave)"),
            pounds("amount_pence", "Amount, £ (plus: more than it should be; minus: less, or leaves)"),
        ),
        rows=shown,
        empty="No break stood at the close before, and none stands.",
    )


def _stock(
    stock: Stock, said: Mapping[Movement, str], found: Mapping[tuple[str, str], Row], first: int
) -> Sequence[CellRow]:
    rows = list(_moves(stock, said, found))
    closing = found[stock, Movement.CLOSING]
    total = RowsSum(pence(closing, "amount_pence"), first, first + len(rows) - 1)
    last: CellRow = {
        "stock": _STOCKS[stock],
        "movement": said[Movement.CLOSING],
        "breaks": pence(closing, "breaks"),
        "amount_pence": total,
    }
    return [*rows, last]


def _moves(stock: Stock, said: Mapping[Movement, str], found: Mapping[tuple[str, str], Row]) -> Iterator[CellRow]:
    for movement, words_of in said.items():
        if movement is not Movement.CLOSING:
            row = found[stock, movement]
            counted = {"breaks": pence(row, "breaks"), "amount_pence": pence(row, "amount_pence")}
            yield {"stock": _STOCKS[stock], "movement": words_of, **counted}
