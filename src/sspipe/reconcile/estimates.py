"""Due under an agreement that bills an estimate: its share month by month, and the difference at the true-up (R7)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sspipe.errors import NoTermInForce
from sspipe.model.agreements import Basis, Terms
from sspipe.model.dues import DueItem
from sspipe.model.money import rounded_pence, split
from sspipe.model.periods import LAST_MONTH, Period, months_between
from sspipe.model.working import Tranche
from sspipe.reconcile.due import billable_on
from sspipe.reconcile.pay import Payroll
from sspipe.reconcile.segments import View
from sspipe.reconcile.shares import Split


@dataclass(frozen=True, slots=True)
class Estimates:
    """One post under its agreement: who hosts it, and how far the books go."""

    post_split: Split
    payroll: Payroll
    post_ref: str
    through: Period
    known_on: date
    approved_on: date

    def due(self, actual: Sequence[DueItem]) -> Iterator[DueItem]:
        """The parts that fall due, given those that the actual cost would make due; other months pass unchanged.

        Raises:
            NoTermInForce: when a month is billed on an estimate that the terms do not hold.
        """
        months = [month for month in months_between(self.payroll.first, self.through) if self._is_estimated(month)]
        yield from (item for item in actual if item.service not in months)
        for month in months:
            estimate = list(self._estimate(month))
            yield from estimate
            ours = [item for item in actual if item.service == month]
            yield from self._true_up(month, estimate, ours)

    def _terms(self, month: Period) -> Terms:
        return self.post_split.version_on(month.last_day).terms

    def _is_estimated(self, month: Period) -> bool:
        shared = self.post_split.due_from <= month.last_day
        return shared and self._terms(month).basis is Basis.ESTIMATE

    def _estimate(self, month: Period) -> Iterator[DueItem]:
        terms = self._terms(month)
        annual = terms.estimates.get(self.post_split.post, {}).get(str(month.year))
        if annual is None:
            where = f"estimate of {self.post_split.post} in {month.year}"
            raise NoTermInForce(where, "no value in the terms", "a yearly estimate", "Add it to the agreement's terms.")
        shared_pence = rounded_pence(Fraction(annual, LAST_MONTH))
        view = View(month, month)
        segments = self.payroll.segments_on(self.post_ref, month, view)
        payer = self.post_split.host_on(month.last_day)
        host, *partners = split(shared_pence, self.post_split.weights(month, segments, payer)).items()
        for partner, part_pence in partners:
            yield DueItem(
                agreement=self.post_split.agreement.agreement,
                version=self.post_split.version_on(month.last_day).version,
                post=self.post_split.post,
                host=host[0],
                partner=partner,
                service=month,
                paid=month,
                tranche=Tranche.CURRENT,
                shared_pence=shared_pence,
                part_pence=part_pence,
                due_pence=rounded_pence(part_pence * (1 + terms.overhead)),
                billable_on=billable_on(terms, month, self.approved_on),
                days=self.post_split.days_of(month, segments, payer, partner),
            )

    def _true_up(self, month: Period, estimate: Iterable[DueItem], actual: Sequence[DueItem]) -> Iterator[DueItem]:
        """Actual less estimate for a month before the true-up date, once that has come; later parts as they come."""
        terms = self._terms(month)
        day = terms.true_up_date
        if day is None or day > self.known_on or month.last_day > day:
            return
        settled_in = Period.of(day)
        yield from (item for item in actual if item.paid > settled_in)
        known = [item for item in actual if item.paid <= settled_in]
        for base in estimate:
            ours = [item for item in known if item.partner == base.partner]
            yield DueItem(
                agreement=base.agreement,
                version=base.version,
                post=base.post,
                host=base.host,
                partner=base.partner,
                service=month,
                paid=settled_in,
                tranche=Tranche.CORRECTION,
                shared_pence=sum(item.shared_pence for item in ours) - base.shared_pence,
                part_pence=sum(item.part_pence for item in ours) - base.part_pence,
                due_pence=sum(item.due_pence for item in ours) - base.due_pence,
                billable_on=billable_on(terms, settled_in, self.approved_on),
                days=base.days,
            )
