"""One site with everything that its files say, checked file by file and then against each other."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from sspipe.model.effective import Effective
from sspipe.model.rates import Rates
from sspipe.model.retention import RetentionRule
from sspipe.model.site import Site
from sspipe.terms.agreements import agreement_of
from sspipe.terms.awards import awards_of
from sspipe.terms.bank_holidays import england_calendar
from sspipe.terms.blanks import blank_faults
from sspipe.terms.councils import councils_of
from sspipe.terms.decisions import decisions_of
from sspipe.terms.faults import refuse
from sspipe.terms.feeds import feeds_of
from sspipe.terms.files import SiteFolder, missing_faults, read_folder
from sspipe.terms.illustrative import illustrative_sentences
from sspipe.terms.measures import measures_of
from sspipe.terms.national import NationalRates, read_national
from sspipe.terms.pay_points import PayPointsFile, scales_of
from sspipe.terms.posts import other_posts_of, posts_of
from sspipe.terms.programme import ProgrammeFile
from sspipe.terms.programme_records import programme_of
from sspipe.terms.rates import LgpsFile, lgps_of
from sspipe.terms.reports import reports_of
from sspipe.terms.retention import retention_of
from sspipe.terms.site_faults import site_faults
from sspipe.terms.site_forms import SiteForms, read_site_forms

LGPS = "LGPS"
TEACHERS_PENSION = "TPS"


def read_site(folder: Path) -> Site:
    """Read a site's files and the national rates.

    Raises:
        SiteFileWrong: naming the file, the line and every fault that was found together.
    """
    return site_of_files(read_folder(folder))


def site_of_files(files: SiteFolder) -> Site:
    """A site out of its files' bytes, wherever they were kept, and the national rates.

    Raises:
        SiteFileWrong: as `read_site`; when a file is missing, too.
    """
    return _site(_checked_forms(files), read_national())


def read_programme(folder: Path) -> ProgrammeFile:
    """Read what the site's papers say of the programme, checked against the site's other files.

    Raises:
        SiteFileWrong: as `read_site`.
    """
    return _checked_forms(read_folder(folder)).programme.form


def read_retention(folder: Path) -> tuple[RetentionRule, ...]:
    """Read how long raw files are kept, checked against the site's other files; no rule: nothing is ever destroyed.

    Raises:
        SiteFileWrong: as `read_site`.
    """
    found = _checked_forms(read_folder(folder)).retention
    return () if found is None else retention_of(found.form)


def illustrative_retention(files: SiteFolder) -> tuple[str, ...]:
    """What is illustrative of how long raw files are kept: no figure rests on it, so no pack says it."""
    found = _checked_forms(files).retention
    return () if found is None else tuple(illustrative_sentences(found.document))


def _checked_forms(files: SiteFolder) -> SiteForms:
    refuse((*missing_faults(files), *blank_faults(files)))
    forms = read_site_forms(files)
    refuse(site_faults(forms, files))
    return forms


def _site(forms: SiteForms, national: NationalRates) -> Site:
    own = forms.site.form
    first_year = own.period.year_start
    return Site(
        site=own.site,
        title=own.title,
        first_period=own.period,
        close_day=own.close_day.ordinary.rule(),
        year_end_close_day=own.close_day.P13.rule(),
        unexplained_limit_pence=own.unexplained_limit_pence,
        pack_threshold_pence=own.pack_threshold_pence,
        second_role_limit_pence=own.second_role_limit_pence,
        calendar=england_calendar(first_year),
        councils=councils_of(forms.councils.form, first_year),
        posts=posts_of(forms.posts.form),
        not_joint=other_posts_of(forms.posts.form),
        agreements=tuple(agreement_of(agreement.form) for agreement in forms.agreements),
        rates=_rates(forms, national),
        feeds=feeds_of(forms.feeds.form),
        measures=measures_of(forms.measures.form),
        programme=programme_of(forms.programme.form),
        reports=() if forms.reports is None else reports_of(forms.reports.form),
        decisions=decisions_of(forms.decisions.document, forms.decisions.form),
        rests_on=tuple(_rests_on(forms, national)),
    )


def _rates(forms: SiteForms, national: NationalRates) -> Rates:
    return Rates(
        ni_rate=national.ni_rate,
        ni_threshold=national.ni_threshold,
        ni_rounding=national.ni_rounding,
        levy=national.levy,
        pension=_pension(forms, national),
        scales=scales_of(national.pay_points, _pay_points(forms)),
        pass_through=national.pass_through,
        awards=() if forms.awards is None else awards_of(forms.awards.form),
    )


def _pension(forms: SiteForms, national: NationalRates) -> Mapping[tuple[str, str], Effective[Fraction]]:
    everywhere = {
        (TEACHERS_PENSION, council.council): national.teachers_pension for council in forms.councils.form.councils
    }
    local = {
        (LGPS, council): series
        for rate in forms.rates
        if isinstance(rate.form, LgpsFile)
        for council, series in lgps_of(rate.form).items()
    }
    return {**everywhere, **local}


def _pay_points(forms: SiteForms) -> tuple[PayPointsFile, ...]:
    return tuple(rate.form for rate in forms.rates if isinstance(rate.form, PayPointsFile))


def _rests_on(forms: SiteForms, national: NationalRates) -> Iterator[str]:
    for document in (*forms.documents(), *national.documents):
        yield from illustrative_sentences(document)
