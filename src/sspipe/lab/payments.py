"""What each pay day pays each person: the month itself, corrections of earlier months, arrears."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sspipe.lab.months import Month
from sspipe.lab.oncosts import national_insurance_alone, percentage
from sspipe.lab.payroll import Payroll, View
from sspipe.lab.pence import split, spread
from sspipe.lab.rates import LEVY_RATE, TEACHERS_PENSION_RATES, in_force

Late = dict[str, dict[Month, int]]


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

    @property
    def total(self) -> int:
        """Basic pay with all on-costs."""
        return self.basic + self.ni + self.pension + self.levy


class PayDay:
    """One person's pay with one employer in one month, by the three steps of R3 and R4."""

    def __init__(self, payroll: Payroll, person: str, council: str, month: Month) -> None:
        """Work out the gross of each step; the on-costs follow on demand."""
        self.payroll, self.person, self.council, self.month = payroll, person, council, month
        self.pay_date: date = payroll.facts.days[council].pay_date(month)
        self.posts = payroll.posts_of(person, council)
        self.current = {post: self._basic(post, month, month, month) for post in self.posts}
        corrections = self._corrections()
        unpaid = self._wholly_unpaid()
        self.unpaid = {post: _only(late, unpaid, inside=True) for post, late in corrections.items()}
        self.pool = {post: _only(late, unpaid, inside=False) for post, late in corrections.items()}
        self.arrears = self._arrears()

    def _basic(self, post: str, month: Month, known: Month, values: Month) -> int:
        return self.payroll.basic(self.person, post, month, View(known, values))

    def _earlier(self) -> list[Month]:
        return self.payroll.facts.first.through(self.month.plus(-1))

    def _corrections(self) -> Late:
        before = self.month.plus(-1)
        rows_of = self.payroll.rows_of
        if rows_of(self.person, self.council, self.month) == rows_of(self.person, self.council, before):
            return {post: {} for post in self.posts}
        return {
            post: _non_nil(
                {
                    month: self._basic(post, month, self.month, before) - self._basic(post, month, before, before)
                    for month in self._earlier()
                }
            )
            for post in self.posts
        }

    def _arrears(self) -> Late:
        before = self.month.plus(-1)
        return {
            post: _non_nil(
                {
                    month: self._basic(post, month, self.month, self.month)
                    - self._basic(post, month, self.month, before)
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
        return sum(self._basic(post, month, known, self.month.plus(-1)) for post in self.posts)

    def payments(self) -> list[Payment]:
        """Everything this pay day pays, nil amounts left out."""
        without = self.current
        pooled = {post: without[post] + sum(self.pool[post].values()) for post in self.posts}
        final = {post: pooled[post] + sum(self.arrears[post].values()) for post in self.posts}
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
        return [each for each in found if each.basic or each.total]

    def _ni(self, gross: Mapping[str, int]) -> dict[str, int]:
        return split(self.insurance(sum(gross.values()), self.pay_date), _above_nil(gross))

    def _first(self, post: str, ni: int) -> Payment:
        gross = self.current[post]
        return self._payment("first", post, self.month, gross, (ni, *self._percentages(post, gross)))

    def _unpaid_payments(self) -> list[Payment]:
        months = sorted({month for late in self.unpaid.values() for month in late})
        found = []
        for month in months:
            gross = {post: self.unpaid[post].get(month, 0) for post in self.posts}
            own_day = self.payroll.facts.days[self.council].pay_date(month)
            ni = self.insurance(sum(gross.values()), own_day)
            parts = split(ni, _above_nil(gross))
            for post in (each for each in self.posts if gross[each]):
                on_costs = (parts[post], *self._percentages(post, gross[post]))
                found.append(self._payment("unpaid month", post, month, gross[post], on_costs))
        return found

    def _late(self, step: str, post: str, late: dict[Month, int], without: int, ni: int) -> list[Payment]:
        if not late:
            return []
        with_late = self._percentages(post, without + sum(late.values()))
        pension, levy = (new - old for new, old in zip(with_late, self._percentages(post, without), strict=True))
        wholes = spread(ni + pension + levy, late)
        parts = [spread(part, late) for part in (ni, pension, levy)]
        has_pension = self.scheme(post) != "NONE"
        return [
            self._payment(
                step, post, month, late[month], _presented(wholes[month], parts, month, has_pension=has_pension)
            )
            for month in late
        ]

    def _percentages(self, post: str, gross: int) -> tuple[int, int]:
        return percentage(self.pension_rate(post), gross), percentage(LEVY_RATE, gross)

    def insurance(self, gross: int, own_date: date) -> int:
        """National Insurance of one gross, at the rate of this pay date and the threshold of another."""
        return national_insurance_alone(gross, self.pay_date, own_date)

    def scheme(self, post: str) -> str:
        """The pension scheme that this pay day pays to."""
        return self.payroll.scheme(self.person, post, self.month)

    def pension_rate(self, post: str) -> Fraction:
        """The employer's rate of that scheme."""
        scheme = self.scheme(post)
        if scheme == "LGPS":
            return in_force(self.payroll.facts.lgps[self.council], self.pay_date)
        return in_force(TEACHERS_PENSION_RATES, self.pay_date) if scheme == "TPS" else Fraction(0)

    def _payment(self, step: str, post: str, earned: Month, basic: int, on_costs: tuple[int, int, int]) -> Payment:
        ni, pension, levy = on_costs
        return Payment(
            person=self.person, post=post, paid=self.month, earned=earned, step=step,
            basic=basic, ni=ni, pension=pension, levy=levy,
        )  # fmt: skip


def _presented(whole: int, parts: list[dict[Month, int]], month: Month, *, has_pension: bool) -> tuple[int, int, int]:
    """Components of one month that sum to its part of the whole; the odd penny rides on pension, else NI."""
    ni, pension, levy = (part[month] for part in parts)
    odd = whole - ni - pension - levy
    return (ni, pension + odd, levy) if has_pension else (ni + odd, pension, levy)


def _only(late: dict[Month, int], months: set[Month], *, inside: bool) -> dict[Month, int]:
    return {month: gross for month, gross in late.items() if (month in months) is inside}


def _non_nil(late: dict[Month, int]) -> dict[Month, int]:
    return {month: gross for month, gross in late.items() if gross}


def _above_nil(gross: Mapping[str, int]) -> dict[str, int]:
    return {post: max(amount, 0) for post, amount in gross.items()}


def pay_through(payroll: Payroll, last: Month) -> list[Payment]:
    """Every payment from the first month up to and with the last."""
    found = []
    for council in sorted(set(payroll.facts.hosts.values())):
        for person in payroll.people(council):
            for month in payroll.facts.first.through(last):
                found += PayDay(payroll, person, council, month).payments()
    return found
