"""The four breaks of the demonstration, one of a kind, drawn as they always were."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from sspipe.lab.chance import stream
from sspipe.lab.ground import Ground
from sspipe.lab.months import MONTHS_A_YEAR, Month
from sspipe.lab.occupancies import Occupancy
from sspipe.lab.oncosts import national_insurance_alone, percentage
from sspipe.lab.pence import PENCE, half_up
from sspipe.lab.people import Vacancy, vacancies
from sspipe.lab.plant import BILLED, BOOKED, LEDGER, PayChange, Plant, Planting
from sspipe.lab.rates import LEVY_RATE, TEACHERS_PENSION_RATES, in_force, thresholds_of
from sspipe.lab.recharges import Invoice, billable_on
from sspipe.lab.shares import Tranche
from sspipe.lab.site import MONTHS

CODES = ("NOT_BILLED", "NOT_BOOKED", "VACANT_POST_PAID", "UNEXPLAINED")
LATEST_BILLED = date(2023, 2, 28)
MOST_UNEXPLAINED = 2000 * PENCE


def vacant_post_paid(ground: Ground) -> Planting:
    """A wholly vacant month paid on the last occupant's terms."""
    candidates = vacancies(ground.people.occupancies, ground.site, ground.agreed.hosts)
    paid = {(each.post, each.paid) for each in ground.payments}
    quiet = [each for each in candidates if (each.post, each.month) not in paid] or candidates
    shared = [each for each in quiet if each.post in ground.agreed.sharings] or quiet
    return paid_while_vacant(ground, stream(ground.seed, "vacant post").choice(shared))


def paid_while_vacant(ground: Ground, vacancy: Vacancy) -> Planting:
    """One vacant month paid on the last occupant's terms, in lines that name nobody."""
    return own_lines(ground, "VACANT_POST_PAID", (vacancy.post, vacancy.month, ""), whole_month(ground, vacancy))


def own_lines(ground: Ground, kind: str, held: tuple[str, Month, str], amounts: Mapping[str, int]) -> Planting:
    """Lines of their own in a month's payroll."""
    post, month, person = held
    council = ground.agreed.hosts[post]
    plant = Plant(
        kind=kind, post=post, month=month, pair=LEDGER, amount=sum(amounts.values()), council=council,
        known_from=month, components=amounts,
    )  # fmt: skip
    changes = tuple(
        PayChange(
            council=council, month=month, post=post, person=person, component=component, amount=amount, is_own=True
        )
        for component, amount in amounts.items()
    )
    return Planting(plants=(plant,), pay=changes)


def whole_month(ground: Ground, vacancy: Vacancy) -> Mapping[str, int]:
    """What the last occupant's terms give for a vacant month, by component."""
    council, last = ground.agreed.hosts[vacancy.post], vacancy.last
    pay_date = ground.site.days(council).pay_date(vacancy.month)
    basic = half_up(_exact_basic(ground, vacancy, council))
    return {
        "basic": basic,
        "ni": national_insurance_alone(basic, pay_date, pay_date, thresholds_of(last.ni_category)),
        "pension": percentage(_pension_rate(ground, last, council, pay_date), basic),
        "levy": percentage(LEVY_RATE, basic),
    }


def _exact_basic(ground: Ground, vacancy: Vacancy, council: str) -> Fraction:
    days, month, last = ground.site.days(council), vacancy.month, vacancy.last
    point = (last.scale, last.point)
    annual = [
        ground.scales.annual_pounds(
            point, month.day(day), lambda value: value.implemented_month(council, days) <= month
        )
        for day in range(1, month.days + 1)
    ]
    return sum(annual, Fraction(0)) * PENCE * last.fte / month.days / MONTHS_A_YEAR


def _pension_rate(ground: Ground, last: Occupancy, council: str, pay_date: date) -> Fraction:
    if last.scheme == "LGPS":
        return in_force(ground.site.lgps[council], pay_date)
    return in_force(TEACHERS_PENSION_RATES, pay_date) if last.scheme == "TPS" else Fraction(0)


