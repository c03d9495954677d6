"""What plants are chosen from: one seed's people, pay, shares and papers, with nothing wrong in them yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sspipe.lab.accruals import Accrual
from sspipe.lab.agreements import Agreed
from sspipe.lab.months import Month
from sspipe.lab.pay_values import PayScales
from sspipe.lab.payments import Payment
from sspipe.lab.payroll import Payroll
from sspipe.lab.people import People
from sspipe.lab.plant import PayChange, Planting
from sspipe.lab.postings import Postings
from sspipe.lab.recharges import Invoice
from sspipe.lab.shares import Tranche
from sspipe.lab.site import LAST, Site


class Held(NamedTuple):
    """One person's pay for one joint post in one month."""

    post: str
    month: Month
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the plants are chosen from. `shared` is what is paid without the elements that no agreement shares.

    `recorded` are the plantings so far that changed what HR has on record; `changed` is what all of them do to lines
    of pay.
    """

    seed: int
    site: Site
    agreed: Agreed
    people: People
    scales: PayScales
    payments: tuple[Payment, ...]
    payroll: Payroll
    books: Postings
    shared: tuple[Payment, ...] = ()
    tranches: tuple[Tranche, ...] = ()
    papers: tuple[Invoice, ...] = ()
    accruals: tuple[Accrual, ...] = ()
    recorded: tuple[Planting, ...] = ()
    changed: tuple[PayChange, ...] = ()

    def held(self) -> list[Held]:
        """Every month of every person that pays something for a joint post."""
        return sorted(
            {Held(each.post, each.paid, each.person) for each in self.payments if each.post in self.agreed.hosts}
        )

    def paid(self, held: Held) -> Iterator[Payment]:
        """What one month pays one person for one post."""
        return (each for each in self.payments if (each.post, each.paid, each.person) == held)

    def host(self, post: str) -> str:
        """Who employs the holder of a joint post."""
        return self.agreed.hosts[post]

    def close_after(self, day: date) -> Month:
        """The first month whose close comes after a day; the month after the span where none does."""
        month = Month.of(day).plus(-2)
        while month <= LAST and self.site.close_day(month.period) <= day:
            month = month.plus(1)
        return month
