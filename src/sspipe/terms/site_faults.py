"""What the files of one site have wrong about each other."""

from collections.abc import Iterator

from sspipe.terms.agreement_faults import AgreementCheck
from sspipe.terms.awards import award_faults
from sspipe.terms.councils import council_faults, total_faults
from sspipe.terms.decisions import decision_faults
from sspipe.terms.faults import Fault
from sspipe.terms.feeds import feed_faults
from sspipe.terms.files import SiteFolder
from sspipe.terms.measures import measure_faults
from sspipe.terms.posts import post_faults
from sspipe.terms.programme_faults import programme_faults
from sspipe.terms.rate_faults import rate_faults
from sspipe.terms.reports import report_faults
from sspipe.terms.retention import retention_faults
from sspipe.terms.site_forms import SiteForms


def site_faults(forms: SiteForms, folder: SiteFolder) -> Iterator[Fault]:
    """Say every fault between the files."""
    councils = tuple(council.council for council in forms.councils.form.councils)
    posts = tuple(post.post for post in forms.posts.form.posts)
    measures = tuple(measure.code for measure in forms.measures.form.measures)
    known = {"councils": councils, "posts": posts, "measures": measures}
    yield from council_faults(forms.councils.document, forms.councils.form)
    yield from total_faults(forms.councils.document, forms.councils.form, forms.posts.form)
    yield from post_faults(forms.posts.document, forms.posts.form, councils)
    yield from feed_faults(forms.feeds.document, forms.feeds.form, tuple(folder.of("layouts")))
    yield from measure_faults(forms.measures.document, forms.measures.form)
    yield from decision_faults(forms.decisions.document, forms.decisions.form, councils)
    yield from programme_faults(forms.programme.document, forms.programme.form, known)
    for agreement in forms.agreements:
        yield from AgreementCheck(agreement.document, agreement.form, councils, posts).faults()
    yield from _agreements_once(forms)
    yield from rate_faults(forms.rates, councils)
    if forms.awards is not None:
        yield from award_faults(forms.awards.document, forms.awards.form, councils)
    if forms.reports is not None:
        first_day = forms.site.form.period.year.months()[0].first_day
        yield from report_faults(forms.reports.document, forms.reports.form, councils, first_day)
    if forms.retention is not None:
        yield from retention_faults(forms.retention.document, forms.retention.form, forms.feeds.form)


def _agreements_once(forms: SiteForms) -> Iterator[Fault]:
    seen: set[str] = set()
    for agreement in forms.agreements:
        name = agreement.form.agreement
        if name in seen:
            place = agreement.document.place("agreement")
            yield Fault(place, f"the agreement '{name}' twice", "each agreement in one file", "Rename one of the two.")
        seen.add(name)
