"""Recharge lines as they were laid on posts and months, found by their reference, their month or their post."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from sspipe.model.periods import Period
from sspipe.model.statement import Posted
from sspipe.reconcile.recharges import Flow

Key = TypeVar("Key", bound=Hashable)
Part = tuple[Flow, Posted]
Between = tuple[str, str]
"""Host and partner."""


@dataclass(frozen=True)
class LaidLines:
    """Every part of one side, billed or booked, under any agreement."""

    parts: tuple[Part, ...]

    @cached_property
    def _by_reference(self) -> Mapping[tuple[Between, str], Sequence[Part]]:
        return _indexed(((_between(part), part[1].reference), part) for part in self.parts)

    @cached_property
    def _by_month(self) -> Mapping[tuple[Between, Period], Sequence[Part]]:
        return _indexed(((_between(part), part[1].service), part) for part in self.parts)

    @cached_property
    def _by_post(self) -> Mapping[tuple[Between, str], Sequence[Part]]:
        return _indexed(((_between(part), part[1].post), part) for part in self.parts)

    @cached_property
    def _by_amount(self) -> Mapping[tuple[Between, Period, int], Sequence[Part]]:
        return _indexed(((_between(part), part[1].service, part[1].amount_pence), part) for part in self.parts)

    @cached_property
    def _lines(self) -> Mapping[tuple[Between, Period], tuple[Posted, ...]]:
        return {key: tuple(line for _, line in parts) for key, parts in self._by_month.items()}

    @cached_property
    def _totals(self) -> Mapping[tuple[Between, Period], int]:
        return {key: sum(line.amount_pence for line in lines) for key, lines in self._lines.items()}

    def quoting(self, between: Between, reference: str) -> Sequence[Part]:
        """The parts under a reference; none under no reference."""
        return self._by_reference.get((between, reference), ()) if reference else ()

    def of_month(self, between: Between, month: Period) -> tuple[Posted, ...]:
        """The lines of a service month."""
        return self._lines.get((between, month), ())

    def one_or_all_of(self, between: Between, month: Period, pence: int) -> Iterator[tuple[Posted, ...]]:
        """Each line of a service month that is exactly an amount, and all of the month's where they together are."""
        yield from ((line,) for _, line in self._by_amount.get((between, month, pence), ()))
        lines = self.of_month(between, month)
        if len(lines) > 1 and self._totals[between, month] == pence:
            yield lines

    def of_post(self, between: Between, post: str) -> Sequence[Part]:
        """The parts of a post."""
        return self._by_post.get((between, post), ())

    @cached_property
    def _invoices(self) -> Mapping[tuple[Between, Period, int], Sequence[tuple[Posted, ...]]]:
        lines: dict[tuple[Between, Period, str], list[Posted]] = defaultdict(list)
        for part in self.parts:
            if part[1].reference:
                lines[_between(part), part[1].posted_in, part[1].reference].append(part[1])
        found: dict[tuple[Between, Period, int], list[tuple[Posted, ...]]] = defaultdict(list)
        for (between, period, _), own in sorted(lines.items()):
            found[between, period, sum(line.amount_pence for line in own)].append(tuple(own))
        return found

    def invoices_over(self, between: Between, periods: Iterable[Period], pence: int) -> Iterator[tuple[Posted, ...]]:
        """The whole invoices over an amount that were posted in some periods, whatever posts and months they bill."""
        for period in sorted(set(periods)):
            yield from self._invoices.get((between, period, pence), ())


def _between(part: Part) -> Between:
    return (part[0].host, part[0].partner)


def _indexed(keyed: Iterable[tuple[Key, Part]]) -> Mapping[Key, Sequence[Part]]:
    found: dict[Key, list[Part]] = defaultdict(list)
    for key, part in keyed:
        found[key].append(part)
    return dict(found)
