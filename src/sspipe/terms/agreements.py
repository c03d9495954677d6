"""An agreement of a site from its file: hosts, approvals, stages and the rival versions with their shares and terms."""

from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from sspipe.model.agreements import Agreement, Approval, Shares, Status, Version
from sspipe.model.effective import Dated, Effective
from sspipe.terms.agreement_terms import TermsForm
from sspipe.terms.drivers import DriverForm, driven_shares
from sspipe.terms.forms import ByDay, Code, DatedForm, Day, FileForm, Form, Portion, Text, Truth, effective
from sspipe.terms.stated import Stage


def _whole(shares: dict[str, Fraction]) -> dict[str, Fraction]:
    total = sum(shares.values(), Fraction(0))
    if total != 1:
        message = f"shares that sum to one (they sum to {total})"
        raise ValueError(message)
    return shares


SharesOfADay = Annotated[dict[Code, Portion], AfterValidator(_whole)]


class DatedStage(DatedForm[Stage]):
    """A stage from a day on."""


class DatedHost(DatedForm[Code]):
    """The employing council from a day on."""


class ApprovalForm(Form):
    """One council's approval."""

    council: Code
    takes_effect: Day
    known_from: Day
    source: Text
    illustrative: Truth = False


class VersionForm(Form):
    """One statement of the split. Its source stands for each of its shares; a driver's counts have their own."""

    version: Code
    status: Status
    known_from: Day
    shares_from: Day
    source: Text
    illustrative: Truth = False
    not_shared: tuple[Code, ...]
    shares: Annotated[dict[Code, ByDay[SharesOfADay]], Field(default_factory=dict)]
    driver: DriverForm | None = None
    terms: TermsForm

    def split_posts(self) -> tuple[str, ...]:
        """Every post that the version splits, fixed shares first."""
        return (*self.shares, *(self.driver.posts if self.driver else ()))


class AgreementFile(FileForm):
    """A file of the folder agreements."""

    agreement: Code
    title: Text
    councils: Annotated[tuple[Code, ...], Field(min_length=2)]
    shared_from: Day
    ends: Day | None
    ends_source: Text | None = None
    stages: ByDay[DatedStage]
    approvals: tuple[ApprovalForm, ...]
    hosts: dict[Code, ByDay[DatedHost]]
    versions: Annotated[tuple[VersionForm, ...], Field(min_length=1)]


def agreement_of(form: AgreementFile) -> Agreement:
    """The agreement in the model's words."""
    hosts = {post: effective(f"host of {post}", entries) for post, entries in form.hosts.items()}
    return Agreement(
        agreement=form.agreement,
        title=form.title,
        councils=form.councils,
        shared_from=form.shared_from,
        ends=form.ends,
        stages=effective(f"stage of {form.agreement}", form.stages),
        approvals=tuple(Approval(**approval.model_dump()) for approval in form.approvals),
        hosts=hosts,
        versions=tuple(_version(form, version) for version in form.versions),
    )


def _version(form: AgreementFile, version: VersionForm) -> Version:
    kept: dict[str, Any] = {
        name: getattr(version, name)
        for name in ("version", "status", "known_from", "shares_from", "source", "illustrative", "not_shared")
    }
    return Version(**kept, shares=_shares(form, version), terms=version.terms.terms())


def _shares(form: AgreementFile, version: VersionForm) -> dict[str, Effective[Shares]]:
    shares = {post: _fixed(form, version, post) for post in version.shares}
    if version.driver is not None:
        for post in version.driver.posts:
            name = _name(form, version, post)
            shares[post] = driven_shares(name, version.driver, form.councils)
    return shares


def _fixed(form: AgreementFile, version: VersionForm, post: str) -> Effective[Shares]:
    dated = tuple(
        Dated(day, _of_all(form.councils, shares), version.source, version.illustrative)
        for day, shares in version.shares[post].items()
    )
    return Effective(_name(form, version, post), dated)


def _of_all(councils: tuple[str, ...], shares: Shares) -> Shares:
    return {council: shares.get(council, Fraction(0)) for council in councils}


def _name(form: AgreementFile, version: VersionForm, post: str) -> str:
    return f"share of {post} in {form.agreement}, version {version.version}"
