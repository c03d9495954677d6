"""Whether each council's breaks add up: what the release before left + what came - what went = what stands (R10)."""

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from sspipe.errors import PublishRefused
from sspipe.model.movements import Movement, Stock
from sspipe.model.statement import BreakState
from sspipe.store.tables import table_named

_BREAKS = table_named("out_breaks")
_MOVEMENTS = table_named("out_break_movements")
_STOCK_OF = {str(BreakState.OPEN): str(Stock.OPEN), str(BreakState.ACCEPTED): str(Stock.ACCEPTED)}
Stocks = Mapping[tuple[str, str], tuple[int, int]]
"""Count and pence by council and stock; one of which nothing is said holds nothing."""


def check_movements(connection: Connection, release_id: str, carried_release: str) -> None:
    """Hold the movements against the breaks of this release and of the one that it carries on.

    Raises:
        PublishRefused: naming the council and the stock.
    """
    opening, moved, closing = _published(connection, release_id)
    before, now = _standing(connection, carried_release), _standing(connection, release_id)
    for place in sorted({*opening, *moved, *closing, *before, *now}):
        stood, stands = before.get(place, _NONE), now.get(place, _NONE)
        sums = _added(opening.get(place, _NONE), moved.get(place, _NONE))
        _refuse_unless(opening.get(place, _NONE) == stood, place, "an opening that the release before did not leave")
        _refuse_unless(sums == closing.get(place, _NONE), place, "opening and movements that do not add up to closing")
        _refuse_unless(closing.get(place, _NONE) == stands, place, "a closing that is not what stands")


_NONE = (0, 0)


def _added(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]


def _refuse_unless(holds: bool, place: tuple[str, str], found: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        council, stock = place
        raise PublishRefused(
            f"{stock} breaks of {council}",
            found,
            "opening + new + reopened + lapsed - cleared - accepted = closing, in count and in pounds",
            "Run the period again; if it is refused again, this is a fault of the program: report it.",
        )


def _published(connection: Connection, release_id: str) -> tuple[Stocks, Stocks, Stocks]:
    """Opening, the sum of what moved, and closing."""
    found: dict[str, dict[tuple[str, str], tuple[int, int]]] = {"opening": {}, "moved": {}, "closing": {}}
    ends = (Movement.OPENING, Movement.CLOSING)
    for row in connection.execute(select(_MOVEMENTS).where(_MOVEMENTS.c.release_id == release_id)):
        stocks = found[row.movement if row.movement in ends else "moved"]
        place = row.council, row.stock
        stocks[place] = _added(stocks.get(place, _NONE), (row.breaks, row.amount_pence))
    return found["opening"], found["moved"], found["closing"]


def _standing(connection: Connection, release_id: str) -> Stocks:
    """What stands of a release, counted from its breaks themselves."""
    t = _BREAKS.c
    query = select(t.owner_council, t.state, func.count(), func.sum(t.amount_pence)).where(t.release_id == release_id)
    rows = connection.execute(query.group_by(t.owner_council, t.state)).tuples()
    return {(owner, _STOCK_OF[state]): (count, int(pence)) for owner, state, count, pence in rows if state in _STOCK_OF}
