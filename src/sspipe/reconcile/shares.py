"""Who bears a month of a post: each party's weight, day by day, under the agreed version of its agreement (R6)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from sspipe.model.agreements import Agreement, Retrospection, Version
from sspipe.model.periods import Period
from sspipe.reconcile.pay import Segment

WHOLE = Fraction(1)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Split:
    """How one post is shared under one version, as known on a day; `due_from` is the first day that can be shared."""

    agreement: Agreement
    version: Version
    post: str
    due_from: date

    def shares_on(self, day: date) -> Mapping[str, Fraction]:
        """Each council's share that day; outside the sharing the host bears all."""
        last = self.agreement.ends or date.max
        if day < self.due_from or day > last or self.post not in self.version.shares:
            return {self.host_on(day): WHOLE}
        shares = self.version.shares[self.post]
        if day < shares.values[0].starts:
            return {self.host_on(day): WHOLE}
        return shares.on(day)

    def host_on(self, day: date) -> str:
        """The council that employs the holder; before the first host on record, that one."""
        hosts = self.agreement.hosts[self.post]
        return hosts.on(max(day, hosts.values[0].starts))

    def weights(self, month: Period, segments: Sequence[Segment]) -> list[tuple[str, Fraction]]:
        """Each party's weight: unrounded basic times share over the month, days times share where basic is nil.

        The host stands first and the others by code, which is how ties go.
        """
        weights: dict[str, Fraction] = defaultdict(Fraction)
        for first, last, basic in _lived(month, segments):
            days = (last - first).days + 1
            for start, end in self._pieces(first, last):
                part = basic * ((end - start).days + 1) / days
                for council, share in self.shares_on(start).items():
                    weights[council] += part * share
        host = self.host_on(month.last_day)
        councils = sorted(weights, key=lambda council: (council != host, council))
        return [(council, weights[council]) for council in councils]

    def _pieces(self, first: date, last: date) -> Iterator[tuple[date, date]]:
        """A stretch cut wherever a share may change inside it."""
        changes = {self.due_from, (self.agreement.ends or date.max - _ONE_DAY) + _ONE_DAY}
        if self.post in self.version.shares:
            changes |= {dated.starts for dated in self.version.shares[self.post].values}
        bounds = [first, *sorted(day for day in changes if first < day <= last), last + _ONE_DAY]
        return ((start, after - _ONE_DAY) for start, after in pairwise(bounds))


def _lived(month: Period, segments: Sequence[Segment]) -> list[tuple[date, date, Fraction]]:
    lived = [(segment.first, segment.last, segment.basic) for segment in segments if segment.basic]
    return lived or [(month.first_day, month.last_day, Fraction(month.days))]


def split_of(agreement: Agreement, post: str, known_on: date) -> Split | None:
    """How a post is shared as known on a day: None before both approvals, or without an agreed version (R6)."""
    version = agreement.agreed_version(known_on)
    approved_on = agreement.approved_on(known_on)
    if version is None or approved_on is None or post not in version.shares:
        return None
    due_from = max(agreement.shared_from, version.shares_from)
    if version.terms.retrospection is Retrospection.NONE:
        due_from = max(due_from, approved_on)
    return Split(agreement, version, post, due_from)
