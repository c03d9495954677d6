"""The terms that a release publishes are those of the agreed versions, as known on its day."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from sspipe.model.agreed_terms import TermKind
from sspipe.model.agreements import Shares
from sspipe.model.effective import Dated
from sspipe.reconcile.agreed_terms import NO_SOURCE, agreed_terms
from sspipe.terms.site import read_site
from tests.sites import DEMO_SITE

SITE = read_site(DEMO_SITE)
LEADERSHIP = "ey-leadership"


def test_before_the_second_approval_is_known_no_term_is_agreed() -> None:
    assert not [term for term in agreed_terms(SITE, date(2022, 7, 5)) if term.agreement == LEADERSHIP]
    assert [term for term in agreed_terms(SITE, date(2022, 7, 6)) if term.agreement == LEADERSHIP]


def test_shares_stand_by_post_council_and_day() -> None:
    terms = [term for term in agreed_terms(SITE, date(2022, 12, 12)) if term.agreement == LEADERSHIP]
    shares = {(term.post, term.council): term.value for term in terms if term.term is TermKind.SHARE}
    assert shares["ey-head", "stockport"] == shares["ey-head", "tameside"] == "1/2"
    assert ("ey-qts", "stockport") not in shares
    assert all(term.starts == date(2022, 7, 6) for term in terms if term.term is TermKind.SHARE)


def test_the_other_terms_are_said_in_words_once_an_agreement() -> None:
    terms = [term for term in agreed_terms(SITE, date(2022, 12, 12)) if term.agreement == LEADERSHIP]
    said = {term.term: term.value for term in terms if term.term is not TermKind.SHARE}
    assert said[TermKind.DAYS_SHARED] == "from 6 July 2022, no end on file"
    assert said[TermKind.APPROVAL] == "approved by every council"
    assert said[TermKind.BILLING] == "monthly, on day 20 of the month after"
    assert said[TermKind.TIME_TO_BILL] == "5 working days from the billing day"
    assert said[TermKind.TIME_TO_BOOK] == "20 working days after the host posts"
    assert (said[TermKind.OVERHEAD], said[TermKind.LEVY], said[TermKind.PENSION]) == ("none", "shared", "shared")


def test_only_versions_that_are_agreed_are_told() -> None:
    assert {term.version for term in agreed_terms(SITE, date(2022, 12, 12)) if term.agreement == LEADERSHIP} == {
        "half-each"
    }


def test_a_later_share_without_a_source_of_its_own_says_so() -> None:
    (agreement,) = (each for each in SITE.agreements if each.agreement == LEADERSHIP)
    (version,) = agreement.agreed_versions(date(2022, 12, 12))
    head = version.shares["ey-head"]
    split: Shares = {"stockport": Fraction(3, 5), "tameside": Fraction(2, 5)}
    later = Dated(date(2022, 10, 12), split, "")
    changed = replace(version, shares={"ey-head": replace(head, values=(*head.values, later))})
    site = replace(SITE, agreements=(replace(agreement, versions=(changed,)),))
    shares = [term for term in agreed_terms(site, date(2022, 12, 12)) if term.term is TermKind.SHARE]
    assert [(term.value, term.source == NO_SOURCE) for term in shares] == [
        ("1/2", False),
        ("1/2", False),
        ("3/5", True),
        ("2/5", True),
    ]
