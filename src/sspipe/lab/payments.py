"""What each pay day pays each person: the month itself, corrections of earlier months, arrears."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sspipe.lab.months import Month
from sspipe.lab.oncosts import national_insurance_alone, percentage
from sspipe.lab.payroll import Payroll, View
from sspipe.lab.pence import split, spread
from sspipe.lab.rates import LEVY_RATE, TEACHERS_PENSION_RATES, in_force, thresholds_of
from sspipe.lab.recorded_pay import Pay

Late = dict[str, dict[Month, Pay]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Pence paid to one person for one post in one month, earned in the same or an earlier one."""

    person: str
    post: str
    paid: Month
    earned: Month
    step: str
    basic: int
    ni: int
    pension: int
    levy: int
    elements: int = 0

    @property
    def total(self) -> int:
        """Basic pay and elements with all on-costs."""
        return self.basic + self.elements + self.ni + self.pension + self.levy


class PayDay:
    """One person's pay with one employer in one month, by the three steps of R3 and R4."""

    def __init__(self, payroll: Payroll, person: str, council: str, month: Month) -> None:
        """Work out the gross of each step; the on-costs follow on demand."""
        self.payroll, self.person, self.council, self.month = payroll, person, council, month
        self.pay_date: date = payroll.facts.days[council].pay_date(month)
        self.posts = payroll.posts_of(person, council)
        self.letter = payroll.category(person, council, month)
        self.current = {post: self._pay(post, month, month, month) for post in self.posts}
        corrections = self._corrections()
        unpaid = self._wholly_unpaid() if any(corrections.values()) else set()
        self.unpaid = {post: _only(late, unpaid, inside=True) for post, late in corrections.items()}
        self.pool = {post: _only(late, unpaid, inside=False) for post, late in corrections.items()}
        self.arrears = self._arrears()

    def _pay(self, post: str, month: Month, known: Month, values: Month) -> Pay:
        return self.payroll.pay(self.person, post, month, View(known, values))

    def _earlier(self) -> list[Month]:
        return self.payroll.facts.first.through(self.month.plus(-1))

    def _corrections(self) -> Late:
        before = self.month.plus(-1)
        whose = (self.person, self.council)
        if all(known(*whose, self.month) == known(*whose, before) for known in self._records()):
            return {post: {} for post in self.posts}
        return {
            post: _non_nil(
                {
                    month: self._pay(post, month, self.month, before) - self._pay(post, month, before, before)
                    for month in self._earlier()
                }
            )
            for post in self.posts
        }

    def _records(self) -> tuple[Callable[[str, str, Month], tuple[object, ...]], ...]:
        return (self.payroll.rows_of, self.payroll.elements_of)

    def _arrears(self) -> Late:
        before = self.month.plus(-1)
        if self.month not in self.payroll.implementing(self.council):
            return {post: {} for post in self.posts}
        return {
            post: _non_nil(
                {
                    month: self._pay(post, month, self.month, self.month) - self._pay(post, month, self.month, before)
                    for month in self._earlier()
                }
            )
            for post in self.posts
        }

    def _wholly_unpaid(self) -> set[Month]:
        before = self.month.plus(-1)
        return {
            month for month in self._earlier() if self._gross(month, before) == 0 and self._gross(month, self.month) > 0
        }

    def _gross(self, month: Month, known: Month) -> int:
        return sum(self._pay(post, month, known, self.month.plus(-1)).gross for post in self.posts)

    def payments(self) -> list[Payment]:
        """Everything this pay day pays, nil amounts left out."""
        without = self.current
        pooled = {post: sum(self.pool[post].values(), without[post]) for post in self.posts}
        final = {post: sum(self.arrears[post].values(), pooled[post]) for post in self.posts}
        ni = [self._ni(gross) for gross in (without, pooled, final)]
        kept = {
            post: sum(
                ni[step + 1][post] - ni[step][post]
                for step, late in enumerate((self.pool, self.arrears))
                if not late[post]
            )
            for post in self.posts
        }
        found = [self._first(post, ni[0][post] + kept[post]) for post in self.posts]
        found += self._unpaid_payments()
        for post in self.posts:
            found += self._late("correction", post, self.pool[post], without[post], ni[1][post] - ni[0][post])
            found += self._late("arrears", post, self.arrears[post], pooled[post], ni[2][post] - ni[1][post])
        return [each for each in found if each.basic or each.elements or each.total]

    def _ni(self, pay: Mapping[str, Pay]) -> dict[str, int]:
        return split(self.insurance(_insured(pay), self.pay_date), _above_nil(pay))

    def _first(self, post: str, ni: int) -> Payment:
        pay = self.current[post]
        return self._payment("first", post, self.month, pay, (ni, *self._percentages(post, pay)))

    def _unpaid_payments(self) -> list[Payment]:
        months = sorted({month for late in self.unpaid.values() for month in late})
        found = []
        for month in months:
            pay = {post: self.unpaid[post].get(month, Pay()) for post in self.posts}
            own_day = self.payroll.facts.days[self.council].pay_date(month)
            parts = split(self.insurance(_insured(pay), own_day), _above_nil(pay))
            for post in (each for each in self.posts if pay[each]):
                on_costs = (parts[post], *self._percentages(post, pay[post]))
                found.append(self._payment("unpaid month", post, month, pay[post], on_costs))
        return found

    def _late(self, step: str, post: str, late: dict[Month, Pay], without: Pay, ni: int) -> list[Payment]:
        if not late:
            return []
        with_late = self._percentages(post, sum(late.values(), without))
        pension, levy = (new - old for new, old in zip(with_late, self._percentages(post, without), strict=True))
        gross = {month: pay.gross for month, pay in late.items()}
        wholes = spread(ni + pension + levy, gross)
        parts = [spread(part, gross) for part in (ni, pension, levy)]
        has_pension = self.scheme(post) != "NONE"
        return [
            self._payment(
                step, post, month, late[month], _presented(wholes[month], parts, month, has_pension=has_pension)
            )
            for month in late
        ]

    def _percentages(self, post: str, pay: Pay) -> tuple[int, int]:
        return percentage(self.pension_rate(post), pay.pensionable), percentage(LEVY_RATE, pay.insured)

    def insurance(self, gross: int, own_date: date) -> int:
        """National Insurance of one gross, at the rate of this pay date and the threshold of another."""
        return national_insurance_alone(gross, self.pay_date, own_date, thresholds_of(self.letter))

    def scheme(self, post: str) -> str:
        """The pension scheme that this pay day pays to."""
        return self.payroll.scheme(self.person, post, self.month)

    def pension_rate(self, post: str) -> Fraction:
        """The employer's rate of that scheme."""
        scheme = self.scheme(post)
        if scheme == "LGPS":
            return in_force(self.payroll.facts.lgps[self.council], self.pay_date)
        return in_force(TEACHERS_PENSION_RATES, self.pay_date) if scheme == "TPS" else Fraction(0)

    def _payment(self, step: str, post: str, earned: Month, pay: Pay, on_costs: tuple[int, int, int]) -> Payment:
        ni, pension, levy = on_costs
        return Payment(
            person=self.person, post=post, paid=self.month, earned=earned, step=step,
            basic=pay.basic, elements=pay.elements, ni=ni, pension=pension, levy=levy,
        )  # fmt: skip


