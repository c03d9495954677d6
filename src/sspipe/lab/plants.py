"""The breaks that a seed plants, each with its right pounds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sspipe.lab.agreements import Agreed
from sspipe.lab.chance import stream
from sspipe.lab.months import MONTHS_A_YEAR, Month
from sspipe.lab.occupancies import Occupancy
from sspipe.lab.oncosts import national_insurance, percentage
from sspipe.lab.pay_values import PayScales
from sspipe.lab.payments import Payment
from sspipe.lab.pence import PENCE, half_up
from sspipe.lab.people import People, Vacancy, vacancies
from sspipe.lab.rates import LEVY_RATE, TEACHERS_PENSION_RATES, in_force
from sspipe.lab.recharges import Invoice
from sspipe.lab.shares import Tranche
from sspipe.lab.site import MONTHS, Site

CODES = ("NOT_BILLED", "NOT_BOOKED", "VACANT_POST_PAID", "UNEXPLAINED")
LATEST_BILLED = date(2023, 2, 28)
MOST_UNEXPLAINED = 2000 * PENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """One planted break: payroll lines that should not be, or a recharge that is missing."""

    kind: str
    post: str
    month: Month
    pair: str
    amount: int
    council: str
    payroll: tuple[tuple[str, int], ...] = ()
    person: str = ""


def wanted_codes(breaks: str) -> tuple[str, ...]:
    """The codes that `all`, `none` or a list of codes asks for."""
    if breaks == "none":
        return ()
    codes = CODES if breaks == "all" else tuple(code.strip() for code in breaks.split(","))
    strange = sorted(set(codes) - set(CODES))
    if strange:
        message = f"the lab cannot plant {', '.join(strange)}; it plants {', '.join(CODES)}"
        raise ValueError(message)
    return codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the plants are chosen from."""

    seed: int
    site: Site
    agreed: Agreed
    people: People
    scales: PayScales
    payments: tuple[Payment, ...]


def vacant_post_paid(ground: Ground) -> Plant:
    """A wholly vacant month paid on the last occupant's terms."""
    candidates = vacancies(ground.people.occupancies, ground.site, ground.agreed.hosts)
    paid = {(each.post, each.paid) for each in ground.payments}
    quiet = [each for each in candidates if (each.post, each.month) not in paid] or candidates
    shared = [each for each in quiet if each.post in ground.agreed.sharings] or quiet
    vacancy = stream(ground.seed, "vacant post").choice(shared)
    payroll = _whole_month(ground, vacancy)
    return Plant(
        kind="VACANT_POST_PAID",
        post=vacancy.post,
        month=vacancy.month,
        pair="ledger-expected",
        amount=sum(payroll.values()),
        council=ground.agreed.hosts[vacancy.post],
        payroll=tuple(payroll.items()),
    )


def _whole_month(ground: Ground, vacancy: Vacancy) -> Mapping[str, int]:
    council, last = ground.agreed.hosts[vacancy.post], vacancy.last
    pay_date = ground.site.days(council).pay_date(vacancy.month)
    basic = half_up(_exact_basic(ground, vacancy, council))
    return {
        "basic": basic,
        "ni": national_insurance(basic, pay_date),
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


def unexplained(ground: Ground, taken: Iterable[Plant]) -> Plant:
    """One line of random pence on the basic pay of an occupied month."""
    rng = stream(ground.seed, "unexplained")
    used = {(each.post, each.month) for each in taken}
    candidates = sorted(
        {
            (each.post, each.paid, each.person)
            for each in ground.payments
            if each.step == "first" and each.post in ground.agreed.hosts and (each.post, each.paid) not in used
        }
    )
    post, month, person = rng.choice([each for each in candidates if each[1] < MONTHS[-1]])
    amount = rng.randint(PENCE, MOST_UNEXPLAINED)
    return Plant(
        kind="UNEXPLAINED",
        post=post,
        month=month,
        pair="ledger-expected",
        amount=amount,
        council=ground.agreed.hosts[post],
        payroll=(("basic", amount),),
        person=person,
    )


def not_billed(seed: int, agreed: Agreed, papers: Iterable[Invoice]) -> Plant:
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
    post, month = stream(seed, "not billed").choice(candidates)
    due = sum(tranche.due for _, tranche in by_month[post, month])
    return _recharge_plant("NOT_BILLED", (post, month), "billed-due", due, agreed.hosts[post])


def not_booked(
    seed: int, agreed: Agreed, papers: Iterable[Invoice], taken: Iterable[Plant]
) -> tuple[Invoice, list[Plant]]:
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
    chosen = stream(seed, "not booked").choice([paper for paper in candidates if len(paper.tranches) == fewest])
    due: dict[Month, int] = {}
    for tranche in chosen.tranches:
        due[tranche.earned] = due.get(tranche.earned, 0) + tranche.due
    partner = agreed.partners[chosen.post]
    return chosen, [
        _recharge_plant("NOT_BOOKED", (chosen.post, month), "booked-billed", amount, partner)
        for month, amount in due.items()
    ]


def _recharge_plant(kind: str, at: tuple[str, Month], pair: str, missing: int, council: str) -> Plant:
    post, month = at
    return Plant(kind=kind, post=post, month=month, pair=pair, amount=-missing, council=council)
