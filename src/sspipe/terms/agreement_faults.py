"""What an agreement's file has wrong about councils, posts, days and approvals."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sspipe.model.agreements import Basis
from sspipe.terms.agreements import AgreementFile, VersionForm
from sspipe.terms.drivers import first_count
from sspipe.terms.faults import Fault
from sspipe.terms.strict_yaml import Document


@dataclass(frozen=True, slots=True)
class AgreementCheck:
    """One agreement's file beside the councils and posts of the site."""

    document: Document
    form: AgreementFile
    councils: Collection[str]
    posts: Collection[str]

    def faults(self) -> Iterator[Fault]:
        """Say every fault."""
        yield from self._parties()
        yield from self._hosts()
        yield from self._end()
        yield from self._approvals()
        names = [version.version for version in self.form.versions]
        for at, version in enumerate(self.form.versions):
            if names.index(version.version) != at:
                yield self._fault(f"the version '{version.version}' twice", "each once", "versions", at, "version")
            yield from self._posts_of_version(at, version)
            yield from self._shares(at, version)
            yield from self._terms(at, version)

    def _fault(self, found: str, expected: str, *path: object) -> Fault:
        return Fault(self.document.place(*path), found, expected, "Correct the entry.")

    def _parties(self) -> Iterator[Fault]:
        for at, council in enumerate(self.form.councils):
            if council not in self.councils:
                known = f"a council of the site ({', '.join(sorted(self.councils))})"
                yield self._fault(f"the unknown council '{council}'", known, "councils", at)

    def _party(self, council: str, *path: object) -> Iterator[Fault]:
        if council not in self.form.councils:
            known = f"a council of the agreement ({', '.join(self.form.councils)})"
            yield self._fault(f"the unknown council '{council}'", known, *path)

    def _hosts(self) -> Iterator[Fault]:
        for post, hosts in self.form.hosts.items():
            if post not in self.posts:
                yield self._fault(f"the unknown post '{post}'", "a post of posts.yaml", "hosts", post)
            for day, host in hosts.items():
                yield from self._party(host.value, "hosts", post, day)
            if min(hosts) > self.form.shared_from:
                expected = f"a host from {self.form.shared_from}, when sharing starts"
                yield self._fault(f"no host of '{post}' before {min(hosts)}", expected, "hosts", post)

    def _end(self) -> Iterator[Fault]:
        if self.form.ends is not None and self.form.ends_source is None:
            yield self._fault("an end without a source", "ends_source", "ends")
        if self.form.ends is not None and self.form.ends < self.form.shared_from:
            yield self._fault("an end before sharing starts", "a later day", "ends")

    def _approvals(self) -> Iterator[Fault]:
        councils = [approval.council for approval in self.form.approvals]
        for at, council in enumerate(councils):
            yield from self._party(council, "approvals", at, "council")
            if councils.index(council) != at:
                yield self._fault(f"two approvals by '{council}'", "one by each council", "approvals", at)

    def _posts_of_version(self, at: int, version: VersionForm) -> Iterator[Fault]:
        named = (*version.split_posts(), *version.not_shared)
        path = ("versions", at)
        for post in dict.fromkeys(named):
            if post not in self.form.hosts:
                yield self._fault(f"the unknown post '{post}'", "a post that stands under hosts", *path, "shares", post)
            if named.count(post) > 1:
                yield self._fault(f"'{post}' in two places", "each post shared in one way or not shared", *path)
        for post in set(self.form.hosts) - set(named):
            yield self._fault(f"nothing about the post '{post}'", "its shares, or its name under not_shared", *path)

    def _shares(self, at: int, version: VersionForm) -> Iterator[Fault]:
        for post, by_day in version.shares.items():
            for day, shares in by_day.items():
                for council in shares:
                    yield from self._party(council, "versions", at, "shares", post, day)
            if min(by_day) > version.shares_from:
                expected = f"a share from {version.shares_from}, when the version starts"
                yield self._fault(f"no share before {min(by_day)}", expected, "versions", at, "shares", post)
        if version.driver is not None:
            for day, counted in version.driver.counts.items():
                for council in counted.counts:
                    yield from self._party(council, "versions", at, "driver", "counts", day, "counts", council)
            if first_count(version.driver) > version.shares_from:
                expected = f"a count by {version.shares_from}, when the version starts"
                yield self._fault("no count by then", expected, "versions", at, "driver", "counts")

    def _terms(self, at: int, version: VersionForm) -> Iterator[Fault]:
        path = ("versions", at, "terms")
        terms = version.terms
        for post in set(terms.estimates) - set(version.split_posts()):
            yield self._fault(f"an estimate of '{post}'", "estimates of posts that are split", *path, "estimates", post)
        if terms.basis is Basis.ESTIMATE:
            for post in set(version.split_posts()) - set(terms.estimates):
                yield self._fault(f"no estimate of '{post}'", "one for each post that is split", *path, "estimates")
            if terms.true_up_date is None:
                yield self._fault("no true-up date", "one where an estimate is shared", *path, "true_up_date")
