"""A hypothesis that rests on a group of ledger lines, and the groups: by document, by service month, by any name."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from sspipe.model.money import in_pounds
from sspipe.model.periods import Period
from sspipe.reconcile.cost_words import hr_record
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis, Parts
from sspipe.reconcile.post_months import PostMonth
from sspipe.reconcile.shown_lines import ShownLine

Name = TypeVar("Name", str, tuple[str, ...])


def of_lines(  # noqa: PLR0913 - what a hypothesis is made of
    of: PostMonth,
    code: str,
    cause_class: CauseClass,
    parts: Parts,
    lines: Sequence[ShownLine],
    *,
    what: str,
    sentence: str,
    decides: str = "",
) -> Hypothesis:
    """A hypothesis with ledger lines of its own."""
    return Hypothesis(
        code=code,
        cause_class=cause_class,
        parts=dict(parts),
        what=what,
        sentence=sentence,
        decides=decides or hr_record(of),
        evidence=tuple(line.evidence for line in lines),
        has_own_rows=True,
        service=_earlier_month(of, lines),
    )


def _earlier_month(of: PostMonth, lines: Iterable[ShownLine]) -> Period | None:
    """The one month of service that all the lines name, where it is before the month that they are posted in."""
    named = {line.line.service_month for line in lines}
    month = named.pop() if len(named) == 1 else None
    return month if month is not None and month < of.month else None


def service_of(shown: ShownLine) -> str:
    """The service month that a line names; nothing where it names none."""
    return shown.line.service_month.label if shown.line.service_month else ""


def grouped(lines: Iterable[ShownLine], name: Callable[[ShownLine], Name]) -> Iterator[tuple[Name, list[ShownLine]]]:
    """Lines by a name of theirs, in the order of the names."""
    found: dict[Name, list[ShownLine]] = defaultdict(list)
    for line in lines:
        found[name(line)].append(line)
    yield from sorted(found.items())


def document_of(shown: ShownLine) -> tuple[str, ...]:
    """A document as each council's ledger names it: by its period, type and number."""
    return (shown.line.period.label, shown.line.document_type, shown.line.document)


def signed(parts: Parts) -> str:
    """Parts added up, in pounds with their sign."""
    return in_pounds(sum(parts.values()))
