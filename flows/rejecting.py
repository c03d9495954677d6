"""Whether so many rows of a file were set aside, by its layout and by the checks together, that none of it is used."""

from sspipe.model.conservation import Conservation
from sspipe.model.feeds import Noun
from sspipe.model.findings import Finding, Severity, Where
from sspipe.validate.checks import OVER_LIMIT, REJECT_LIMIT

_OF_PAY = {
    Noun.POSTS: "a person who is missing from the establishment would cost nothing",
    Noun.PAY_ELEMENTS: "a pay element that is missing would be paid without being expected",
}


def too_many_aside(noun: Noun, counted: Conservation) -> tuple[Finding, ...]:
    """A critical finding when a file lost more rows than it may."""
    aside = sum(count.rows for _, count in counted.quarantined)
    rows = counted.read.rows - sum(count.rows for _, count in counted.excluded)
    allowed = _allowed(noun, rows)
    if aside <= allowed:
        return ()
    rules = ", ".join(f"{count.rows:,} {rule}" for rule, count in counted.quarantined)
    return (
        Finding(
            severity=Severity.CRITICAL,
            rule=OVER_LIMIT,
            where=Where(
                council=counted.publisher,
                feed=counted.feed,
                file_name=counted.file_name,
                source_file=counted.source_file,
            ),
            found=f"{aside:,} of {rows:,} rows to be set aside ({rules})",
            expected=f"{_at_most(allowed)} ({_reason(noun)})",
            action="Ask the council to mend the file and send it again; or compare the feed's layout with the file.",
        ),
    )


def _allowed(noun: Noun, rows: int) -> int:
    """None of what people are paid by; of others a part, and at least one row, or a slip would refuse a short file."""
    return 0 if noun in _OF_PAY else max(1, int(REJECT_LIMIT * rows))


def _at_most(allowed: int) -> str:
    return f"at most {allowed:,}" if allowed else "none"


def _reason(noun: Noun) -> str:
    if noun in _OF_PAY:
        return _OF_PAY[noun]
    return "so many bad rows mean that the file or its layout is wrong"
