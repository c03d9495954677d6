"""One step of the working as a sum in words that a reader can do again on paper, with its rate's date and source."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from sspipe.model.money import in_pounds, rounded_pence
from sspipe.model.part_months import PartMonth
from sspipe.model.pay_elements import ElementFrequency
from sspipe.model.rates import FULL_YEAR_WEEKS
from sspipe.model.working import Step
from sspipe.publish.pack.published import pence, words
from sspipe.publish.plain import Row, exactly

FINE = 100
"""A penny is shown in hundredths where it is not yet rounded."""
_DAYS = {
    PartMonth.CALENDAR_DAYS: "days",
    PartMonth.WORKING_DAYS: "weekdays",
    PartMonth.YEAR_365THS: "days of a year",
}


def in_words(row: Row) -> str:
    """The sum of a published step."""
    return _WORDED[Step(words(row, "step"))](row)


def percent(rate: str) -> str:
    """A rate as people write it; empty where there is none.

    >>> percent("0.1505"), percent("1/3"), percent("")
    ('15.05%', '1/3', '')
    """
    shown = exactly(Fraction(rate) * 100) if rate else ""
    return rate if "/" in shown else f"{shown}%" if shown else ""


def finely(amount: str) -> str:
    """An exact amount in pence as pounds to the hundredth of a penny.

    >>> finely("1191625/3"), finely("-357487.5")
    ('£3,972.0833', '-£3,574.8750')
    """
    parts = rounded_pence(Fraction(amount) * FINE)
    pounds, rest = divmod(abs(parts), FINE * 100)
    return f"{'-' if parts < 0 else ''}£{pounds:,}.{rest:04d}"


def _basic(row: Row) -> str:
    worked = f"{_year(row)} x {_days(row)}{_twelfth(row)} = {_result(row)}"
    return f"{worked}; {_since('point value', row, 'rate_from', 'source')}"


def _year(row: Row) -> str:
    """The pay of a year: point, FTE and the weeks that are paid."""
    year = f"{_pounds(row, 'annual_pence')} a year x {words(row, 'fte')} FTE"
    weeks = words(row, "weeks_per_year")
    return year if weeks == str(FULL_YEAR_WEEKS) else f"{year} x {words(row, 'part_of_year')} for {weeks} weeks a year"


def _days(row: Row) -> str:
    named = _DAYS[PartMonth(words(row, "part_month"))]
    return f"{pence(row, 'days')} of {pence(row, 'out_of_days')} {named}"


def _twelfth(row: Row) -> str:
    """Days of a month are of a twelfth of the year's pay, 365ths of the year's pay itself."""
    return "" if words(row, "part_month") == PartMonth.YEAR_365THS else " / 12"


def _element(row: Row) -> str:
    return f"{words(row, 'element').replace('_', ' ').capitalize()}: {' x '.join(_factors(row))} = {_result(row)}"


def _factors(row: Row) -> Iterator[str]:
    """What an element is multiplied from; a month's amount needs no twelfth."""
    frequency = words(row, "frequency")
    if words(row, "rate"):
        yield f"{words(row, 'rate')} of basic pay: {_year(row)}"
    elif frequency == ElementFrequency.ONCE:
        yield f"{_pounds(row, 'base_pence')} once"
    else:
        yield f"{_pounds(row, 'base_pence')} a {'month' if frequency == ElementFrequency.MONTHLY else 'year'}"
    if words(row, "fte") and not words(row, "rate"):
        yield f"{words(row, 'fte')} FTE"
    if words(row, "uplift"):
        yield f"{words(row, 'uplift')} by awards"
    if words(row, "part_month"):
        yield from _of_days(row, is_month=frequency == ElementFrequency.MONTHLY and not words(row, "rate"))


def _of_days(row: Row, *, is_month: bool) -> Iterator[str]:
    if is_month and not _twelfth(row):
        yield "12"
    yield _days(row) if is_month else f"{_days(row)}{_twelfth(row)}"


def _rounding(row: Row) -> str:
    return f"Together {finely(words(row, 'unrounded'))}, rounded once: {_result(row)}"


def _less(row: Row) -> str:
    return f"Less what the month had come to before: {_result(row)}"


def _assumed(row: Row) -> str:
    stands_for = f"{_year(row)} x {_days(row)}{_twelfth(row)}"
    month = " x ".join([f"{_pounds(row, 'base_pence')} a month", *_of_days(row, is_month=True)])
    shift = finely(words(row, "unrounded"))
    return f"Pension is due on assumed pay of {month} instead of {stands_for}: {shift} before rounding"


def _insurance(row: Row) -> str:
    base, threshold = _pounds(row, "base_pence"), _pounds(row, "threshold_pence")
    above = pence(row, "base_pence") > pence(row, "threshold_pence")
    rate = percent(words(row, "rate"))
    worked = f"({base} - {threshold}) x {rate} = {_result(row)}" if above else f"{base} is not above {threshold}: £0.00"
    since = _since("rate", row, "rate_from", "source")
    threshold_since = _since(
        f"threshold of category {words(row, 'rate_of')}", row, "threshold_from", "threshold_source"
    )
    return f"{worked}; {since}; {threshold_since}"


def _rated(row: Row) -> str:
    named = f"rate of {words(row, 'rate_of')}" if words(row, "rate_of") else "rate"
    worked = f"{_pounds(row, 'base_pence')} x {percent(words(row, 'rate'))} = {_result(row)}"
    return f"{worked}; {_since(named, row, 'rate_from', 'source')}"


def _split_over_posts(row: Row) -> str:
    return (
        f"{_pounds(row, 'base_pence')} on all posts of the holder x {words(row, 'part')}, this post's part of the pay;"
        f" odd pennies by largest remainder = {_result(row)}"
    )


def _difference(row: Row) -> str:
    return f"On pay with arrears or corrections, less the same on pay without them: {_result(row)}"


def _split_over_months(row: Row) -> str:
    return (
        f"{_pounds(row, 'base_pence')} x {words(row, 'part')}, this month's part of all the late pay;"
        f" odd pennies by largest remainder = {_result(row)}"
    )


def _odd_pennies(row: Row) -> str:
    return f"Odd pennies, so that the month bears its part of the whole: {_result(row)}"


def _pounds(row: Row, key: str) -> str:
    return in_pounds(pence(row, key))


def _result(row: Row) -> str:
    if row.get("result_pence") is None:
        return f"{finely(words(row, 'unrounded'))} before rounding"
    return _pounds(row, "result_pence")


def _since(what: str, row: Row, starts: str, source: str) -> str:
    day = row.get(starts)
    shown = f"{day:%-d %B %Y}" if isinstance(day, date) else "no day on file"
    return f"{what} in force from {shown}, {words(row, source)}"


_WORDED: Mapping[Step, Callable[[Row], str]] = MappingProxyType(
    {
        Step.BASIC_SEGMENT: _basic,
        Step.ELEMENT: _element,
        Step.ROUNDING: _rounding,
        Step.LESS_ALREADY_PAID: _less,
        Step.ASSUMED_PAY: _assumed,
        Step.INSURANCE: _insurance,
        Step.SPLIT_OVER_POSTS: _split_over_posts,
        Step.PENSION: _rated,
        Step.LEVY: _rated,
        Step.DIFFERENCE: _difference,
        Step.SPLIT_OVER_MONTHS: _split_over_months,
        Step.ODD_PENNIES: _odd_pennies,
    }
)
