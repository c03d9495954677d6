"""What payroll knows of each person's basic pay, month by month."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from sspipe.lab.days import CouncilDays
from sspipe.lab.months import MONTHS_A_YEAR, Month
from sspipe.lab.occupancies import Occupancy, known_on
from sspipe.lab.pay_values import PayScales, PayValue
from sspipe.lab.pence import PENCE, half_up
from sspipe.lab.rates import Dated
from sspipe.lab.recorded_pay import Element, Pay, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that payroll works from. `refs` orders a person's posts; `hosts` says who employs."""

    occupancies: tuple[Occupancy, ...]
    hosts: Mapping[str, str]
    refs: Mapping[str, str]
    scales: PayScales
    days: Mapping[str, CouncilDays]
    lgps: Mapping[str, Dated]
    first: Month
    elements: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """Days of a month at one pay, and their unrounded basic in pence."""

    first: date
    last: date
    basic: Fraction


@dataclass(frozen=True, slots=True)
class View:
    """A standpoint: HR as at the cut-off of one month, pay values as implemented by another."""

    known: Month
    values: Month


class Payroll:
    """Basic pay of any person, post and month, from any standpoint."""

    def __init__(self, facts: Facts) -> None:
        """Keep the facts; every answer is worked out once."""
        self.facts = facts
        self._known: dict[tuple[str, Month], tuple[Occupancy, ...]] = {}
        self._basic: dict[tuple[str, str, Month, View], int] = {}
        self._implementing: dict[str, frozenset[Month]] = {}

    def with_elements(self, elements: tuple[Element, ...]) -> "Payroll":
        """The same people with other elements; no basic pay is worked out twice for it."""
        other = Payroll(replace(self.facts, elements=elements))
        other._known, other._basic = self._known, self._basic
        return other

    def known(self, council: str, month: Month) -> tuple[Occupancy, ...]:
        """What a council's HR knew at the cut-off of a month."""
        if (council, month) not in self._known:
            rows = [row for row in self.facts.occupancies if self.facts.hosts[row.post] == council]
            self._known[council, month] = known_on(rows, self.facts.days[council].cut_off(month))
        return self._known[council, month]

    def rows_of(self, person: str, council: str, known: Month) -> tuple[Occupancy, ...]:
        """One person's rows with an employer."""
        return tuple(row for row in self.known(council, known) if row.person == person)

    def elements_of(self, person: str, council: str, known: Month) -> tuple[Element, ...]:
        """The elements of one person with an employer that HR knew at the cut-off of a month."""
        if not self.facts.elements:
            return ()
        day = self.facts.days[council].cut_off(known)
        own = (each for each in self.facts.elements if each.person == person)
        return tuple(each for each in own if self.facts.hosts[each.post] == council and each.recorded <= day)

    def people(self, council: str) -> list[str]:
        """Everybody who ever holds a post with a council."""
        return sorted({row.person for row in self.facts.occupancies if self.facts.hosts[row.post] == council})

    def posts_of(self, person: str, council: str) -> list[str]:
        """A person's posts with an employer, by the order of their references."""
        rows = self.facts.occupancies
        posts = {row.post for row in rows if row.person == person and self.facts.hosts[row.post] == council}
        return sorted(posts, key=self.facts.refs.__getitem__)

    def implemented_month(self, value: PayValue, council: str) -> Month:
        """The month in which a council first pays a value."""
        return value.implemented_month(council, self.facts.days[council])

    def implementing(self, council: str) -> frozenset[Month]:
        """The months in which a council first pays some value of a point."""
        if council not in self._implementing:
            values = (value for values in self.facts.scales.values.values() for value in values)
            self._implementing[council] = frozenset(self.implemented_month(value, council) for value in values)
        return self._implementing[council]

    def is_employed(self, person: str, council: str, month: Month) -> bool:
        """Whether a person holds any post on any day of a month, as known at its cut-off."""
        return any(row.overlap(month) for row in self.rows_of(person, council, month))

    def counts(self, value: PayValue, person: str, council: str, month: Month, by: Month) -> bool:
        """Whether a value counts in a month's pay: implemented, and not lost by leaving before."""
        implemented = self.implemented_month(value, council)
        if implemented > by:
            return False
        return implemented <= month or self.is_employed(person, council, implemented)

    def segments(self, person: str, post: str, month: Month, view: View) -> list[Segment]:
        """The month's days at one pay each, with their exact basic."""
        council = self.facts.hosts[post]
        found = []
        for row in self.rows_of(person, council, view.known):
            if row.post == post and (held := row.overlap(month)):
                found += self._pieces(row, held, month, view)
        return found

    def _pieces(self, row: Occupancy, held: tuple[date, date], month: Month, view: View) -> list[Segment]:
        council, point = self.facts.hosts[row.post], (row.scale, row.point)
        first, last = held
        starts = [first, *(day for day in self.facts.scales.starts(point) if first < day <= last)]
        ends = [day - timedelta(days=1) for day in starts[1:]] + [last]
        pieces = []
        for start, end in zip(starts, ends, strict=True):
            pounds = self.facts.scales.annual_pounds(
                point, start, lambda value: self.counts(value, row.person, council, month, view.values)
            )
            days = (end - start).days + 1
            basic = pounds * PENCE * row.fte * days / month.days / MONTHS_A_YEAR
            pieces.append(Segment(start, end, basic))
        return pieces

    def basic(self, person: str, post: str, month: Month, view: View) -> int:
        """The month's basic in whole pence, rounded once."""
        key = (person, post, month, view)
        if key not in self._basic:
            self._basic[key] = half_up(
                sum((each.basic for each in self.segments(person, post, month, view)), Fraction(0))
            )
        return self._basic[key]

    def pay(self, person: str, post: str, month: Month, view: View) -> Pay:
        """The month's basic and elements in whole pence, each rounded once."""
        pay = plain(self.basic(person, post, month, view))
        known = self.elements_of(person, self.facts.hosts[post], view.known)
        for element in (each for each in known if (each.post, each.month) == (post, month)):
            amount = element.sign * self._amount(element, view)
            pay += Pay(0, amount, amount if element.is_insured else 0, amount if element.is_pensionable else 0)
            if element.assumed:
                pay += Pay(0, 0, 0, element.assumed - pay.basic)
        return pay

    def _amount(self, element: Element, view: View) -> int:
        if element.fraction is None:
            return element.amount
        pieces = self.segments(element.person, element.post, element.month, view)
        return half_up(element.fraction * sum((each.basic for each in pieces), Fraction(0)))

    def category(self, person: str, council: str, month: Month) -> str:
        """The category letter of the person's latest row by a month's end; of any row where none had begun."""
        rows = self.rows_of(person, council, month) or tuple(
            row for row in self.facts.occupancies if row.person == person and self.facts.hosts[row.post] == council
        )
        begun = [row for row in rows if row.start <= month.last]
        return max(begun or rows, key=lambda row: row.start).ni_category

    def scheme(self, person: str, post: str, known: Month) -> str:
        """The pension scheme of the latest row of a person in a post."""
        council = self.facts.hosts[post]
        rows = [row for row in self.rows_of(person, council, known) if row.post == post]
        rows = rows or [row for row in self.facts.occupancies if (row.person, row.post) == (person, post)]
        return max(rows, key=lambda row: row.start).scheme
