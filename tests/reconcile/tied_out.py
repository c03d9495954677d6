"""What must hold of the tie-out: its parts add up, and what it leaves is what the breaks are of."""

from collections import Counter

from sspipe.model.periods import Period
from sspipe.model.settlement import Scope
from sspipe.model.statement import BreakState, Pair, Statement
from sspipe.model.tie_out import TieOutPart, TieOutRow

ADDED = ("earned_pence", "late_pence", "expected_pence", "ledger_pence", "ledger_less_expected_pence")
Left = Counter[tuple[str, str]]


def check_tie_out(statement: Statement) -> None:
    """Each row follows from its own figures, the parts make the whole, and the wholes are the breaks of the scope."""
    parts: Counter[tuple[Scope, str, str, str]] = Counter()
    for row in statement.tie_out:
        assert row.late_pence == row.expected_pence - row.earned_pence
        assert (row.ledger_pence is None) is (row.ledger_less_expected_pence is None)
        assert (row.due_pence is None) is (row.part is not TieOutPart.ALL)
        for name in ADDED:
            sign = -1 if row.part is TieOutPart.ALL else 1
            parts[row.scope, row.post, row.council, name] += sign * (getattr(row, name) or 0)
    assert not any(parts.values())
    for scope in Scope:
        assert _left(statement, scope) == {pair: _broken(statement, scope, pair) for pair in _PAIRS}


_PAIRS = (Pair.LEDGER_EXPECTED, Pair.BILLED_DUE, Pair.BOOKED_BILLED)


def _left(statement: Statement, scope: Scope) -> dict[Pair, Left]:
    """By pair, post and host what differs and may not wait; nil is left out."""
    left: dict[Pair, Left] = {pair: Counter() for pair in _PAIRS}
    for row in statement.tie_out:
        if row.scope is scope and row.part is TieOutPart.ALL:
            for pair, pence in zip(_PAIRS, _differences(row), strict=True):
                left[pair][row.post, row.council] += pence
    return {pair: _not_nil(found) for pair, found in left.items()}


def _differences(row: TieOutRow) -> tuple[int, int, int]:
    billed = (row.billed_less_due_pence or 0) + (row.may_wait_to_bill_pence or 0)
    booked = (row.booked_less_billed_pence or 0) + (row.may_wait_to_book_pence or 0)
    return row.ledger_less_expected_pence or 0, billed, booked


def _broken(statement: Statement, scope: Scope, pair: Pair) -> Left:
    """What the breaks of the scope's months come to, by post and host; those of the partner's booking are its own."""
    last = statement.period.month
    first = last if scope is Scope.PERIOD else Period(last.year_start, 1)
    found: Left = Counter()
    for item in statement.breaks:
        if item.pair is pair and item.post and first <= item.month <= last and item.state is not BreakState.CLEARED:
            host = item.counterparty if pair is Pair.BOOKED_BILLED else item.council
            found[item.post, host] += item.amount_pence
    return _not_nil(found)


def _not_nil(found: Left) -> Left:
    return Counter({key: pence for key, pence in found.items() if pence})
