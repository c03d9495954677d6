"""What came of a close in one line: the name of a state, and the message on record; counts and feeds, never a value."""

from collections.abc import Sequence

from flows.closing import Closed
from sspipe.model.findings import Finding, Severity, has_critical
from sspipe.model.periods import Period

RULES_IN_WORDS = {
    "feed_file_missing": "missing",
    "feed_folder_missing": "folder missing",
    "file_refused": "unreadable",
    "REJECT_LIMIT": "too many bad rows",
    "does_not_balance": "does not balance",
}
"""How the rules that most often refuse a file are said; any other by its own name."""


def describe_closed(closed: Closed) -> str:
    """One period's outcome: `Published, 3 breaks`, `Nothing changed`, `Refused: ledger tameside missing`."""
    if closed.is_refused:
        word = "Waiting" if closed.waits else "Refused"
        return f"{word}: {describe_refusal(closed.findings)}"
    if closed.published is None or closed.statement is None:
        return "Dry run"
    if not closed.published.is_new:
        return "Nothing changed"
    return f"Published, {counted(len(closed.statement.breaks), 'break')}"


def describe_refusal(findings: Sequence[Finding]) -> str:
    """The first critical finding as feed and rule, and how many other feeds or rules refuse as well."""
    reasons = list(dict.fromkeys(_reason(each) for each in findings if each.severity is Severity.CRITICAL))
    more = f" and {counted(len(reasons) - 1, 'more reason')}" if len(reasons) > 1 else ""
    return f"{reasons[0]}{more}" if reasons else "no reason on record"


def describe_all(closed: Sequence[Closed]) -> str:
    """Several periods' outcome: the refusal, where there is one; else how many were published."""
    if not closed:
        return "Nothing due"
    if len(closed) == 1:
        return describe_closed(closed[-1])
    if closed[-1].is_refused:
        word = "Waiting" if closed[-1].waits else "Refused"
        return f"{word} {closed[-1].period.label}: {describe_refusal(closed[-1].findings)}"
    published = [item for item in closed if item.published is not None and item.published.is_new]
    if published:
        breaks = sum(len(item.statement.breaks) for item in published if item.statement)
        return f"Published {counted(len(published), 'period')}, {counted(breaks, 'break')}"
    is_dry = all(item.published is None for item in closed)
    return f"Dry run of {counted(len(closed), 'period')}" if is_dry else "Nothing changed"


def describe_periods(periods: Sequence[Period]) -> str:
    """Periods by their first and last."""
    if not periods:
        return "no period"
    first, last = periods[0].label, periods[-1].label
    return first if first == last else f"{first} to {last}"


def describe_prepared(found: Sequence[Sequence[Finding]]) -> str:
    """How many files were prepared and how many refused, given what was found in each."""
    refused = sum(has_critical(findings) for findings in found)
    said = f"{counted(len(found) - refused, 'file')} of this and earlier periods prepared"
    return f"{said}, {refused:,} refused" if refused else said


def describe_pulled(findings: Sequence[Finding], files: int) -> str:
    """What one feed gave: `Refused: unreadable`, `3 files`."""
    reasons = (each for each in findings if each.severity is Severity.CRITICAL)
    first = next(reasons, None)
    return f"Refused: {_rule_in_words(first)}" if first else counted(files, "file")


def counted(count: int, noun: str) -> str:
    """A count with its noun: `1 break`, `3 breaks`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _reason(finding: Finding) -> str:
    publisher, _, noun = finding.where.feed.partition("/")
    return " ".join(part for part in (noun, publisher, _rule_in_words(finding)) if part)


def _rule_in_words(finding: Finding) -> str:
    return RULES_IN_WORDS.get(finding.rule, finding.rule.replace("_", " "))
