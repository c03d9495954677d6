"""What a part of due would come to at other shares than the agreed ones, or of another cost than the shared one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sspipe.model.agreements import Shares, Status, Version
from sspipe.model.dues import DueItem
from sspipe.model.effective import Dated, Effective
from sspipe.model.money import rounded_pence, split
from sspipe.model.periods import Period
from sspipe.reconcile.due import Addition, weights_of
from sspipe.reconcile.hypotheses import Part
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.shares import Split

PER_CENT = 100
_SAID = {Status.AGREED: "agreed from", Status.PROPOSED: "proposed on", Status.DISPUTED: "disputed since"}


@dataclass(frozen=True, slots=True)
class OtherShares:
    """A split that is not the agreed one of its day, and how people speak of it."""

    split: Split
    told: str


def part_at(month: RechargeMonth, item: DueItem, shares: Split, shared_pence: int) -> int:
    """The partner's part of an amount at some shares, as the part of due was split, with the agreed overhead."""
    books = month.books
    payroll, ref = books.workings.payrolls[item.host], books.posts[item.post].refs[item.host]
    weights = weights_of(shares, payroll, Addition(item.service, item.paid, item.tranche), ref)
    part = split(shared_pence, weights).get(item.partner, 0)
    return rounded_pence(part * (1 + overhead_of(shares, item)))


def shared_components(item: DueItem) -> Mapping[Part, int] | None:
    """What a part of due shares, by component; None where an estimate is split."""
    return {each.component: each.shared_pence for each in item.components} or None


def overhead_of(shares: Split, item: DueItem) -> Fraction:
    """The overhead in force for a month of service."""
    return shares.version_on(item.service.last_day).terms.overhead


def at_other_shares(month: RechargeMonth, item: DueItem, other: OtherShares, agreed: Split) -> int | None:
    """A part of due at other shares, under the agreed terms; None where they were not in force for any day of it."""
    if not any(version.shares_from <= item.service.last_day for version in other.split.versions):
        return None
    under = replace(other.split, versions=tuple(_under(version, agreed, item) for version in other.split.versions))
    return part_at(month, item, under, item.shared_pence)


def _under(version: Version, agreed: Split, item: DueItem) -> Version:
    return replace(version, terms=agreed.version_on(item.service.last_day).terms)


def earlier_shares(agreed: Split, month: Period) -> Iterator[OtherShares]:
    """The shares of agreed versions before the one in force, and those that stood before within it."""
    version = agreed.version_on(month.last_day)
    for before in agreed.versions[: agreed.versions.index(version)]:
        yield OtherShares(replace(agreed, versions=(before,)), _told(before))
    values = version.shares[agreed.post].values if agreed.post in version.shares else ()
    begun = [value for value in values if value.starts <= month.last_day]
    for value in begun[:-1]:
        yield _dated(agreed, version, value)


def _dated(agreed: Split, version: Version, value: Dated[Shares]) -> OtherShares:
    shares = {**version.shares, agreed.post: Effective(version.shares[agreed.post].name, (value,))}
    told = f"the share that stood from {value.starts:%-d %B %Y}"
    return OtherShares(replace(agreed, versions=(replace(version, shares=shares),)), told)


def rival_shares(month: RechargeMonth, agreed: Split) -> Iterator[OtherShares]:
    """The shares of every other live version on file; versions that the one in force follows are no rivals."""
    version = agreed.version_on(month.month.last_day)
    followed = agreed.versions[: agreed.versions.index(version) + 1]
    known_on = month.books.workings.facts.known_on
    for other in agreed.agreement.versions:
        if other not in followed and other.known_from <= known_on:
            yield OtherShares(replace(agreed, versions=(other,)), _told(other))


def _told(version: Version) -> str:
    day = version.shares_from if version.status is Status.AGREED else version.known_from
    return f"the version {_SAID[version.status]} {day:%-d %B %Y}"


def whole_percents(agreed: Split, month: Period) -> Split | None:
    """The agreed shares, each partner's rounded half-up to whole percent; None where they are whole."""
    version = agreed.version_on(month.last_day)
    if agreed.post not in version.shares:
        return None
    host = agreed.host_on(month.last_day)
    rounded = version.shares[agreed.post].map(lambda shares: _rounded(shares, host))
    if rounded == version.shares[agreed.post]:
        return None
    return replace(agreed, versions=(replace(version, shares={**version.shares, agreed.post: rounded}),))


def _rounded(shares: Shares, host: str) -> Shares:
    others = {
        council: Fraction(rounded_pence(share * PER_CENT), PER_CENT)
        for council, share in shares.items()
        if council != host
    }
    return {host: 1 - sum(others.values(), Fraction()), **others}
