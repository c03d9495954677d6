"""How each post is shared and when it is billed, read from a site's agreements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from sspipe.lab.months import Month
from sspipe.lab.pence import PENCE, exact, split
from sspipe.lab.shares import Shares, Sharing
from sspipe.lab.site import Yaml, read_yaml

QUARTER = 3
PER_CENT = 100
LIVE_RIVALS = ("proposed", "disputed")
SHARED_VALUES = ("shared", "host_rate", "from_shared_from")
ELEMENT_TERMS = ("one_off_pay", "absence", "lump_sums", "exit_costs")
PERIOD_LENGTHS = {"monthly": 1, "quarterly": QUARTER, "annual": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Billing:
    """When what a month paid becomes billable, and the lags allowed after that."""

    frequency: str
    day: int
    following: bool
    lag_to_bill: int
    lag_to_book: int

    def ordinary_day(self, paid: Month) -> date:
        """The billing day of a month's payments."""
        length = PERIOD_LENGTHS[self.frequency]
        ends = paid.plus(-paid.period_number % length)
        return ends.plus(1 if self.following else 0).day(self.day)

    def billable_on(self, paid: Month, approved: date) -> date:
        """The billing day, or the next one after the second approval."""
        ordinary = self.ordinary_day(paid)
        if ordinary > approved:
            return ordinary
        start = Month.of(approved).plus(-2)
        candidates = [self.ordinary_day(month) for month in start.through(start.plus(15))]
        return min(day for day in candidates if day > approved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """The hosts of every agreement's posts, and how the agreed versions share and bill them.

    `agreements` names the agreement of each post; `rivals` are its shares in each other live version, by the day from
    which they stand; `rival_overheads` what those versions add; `estimates` are pence by post and start year.
    """

    agreements: Mapping[str, str]
    hosts: Mapping[str, str]
    partners: Mapping[str, str]
    sharings: Mapping[str, Sharing]
    billings: Mapping[str, Billing]
    rivals: Mapping[str, tuple[Mapping[date, Shares], ...]]
    rival_overheads: Mapping[str, frozenset[Fraction]]
    estimates: Mapping[tuple[str, int], int]


def read_agreed(folder: Path) -> Agreed:
    """What the agreements of a site say."""
    agreements = [read_yaml(path) for path in sorted((folder / "agreements").glob("*.yaml"))]
    hosts = {post: next(iter(dated.values()))["value"] for each in agreements for post, dated in each["hosts"].items()}
    partners = {
        post: next(council for council in each["councils"] if council != hosts[post])
        for each in agreements
        for post in each["hosts"]
    }
    sharings = {}
    billings = {}
    for agreement in agreements:
        for version in (each for each in agreement["versions"] if each["status"] == "agreed"):
            for post in version["shares"]:
                sharings[post] = _sharing(agreement, version, post, (hosts[post], partners[post]))
                billings[post] = _billing(version["terms"])
    return Agreed(
        agreements={post: each["agreement"] for each in agreements for post in each["hosts"]},
        hosts=hosts,
        partners=partners,
        sharings=sharings,
        billings=billings,
        **_beside_the_agreed(agreements, sharings),
    )


def _beside_the_agreed(agreements: Iterable[Yaml], sharings: Iterable[str]) -> dict[str, Any]:
    """What the files hold beside what is agreed, of each shared post."""
    versions = [each for agreement in agreements for each in agreement["versions"]]
    others = [each for each in versions if each["status"] in LIVE_RIVALS]
    posts = list(sharings)
    return {
        "rivals": {post: tuple(rival_shares(each, post) for each in others if _splits(each, post)) for post in posts},
        "rival_overheads": {
            post: frozenset(
                Fraction(each["terms"]["overhead"])
                for each in others
                if _splits(each, post) and Fraction(each["terms"]["overhead"])
            )
            for post in posts
        },
        "estimates": {
            (post, int(year[:4])): int(Fraction(pounds) * PENCE)
            for each in versions
            if each["status"] == "agreed"
            for post, by_year in each["terms"]["estimates"].items()
            for year, pounds in by_year.items()
        },
    }


def _splits(version: Yaml, post: str) -> bool:
    return post in version.get("shares", {}) or post in version.get("driver", {}).get("posts", ())


def rival_shares(version: Yaml, post: str) -> Mapping[date, Shares]:
    """A version's shares of a post: as stated, or from the first counts of its driver."""
    if post in version.get("shares", {}):
        return {
            start: {council: exact(share) for council, share in parts.items()}
            for start, parts in version["shares"][post].items()
        }
    driver = version["driver"]
    counts = driver["counts"][min(driver["counts"])]["counts"]
    if driver["rounding"] == "whole_percent":
        counts = split(PER_CENT, counts)
    whole = sum(counts.values())
    return {version["shares_from"]: {council: Fraction(count, whole) for council, count in counts.items()}}


def _sharing(agreement: Yaml, version: Yaml, post: str, parties: tuple[str, str]) -> Sharing:
    host, partner = parties
    approvals = {each["council"]: each["takes_effect"] for each in agreement["approvals"]}
    terms = version["terms"]
    return Sharing(
        agreement=agreement["agreement"],
        post=post,
        host=host,
        partner=partner,
        shares={
            start: {council: exact(share) for council, share in parts.items()}
            for start, parts in version["shares"][post].items()
        },
        shared_from=max(agreement["shared_from"], version["shares_from"]),
        ends=agreement["ends"],
        second_approval=max(approvals.values()) if {host, partner} <= set(approvals) else None,
        retrospection=terms["retrospection"],
        levy_shared=terms["levy"] == "shared",
        overhead=Fraction(terms["overhead"]),
        shared_terms=frozenset(name for name, value in terms.items() if value in SHARED_VALUES),
        is_estimate=terms["basis"] == "estimate",
        trues_up_on=terms["true_up_date"],
        is_taxable=terms["vat_treatment"] == "taxable",
        leaves_out=frozenset(term for term in ELEMENT_TERMS if terms[term] == "not_shared"),
    )


def _billing(terms: Yaml) -> Billing:
    return Billing(
        frequency=terms["frequency"],
        day=terms["billing_day"]["day"],
        following=terms["billing_day"]["month"] == "following",
        lag_to_bill=terms["lag_to_bill_working_days"],
        lag_to_book=terms["lag_to_book_working_days"],
    )
