"""Whether a file is whole: findings on what its own totals, its sender's and the month before say (R17).

Proved is a file whose sender's statement it meets, or a ledger whose debits equal its credits. Contradicted it is
refused; a file that nothing proves is used and told as not proved.
"""

from collections.abc import Iterable, Iterator

from sspipe.model.arrivals import Counted
from sspipe.model.conservation import Count
from sspipe.model.findings import Finding, Severity
from sspipe.model.money import in_pounds

UNREADABLE = frozenset({"unreadable_amount_pence", "wrong_number_of_cells"})
"""Rules whose rows may hold pounds that could not be read."""
REPEATED = frozenset({"LEDGER_LINE_REPEATED"})
PAGE = 1_000
"""Row counts that end so evenly are where an export stops at a limit."""
FEWEST_LOST, FEWEST_LOST_POSTS = 10, 2
"""A short file may lose a few rows; an establishment, whose posts stay, hardly any."""
HALF, A_THIRD = 2, 3
"""What is left of the month before that is far too little; of a ledger that balances, the smaller part."""
_RESEND = "Ask the council for the whole extract, with its number of rows and its total"


def completeness_of(counted: Counted) -> tuple[bool, tuple[Finding, ...]]:
    """Whether a control total proves the file whole, and what contradicts it."""
    contradicted = (*_cut(counted), *_stated(counted), *_unbalanced(counted))
    is_proved = not contradicted and (_has_statement(counted) or _is_balanced(counted))
    if contradicted:
        return False, contradicted
    return is_proved, tuple(_smaller(counted, A_THIRD) if is_proved else _suspicious(counted))


def _has_statement(counted: Counted) -> bool:
    stated = counted.stated
    return stated.rows is not None and (stated.total_pence is not None or counted.conservation.read.debit_pence == 0)


def _stated(counted: Counted) -> Iterator[Finding]:
    stated, read = counted.stated, counted.conservation.read
    net = _net(read)
    if stated.rows not in {None, read.rows, _without_excluded(counted).rows}:
        expected = f"{stated.rows:,} rows, as the sender states"
        yield _critical(counted, "STATED_ROWS", f"{read.rows:,} rows", expected)
    if stated.total_pence not in {None, net, _net(_without_excluded(counted))}:
        expected = f"{in_pounds(stated.total_pence or 0)}, as the sender states"
        yield _critical(counted, "STATED_TOTAL", f"a total of {in_pounds(net)}", expected)
    if stated.opening_pence is not None and stated.closing_pence is not None:
        closing = stated.opening_pence + net
        if closing != stated.closing_pence:
            found = f"opening and movement that make {in_pounds(closing)}"
            expected = f"the closing balance of {in_pounds(stated.closing_pence)} that the sender states"
            yield _critical(counted, "OPENING_CLOSING", found, expected)


def _net(count: Count) -> int:
    return count.debit_pence - count.credit_pence


def _without_excluded(counted: Counted) -> Count:
    """What was read less what the layout's rules leave out: a sender may count either."""
    return _less(counted.conservation.read, (count for _, count in counted.conservation.excluded))


def _less(read: Count, others: Iterable[Count]) -> Count:
    for count in others:
        read = Count(
            rows=read.rows - count.rows,
            debit_pence=read.debit_pence - count.debit_pence,
            credit_pence=read.credit_pence - count.credit_pence,
        )
    return read


def _once(counted: Counted) -> Count:
    """What was read, lines that stand there twice taken once."""
    repeated = (count for rule, count in counted.conservation.quarantined if rule in REPEATED)
    return _less(counted.conservation.read, repeated)


def _is_balanced(counted: Counted) -> bool:
    once = _once(counted)
    return counted.balances and once.rows > 0 and once.debit_pence == once.credit_pence


def _unbalanced(counted: Counted) -> Iterator[Finding]:
    """A ledger whose amounts could all be read balances, or lines are missing; one ending inside a row is cut off."""
    if not counted.balances or _is_balanced(counted) or _once(counted).rows == 0:
        return
    once = _once(counted)
    found = f"debits of {in_pounds(once.debit_pence)} and credits of {in_pounds(once.credit_pence)}"
    expected = "debits and credits of a whole ledger to be equal"
    if counted.ends_aside or not _has_unreadable(counted):
        yield _critical(counted, "does_not_balance", f"{found} in {once.rows:,} rows", expected)


def _has_unreadable(counted: Counted) -> bool:
    return any(rule in UNREADABLE for rule, _ in counted.conservation.quarantined)


def _suspicious(counted: Counted) -> Iterator[Finding]:
    """What nothing proves, and looks as if it were cut off."""
    rows = counted.conservation.read.rows
    if counted.balances:
        yield _not_proved(counted)
    if rows and rows % PAGE == 0:
        found = f"exactly {rows:,} rows, as an export has that stops at a limit"
        yield _critical(counted, "ROUND_ROW_COUNT", found, "a number of rows that no limit explains")
    yield from _smaller(counted, HALF)


def _smaller(counted: Counted, part: int) -> Iterator[Finding]:
    """Far fewer rows than the month before: documents that each balance may be missing from a ledger that does."""
    rows, before = counted.conservation.read.rows, counted.before
    if before is None or not counted.is_monthly:
        return
    fewest = FEWEST_LOST_POSTS if before.starts else FEWEST_LOST
    if before.rows - rows >= fewest and rows * part < before.rows:
        expected = f"about as many as the {before.rows:,} of the month before"
        yield _critical(counted, "MUCH_SMALLER", f"{rows:,} rows", expected)


def _cut(counted: Counted) -> Iterator[Finding]:
    """A file that stops before the last cell of a row was cut off, whatever the rows before it add up to."""
    if counted.ends_short:
        found = f"a last row, of {counted.conservation.read.rows:,}, that stops before its last cell"
        yield _critical(counted, "ENDS_INSIDE_A_ROW", found, "a file that ends with a whole row")


def _not_proved(counted: Counted) -> Finding:
    once = _once(counted)
    debit, credit = in_pounds(once.debit_pence), in_pounds(once.credit_pence)
    return Finding(
        severity=Severity.WARN,
        rule="does_not_balance",
        where=counted.where,
        found=f"debits of {debit} and credits of {credit}, beside rows whose amounts cannot be read",
        expected="debits and credits of a whole ledger to be equal",
        action="Ask the council whether the extract is complete; it is reported as not proved.",
    )


def _critical(counted: Counted, rule: str, found: str, expected: str) -> Finding:
    last = f"; the last good one is {counted.last_good}" if counted.last_good else ""
    return Finding(
        severity=Severity.CRITICAL,
        rule=rule,
        where=counted.where,
        found=found,
        expected=expected,
        action=f"{_RESEND}{last}.",
    )
