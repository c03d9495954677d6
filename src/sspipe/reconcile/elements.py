"""What the recorded pay elements of one job come to in one month, unrounded and as earnings (R3).

An element counts on the days on which it is valid and the post is held. A monthly or annual amount is paid for these
days on the pay scale's part-month basis, times FTE where `fte_scaled` says so, and is not cut for fewer than 52 weeks a
year; a fraction is of the basic pay of these days. What is paid once is paid whole in the month of its first day, times
the FTE of that day (the last held before it) where `fte_scaled` says so. An uplifted amount moves with the value of the
holder's point, over its value on the element's first day under the same view, so that a late award gives arrears of it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sspipe.model.money import rounded_pence
from sspipe.model.part_months import DaysPaid, days_paid
from sspipe.model.pay_elements import ElementFrequency, PayElement
from sspipe.model.periods import LAST_MONTH, Period
from sspipe.model.posts import Occupancy
from sspipe.model.rates import WHOLE
from sspipe.reconcile.earnings import Earnings
from sspipe.reconcile.segments import Segment

AnnualOn = Callable[[Occupancy, date], int]


@dataclass(frozen=True, slots=True)
class ElementPart:
    """What an element comes to over some days, or once: unrounded, in pence, minus where it takes pay away.

    `segment` and `days` are None where it is paid once. `uplift` is what awards have multiplied it by.
    """

    element: PayElement
    record: Occupancy
    segment: Segment | None
    days: DaysPaid | None
    uplift: Fraction
    amount: Fraction


@dataclass(frozen=True, slots=True)
class JobMonth:
    """One person on one post in one month: the segments held, the elements, and every record up to the month's end.

    `annual_on` gives the full-time annual value in pence that a record's point is paid at for a day.
    """

    month: Period
    segments: Sequence[Segment]
    elements: Sequence[PayElement]
    records: Sequence[Occupancy]
    annual_on: AnnualOn

    def earnings(self) -> Earnings:
        """The month's earnings: basic pay rounded once, each element rounded once, and what they are due on.

        While pay is reduced, pension is due on the assumed pay of these days instead of their basic pay, where a row
        gives one; other elements are insured and pensionable as their own rows say.

        Raises:
            NoTermInForce: when an uplifted element began before its point has a value.
        """
        amounts = [(element, rounded_pence(self._amount(element))) for element in self.elements]
        basic = sum((segment.basic for segment in self.segments), Fraction(0))
        assumed = sum((part.amount for part in self.assumed_shifts()), Fraction(0))
        basic_pence = rounded_pence(basic)
        return Earnings(
            basic_pence,
            sum(pence for _, pence in amounts),
            basic_pence + sum(pence for element, pence in amounts if element.ni_able),
            rounded_pence(basic + assumed) + sum(pence for element, pence in amounts if moves_pension(element)),
        )

    def parts(self, element: PayElement) -> Iterator[ElementPart]:
        """What an element comes to, stretch by stretch of the days on which it counts."""
        if element.frequency is ElementFrequency.ONCE:
            yield from self._once(element)
            return
        stretches = list(self._valid(element))
        for segment, first, last in stretches:
            days, uplift = segment.days_between(first, last), WHOLE
            if element.fraction is not None:
                amount = element.fraction * segment.basic_between(first, last)
            else:
                days, uplift = self._days(stretches, segment, first, last), self._uplift(element, segment)
                amount = self._yearly(element, segment) * uplift * days.part
            yield ElementPart(element, segment.row, segment, days, uplift, element.sign * amount)

    def assumed_shifts(self) -> Iterator[ElementPart]:
        """Assumed pay less the basic pay that it stands for, day for day on one basis; none where none is given."""
        for element in self.elements:
            if element.assumed_pay_pence is None:
                continue
            yearly = Fraction(element.assumed_pay_pence * LAST_MONTH)
            for segment, first, last in self._valid(element):
                days = segment.days_between(first, last)
                shift = yearly * days.part - segment.basic_between(first, last)
                yield ElementPart(element, segment.row, segment, days, WHOLE, shift)

    def _amount(self, element: PayElement) -> Fraction:
        """The element in the month, unrounded, in pence; minus where it takes pay away."""
        return sum((part.amount for part in self.parts(element)), Fraction(0))

    def _once(self, element: PayElement) -> Iterator[ElementPart]:
        if Period.of(element.valid_from) != self.month:
            return
        held = [row for row in self.records if row.holds_on(element.valid_from)]
        record = held[0] if held else max(self.records, key=lambda row: row.valid_from)
        amount = Fraction(element.amount_pence) * ((record.fte or 0) if element.fte_scaled else 1)
        yield ElementPart(element, record, None, None, WHOLE, element.sign * amount)

    def _yearly(self, element: PayElement, segment: Segment) -> Fraction:
        """The amount of a year, as a segment's holder is paid it."""
        months = LAST_MONTH if element.frequency is ElementFrequency.MONTHLY else 1
        yearly = Fraction(element.amount_pence * months)
        if element.fte_scaled:
            yearly *= segment.row.fte or 0
        return yearly

    def _uplift(self, element: PayElement, segment: Segment) -> Fraction:
        """The point's value over its value on the element's first day, where awards raise the element."""
        if element.uplifted:
            return Fraction(segment.annual_pence, self.annual_on(segment.row, element.valid_from))
        return WHOLE

    def _days(
        self, stretches: Sequence[tuple[Segment, date, date]], segment: Segment, first: date, last: date
    ) -> DaysPaid:
        """How one stretch is paid; the month is whole where the stretches fill it from end to end."""
        days = sum((end - start).days + 1 for _, start, end in stretches)
        return days_paid(segment.basis, self.month, first, last, is_whole=days == self.month.days)

    def _valid(self, element: PayElement) -> Iterator[tuple[Segment, date, date]]:
        """The days held on which the element is valid, by segment."""
        for segment in self.segments:
            first = max(segment.first, element.valid_from)
            last = min(segment.last, element.valid_to or segment.last)
            if first <= last:
                yield segment, first, last


def moves_pension(element: PayElement) -> bool:
    """Whether pension is due on the element; where assumed pay stands in for pay, it is due on that instead."""
    return element.pensionable and element.assumed_pay_pence is None
