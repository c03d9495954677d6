"""What goes wrong with whole invoices: sent twice, or for what nobody owes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import chain

from sspipe.lab.causes_billed import billed_plant, charged_anew, partners_part, services
from sspipe.lab.causes_oncosts import ni_missing, ni_rate_stale, ni_threshold_stale
from sspipe.lab.causes_pay import fte_differs, leaver_still_paid, point_differs
from sspipe.lab.ground import Ground
from sspipe.lab.months import Month
from sspipe.lab.payments import Payment
from sspipe.lab.pence import half_up, split
from sspipe.lab.people import vacancies
from sspipe.lab.plant import Planting
from sspipe.lab.plants import by_service_month, whole_month
from sspipe.lab.recharges import PREFIXES, Invoice, booking_day, posting_day
from sspipe.lab.shares import Tranche
from sspipe.lab.site import LAST

FIRST_ODD_NUMBER = 90_001
ODD_MARK, ODD_MARK_AT = "9", len("SMBC-22")


def _more(at: Tranche, pence: int, line: Tranche) -> int:
    return line.charged + (pence if line == at else 0)


def _with(extra: Invoice, papers: list[Invoice]) -> list[Invoice]:
    return sorted([*papers, extra], key=lambda each: (each.posted, each.reference))


def new_paper(ground: Ground, post: str, paid: Month, tranches: tuple[Tranche, ...]) -> Invoice | None:
    """An invoice beside the others, on a month's billing day, numbered out of their run; None after the span."""
    host = ground.host(post)
    alike = [each for each in sorted(ground.agreed.billings) if ground.host(each) == host]
    like = post if post in ground.agreed.billings else alike[0]
    billing = ground.agreed.billings[like]
    billable = billing.ordinary_day(paid)
    posted = posting_day(ground.site.days(host), billable)
    if posted > LAST.last:
        return None
    odd = sum(each.reference[ODD_MARK_AT] == ODD_MARK for each in ground.papers)
    reference = f"{PREFIXES[host]}-{Month.of(posted).start_year % 100}{FIRST_ODD_NUMBER + odd}"
    paper = Invoice(post=post, billable=billable, posted=posted, tranches=tranches, reference=reference)
    return replace(paper, booked=booking_day(ground.site, ground.agreed, replace(paper, post=like), ground.seed))


def _extra(ground: Ground, kind: str, tranche: Tranche) -> Iterator[Planting]:
    """A charge on an invoice of its own."""
    paper = new_paper(ground, tranche.post, tranche.paid, (tranche,))
    if paper is not None and tranche.charged:
        at = (tranche.post, tranche.earned)
        plant = billed_plant(ground, kind, at, tranche.charged, Month.of(paper.posted))
        yield Planting(plants=(plant,), papers=partial(_with, paper))


def _charge(post: str, earned: Month, paid: Month, billed: int) -> Tranche:
    return Tranche(post=post, earned=earned, paid=paid, total=0, partner_part=0, due=0, billed=billed)


def at_first_share(ground: Ground, post: str, total: int) -> int:
    """The partner's part of an amount at the share that was agreed first, with the overhead."""
    sharing = ground.agreed.sharings[post]
    first = sharing.shares[min(sharing.shares)]
    part = split(total, {council: first[council] for council in (sharing.host, sharing.partner)})[sharing.partner]
    return half_up(part * (1 + sharing.overhead))


def _shareable(ground: Ground, payment: Payment) -> int:
    """What the terms share of a payment."""
    return payment.total - (0 if ground.agreed.sharings[payment.post].levy_shared else payment.levy)


def arrears_before_sharing(ground: Ground) -> Iterator[Planting]:
    """Arrears of a service month before sharing began, charged at the first share."""
    for post in sorted(ground.agreed.sharings):
        begins = ground.agreed.sharings[post].begins(ground.site.close_day(LAST.period))
        arrears = [each for each in ground.payments if each.post == post and each.step == "arrears"]
        for earned, paid in sorted({(each.earned, each.paid) for each in arrears}):
            if begins is not None and earned.last < begins:
                total = sum(_shareable(ground, each) for each in arrears if (each.earned, each.paid) == (earned, paid))
                charge = _charge(post, earned, paid, at_first_share(ground, post, total))
                yield from _extra(ground, "ARREARS_BEFORE_SHARING", charge)


