"""A cause of ledger less expected put together: what it predicts with the words and the rows that go with it."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from sspipe.model.councils import Component
from sspipe.model.money import in_pounds
from sspipe.model.pay_elements import PayElement
from sspipe.model.periods import Period
from sspipe.model.posts import Occupancy
from sspipe.model.statement import Evidence
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis, Part, Parts
from sspipe.reconcile.post_months import PostMonth

NAMES = {
    Component.BASIC: "basic pay",
    Component.ELEMENTS: "pay beside basic pay",
    Component.NI: "National Insurance",
    Component.PENSION: "the pension contribution",
    Component.LEVY: "the apprenticeship levy",
    None: "cost beside pay",
}


def predicted(  # noqa: PLR0913 - what a hypothesis is made of
    of: PostMonth,
    code: str,
    cause_class: CauseClass,
    parts: Parts,
    *,
    what: str,
    sentence: str,
    decides: str = "",
    rows: Iterable[Evidence] = (),
) -> Hypothesis:
    """A hypothesis that rests on the month's lines and the rows given."""
    return Hypothesis(
        code=code,
        cause_class=cause_class,
        parts=parts,
        what=what,
        sentence=sentence,
        decides=decides or hr_record(of),
        evidence=(*of.rows, *rows),
    )


def hr_record(of: PostMonth) -> str:
    """The document that shows who held a post and how."""
    return f"the HR record of the post, from {of.council.name}'s HR officer"


def payroll_report(of: PostMonth) -> str:
    """The document that shows what was paid and how it was worked out."""
    return f"the payroll report of {month_name(of.month)}, from {of.council.name}'s payroll officer"


def next_ledger(of: PostMonth) -> str:
    """The document that shows what the month after holds."""
    return f"the ledger of {month_name(of.month.month_after())}, from {of.council.name}'s finance officer"


def month_name(month: Period) -> str:
    """A month as people say it."""
    return f"{month.first_day:%B %Y}"


def pounds_of(parts: Parts) -> str:
    """The size of what is predicted in all."""
    return in_pounds(abs(sum(parts.values())))


def more_or_less(parts: Parts) -> str:
    """What is predicted in all, as too much or too little."""
    return f"{pounds_of(parts)} {'less' if sum(parts.values()) < 0 else 'more'}"


def percent(rate: Fraction) -> str:
    """A rate as people write it."""
    return f"{(Decimal(rate.numerator * 100) / Decimal(rate.denominator)).normalize():f}%"


def row_of(record: Occupancy | PayElement) -> Evidence:
    """Where a record stands."""
    return Evidence(source_file=record.source_file, source_row=record.source_row)


def minus(parts: Parts) -> dict[Part, int]:
    """The same with the other sign."""
    return {part: -pence for part, pence in parts.items() if pence}
