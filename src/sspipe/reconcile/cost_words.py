"""A cause of ledger less expected put together: what it predicts with the words and the rows that go with it."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from sspipe.model.councils import Component
from sspipe.model.money import in_pounds
from sspipe.model.money import more_or_less as in_words
from sspipe.model.pay_elements import PayElement
from sspipe.model.posts import Occupancy
from sspipe.model.statement import Evidence
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis, Part, Parts
from sspipe.reconcile.post_months import PostMonth
from sspipe.reconcile.spoken import finance_officer, name_of, said, title_of

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


def host_of(of: PostMonth) -> str:
    """The council whose ledger it is, as people name it."""
    return name_of(of.council)


def hr_record(of: PostMonth) -> str:
    """The document that shows who held a post and how."""
    return f"the HR record of the post, from {host_of(of)}'s HR officer"


def payroll_report(of: PostMonth) -> str:
    """The document that shows what was paid and how it was worked out."""
    return f"the payroll report of {month_name(of.month)}, from {host_of(of)}'s payroll officer"


def next_ledger(of: PostMonth) -> str:
    """The document that shows what the month after holds."""
    return f"the ledger of {month_name(of.month.month_after())}, from {finance_officer(host_of(of))}"


def ask_payroll(of: PostMonth, what: str) -> str:
    """What the payroll of the council is to do."""
    return f" Ask {host_of(of)}'s payroll officer to {what}."


def ask_hr(of: PostMonth, what: str) -> str:
    """What the council's HR is to do."""
    return f" Ask {host_of(of)}'s HR officer to {what}."


def ask_finance(of: PostMonth, what: str) -> str:
    """What those who keep the council's ledger are to do."""
    return f" Ask {finance_officer(host_of(of))} to {what}."


def post_name(of: PostMonth) -> str:
    """The post's title, as the council words it."""
    return title_of(next(post for post in of.site.posts if post.post == of.post), of.council.council)


month_name = said


def pounds_of(parts: Parts) -> str:
    """The size of what is predicted in all."""
    return in_pounds(abs(sum(parts.values())))


def more_or_less(parts: Parts) -> str:
    """What is predicted in all, as too much or too little."""
    return in_words(sum(parts.values()))


def percent(rate: Fraction) -> str:
    """A rate as people write it."""
    return f"{(Decimal(rate.numerator * 100) / Decimal(rate.denominator)).normalize():f}%"


def row_of(record: Occupancy | PayElement) -> Evidence:
    """Where a record stands."""
    return Evidence(source_file=record.source_file, source_row=record.source_row)


def minus(parts: Parts) -> dict[Part, int]:
    """The same with the other sign."""
    return {part: -pence for part, pence in parts.items() if pence}
