"""Whether a file is meant as it is read: signs, units and dates held against the month before; a person may confirm."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sspipe.model.arrivals import Counted
from sspipe.model.decisions import Decision, DecisionKind
from sspipe.model.findings import Finding, Severity
from sspipe.model.money import in_pounds
from sspipe.model.month_shapes import MonthShape

CONFIRMABLE = frozenset({"ROUND_ROW_COUNT", "MUCH_SMALLER"})
"""Beside every rule of this module: what may look wrong and be right."""
LOOKS = "LOOKS_"
SWAPPED = "LOOKS_DAY_MONTH_SWAPPED"
MONTHS = 12
BAND = Fraction(3)
"""How far around a factor an amount may stand and still look like it."""
FEWEST, MOST_OF = 5, 10
"""Of fewer lines nothing is said; all but a tenth are most."""
_UNITS = (("LOOKS_THOUSANDS", Fraction(1, 1000), "pounds in thousands"), ("LOOKS_PENCE", Fraction(100), "pence"))
_SHOWN = 12


def drift_of(counted: Counted) -> tuple[Finding, ...]:
    """What a file looks like if it is not what its layout says; nothing where there is no month before it."""
    shape, before = counted.shape, counted.before
    if shape is None or before is None:
        return ()
    return (
        *_signs(counted, shape, before),
        *_figures_turned(counted, shape, before),
        *_units(counted, shape, before),
        *_days(counted, shape, before),
        *_starts(counted, shape, before),
    )


def _signs(counted: Counted, shape: MonthShape, before: MonthShape) -> Iterator[Finding]:
    """Pay is posted as cost; where almost every line of it is a credit that was a debit before, signs were turned."""
    if _are_mostly(before.pay_debit_rows, before.pay_credit_rows) and _are_mostly(
        shape.pay_credit_rows, shape.pay_debit_rows
    ):
        found = f"{shape.pay_credit_rows:,} credits among {shape.pay_debit_rows + shape.pay_credit_rows:,} lines of pay"
        expected = f"debits, as {before.pay_debit_rows:,} of the month before were"
        yield _looks(counted, "LOOKS_SIGNS_TURNED", found, expected, "signs turned")


def _figures_turned(counted: Counted, shape: MonthShape, before: MonthShape) -> Iterator[Finding]:
    """Figures none of which was below nil before, and none of which is above it now."""
    if before.debit_pence > 0 == before.credit_pence and shape.credit_pence > 0 == shape.debit_pence:
        found = f"figures that add up to {in_pounds(-shape.credit_pence)}"
        yield _looks(counted, "LOOKS_SIGNS_TURNED", found, "figures above nil, as in the file before", "signs turned")


def _are_mostly(these: int, others: int) -> bool:
    return these >= FEWEST and these * MOST_OF >= (these + others) * (MOST_OF - 1)


def _units(counted: Counted, shape: MonthShape, before: MonthShape) -> Iterator[Finding]:
    for rule, factor, words in _UNITS:
        if _is_about(shape.gross_pence, before.gross_pence * factor) and _is_about(
            shape.typical_pence, before.typical_pence * factor
        ):
            found = f"debits and credits of {in_pounds(shape.gross_pence)}"
            expected = f"pounds, as the {in_pounds(before.gross_pence)} of the file before"
            yield _looks(counted, rule, found, expected, words)


def _is_about(value: int, wanted: Fraction) -> bool:
    return wanted > 0 and wanted / BAND < value < wanted * BAND


def _days(counted: Counted, shape: MonthShape, before: MonthShape) -> Iterator[Finding]:
    """Most lines are posted in or near their month; where that was so and is no longer, day and month were swapped."""
    if not (shape.rows_dated and before.rows_dated):
        return
    then, now = Fraction(before.rows_near, before.rows_dated), Fraction(shape.rows_near, shape.rows_dated)
    if now * 2 < then:
        found = f"{shape.rows_near:,} of {shape.rows_dated:,} lines posted within a month of the period"
        expected = f"most of them, as the {before.rows_near:,} of {before.rows_dated:,} of the month before"
        yield _looks(counted, SWAPPED, found, expected, "day and month swapped")


def _starts(counted: Counted, shape: MonthShape, before: MonthShape) -> Iterator[Finding]:
    """A first day that became its own mirror, where the one before is gone, was read the other way round."""
    then, now = set(before.starts), set(shape.starts)
    turned = [(post, day) for post, day in now - then if (post, mirrored(day)) in then - now]
    if turned:
        found = f"{len(turned):,} of {len(now):,} first days that stood the other way round"
        yield _looks(counted, SWAPPED, found, "first days as the month before had them", "day and month swapped")


def mirrored(day: date) -> date | None:
    """The day with month and day of the month swapped; None where there is no such day."""
    return date(day.year, day.day, day.month) if day.day <= MONTHS else None


def _looks(counted: Counted, rule: str, found: str, expected: str, words: str) -> Finding:
    return Finding(
        severity=Severity.CRITICAL,
        rule=rule,
        where=counted.where,
        found=f"{found}, which looks like {words}",
        expected=expected,
        action="Ask the council",
    )


def held_or_confirmed(
    findings: Iterable[Finding], counted: Counted, period: str, decisions: Iterable[Decision]
) -> Iterator[Finding]:
    """Every finding; one that a person confirmed only tells, and one that may be confirmed says how."""
    confirmed = {
        (each.break_id, each.cause, each.amount_pence)
        for each in decisions
        if each.kind is DecisionKind.DRIFT_CONFIRMED
    }
    for finding in findings:
        if not (finding.rule.startswith(LOOKS) or finding.rule in CONFIRMABLE):
            yield finding
            continue
        hold, pence = hold_id(counted.where.feed, period, finding.rule), counted.conservation.read.debit_pence
        if (hold, finding.rule, pence) in confirmed:
            told = "Nothing to do: a person confirmed it in decisions.yaml."
            yield replace(finding, severity=Severity.WARN, action=told)
        else:
            yield replace(finding, action=f"{finding.action.rstrip('.')}. {_how(hold, finding.rule, pence)}")


def hold_id(feed: str, period: str, rule: str) -> str:
    """The name under which a person confirms: of feed, period and rule, so that it stays over versions."""
    return f"H-{hashlib.sha256(f'{feed}|{period}|{rule}'.encode()).hexdigest()[:_SHOWN]}"


def _how(hold: str, rule: str, pence: int) -> str:
    return (
        f'If it is right, confirm it in decisions.yaml: break_id: "{hold}", cause: {rule},'
        f' amount: "{in_pounds(pence)}", kind: drift_confirmed, reason: layout_confirmed.'
    )
