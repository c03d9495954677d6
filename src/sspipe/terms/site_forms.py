"""Every file of a site as its checked form, before the files are held against each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from sspipe.terms.agreements import AgreementFile
from sspipe.terms.awards import AwardsFile
from sspipe.terms.checking import check_form
from sspipe.terms.councils import CouncilsFile
from sspipe.terms.decisions import DecisionsFile
from sspipe.terms.faults import Fault, refusal
from sspipe.terms.feeds import FeedsFile
from sspipe.terms.files import AWARDS, REPORTS, RETENTION, SiteFolder
from sspipe.terms.forms import Form
from sspipe.terms.measures import MeasuresFile
from sspipe.terms.pay_points import PayPointsFile
from sspipe.terms.posts import PostsFile
from sspipe.terms.programme import ProgrammeFile
from sspipe.terms.rates import LgpsFile
from sspipe.terms.reports import ReportsFile
from sspipe.terms.retention import RetentionFile
from sspipe.terms.site_file import SiteFile
from sspipe.terms.strict_yaml import Document, read_document

AForm = TypeVar("AForm", bound=Form)


@dataclass(frozen=True, slots=True)
class Checked(Generic[AForm]):
    """A file and its form."""

    document: Document
    form: AForm


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteForms:
    """The forms of one site."""

    site: Checked[SiteFile]
    councils: Checked[CouncilsFile]
    posts: Checked[PostsFile]
    feeds: Checked[FeedsFile]
    programme: Checked[ProgrammeFile]
    measures: Checked[MeasuresFile]
    decisions: Checked[DecisionsFile]
    agreements: tuple[Checked[AgreementFile], ...]
    rates: tuple[Checked[LgpsFile] | Checked[PayPointsFile], ...]
    awards: Checked[AwardsFile] | None
    reports: Checked[ReportsFile] | None
    retention: Checked[RetentionFile] | None

    def documents(self) -> tuple[Document, ...]:
        """Every file of the site that a figure may rest on: all but how long raw files are kept."""
        named = (self.site, self.councils, self.posts, self.feeds, self.programme, self.measures, self.decisions)
        also = (self.awards, self.reports)
        every = (*named, *self.agreements, *self.rates, *also)
        return tuple(checked.document for checked in every if checked is not None)


def read_site_forms(folder: SiteFolder) -> SiteForms:
    """Read every file as its form.

    Raises:
        SiteFileWrong: when a file cannot be read, or breaks its form.
    """
    rates = [name for name in folder.of("rates") if name != AWARDS]
    return SiteForms(
        site=_checked(folder, "site.yaml", SiteFile),
        councils=_checked(folder, "councils.yaml", CouncilsFile),
        posts=_checked(folder, "posts.yaml", PostsFile),
        feeds=_checked(folder, "feeds.yaml", FeedsFile),
        programme=_checked(folder, "programme.yaml", ProgrammeFile),
        measures=_checked(folder, "measures.yaml", MeasuresFile),
        decisions=_checked(folder, "decisions.yaml", DecisionsFile),
        agreements=tuple(_checked(folder, name, AgreementFile) for name in folder.of("agreements")),
        rates=tuple(_rate(_document(folder, name)) for name in rates),
        awards=_checked(folder, AWARDS, AwardsFile) if AWARDS in folder.contents else None,
        reports=_checked(folder, REPORTS, ReportsFile) if REPORTS in folder.contents else None,
        retention=_checked(folder, RETENTION, RetentionFile) if RETENTION in folder.contents else None,
    )


def _checked(folder: SiteFolder, name: str, form: type[AForm]) -> Checked[AForm]:
    document = _document(folder, name)
    return Checked(document, check_form(document, form))


def _document(folder: SiteFolder, name: str) -> Document:
    try:
        text = folder.contents[name].decode()
    except UnicodeDecodeError as error:
        fault = Fault(name, "bytes that are no UTF-8", "text in UTF-8", "Save the file as UTF-8.")
        raise refusal((fault,)) from error
    return read_document(text, name)


def _rate(document: Document) -> Checked[LgpsFile] | Checked[PayPointsFile]:
    content = document.content
    term = content.get("term") if isinstance(content, Mapping) else None
    if term == "lgps_employer_rate":
        return Checked(document, check_form(document, LgpsFile))
    if term == "pay_points":
        return Checked(document, check_form(document, PayPointsFile))
    expected = "a term that a site may set (lgps_employer_rate, pay_points)"
    raise refusal((Fault(document.place("term"), f"the term '{term}'", expected, "Correct it; others are national."),))
