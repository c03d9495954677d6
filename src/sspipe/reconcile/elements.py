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
from sspipe.model.part_months import part_of_year
from sspipe.model.pay_elements import ElementFrequency, PayElement
from sspipe.model.periods import LAST_MONTH, Period
from sspipe.model.posts import Occupancy
from sspipe.reconcile.earnings import Earnings
from sspipe.reconcile.segments import Segment

AnnualOn = Callable[[Occupancy, date], int]


@dataclass(frozen=True, slots=True)
class JobMonth:
    """One person on one post in one month: the segments held, every record up to the month's end, and point values.

    `annual_on` gives the full-time annual value in pence that a record's point is paid at for a day.
    """

    month: Period
    segments: Sequence[Segment]
    records: Sequence[Occupancy]
    annual_on: AnnualOn

    def earnings(self, elements: Sequence[PayElement]) -> Earnings:
        """The month's earnings: basic pay rounded once, each element rounded once, and what they are due on.

        While pay is reduced, pension is due on the assumed pay of these days instead of their basic pay, where a row
        gives one; other elements are insured and pensionable as their own rows say.

        Raises:
            NoTermInForce: when an uplifted element began before its point has a value.
        """
        amounts = [(element, rounded_pence(self._amount(element))) for element in elements if self.records]
        basic = sum((segment.basic for segment in self.segments), Fraction(0))
        assumed = sum((self._assumed_shift(element) for element in elements), Fraction(0))
        basic_pence = rounded_pence(basic)
        return Earnings(
            basic_pence,
            sum(pence for _, pence in amounts),
            basic_pence + sum(pence for element, pence in amounts if element.ni_able),
            rounded_pence(basic + assumed) + sum(pence for element, pence in amounts if _moves_pension(element)),
        )

    def _amount(self, element: PayElement) -> Fraction:
        """The element in the month, unrounded, in pence; minus where it takes pay away."""
        if element.frequency is ElementFrequency.ONCE:
            return element.sign * self._once(element)
        return element.sign * sum((part for part in self._parts(element)), Fraction(0))

    def _once(self, element: PayElement) -> Fraction:
        if Period.of(element.valid_from) != self.month:
            return Fraction(0)
        held = [row for row in self.records if row.holds_on(element.valid_from)]
        record = held[0] if held else max(self.records, key=lambda row: row.valid_from)
        return Fraction(element.amount_pence) * ((record.fte or 0) if element.fte_scaled else 1)

    def _parts(self, element: PayElement) -> Iterator[Fraction]:
        stretches = list(self._valid(element))
        for segment, first, last in stretches:
            if element.fraction is not None:
                yield element.fraction * segment.basic_between(first, last)
            else:
                yield self._yearly(element, segment) * self._part(stretches, segment, first, last)

    def _yearly(self, element: PayElement, segment: Segment) -> Fraction:
        """The amount of a year, as a segment's holder is paid it."""
        months = LAST_MONTH if element.frequency is ElementFrequency.MONTHLY else 1
        yearly = Fraction(element.amount_pence * months)
        if element.fte_scaled:
            yearly *= segment.row.fte or 0
        if element.uplifted:
            yearly *= Fraction(segment.annual_pence, self.annual_on(segment.row, element.valid_from))
        return yearly

    def _assumed_shift(self, element: PayElement) -> Fraction:
        """Assumed pay less the basic pay that it stands for, day for day on one basis; nil where none is given."""
        if element.assumed_pay_pence is None:
            return Fraction(0)
        yearly = Fraction(element.assumed_pay_pence * LAST_MONTH)
        return sum(
            (
                yearly * segment.part_between(first, last) - segment.basic_between(first, last)
                for segment, first, last in self._valid(element)
            ),
            Fraction(0),
        )

    def _part(
        self, stretches: Sequence[tuple[Segment, date, date]], segment: Segment, first: date, last: date
    ) -> Fraction:
        """The part of a year of one stretch; the month is whole where the stretches fill it from end to end."""
        days = sum((end - start).days + 1 for _, start, end in stretches)
        return part_of_year(segment.basis, self.month, first, last, is_whole=days == self.month.days)

    def _valid(self, element: PayElement) -> Iterator[tuple[Segment, date, date]]:
        """The days held on which the element is valid, by segment."""
        for segment in self.segments:
            first = max(segment.first, element.valid_from)
            last = min(segment.last, element.valid_to or segment.last)
            if first <= last:
                yield segment, first, last


def _moves_pension(element: PayElement) -> bool:
    return element.pensionable and element.assumed_pay_pence is None
