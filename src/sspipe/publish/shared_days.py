"""The days behind a split as one text of a published row, and the same text in a reader's words."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from sspipe.model.dues import SharedDays
from sspipe.publish.plain import exactly, per_cent

MOST_DAYS = 366
_STRETCH = "{first} to {last}: {part} at {share}"
_READ = re.compile(r"(?P<first>\S+) to (?P<last>\S+): (?P<part>\S+) at (?P<share>[^;]+)")


def days_as_published(days: Iterable[SharedDays]) -> str:
    """Write `2022-10-01 to 2022-10-11: 11/31 at 0.5; ...`: the days, their part of the month, the partner's share."""
    return "; ".join(
        _STRETCH.format(
            first=each.first_date, last=each.last_date, part=exactly(each.part_of_month), share=exactly(each.share)
        )
        for each in days
    )


def days_in_words(published: str) -> Iterator[str]:
    """Write `1 to 11 October (11/31 of the month's pay): 50%` for each stretch of `out_due_parts.days`."""
    for found in _READ.finditer(published):
        first, last = date.fromisoformat(found["first"]), date.fromisoformat(found["last"])
        part, share = Fraction(found["part"]), per_cent(found["share"])
        of_month = "" if part == 1 else f" ({_fraction(part)} of the month's pay)"
        span = f"{first.day} to {last:%-d %B}" if first != last else f"{last:%-d %B}"
        yield f"{span}{of_month}: {share}"


def _fraction(part: Fraction) -> str:
    """Of days as it is; of unlike pay, which makes long fractions, about so many per cent."""
    return str(part) if part.denominator <= MOST_DAYS else f"about {exactly(round(part * 100, 2))}%"
