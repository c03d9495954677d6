"""What a month without occupant would cost at the last holder's terms (R3), without arrears."""

from collections.abc import Mapping

from sspipe.errors import NoTermInForce
from sspipe.model.councils import Component
from sspipe.model.money import rounded_pence
from sspipe.model.periods import Period
from sspipe.model.posts import Occupancy
from sspipe.reconcile.oncosts import PayDay
from sspipe.reconcile.pay import Payroll
from sspipe.reconcile.segments import View


def cost_of_vacant_month(payroll: Payroll, post_ref: str, month: Period) -> Mapping[Component, int] | None:
    """The month by component; None where somebody held the post on some day of it, or nobody ever before."""
    last = _last_holder(payroll, post_ref, month)
    if last is None:
        return None
    try:
        return _at_terms_of(payroll, last, month)
    except NoTermInForce:  # the same fault is a critical finding where the month is costed
        return None


def _last_holder(payroll: Payroll, post_ref: str, month: Period) -> Occupancy | None:
    held = [row for row in payroll.rows(month) if row.post_ref == post_ref and not row.is_vacant]
    begun = [row for row in held if row.valid_from <= month.last_day]
    if not begun or any(row.valid_to is None or row.valid_to >= month.first_day for row in begun):
        return None
    return max(begun, key=lambda row: (row.valid_to or row.valid_from, row.valid_from))


def _at_terms_of(payroll: Payroll, row: Occupancy, month: Period) -> dict[Component, int]:
    council = payroll.council
    basic = rounded_pence(payroll.salary(row, month.first_day, View(month, month)) / 12)
    pay_day = PayDay(payroll.rates, council.council, council.pay_date_of(month), row.ni_category)
    return {
        Component.BASIC: basic,
        Component.NI: pay_day.insurance(basic, pay_day.threshold_pence),
        Component.PENSION: pay_day.pension(row.pension_scheme, basic),
        Component.LEVY: pay_day.levy(basic),
    }