def unexplained(ground: Ground, taken: Iterable[Planting]) -> Planting:
    """One line of random pence on the basic pay of an occupied month."""
    rng = stream(ground.seed, "unexplained")
    used = {(each.first.post, each.first.month) for each in taken}
    candidates = sorted(
        {
            (each.post, each.paid, each.person)
            for each in ground.payments
            if each.step == "first" and each.post in ground.agreed.hosts and (each.post, each.paid) not in used
        }
    )
    held = rng.choice([each for each in candidates if each[1] < MONTHS[-1]])
    return own_lines(ground, "UNEXPLAINED", held, {"basic": rng.randint(PENCE, MOST_UNEXPLAINED)})


def not_billed(ground: Ground, papers: Iterable[Invoice]) -> Plant:
    """A service month of a post that the host never bills."""
    by_month: dict[tuple[str, Month], list[tuple[date, Tranche]]] = {}
    for paper in papers:
        for tranche in paper.tranches:
            by_month.setdefault((paper.post, tranche.earned), []).append((paper.posted, tranche))
    candidates = sorted(
        key
        for key, lines in by_month.items()
        if max(posted for posted, _ in lines) <= LATEST_BILLED and min(tranche.due for _, tranche in lines) > 0
    )
    post, month = stream(ground.seed, "not billed").choice(candidates)
    lines = [tranche for _, tranche in by_month[post, month]]
    return Plant(
        kind="NOT_BILLED", post=post, month=month, pair=BILLED, amount=-sum(each.due for each in lines),
        council=ground.agreed.hosts[post], known_from=late_to_bill(ground, lines),
    )  # fmt: skip


def late_to_bill(ground: Ground, lines: Iterable[Tranche]) -> Month:
    """The month at whose close the time to bill some tranches has run out."""
    last = max(lines, key=lambda each: billable_on(ground.agreed, each))
    days = ground.site.days(ground.agreed.hosts[last.post])
    lag = ground.agreed.billings[last.post].lag_to_bill
    return ground.close_after(days.after(billable_on(ground.agreed, last), lag))


def not_booked(ground: Ground, papers: Iterable[Invoice], taken: Iterable[Plant]) -> tuple[Invoice, list[Plant]]:
    """An invoice that the partner never books, with one break per service month."""
    used = {(each.post, each.month) for each in taken}
    every = list(papers)
    credited = {paper.credits for paper in every}
    candidates = [
        paper
        for paper in every
        if paper.posted <= LATEST_BILLED
        and paper.reference not in credited
        and min(tranche.due for tranche in paper.tranches) > 0
        and not any((paper.post, tranche.earned) in used for tranche in paper.tranches)
    ]
    fewest = min(len(paper.tranches) for paper in candidates)
    chosen = stream(ground.seed, "not booked").choice([paper for paper in candidates if len(paper.tranches) == fewest])
    return chosen, [
        booked_plant(ground, "NOT_BOOKED", chosen, month, -amount, late_to_book(ground, chosen))
        for month, amount in by_service_month(chosen).items()
    ]


def by_service_month(paper: Invoice) -> dict[Month, int]:
    """What an invoice charges, by the month of service."""
    found: dict[Month, int] = {}
    for tranche, amount in paper.amounts:
        found[tranche.earned] = found.get(tranche.earned, 0) + amount
    return found


def late_to_book(ground: Ground, paper: Invoice) -> Month:
    """The month at whose close the time to book an invoice has run out."""
    days = ground.site.days(ground.agreed.partners[paper.post])
    return ground.close_after(days.after(paper.posted, ground.agreed.billings[paper.post].lag_to_book))


def booked_plant(  # noqa: PLR0913, PLR0917 - each is a fact of the break
    ground: Ground, kind: str, paper: Invoice, month: Month, amount: int, known_from: Month
) -> Plant:
    """A break of what the partner recorded of one service month of an invoice."""
    return Plant(
        kind=kind, post=paper.post, month=month, pair=BOOKED, amount=amount,
        council=ground.agreed.partners[paper.post], known_from=known_from,
    )  # fmt: skip
