"""What one job earns in one month as steps: each stretch of days, each recorded element, and what is rounded once (R3).

The amounts are those of the objects that the earnings are added up from; nothing is worked out anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from sspipe.model.councils import Component
from sspipe.model.effective import Dated
from sspipe.model.money import rounded_pence
from sspipe.model.part_months import DaysPaid
from sspipe.model.pay_elements import PayElement
from sspipe.model.rates import FULL_YEAR_WEEKS, Rates
from sspipe.model.working import Side, Step, WorkingRow
from sspipe.reconcile.elements import ElementPart, JobMonth, moves_pension
from sspipe.reconcile.segments import Segment


def pay_steps(of: WorkingRow, held: JobMonth | None, rates: Rates) -> Iterator[list[WorkingRow]]:
    """Basic pay and each element that comes to something, each ending with its result; `of` says whose it is."""
    if held is None:
        return
    basic = replace(of, component=Component.BASIC)
    if held.segments:
        yield _rounded_once(basic, [_segment_row(basic, segment, rates) for segment in held.segments])
    yield from sorted(_steps_of_elements(replace(of, component=Component.ELEMENTS), held, rates), key=_order)


def _steps_of_elements(of: WorkingRow, held: JobMonth, rates: Rates) -> Iterator[list[WorkingRow]]:
    for element in held.elements:
        said = _said(of, element)
        rows = [_element_row(said, part, rates) for part in held.parts(element)]
        if rows:
            yield _rounded_once(said, rows)


def _order(rows: Sequence[WorkingRow]) -> tuple[object, ...]:
    """By kind and days, so that the order of a council's records tells nothing."""
    first = rows[0]
    return (str(first.element), first.first_date, first.last_date, first.unrounded, first.base_pence or 0, len(rows))


def late_pay_steps(of: WorkingRow, now: JobMonth | None, before: JobMonth | None, rates: Rates) -> Iterator[WorkingRow]:
    """An earlier month's pay as it is now, less what it came to before; a component that did not move is left out."""
    new = list(pay_steps(replace(of, side=Side.NOW), now, rates))
    old = list(pay_steps(replace(of, side=Side.BEFORE), before, rates))
    for component in (Component.BASIC, Component.ELEMENTS):
        rows = [row for steps in new if steps[-1].component is component for row in counted(steps)]
        were = [steps for steps in old if steps[-1].component is component]
        rows += [row for steps in were for row in steps]
        if were:
            rows.append(_less(replace(of, component=component), sum(result_of(steps) for steps in were)))
        yield from rows if sum(row.amount_pence or 0 for row in rows) else ()


def counted(rows: Sequence[WorkingRow]) -> Iterator[WorkingRow]:
    """Steps of which the last one's result is added to the component."""
    return (replace(row, amount_pence=row.result_pence if row is rows[-1] else None) for row in rows)


def result_of(rows: Sequence[WorkingRow]) -> int:
    """What steps lead to, in pence; nil where there are none."""
    return (rows[-1].result_pence or 0) if rows else 0


def assumed_pay_steps(of: WorkingRow, held: JobMonth | None, rates: Rates) -> Iterator[WorkingRow]:
    """What pension is due on beside basic pay while pay is reduced, unrounded."""
    of = replace(of, component=Component.PENSION, step=Step.ASSUMED_PAY)
    steps = [_assumed_row(of, part, rates) for part in (held.assumed_shifts() if held else ())]
    return iter(sorted(steps, key=lambda row: _order([row])))


def _assumed_row(of: WorkingRow, part: ElementPart, rates: Rates) -> WorkingRow:
    return replace(
        _over_days(_at_point(_said(of, part.element), part.segment, rates), part),
        base_pence=part.element.assumed_pay_pence,
        unrounded=part.amount,
    )


def _rounded_once(of: WorkingRow, rows: Sequence[WorkingRow]) -> list[WorkingRow]:
    """Rows that are rounded together: one by itself, several by a row of their sum (R1)."""
    whole = sum((row.unrounded or Fraction(0) for row in rows), Fraction(0))
    pence = rounded_pence(whole)
    if len(rows) > 1:
        rows = sorted(rows, key=lambda row: _order([row]))
        return [*rows, replace(of, step=Step.ROUNDING, unrounded=whole, result_pence=pence)]
    return [replace(row, result_pence=pence) for row in rows]


def _less(of: WorkingRow, pence: int) -> WorkingRow:
    return replace(of, step=Step.LESS_ALREADY_PAID, side=Side.BEFORE, result_pence=-pence, amount_pence=-pence)


def _said(of: WorkingRow, element: PayElement) -> WorkingRow:
    """What a recorded element says of itself, wherever it counts."""
    return replace(
        of,
        element=element.kind,
        frequency=element.frequency,
        is_insured=element.ni_able,
        is_pensionable=moves_pension(element),
        source_file=element.source_file,
        source_row=element.source_row,
    )


def _segment_row(of: WorkingRow, segment: Segment, rates: Rates) -> WorkingRow:
    weeks = tuple(_part_of_weeks(segment, rates))
    return replace(
        _over(_at_point(of, segment, rates), segment.days_between(segment.first, segment.last)),
        step=Step.BASIC_SEGMENT,
        rate_from=segment.value.effective,
        source="; ".join([segment.value.source, *(part.source for part in weeks)]),
        is_illustrative=segment.value.illustrative or any(part.illustrative for part in weeks),
        unrounded=segment.basic,
        source_file=segment.row.source_file,
        source_row=segment.row.source_row,
    )


def _at_point(of: WorkingRow, segment: Segment | None, rates: Rates) -> WorkingRow:
    """The pay of a year that a segment's days are part of."""
    if segment is None:
        return of
    row = segment.row
    return replace(
        of,
        pay_scale=row.pay_scale,
        pay_point=row.pay_point,
        annual_pence=segment.annual_pence,
        fte=row.fte,
        weeks_per_year=row.weeks_per_year,
        part_of_year=rates.scale_of(row.pay_scale).part_paid(row.weeks_per_year, segment.first),
    )


def _part_of_weeks(segment: Segment, rates: Rates) -> Iterator[Dated[Fraction]]:
    """What part of a year's pay is paid for fewer than 52 weeks, with its source."""
    weeks = segment.row.weeks_per_year
    if weeks is not None and weeks != FULL_YEAR_WEEKS:
        yield rates.scale_of(segment.row.pay_scale).part_year[weeks].dated_on(segment.first)


def _element_row(of: WorkingRow, part: ElementPart, rates: Rates) -> WorkingRow:
    """A part of an element: a fraction is of the basic pay of its days, an amount stands for itself."""
    element = part.element
    of = replace(_over_days(of, part), step=Step.ELEMENT, rate_from=element.valid_from, unrounded=part.amount)
    if element.fraction is not None:
        return replace(_at_point(of, part.segment, rates), rate=element.fraction)
    return replace(
        of,
        fte=part.record.fte if element.fte_scaled else None,
        uplift=part.uplift if element.uplifted else None,
        base_pence=element.amount_pence,
    )


def _over_days(of: WorkingRow, part: ElementPart) -> WorkingRow:
    """The days that count; what is paid once is paid on its first."""
    if part.days is None:
        return replace(of, first_date=part.element.valid_from, last_date=part.element.valid_from)
    return _over(of, part.days)


def _over(of: WorkingRow, days: DaysPaid) -> WorkingRow:
    return replace(
        of,
        first_date=days.first,
        last_date=days.last,
        days=days.days,
        out_of_days=days.out_of,
        part_month=days.basis,
    )
