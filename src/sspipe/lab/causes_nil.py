"""What goes wrong with an invoice though its pounds are right: the fund that is credited, and VAT left out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from sspipe.lab.causes_billed import billed_plant
from sspipe.lab.ground import Ground
from sspipe.lab.months import Month
from sspipe.lab.pay_postings import EARLY_YEARS_FUND
from sspipe.lab.plant import Planting
from sspipe.lab.plants import by_service_month
from sspipe.lab.recharges import Invoice

OTHER_FUND = {EARLY_YEARS_FUND: "GF", "GF": EARLY_YEARS_FUND}


def fund_miscredited(ground: Ground) -> Iterator[Planting]:
    """Any invoice for months that all paid somebody, its income in a fund that bore none of it."""
    paid = {(each.post, each.paid) for each in ground.payments}
    for paper in _charging(ground):
        if all((paper.post, month) in paid for month in by_service_month(paper)):
            yield _nil("FUND_MISCREDITED", ground, paper, fund=OTHER_FUND[ground.books.fund(paper.post)])


def vat_not_charged(ground: Ground) -> Iterator[Planting]:
    """Any invoice of a taxable supply, without its VAT."""
    for paper in _charging(ground):
        if ground.agreed.sharings[paper.post].is_taxable:
            yield _nil("VAT_NOT_CHARGED", ground, paper, without_vat=True)


def _charging(ground: Ground) -> Iterator[Invoice]:
    for paper in ground.papers:
        if paper.post in ground.agreed.sharings and min(amount for _, amount in paper.amounts) > 0:
            yield paper


def _nil(kind: str, ground: Ground, paper: Invoice, **otherwise: Any) -> Planting:
    known = Month.of(paper.posted)
    plants = tuple(billed_plant(ground, kind, (paper.post, month), 0, known) for month in by_service_month(paper))
    return Planting(plants=plants, papers=partial(_written, paper.reference, otherwise))


def _written(reference: str, otherwise: Mapping[str, Any], papers: list[Invoice]) -> list[Invoice]:
    return [replace(each, **otherwise) if each.reference == reference else each for each in papers]


NIL: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "FUND_MISCREDITED": fund_miscredited,
    "VAT_NOT_CHARGED": vat_not_charged,
}
