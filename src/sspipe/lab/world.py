"""One seed worked out whole: pay, shares, invoices and accruals, with everything that was asked for planted in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sspipe.lab.agreements import Agreed
from sspipe.lab.asked import Wish
from sspipe.lab.choosing import is_of_records, planted, with_accruals
from sspipe.lab.documents import Document
from sspipe.lab.ground import Ground
from sspipe.lab.laying import ground_of
from sspipe.lab.ordinary import adjustments, budgets, opening_balances
from sspipe.lab.pay_values import PayScales
from sspipe.lab.people import People
from sspipe.lab.plant import Planting
from sspipe.lab.plants import not_billed, not_booked, unexplained, vacant_post_paid
from sspipe.lab.recharges import invoices
from sspipe.lab.site import Site
from sspipe.lab.truth import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaks:
    """What is to be planted: codes of the demonstration, drawn as they always were, and wishes beside them."""

    demonstration: tuple[str, ...]
    wishes: tuple[Wish, ...] = ()


def work_out(
    site: Site, agreed: Agreed, people: People, scales: PayScales, wanted: tuple[int, Breaks]
) -> tuple[Ground, World, list[Planting], list[Document]]:
    """The ground of a seed, its world, what is planted in it, and every document that both ledgers hold.

    What changes HR's record is planted before all else, which rests on it.
    """
    seed, breaks = wanted
    early = [wish for wish in breaks.wishes if is_of_records(wish)]
    ground, records = planted(ground_of(site, agreed, people, scales, seed), [], early)
    ground, plantings = _of_the_demonstration(ground, breaks.demonstration)
    late = [wish for wish in breaks.wishes if not is_of_records(wish)]
    ground, plantings = planted(ground, [*records, *plantings], late)
    world = World(
        agreed=agreed,
        payments=ground.payments,
        tranches=ground.tranches,
        invoices=ground.papers,
        accruals=ground.accruals,
    )
    return ground, world, plantings, documents_of(ground, plantings)


def _of_the_demonstration(ground: Ground, codes: Sequence[str]) -> tuple[Ground, list[Planting]]:
    """The four of the demonstration. Those in payroll are drawn whether wanted or not: no choice moves another."""
    vacant = vacant_post_paid(ground)
    odd = unexplained(ground, [vacant])
    plantings = [each for each in (vacant, odd) if each.first.kind in codes]
    if "NOT_BILLED" in codes:
        missing = not_billed(ground, ground.papers)
        billed = [each for each in ground.tranches if (each.post, each.earned) != (missing.post, missing.month)]
        ground = replace(ground, papers=tuple(invoices(ground.site, ground.agreed, billed, ground.seed)))
        plantings.append(Planting(plants=(missing,)))
    if "NOT_BOOKED" in codes:
        taken = [plant for each in plantings for plant in each.plants]
        chosen, unbooked = not_booked(ground, ground.papers, taken)
        papers = (replace(each, booked=None) if each.reference == chosen.reference else each for each in ground.papers)
        ground = replace(ground, papers=tuple(papers))
        plantings.append(Planting(plants=tuple(unbooked)))
    return with_accruals(ground), plantings


def documents_of(ground: Ground, plantings: list[Planting]) -> list[Document]:
    """Every document that both ledgers hold of joint posts, with what was planted."""
    books, seed = ground.books, ground.seed
    changes = [change for each in plantings for change in each.pay]
    raised = {key: pence for each in plantings for key, pence in each.raised.items()}
    turned = {key: pence for each in plantings for key, pence in each.turned.items()}
    return [
        *books.payroll(ground.payments, changes, ground.payroll.facts.hosts),
        *(document for each in plantings for document in each.documents),
        *books.recharges(ground.papers, ground.accruals),
        *books.year_end(ground.accruals, raised, turned),
        *books.corrections(ground.payments),
        *budgets(ground.site, ground.agreed, seed),
        *opening_balances(seed),
        *adjustments(ground.site, seed),
    ]
