"""Corrections of earlier months that HR's record calls for and that a month's payroll left out (R3, R9)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from sspipe.model.pay_elements import PayElement
from sspipe.model.periods import Period
from sspipe.model.posts import Occupancy
from sspipe.reconcile.cost_elements import code_of
from sspipe.reconcile.cost_words import ask_payroll, month_name, more_or_less, predicted, row_of
from sspipe.reconcile.expected import PersonMonth
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis, Parts
from sspipe.reconcile.months_beside import is_all_posted_next
from sspipe.reconcile.post_months import Named, PostMonth

DAY = "%-d %B %Y"
Row = Occupancy | PayElement
PAID_BEFORE_ITS_RECORD = frozenset(
    {"ONE_OFF_PAY", "PENSION_LUMP_SUM", "LEAVER_FINAL_PAY", "EXIT_COST", "OVERLAP_HANDOVER"}
)
"""Causes by which something may be paid before HR's record of it comes: too much then, but no overpayment."""


def late_change_not_paid(of: PostMonth) -> Iterator[Hypothesis]:
    """Minus the corrections of earlier months that the month should hold, a leaver's overpayment among them.

    All of them, those of one person, or that of one pay element whose record came late.
    """
    late = sorted(ref for ref, person in of.recosting.persons.items() if person.corrections or person.unpaid_before)
    elements = list(_late_elements(of))
    for element in elements:
        parts, earned = of.recosting.never_recorded(element), Period.of(element.valid_from)
        yield _shared_as(_not_paid(of, parts, [element]), _paid_before(of, parts, code_of(element), {earned}))
    for whom in [late, *([ref] for ref in late)] if len(late) > 1 else [late] if late else []:
        parts = of.recosting.under_money(_without_late(whom))
        if is_all_posted_next(of, parts):
            continue
        changed = [row for row in of.recosting.known if row.occupant_ref in whom]
        not_paid = _not_paid(of, parts, [*changed, *(each for each in elements if each.occupant_ref in whom)])
        months = {month for ref in whom for _, month in of.recosting.persons[ref].corrections}
        yield _shared_as(not_paid, _paid_before(of, parts, "OVERLAP_HANDOVER", months))


def _paid_before(of: PostMonth, parts: Parts, code: str, months: Collection[Period]) -> Named | None:
    """The cause by which a month had been paid before its record came, which payroll rightly pays no second time.

    It went the other way than what is missing now; an award since then may have moved the amount.
    """
    pence = sum(parts.values())
    found = [each for each in of.earlier if each[0] in months and each[1].code == code]
    return next((each for each in found if each[1].amount_pence * pence < 0), None)


def _shared_as(not_paid: Hypothesis, before: Named | None) -> Hypothesis:
    if before is None:
        return not_paid
    month, paid = before
    return replace(not_paid, takes_back=paid.code, service=month)


def _not_paid(of: PostMonth, parts: Parts, records: Sequence[Row]) -> Hypothesis:
    cut_off = of.council.cut_off_of(of.month.month_after(-1))
    fresh = [row for row in records if row.recorded_on > cut_off] or records
    recorded = max((row.recorded_on for row in fresh), default=None)
    told = f" on {recorded:{DAY}}" if recorded else ""
    return predicted(
        of,
        "LATE_CHANGE_NOT_PAID",
        CauseClass.RECORDED,
        parts,
        what="a change of earlier months, recorded late, that was not put right",
        sentence=(
            f"HR recorded{told} a change of earlier months, which the pay of {month_name(of.month)} should have put "
            f"right and did not: {more_or_less(parts)} than it should be."
            f"{ask_payroll(of, 'put it right, or to show that an earlier month had it')}"
        ),
        rows=map(row_of, records),
    )


def _late_elements(of: PostMonth) -> Iterator[PayElement]:
    """The pay elements of the post, begun in an earlier month, that the month before did not know."""
    base, before = of.recosting.base, of.month.month_after(-1)
    known = {element.untraced for element in base.elements(before)}
    for element in base.elements(of.month):
        is_new = element.post_ref == of.post_ref and element.untraced not in known
        if is_new and element.valid_from < of.month.first_day:
            yield element


def _without_late(whom: Iterable[str]) -> Callable[[str, PersonMonth], PersonMonth]:
    """Some people's money without the months that were put right."""
    people = frozenset(whom)
    return lambda ref, person: replace(person, corrections={}, unpaid_before={}) if ref in people else person
