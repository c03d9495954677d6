"""What both councils accrue at the year end, per post and service month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sspipe.lab.agreements import Agreed
from sspipe.lab.months import Month
from sspipe.lab.recharges import Invoice
from sspipe.lab.shares import Tranche
from sspipe.lab.site import FIRST, LAST_OF_YEAR, YEAR_END, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Accrual:
    """One line of a council's schedule, signed as it is posted in March."""

    accrual_id: str
    council: str
    post: str
    earned: Month
    is_income: bool
    amount: int


def accrual_id(site: Site, post: str, earned: Month, kind: str, council: str) -> str:
    """The id that the line, its reversal and later invoices carry."""
    year = f"{FIRST.start_year % 100}{FIRST.start_year % 100 + 1}"
    return f"A{year}-{site.posts[post].code}-P{earned.period_number:02d}-{kind}-{site.councils[council].short_code}"


def billed_by(invoices: Iterable[Invoice], post: str, earned: Month, day: date) -> int:
    """What the host had billed for a service month up to a day."""
    return sum(
        tranche.charged
        for invoice in invoices
        if invoice.post == post and invoice.posted <= day
        for tranche in invoice.tranches
        if tranche.earned == earned
    )


def booked_by(invoices: Iterable[Invoice], post: str, earned: Month, day: date) -> int:
    """What the partner had booked for a service month up to a day, where such bookings belong."""
    return sum(
        amount
        for invoice in invoices
        for booking in invoice.bookings
        if booking.counts_for == post and booking.posted <= day
        for tranche, amount in booking.amounts
        if tranche.earned == earned
    )


def schedule(site: Site, agreed: Agreed, tranches: Iterable[Tranche], invoices: Iterable[Invoice]) -> list[Accrual]:
    """Every line that is not nil, host before partner."""
    known = [tranche for tranche in tranches if tranche.paid <= LAST_OF_YEAR]
    posted = list(invoices)
    found = []
    charged = {each.counts_for for invoice in posted for each in invoice.bookings} - {""}
    for post in sorted({*agreed.sharings, *charged, *(invoice.post for invoice in posted)}):
        for month in FIRST.through(LAST_OF_YEAR):
            due = sum(each.due for each in known if each.post == post and each.earned == month)
            billed = billed_by(posted, post, month, YEAR_END)
            booked = booked_by(posted, post, month, YEAR_END)
            found += _lines(site, agreed, (post, month), due - billed, billed - booked)
    return [line for line in found if line.amount]


def _lines(site: Site, agreed: Agreed, at: tuple[str, Month], unbilled: int, unbooked: int) -> list[Accrual]:
    post, earned = at
    host, partner = agreed.hosts[post], agreed.partners[post]
    wanted = ((host, "U", True, -unbilled), (partner, "U", False, unbilled), (partner, "K", False, unbooked))
    return [
        Accrual(
            accrual_id=accrual_id(site, post, earned, kind, council),
            council=council,
            post=post,
            earned=earned,
            is_income=is_income,
            amount=amount,
        )
        for council, kind, is_income, amount in wanted
    ]
