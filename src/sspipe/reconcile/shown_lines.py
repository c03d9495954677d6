"""A ledger line as it shows some of a post's cost, under the component that it is part of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sspipe.model.ledger import LedgerLine
from sspipe.model.statement import Evidence
from sspipe.reconcile.actual import Placed
from sspipe.reconcile.hypotheses import Part


@dataclass(frozen=True, slots=True)
class ShownLine:
    """What a ledger line shows of a post: a component of pay, or cost beside pay under the part None."""

    part: Part
    amount_pence: int
    placed: Placed

    @property
    def line(self) -> LedgerLine:
        """The line as the ledger holds it."""
        return self.placed.line

    @property
    def evidence(self) -> Evidence:
        """Its row."""
        return Evidence(source_file=self.line.source_file, source_row=self.line.source_row)


def in_order(shown: ShownLine) -> tuple[object, ...]:
    """What lines are sorted by, whatever order they stand in."""
    line = shown.line
    return (line.period, line.document, line.line, line.posting_date, shown.amount_pence, line.source_row)


def added_up(lines: Iterable[ShownLine]) -> dict[Part, int]:
    """What lines come to, part by part."""
    total: dict[Part, int] = defaultdict(int)
    for line in lines:
        total[line.part] += line.amount_pence
    return dict(total)
