"""Why a difference stands: hypotheses that predict the ledger exactly from facts on file, else UNEXPLAINED (R9).

Each hypothesis is one small function. It reproduces every component that the ledger shows, never the total alone, and
never takes its own parameter from the difference. What no hypothesis reproduces is called UNEXPLAINED.
"""

from collections.abc import Iterable, Mapping, Sequence

from sspipe.errors import NoTermInForce
from sspipe.model.councils import Component
from sspipe.model.money import in_pounds, rounded_pence
from sspipe.model.periods import Period
from sspipe.model.posts import Occupancy
from sspipe.model.statement import Cause, Evidence
from sspipe.reconcile.misplaced import Misplaced
from sspipe.reconcile.oncosts import PayDay
from sspipe.reconcile.pay import Payroll
from sspipe.reconcile.segments import View

UNEXPLAINED = "UNEXPLAINED"
RECORDED = "1"
Parts = Mapping[Component, int]


def unexplained(amount_pence: int, evidence: Iterable[Evidence], tried: int) -> Cause:
    """What no hypothesis reproduces."""
    return Cause(
        code=UNEXPLAINED,
        cause_class="",
        amount_pence=amount_pence,
        is_supposed=False,
        sentence=f"Nothing on file predicts this {in_pounds(amount_pence)}.",
        evidence=tuple(evidence),
        tried=tried,
    )


def vacant_post_paid(
    payroll: Payroll, post_ref: str, month: Period, parts: Parts, evidence: tuple[Evidence, ...]
) -> Cause | None:
    """A month without occupant, paid as R3 gives it at the last occupant's terms, without arrears."""
    last = _last_occupant(payroll, post_ref, month)
    if last is None or not any(parts.values()):
        return None
    predicted = _whole_month(payroll, last, month)
    if predicted != {component: pence for component, pence in parts.items() if pence}:
        return None
    amount_pence = sum(predicted.values())
    return Cause(
        code="VACANT_POST_PAID",
        cause_class=RECORDED,
        amount_pence=amount_pence,
        is_supposed=False,
        sentence=f"Nobody held the post in {month.label}; {in_pounds(amount_pence)} was paid as to the last holder.",
        evidence=(*evidence, Evidence(source_file=last.source_file, source_row=last.source_row)),
        tried=1,
    )


def _last_occupant(payroll: Payroll, post_ref: str, month: Period) -> Occupancy | None:
    """Who left the post last, where nobody holds it on any day of the month."""
    held = [row for row in payroll.rows(month) if row.post_ref == post_ref and not row.is_vacant]
    before = [row for row in held if row.valid_to is not None and row.valid_to < month.first_day]
    during = [row for row in held if row not in before and row.valid_from <= month.last_day]
    if during or not before:
        return None
    return max(before, key=lambda row: (row.valid_to or row.valid_from, row.valid_from))


def _whole_month(payroll: Payroll, row: Occupancy, month: Period) -> dict[Component, int] | None:
    """R3 for a whole month at a row's terms; None where a term is not in force."""
    council = payroll.council
    try:
        basic = rounded_pence(payroll.salary(row, month.first_day, View(month, month)) / 12)
        pay_day = PayDay(payroll.rates, council.council, council.pay_date_of(month), row.ni_category)
        parts = {
            Component.BASIC: basic,
            Component.NI: pay_day.insurance(basic, pay_day.threshold_pence),
            Component.PENSION: pay_day.pension(row.pension_scheme, basic),
            Component.LEVY: pay_day.levy(basic),
        }
    except NoTermInForce:  # the same fault is a critical finding where the month is costed
        return None
    return {component: pence for component, pence in parts.items() if pence}


def wrong_cost_centre(amount_pence: int, post: str, cost_centre: str, evidence: tuple[Evidence, ...]) -> Cause:
    """Lines that name a joint post in a cost centre of no agreement (R5)."""
    sentence = (
        f"{in_pounds(amount_pence)} names the post {post} in cost centre {cost_centre}, which is none of its own."
    )
    return _recorded("WRONG_COST_CENTRE", amount_pence, sentence, evidence)


def pay_elsewhere(lines: Sequence[Misplaced], month: Period) -> Cause:
    """Minus the exact lines that name the post in another cost centre, or plus what was moved from there (R5)."""
    amount_pence = -sum(item.amount_pence for item in lines)
    centres = " and ".join(sorted({item.line.cost_centre for item in lines}))
    evidence = tuple(Evidence(source_file=item.line.source_file, source_row=item.line.source_row) for item in lines)
    if amount_pence > 0:
        sentence = (
            f"{in_pounds(amount_pence)} that was posted to {centres} in another month was moved in {month.label}."
        )
    else:
        sentence = (
            f"{in_pounds(-amount_pence)} of the post's cost for {month.label} was posted to {centres}, where no joint "
            "post has its cost centre."
        )
    return _recorded("WRONG_COST_CENTRE", amount_pence, sentence, evidence)


def _recorded(code: str, amount_pence: int, sentence: str, evidence: tuple[Evidence, ...]) -> Cause:
    return Cause(
        code=code,
        cause_class=RECORDED,
        amount_pence=amount_pence,
        is_supposed=False,
        sentence=sentence,
        evidence=evidence,
        tried=1,
    )
