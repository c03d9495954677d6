"""Who bears a month of a post: each party's weight, day by day, under the agreed version of its agreement (R6)."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from sspipe.model.agreements import Agreement, Retrospection, Version
from sspipe.model.dues import SharedDays
from sspipe.model.periods import Period
from sspipe.reconcile.segments import ONE_DAY, Segment, stretches

WHOLE = Fraction(1)
Weigh = Callable[[date, date], Fraction]


@dataclass(frozen=True, slots=True)
class Split:
    """How one post is shared under the agreed versions that follow each other, as known on a day.

    `due_from` is the first day that can be shared at all.
    """

    agreement: Agreement
    versions: tuple[Version, ...]
    post: str
    due_from: date

    def version_on(self, day: date) -> Version:
        """The version in force on a day; before the first, that one, whose terms then say how to bill."""
        begun = [version for version in self.versions if version.shares_from <= day]
        return begun[-1] if begun else self.versions[0]

    def shares_on(self, day: date, payer: str) -> Mapping[str, Fraction]:
        """Each council's share of what one of them paid that day: it bears all while it is no host, or outside."""
        version = self.version_on(day)
        last = self.agreement.ends or date.max
        is_outside = payer != self.host_on(day) or day < self.due_from or day < version.shares_from or day > last
        shares = version.shares.get(self.post)
        if is_outside or shares is None or day < shares.values[0].starts:
            return {payer: WHOLE}
        return shares.on(day)

    def host_on(self, day: date) -> str:
        """The council that employs the holder; before the first host on record, that one."""
        hosts = self.agreement.hosts[self.post]
        return hosts.on(max(day, hosts.values[0].starts))

    def hosts_in(self, month: Period) -> set[str]:
        """The councils that employ the holder on some day of a month; more than one where the post moves inside it."""
        hosts = self.agreement.hosts[self.post].values
        begun = {host.value for host in hosts if host.value and Period.of(host.starts) == month}
        return {self.host_on(month.first_day), *begun}

    def weights(self, month: Period, segments: Sequence[Segment], host: str) -> list[tuple[str, Fraction]]:
        """Each party's weight in what a host paid: unrounded basic times share over the month's segments.

        Days times share where basic is nil. The host stands first and the others by code, which is how ties go.
        """
        weights: dict[str, Fraction] = defaultdict(Fraction)
        for start, _, part in self._weighed(month, segments):
            for council, share in self.shares_on(start, host).items():
                weights[council] += part * share
        councils = sorted(weights, key=lambda council: (council != host, council))
        return [(council, weights[council]) for council in councils]

    def days_of(self, month: Period, segments: Sequence[Segment], host: str, partner: str) -> tuple[SharedDays, ...]:
        """The days behind a partner's weight, neighbours with one share together; their parts add up to one."""
        weighed = sorted(self._weighed(month, segments))
        whole = sum((part for _, _, part in weighed), Fraction())
        days = []
        for share, pieces in groupby(
            weighed, key=lambda piece: self.shares_on(piece[0], host).get(partner, Fraction())
        ):
            firsts, lasts, parts = zip(*pieces, strict=True)
            days.append(SharedDays(firsts[0], max(lasts), sum(parts, Fraction()) / whole, share))
        return tuple(days)

    def _weighed(self, month: Period, segments: Sequence[Segment]) -> Iterator[tuple[date, date, Fraction]]:
        """The stretches on which no share changes, each with what it weighs."""
        for first, last, earned in _lived(month, segments):
            for start, end in self._pieces(first, last):
                part = earned(start, end)
                yield start, end, part

    def _pieces(self, first: date, last: date) -> Iterator[tuple[date, date]]:
        """A stretch cut wherever a share may change inside it."""
        changes = {self.due_from, (self.agreement.ends or date.max - ONE_DAY) + ONE_DAY}
        changes |= {version.shares_from for version in self.versions}
        changes |= {dated.starts for dated in self.agreement.hosts[self.post].values}
        for version in self.versions:
            changes |= (
                {dated.starts for dated in version.shares[self.post].values} if self.post in version.shares else set()
            )
        return stretches(first, last, (day for day in changes if first < day <= last))


def _lived(month: Period, segments: Sequence[Segment]) -> Sequence[tuple[date, date, Weigh]]:
    """The stretches of a month that weigh, and what some of their days weigh: basic pay, else their number."""
    lived = [(segment.first, segment.last, segment.basic_between) for segment in segments if segment.basic]
    return lived or [(month.first_day, month.last_day, _days_from)]


def _days_from(first: date, last: date) -> Fraction:
    return Fraction((last - first).days + 1)


def split_of(agreement: Agreement, post: str, known_on: date) -> Split | None:
    """How a post is shared as known on a day: None before both approvals, or without an agreed version (R6)."""
    versions = agreement.agreed_versions(known_on)
    approved_on = agreement.approved_on(known_on)
    if approved_on is None or not any(post in version.shares for version in versions):
        return None
    due_from = agreement.shared_from
    if versions[-1].terms.retrospection is Retrospection.NONE:
        due_from = max(due_from, approved_on)
    return Split(agreement, versions, post, due_from)