def _presented(whole: int, parts: list[dict[Month, int]], month: Month, *, has_pension: bool) -> tuple[int, int, int]:
    """Components of one month that sum to its part of the whole; the odd penny rides on pension, else NI."""
    ni, pension, levy = (part[month] for part in parts)
    odd = whole - ni - pension - levy
    return (ni, pension + odd, levy) if has_pension else (ni + odd, pension, levy)


def _only(late: dict[Month, Pay], months: set[Month], *, inside: bool) -> dict[Month, Pay]:
    return {month: pay for month, pay in late.items() if (month in months) is inside}


def _non_nil(late: dict[Month, Pay]) -> dict[Month, Pay]:
    return {month: pay for month, pay in late.items() if pay}


def _insured(pay: Mapping[str, Pay]) -> int:
    return sum(each.insured for each in pay.values())


def _above_nil(pay: Mapping[str, Pay]) -> dict[str, int]:
    return {post: max(each.insured, 0) for post, each in pay.items()}


def pay_through(payroll: Payroll, last: Month) -> list[Payment]:
    """Every payment from the first month up to and with the last."""
    found = []
    for council in sorted(set(payroll.facts.hosts.values())):
        for person in payroll.people(council):
            for month in payroll.facts.first.through(last):
                found += PayDay(payroll, person, council, month).payments()
    return found