def host_error_billed(ground: Ground) -> Iterator[Planting]:
    """A cost of the host's own making, charged at the month's share beside what is due."""
    errors = chain.from_iterable(
        cause(ground)
        for cause in (leaver_still_paid, fte_differs, point_differs, ni_rate_stale, ni_threshold_stale, ni_missing)
    )
    charged = {(each.post, each.month): each for each in services(ground)}
    for error in errors:
        wrong = error.first
        service = charged.get((wrong.post, wrong.month))
        if service is None:
            continue
        levy = 0 if ground.agreed.sharings[wrong.post].levy_shared else wrong.components.get("levy", 0)
        more = partners_part(ground, wrong.post, wrong.month, wrong.amount - levy)
        first = service.lines[0][1]
        for planting in charged_anew(
            ground,
            "HOST_ERROR_BILLED",
            service,
            partial(_more, first, more),
        ):
            plant = replace(planting.first, partner=wrong.kind)
            cost = replace(wrong, partner=plant.kind)
            yield replace(planting, plants=(plant, cost), pay=error.pay)


def vacant_post_billed(ground: Ground) -> Iterator[Planting]:
    """A vacant month charged as if the last occupant were still there."""
    for vacancy in vacancies(ground.people.occupancies, ground.site, ground.agreed.hosts):
        if vacancy.post in ground.agreed.sharings:
            parts = whole_month(ground, vacancy)
            levy = 0 if ground.agreed.sharings[vacancy.post].levy_shared else parts["levy"]
            part = partners_part(ground, vacancy.post, vacancy.month, sum(parts.values()) - levy)
            yield from _extra(ground, "VACANT_POST_BILLED", _charge(vacancy.post, vacancy.month, vacancy.month, part))


def _whole_cost(ground: Ground) -> dict[tuple[str, Month], int]:
    found: dict[tuple[str, Month], int] = {}
    for each in ground.payments:
        if each.post in ground.agreed.hosts and each.step == "first":
            found[each.post, each.earned] = found.get((each.post, each.earned), 0) + each.total
    return dict(sorted(found.items()))


def unshared_post_billed(ground: Ground) -> Iterator[Planting]:
    """Any paid month of a post that no version shares, charged by half."""
    for (post, month), total in _whole_cost(ground).items():
        if post not in ground.agreed.sharings:
            yield from _extra(ground, "UNSHARED_POST_BILLED", _charge(post, month, month, half_up(Fraction(total, 2))))


def not_yet_approved(ground: Ground) -> Iterator[Planting]:
    """Any paid month of a shared post before sharing begins, charged at the first share."""
    for (post, month), total in _whole_cost(ground).items():
        sharing = ground.agreed.sharings.get(post)
        begins = sharing.begins(ground.site.close_day(LAST.period)) if sharing else date.min
        if begins is not None and month.last < begins:
            charge = _charge(post, month, month, at_first_share(ground, post, total))
            yield from _extra(ground, "NOT_YET_APPROVED", charge)


def duplicate_invoice(ground: Ground) -> Iterator[Planting]:
    """Any invoice, sent again on the next billing day under another number."""
    credited = {each.credits for each in ground.papers}
    for paper in ground.papers:
        if paper.credits or paper.reference in credited or paper.post not in ground.agreed.billings:
            continue
        again = new_paper(ground, paper.post, Month.of(paper.billable), paper.tranches)
        if again is not None and again.posted > paper.posted:
            plants = tuple(
                billed_plant(ground, "DUPLICATE_INVOICE", (paper.post, month), amount, Month.of(again.posted))
                for month, amount in by_service_month(paper).items()
            )
            yield Planting(plants=plants, papers=partial(_with, again))


PAPERS: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "ARREARS_BEFORE_SHARING": arrears_before_sharing,
    "HOST_ERROR_BILLED": host_error_billed,
    "VACANT_POST_BILLED": vacant_post_billed,
    "UNSHARED_POST_BILLED": unshared_post_billed,
    "NOT_YET_APPROVED": not_yet_approved,
    "DUPLICATE_INVOICE": duplicate_invoice,
}
