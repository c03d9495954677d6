"""How each council's breaks come from the close before to this one, as rows that add up in count and in pounds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sspipe.model.movements import Movement, Stock
from sspipe.model.statement import Break, BreakState
from sspipe.publish.plain import Row, numbered


@dataclass(frozen=True, slots=True)
class _Move:
    """So many breaks and pence into a stock; out of it they are negative."""

    stock: Stock
    movement: Movement
    breaks: int
    pence: int


def shape_movements(breaks: Iterable[Break]) -> list[Row]:
    """Rows of `out_break_movements`: of each council with a break, each movement of each stock, nought among them."""
    sums: dict[tuple[str, Stock, Movement], list[int]] = defaultdict(lambda: [0, 0])
    for item in breaks:
        for stock in Stock:
            sums[item.owner_council, stock, Movement.OPENING][0] += 0
        for move in _moves(item):
            place = sums[item.owner_council, move.stock, move.movement]
            place[0] += move.breaks
            place[1] += move.pence
    councils = sorted({council for council, _, _ in sums})
    places = ((council, stock, movement) for council in councils for stock in Stock for movement in Movement)
    return numbered(
        {
            "council": place[0],
            "stock": str(place[1]),
            "movement": str(place[2]),
            "breaks": found[0],
            "amount_pence": found[1],
        }
        for place in places
        for found in (sums[place],)
    )


def _moves(item: Break) -> Iterator[_Move]:
    """Every step of one break from how it stood to how it stands."""
    before, now = item.before_state, item.state
    if before in _STOCKS:
        yield _Move(_STOCKS[before], Movement.OPENING, 1, item.before_pence)
    if now in _STOCKS:
        yield _Move(_STOCKS[now], Movement.CLOSING, 1, item.amount_pence)
        yield from _stays_or_comes(item)
    elif before in _STOCKS:
        yield _Move(_STOCKS[before], Movement.CLEARED, -1, -item.before_pence)


def _stays_or_comes(item: Break) -> Iterator[_Move]:
    before, now = item.before_state, item.state
    if before is BreakState.ACCEPTED and now is BreakState.ACCEPTED:
        yield _Move(Stock.ACCEPTED, Movement.CHANGED, 0, item.amount_pence - item.before_pence)
        return
    if before is BreakState.ACCEPTED:
        yield _Move(Stock.ACCEPTED, Movement.LAPSED, -1, -item.before_pence)
        yield _Move(Stock.OPEN, Movement.LAPSED, 1, item.before_pence)
    if before in _STOCKS:
        yield _Move(Stock.OPEN, Movement.CHANGED, 0, item.amount_pence - item.before_pence)
    else:
        came = Movement.NEW if before is None else Movement.REOPENED
        yield _Move(Stock.OPEN, came, 1, item.amount_pence)
    if now is BreakState.ACCEPTED:
        yield _Move(Stock.OPEN, Movement.ACCEPTED, -1, -item.amount_pence)
        yield _Move(Stock.ACCEPTED, Movement.ACCEPTED, 1, item.amount_pence)


_STOCKS: dict[BreakState | None, Stock] = {BreakState.OPEN: Stock.OPEN, BreakState.ACCEPTED: Stock.ACCEPTED}
