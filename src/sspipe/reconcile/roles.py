"""Who hosts a post in a month, who holds it in a year, and whether an award that reaches it is still open (R6, R14)."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from sspipe.model.agreements import Agreement
from sspipe.model.forecast import Role
from sspipe.model.periods import LAST_MONTH, FinancialYear, Period
from sspipe.model.posts import Occupancy
from sspipe.model.site import Site
from sspipe.reconcile.workings import Workings


class Roles:
    """A site's agreements asked who is what to a post."""

    def __init__(self, site: Site, year: FinancialYear) -> None:
        """The year is that of the forecast."""
        self._site = site
        self._year = year

    def hosts(self, post: str, month: Period) -> frozenset[str]:
        """Who employs the holder at a month's end by the agreements; before the first host on record, that one."""
        return frozenset(host for agreement in self._of(post) if (host := _host(agreement, post, month)))

    def of(self, post: str, council: str, month: Period) -> Role:
        """What a council is to a post in a month; of a post that no agreement names, whoever pays is its host."""
        hosts = self.hosts(post, month)
        return Role.HOST if not hosts or council in hosts else Role.PARTNER

    def of_year(self, post: str, council: str) -> frozenset[Role]:
        """Every role that a council has in the year."""
        return frozenset(self.of(post, council, month) for month in self._year.months())

    def is_unapproved(self, post: str, known_on: date) -> bool:
        """Whether agreements name the post and none of them is agreed and approved, so that nothing can be due."""
        named = list(self._of(post))
        return bool(named) and not any(
            agreement.agreed_version(known_on) and agreement.approved_on(known_on) for agreement in named
        )

    def _of(self, post: str) -> Iterator[Agreement]:
        return (agreement for agreement in self._site.agreements if post in agreement.hosts)


def _host(agreement: Agreement, post: str, month: Period) -> str | None:
    dated = agreement.hosts[post].values
    begun = [each.value for each in dated if each.starts <= month.last_day]
    return begun[-1] if begun else dated[0].value


class Holdings:
    """Who holds which joint post in the year, as known on the knowledge date."""

    def __init__(self, workings: Workings) -> None:
        """Read HR's records as the last pay month of the year will know them."""
        self._workings = workings
        self._year = workings.facts.period.year
        self.known_on = workings.facts.known_on

    def held(self) -> Iterator[tuple[str, str]]:
        """Council and post that somebody holds in the year."""
        return (key for key, rows in sorted(self._rows.items()) if any(self._is_held(row) for row in rows))

    def await_award(self, council: str, post: str) -> bool:
        """Whether a value of a holder's pay scale has begun that is not settled yet."""
        return any(
            self._is_held(row, since)
            for row in self._rows.get((council, post), ())
            for since in self._unsettled(row.pay_scale)
        )

    @cached_property
    def _rows(self) -> dict[tuple[str, str], list[Occupancy]]:
        by_ref = self._workings.facts.site.post_of_ref()
        last = Period(self._year.start, LAST_MONTH)
        found: dict[tuple[str, str], list[Occupancy]] = {}
        for council, payroll in self._workings.payrolls.items():
            for row in payroll.rows(last):
                post = by_ref.get((council, row.post_ref))
                if post is not None and not row.is_vacant:
                    found.setdefault((council, post.post), []).append(row)
        return found

    def _is_held(self, row: Occupancy, since: date = date.min) -> bool:
        """Whether a record reaches into the year, on a day from which a value counts or later."""
        first = max(since, self._year.months()[0].first_day)
        last = self._year.last_day
        return first <= last and row.valid_from <= last and (row.valid_to is None or row.valid_to >= first)

    def _unsettled(self, scale: str) -> Iterator[date]:
        """The first days of values of a scale that are not settled as known on the knowledge date."""
        on_file = self._workings.facts.site.rates.scales.get(scale)
        values = (value for point in on_file.points.values() for value in point) if on_file else ()
        return (v.effective for v in values if v.settled_on is None or v.settled_on > self.known_on)
