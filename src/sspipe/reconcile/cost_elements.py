"""Causes that rest on a recorded pay element: one that was not paid, or one paid before its record came (R9).

What is on record by the cut-off is expected already. Why pay is reduced is never read.
"""

from collections.abc import Callable, Iterator, Sequence

from sspipe.model.pay_elements import ElementKind, PayElement
from sspipe.model.periods import Period
from sspipe.reconcile.cost_words import (
    ask_hr,
    ask_payroll,
    host_of,
    hr_record,
    month_name,
    more_or_less,
    predicted,
    row_of,
)
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis, Parts, key_of, less
from sspipe.reconcile.post_months import PostMonth

DAY = "%-d %B %Y"
Elements = tuple[PayElement, ...]
CODES = {
    ElementKind.REDUCTION: "PAY_REDUCED",
    ElementKind.SACRIFICE: "SALARY_SACRIFICE",
    ElementKind.STATUTORY_RECOVERY: "STATUTORY_PAY_RECOVERED",
    ElementKind.LUMP_SUM: "PENSION_LUMP_SUM",
    ElementKind.FINAL_PAY: "LEAVER_FINAL_PAY",
    ElementKind.EXIT_COST: "EXIT_COST",
}
LATER = {
    code: place
    for place, code in enumerate(
        (
            *("ONE_OFF_PAY", "PAY_REDUCED", "STATUTORY_PAY_RECOVERED", "SALARY_SACRIFICE"),
            *("PENSION_LUMP_SUM", "LEAVER_FINAL_PAY", "EXIT_COST"),
        )
    )
}
"""Of two events of one month the catalogue's later one is taken off first, so that each has one amount to the penny."""
NAMES = {
    ElementKind.ALLOWANCE: "an allowance",
    ElementKind.HONORARIUM: "an honorarium",
    ElementKind.ACTING_UP: "acting-up pay",
    ElementKind.OVERTIME: "overtime",
    ElementKind.ONE_OFF: "a one-off payment",
    ElementKind.REDUCTION: "a reduction of pay",
    ElementKind.SACRIFICE: "a salary sacrifice",
    ElementKind.STATUTORY_RECOVERY: "a recovery of statutory pay",
    ElementKind.LUMP_SUM: "a lump sum to the pension fund",
    ElementKind.FINAL_PAY: "final pay of somebody who left",
    ElementKind.EXIT_COST: "a cost of somebody's leaving",
}


def code_of(element: PayElement) -> str:
    """The cause that rests on an element."""
    return CODES.get(element.kind, "ONE_OFF_PAY")


def one_off_pay(of: PostMonth) -> Iterator[Hypothesis]:
    """A recorded payment beside basic pay, with NI, levy and pension as its record says."""
    return _elements(of, "ONE_OFF_PAY")


def pay_reduced(of: PostMonth) -> Iterator[Hypothesis]:
    """A recorded part of gross less; pension on the assumed pay that the record gives."""
    return _elements(of, "PAY_REDUCED")


def salary_sacrifice(of: PostMonth) -> Iterator[Hypothesis]:
    """A recorded sacrifice of gross with its NI and levy."""
    return _elements(of, "SALARY_SACRIFICE")


def statutory_pay_recovered(of: PostMonth) -> Iterator[Hypothesis]:
    """A recorded recovery of statutory pay that is credited to the post."""
    return _elements(of, "STATUTORY_PAY_RECOVERED")


def pension_lump_sum(of: PostMonth) -> Iterator[Hypothesis]:
    """A recorded lump sum to the pension fund."""
    return _elements(of, "PENSION_LUMP_SUM")


def leaver_final_pay(of: PostMonth) -> Iterator[Hypothesis]:
    """Recorded final pay of somebody who left, with what its record says is due on it."""
    return _elements(of, "LEAVER_FINAL_PAY")


def exit_cost(of: PostMonth) -> Iterator[Hypothesis]:
    """A recorded redundancy payment, or strain on the pension fund."""
    return _elements(of, "EXIT_COST")


def _elements(of: PostMonth, code: str) -> Iterator[Hypothesis]:
    known = [element for element in of.recosting.base.elements(of.month) if element.post_ref == of.post_ref]
    for element in known:
        if _is_of(element, code, of.month):
            for parts in _without(of, (element,), known, code):
                yield _left_out(of, code, element, parts)
    for element in _recorded_late(of, known):
        if _is_of(element, code, of.month):
            for parts in _without(of, (), known, code, also=(element,)):
                yield _before_its_record(of, code, element, parts)


def _without(
    of: PostMonth, left_out: Elements, known: Sequence[PayElement], code: str, also: Elements = ()
) -> Iterator[Parts]:
    """What the month comes to more; also where one that the catalogue names later is not in effect either."""
    alone = of.recosting.under_elements(_but(left_out), also)
    yield alone
    for other in known:
        if LATER[code] < LATER[code_of(other)]:
            base = of.recosting.under_elements(_but((other,)))
            beside = less(of.recosting.under_elements(_but((*left_out, other)), also), base)
            if key_of(beside) != key_of(alone):
                yield beside


def _but(left_out: Elements) -> Callable[[PayElement], PayElement | None]:
    rows = {element.untraced for element in left_out}
    return lambda row: None if row.untraced in rows else row


def _left_out(of: PostMonth, code: str, element: PayElement, parts: Parts) -> Hypothesis:
    name = NAMES[element.kind]
    return predicted(
        of,
        code,
        CauseClass.RECORDED,
        parts,
        what=f"{name} on record that was not put into effect",
        sentence=(
            f"HR recorded {name} from {element.valid_from:{DAY}}, and {host_of(of)} paid {month_name(of.month)} "
            f"without it: {more_or_less(parts)} than it should be.{ask_payroll(of, 'put it right')}"
        ),
        decides=hr_record(of),
        rows=[row_of(element)],
    )


def _before_its_record(of: PostMonth, code: str, element: PayElement, parts: Parts) -> Hypothesis:
    name = NAMES[element.kind]
    return predicted(
        of,
        code,
        CauseClass.RECORDED,
        parts,
        what=f"{name} whose record came after the payroll's cut-off",
        sentence=(
            f"{host_of(of)} put {name} from {element.valid_from:{DAY}} into the pay of {month_name(of.month)}; HR "
            f"recorded it on {element.recorded_on:{DAY}} only, after the payroll's cut-off, so that it was not "
            f"expected: {more_or_less(parts)}.{ask_hr(of, 'confirm the record')}"
        ),
        decides=hr_record(of),
        rows=[row_of(element)],
    )


def _recorded_late(of: PostMonth, known: list[PayElement]) -> list[PayElement]:
    """The last form of each element of the post that came after the cut-off."""
    standing = {element.recorded_as for element in known}
    last = {element.recorded_as: element for element in of.recosting.elements_recorded}
    return [row for key, row in last.items() if key not in standing and row.recorded_on > of.recosting.cut_off]


def _is_of(element: PayElement, code: str, month: Period) -> bool:
    """Whether it may count in the month under this name."""
    is_begun = element.valid_from <= month.last_day and (
        element.valid_to is None or element.valid_to >= month.first_day
    )
    return code_of(element) == code and is_begun
