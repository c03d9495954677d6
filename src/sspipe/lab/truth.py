"""What is true of every post and month: the labels that the product is measured by."""

from collections.abc import Iterator
from dataclasses import dataclass

from sspipe.lab.accruals import Accrual, billed_by, booked_by
from sspipe.lab.agreements import Agreed
from sspipe.lab.months import Month
from sspipe.lab.payments import Payment
from sspipe.lab.recharges import Invoice
from sspipe.lab.shares import Tranche
from sspipe.lab.site import LAST, MONTHS

HEADINGS = ("post", "month", "measure", "component", "amount_pence")
COMPONENTS = ("basic", "elements", "ni", "pension", "levy", "total")
Row = tuple[str, str, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that was worked out for one seed."""

    agreed: Agreed
    payments: tuple[Payment, ...]
    tranches: tuple[Tranche, ...]
    invoices: tuple[Invoice, ...]
    accruals: tuple[Accrual, ...]


def truth_rows(world: World) -> Iterator[Row]:
    """Every row of the truth, nil rows included."""
    for post in sorted(world.agreed.hosts):
        for month in MONTHS:
            yield from _cost_rows(world, post, month)
            yield from _share_rows(world, post, month)
    for line in world.accruals:
        yield line.post, line.earned.name, "accrued", line.accrual_id, line.amount


def _cost_rows(world: World, post: str, month: Month) -> Iterator[Row]:
    own = [each for each in world.payments if each.post == post]
    paid = [each for each in own if each.paid == month]
    earned = [each for each in own if each.earned == month]
    for measure, payments in (("expected_paid", paid), ("expected_earned", earned)):
        for component in COMPONENTS:
            amount = sum(getattr(each, component, 0) for each in payments)
            yield post, month.name, measure, component, amount


def _share_rows(world: World, post: str, month: Month) -> Iterator[Row]:
    host, partner = world.agreed.hosts[post], world.agreed.partners[post]
    own = [each for each in world.tranches if each.post == post and each.earned == month]
    total = sum(each.total for each in world.payments if each.post == post and each.earned == month)
    part = sum(each.partner_part for each in own if not each.cause)
    shares = {host: total - part, partner: part}
    for council in sorted(shares):
        yield post, month.name, "share", council, shares[council]
    yield post, month.name, "due", partner, sum(each.due for each in own)
    yield post, month.name, "billed", partner, billed_by(world.invoices, post, month, LAST.last)
    yield post, month.name, "booked", partner, booked_by(world.invoices, post, month, LAST.last)
