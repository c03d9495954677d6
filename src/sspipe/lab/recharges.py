"""The invoices and credit notes between the councils, and when the partner books them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sspipe.lab.agreements import Agreed, Billing
from sspipe.lab.chance import stream
from sspipe.lab.days import CouncilDays
from sspipe.lab.months import Month
from sspipe.lab.shares import Tranche
from sspipe.lab.site import LAST, MONTHS, Site

NO_POST = "none"
PREFIXES = {"stockport": "SMBC", "tameside": "TMBC"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One entry of an invoice in the partner's books, by tranche and pence.

    The texts say where it stands if not where it belongs; `counts_for` is the post whose recharge it is, or empty.
    """

    posted: date
    amounts: tuple[tuple[Tranche, int], ...]
    account: str = ""
    cost_centre: str = ""
    post_ref: str = ""
    partner: str = ""
    tax_code: str = ""
    fund: str = ""
    counts_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """One invoice (or credit note, which names its invoice) of one post and billing day.

    It is entered as it stands on the day `booked`, unless `entries` say otherwise. `fund` is what the host credits, if
    not the fund that bore the post; `without_vat` leaves out the VAT of a taxable supply.
    """

    post: str
    billable: date
    posted: date
    tranches: tuple[Tranche, ...]
    booked: date | None = None
    reference: str = ""
    credits: str = ""
    tax_code: str = ""
    entries: tuple[Booking, ...] | None = None
    fund: str = ""
    without_vat: bool = False

    @property
    def bookings(self) -> tuple[Booking, ...]:
        """What the partner enters."""
        if self.entries is not None:
            return self.entries
        if self.booked is None:
            return ()
        return (Booking(posted=self.booked, amounts=self.amounts, tax_code=self.tax_code, counts_for=self.post),)

    @property
    def amounts(self) -> tuple[tuple[Tranche, int], ...]:
        """Every line with what it charges."""
        return tuple((tranche, tranche.charged) for tranche in self.tranches)

    @property
    def key(self) -> tuple[str, date]:
        """What it bills, whatever its number."""
        return self.post, self.billable


def billable_on(agreed: Agreed, tranche: Tranche) -> date:
    """The day on which a tranche becomes billable."""
    sharing = agreed.sharings[tranche.post]
    approved = sharing.second_approval or date.max
    return agreed.billings[tranche.post].billable_on(tranche.paid, approved)


def posting_day(days: CouncilDays, billable: date) -> date:
    """The billing day or the next working day, if that is still in the same month."""
    rolled = days.roll(billable, "after")
    return rolled if Month.of(rolled) == Month.of(billable) else billable


def invoices(site: Site, agreed: Agreed, tranches: Iterable[Tranche], seed: int) -> list[Invoice]:
    """All invoices posted within the span, numbered in the order of posting."""
    grouped: dict[tuple[str, date], list[Tranche]] = {}
    for tranche in tranches:
        if tranche.due:
            grouped.setdefault((tranche.post, billable_on(agreed, tranche)), []).append(tranche)
    found = [
        Invoice(post=post, billable=billable, posted=posted, tranches=tuple(together))
        for (post, billable), group in grouped.items()
        if (posted := posting_day(site.days(agreed.hosts[post]), billable)) <= LAST.last
        for together in _papers(group, grouped, agreed)
    ]
    found.sort(key=lambda each: (each.posted, each.post, _is_credit(each), each.tranches[0].earned))
    return _numbered([replace(each, booked=booking_day(site, agreed, each, seed)) for each in found], agreed)


def _papers(
    group: list[Tranche], grouped: Mapping[tuple[str, date], list[Tranche]], agreed: Agreed
) -> list[list[Tranche]]:
    """One invoice, and one credit note for each earlier invoice that a minus amount takes from."""
    invoice: list[Tranche] = []
    notes: dict[date, list[Tranche]] = {}
    for tranche in group:
        original = _original_billing_day(tranche, grouped, agreed)
        if tranche.due < 0 and original is not None:
            notes.setdefault(original, []).append(tranche)
        else:
            invoice.append(tranche)
    return [paper for paper in (invoice, *notes.values()) if paper]


def _original_billing_day(
    tranche: Tranche, grouped: Mapping[tuple[str, date], list[Tranche]], agreed: Agreed
) -> date | None:
    """The earlier billing day on which the base of this tranche's month was billed."""
    day = billable_on(agreed, replace(tranche, paid=tranche.earned))
    is_earlier = day < billable_on(agreed, tranche)
    base = [each for each in grouped.get((tranche.post, day), []) if each.earned == tranche.earned and each.due > 0]
    return day if is_earlier and base else None


def _is_credit(invoice: Invoice) -> bool:
    return sum(tranche.due for tranche in invoice.tranches) < 0


def _numbered(papers: list[Invoice], agreed: Agreed) -> list[Invoice]:
    found: list[Invoice] = []
    counts: dict[tuple[str, int], int] = {}
    for paper in papers:
        host, year = agreed.hosts[paper.post], Month.of(paper.posted).start_year % 100
        counts[host, year] = counts.get((host, year), 100) + 1
        reference = f"{PREFIXES[host]}-{year}{counts[host, year]:05d}"
        found.append(replace(paper, reference=reference, credits=_credited(paper, found, agreed)))
    return found


def _credited(paper: Invoice, earlier: list[Invoice], agreed: Agreed) -> str:
    if not _is_credit(paper):
        return ""
    first = paper.tranches[0]
    day = billable_on(agreed, replace(first, paid=first.earned))
    named = [each.reference for each in earlier if each.key == (paper.post, day) and not _is_credit(each)]
    return named[0] if named and day < paper.billable else ""


def booking_day(site: Site, agreed: Agreed, paper: Invoice, seed: int) -> date:
    """A day within the lag, so that no close finds the invoice unbooked after its lag."""
    days = site.days(agreed.partners[paper.post])
    billing = agreed.billings[paper.post]
    candidates = [
        day
        for lag in range(1, billing.lag_to_book + 1)
        if _is_in_time(site, billing, days, paper, day := days.after(paper.posted, lag))
    ]
    return stream(seed, "booking", paper.post, paper.posted).choice(candidates)


def _is_in_time(site: Site, billing: Billing, days: CouncilDays, paper: Invoice, booked: date) -> bool:
    deadline = days.after(paper.posted, billing.lag_to_book)
    between = [month for month in MONTHS if Month.of(paper.posted) <= month < Month.of(booked)]
    return all(site.close_day(month.period) < deadline for month in between)
