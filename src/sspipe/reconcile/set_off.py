"""What each line that a partner booked falls short of the invoices of its own post and month, found by that amount."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sspipe.model.periods import Period
from sspipe.model.statement import Posted
from sspipe.reconcile.laid_lines import Between, LaidLines

Billed = tuple[Posted, ...]
Short = tuple[int, Posted, Billed]
"""Where the line stands among those of its month, the line, and the invoices of its post and month."""


@dataclass(frozen=True)
class SetOff:
    """Booked lines beside what was billed for the same agreement, post and month."""

    billed: LaidLines
    booked: LaidLines

    @cached_property
    def _billed(self) -> Mapping[tuple[Between, Period, str, str], Billed]:
        found: dict[tuple[Between, Period, str, str], list[Posted]] = defaultdict(list)
        for flow, line in self.billed.parts:
            found[(flow.host, flow.partner), line.service, flow.agreement, line.post].append(line)
        return {key: tuple(lines) for key, lines in found.items()}

    @cached_property
    def _short(self) -> Mapping[tuple[Between, Period, int], Sequence[Short]]:
        found: dict[tuple[Between, Period, int], list[Short]] = defaultdict(list)
        for at, (flow, line) in enumerate(self.booked.parts):
            between = (flow.host, flow.partner)
            ours = self._billed.get((between, line.service, flow.agreement, line.post), ())
            quoted = tuple(each for each in ours if line.reference and each.reference == line.reference)
            for group in dict.fromkeys((ours, quoted, *((each,) for each in quoted))) if ours else ():
                short = sum(each.amount_pence for each in group) - line.amount_pence
                if group:
                    found[between, line.service, short].append((at, line, group))
        return found

    def short_by(self, between: Between, month: Period, pence: int) -> Sequence[Short]:
        """Lines booked for a month that are short of their invoices by exactly an amount."""
        return self._short.get((between, month, pence), ())
