"""The terms behind what is due: shares by post and day, billing days, and the time to bill and to book (R6)."""

from collections.abc import Iterator
from datetime import date

from sspipe.model.agreed_terms import AgreedTerm, TermKind
from sspipe.model.agreements import Agreement, BillingMonth, PensionBasis, Sharing, Terms, Version
from sspipe.model.site import Site

_MONTHS = {BillingMonth.SAME: "the month itself", BillingMonth.FOLLOWING: "the month after"}
NO_SOURCE = "no source on file for this change"
_SHARED = {True: "shared", False: "not shared"}


def agreed_terms(site: Site, known_on: date) -> Iterator[AgreedTerm]:
    """Every term of the agreed versions, as known on a day; nothing of what is only proposed or disputed."""
    for agreement in site.agreements:
        versions = agreement.agreed_versions(known_on)
        for version in versions:
            yield from _shares(agreement, version)
        if versions:
            yield from _of_all(agreement, versions[-1], known_on)


def _shares(agreement: Agreement, version: Version) -> Iterator[AgreedTerm]:
    for post, dated in sorted(version.shares.items()):
        for each in dated.values:
            for council, share in sorted((each.value or {}).items()):
                yield AgreedTerm(
                    agreement=agreement.agreement,
                    councils=agreement.councils,
                    version=version.version,
                    term=TermKind.SHARE,
                    post=post,
                    council=council,
                    value=str(share),
                    starts=max(each.starts, version.shares_from),
                    source=each.source or _source_of(version, each.starts),
                    is_illustrative=each.illustrative or version.illustrative,
                )


def _source_of(version: Version, starts: date) -> str:
    """A version's own source speaks of its first day; a later change without one of its own has none on file."""
    return version.source if starts <= version.shares_from else NO_SOURCE


def _of_all(agreement: Agreement, version: Version, known_on: date) -> Iterator[AgreedTerm]:
    for term, value, starts in (*_days(agreement, known_on), *_terms(version.terms)):
        yield AgreedTerm(
            agreement=agreement.agreement,
            councils=agreement.councils,
            version=version.version,
            term=term,
            post="",
            council="",
            value=value,
            starts=starts,
            source=version.source,
            is_illustrative=version.illustrative,
        )


def _days(agreement: Agreement, known_on: date) -> Iterator[tuple[TermKind, str, date | None]]:
    ends = "no end on file" if agreement.ends is None else f"to {agreement.ends:%-d %B %Y}"
    yield TermKind.DAYS_SHARED, f"from {agreement.shared_from:%-d %B %Y}, {ends}", agreement.shared_from
    approved_on = agreement.approved_on(known_on)
    said = "not yet approved by every council" if approved_on is None else "approved by every council"
    yield TermKind.APPROVAL, said, approved_on


def _terms(terms: Terms) -> Iterator[tuple[TermKind, str, None]]:
    day = terms.billing_day
    yield TermKind.BILLING, f"{terms.frequency}, on day {day.day} of {_MONTHS[day.month]}", None
    yield TermKind.TIME_TO_BILL, f"{terms.lag_to_bill_working_days} working days from the billing day", None
    yield TermKind.TIME_TO_BOOK, f"{terms.lag_to_book_working_days} working days after the host posts", None
    yield TermKind.OVERHEAD, "none" if terms.overhead == 0 else f"{terms.overhead} on top of the part", None
    yield TermKind.LEVY, _SHARED[terms.levy is Sharing.SHARED], None
    yield TermKind.PENSION, _SHARED[terms.pension_basis is PensionBasis.HOST_RATE], None
