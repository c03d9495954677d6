"""The days on which a host's joint posts had no occupant, weighed by the FTE that HR has established for them (R16)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from sspipe.model.agreements import Agreement
from sspipe.model.posts import Occupancy
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.knowledge import HrKnowledge
from sspipe.reconcile.segments import ONE_DAY, stretches


@dataclass(frozen=True, slots=True)
class Hosting:
    """The days, both ends counted, on which a council hosts a joint post by its agreement."""

    council: str
    post: str
    first: date
    last: date

    def clipped(self, first: date, last: date) -> "Hosting | None":
        """The part of them that falls between two days; None where nothing does."""
        begin, end = max(self.first, first), min(self.last, last)
        return Hosting(self.council, self.post, begin, end) if begin <= end else None


class Establishment:
    """The joint posts that each council hosts, as its HR knows them on the knowledge date."""

    def __init__(self, facts: Facts) -> None:
        """A council that has sent no extract has no answer, which is not nil."""
        self._sent = {snapshot.council for snapshot in facts.snapshots}
        self._knowledge = HrKnowledge(facts.snapshots)
        self._known_on = facts.known_on
        self._refs = {(post.post, council): ref for post in facts.site.posts for council, ref in post.refs.items()}
        self._hostings = [item for agreement in facts.site.agreements for item in _hostings(agreement)]

    def hosts_between(self, first: date, last: date) -> list[str]:
        """Councils that host a joint post on any of the days, both ends counted."""
        return sorted({item.council for item in self._hostings if item.clipped(first, last)})

    def vacant_fte_days(self, council: str, first: date, last: date) -> Fraction | None:
        """Established FTE times days without occupant, both ends counted; None where an FTE is not on file."""
        if council not in self._sent:
            return None
        found = list(self._vacant(council, first, last))
        known = [amount for amount in found if amount is not None]
        return sum(known, Fraction(0)) if len(known) == len(found) else None

    def _vacant(self, council: str, first: date, last: date) -> Iterator[Fraction | None]:
        known = self._knowledge.at(council, self._known_on)
        for hosting in self._hostings:
            days = hosting.clipped(first, last) if hosting.council == council else None
            if days is not None:
                ref = self._refs.get((days.post, council), "")
                yield from _vacant_stretches([row for row in known if row.post_ref == ref], days)


def _hostings(agreement: Agreement) -> Iterator[Hosting]:
    """Who hosts each post of an agreement from when to when; nobody after the agreement has ended."""
    end = agreement.ends or date.max
    for post, hosts in sorted(agreement.hosts.items()):
        bounds = [*(dated.starts for dated in hosts.values), date.max]
        for dated, (first, after) in zip(hosts.values, pairwise(bounds), strict=True):
            last = min(end, after - ONE_DAY)
            if dated.value and first <= last:
                yield Hosting(dated.value, post, first, last)


def _vacant_stretches(rows: Sequence[Occupancy], days: Hosting) -> Iterator[Fraction | None]:
    changes = {row.valid_from for row in rows} | {row.valid_to + ONE_DAY for row in rows if row.valid_to}
    for first, last in stretches(days.first, days.last, (day for day in changes if days.first < day <= days.last)):
        row = _vacant_by(rows, first)
        if row is not None:
            fte = row.established_fte
            yield None if fte is None else fte * ((last - first).days + 1)


def _vacant_by(rows: Sequence[Occupancy], day: date) -> Occupancy | None:
    """The row that began last by a day on which nobody holds the post; None where it is held, or is no post that day.

    A post is none before its first row, and none once a vacant row has ended and no other follows.
    """
    begun = [row for row in rows if row.valid_from <= day]
    if not begun or any(row.holds_on(day) for row in begun):
        return None
    latest = max(begun, key=lambda row: (row.valid_from, row.recorded_on))
    has_ended = latest.is_vacant and latest.valid_to is not None and latest.valid_to < day
    return None if has_ended else latest
