"""What the host charges late or never: a month, some months, the arrears of an award, or a credit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from sspipe.lab.causes_billed import Service, billed_plant, charged_anew, rewritten, services
from sspipe.lab.ground import Ground
from sspipe.lab.months import Month
from sspipe.lab.plant import Planting
from sspipe.lab.plants import by_service_month, late_to_bill
from sspipe.lab.recharges import Invoice
from sspipe.lab.shares import Tranche


def billed_later(ground: Ground) -> Iterator[Planting]:
    """A service month on one line, charged a billing day late: known in between, cleared then."""
    for service in services(ground):
        yield from _late(ground, "BILLED_NEXT_PERIOD", [service])


def catch_up_billing(ground: Ground) -> Iterator[Planting]:
    """Two service months in a row, charged together with the third."""
    every = {(each.post, each.month): each for each in services(ground)}
    for (post, month), service in every.items():
        following = every.get((post, month.plus(1)))
        if following is not None:
            yield from _late(ground, "CATCH_UP_BILLING", [service, following])


def _late(ground: Ground, kind: str, late: list[Service]) -> Iterator[Planting]:
    last = late[-1].lines[-1][0]
    later = [
        each for each in ground.papers if each.post == last.post and each.posted > last.posted and not each.credits
    ]
    if any(len(service.lines) > 1 for service in late) or not later:
        return
    paper = min(later, key=lambda each: each.posted)
    moved = tuple(service.lines[0][1] for service in late)
    known = [late_to_bill(ground, [tranche]) for tranche in moved]
    clears = Month.of(paper.posted)
    if known[0] >= clears:
        return
    plants = tuple(
        replace(
            billed_plant(ground, kind, (each.post, each.month), -each.charged, when),
            partner=clears.name,
            clears_in=clears,
        )
        for each, when in zip(late, known, strict=True)
        if when < clears
    )
    gone = {(service.lines[0][0].reference, service.lines[0][1]): 0 for service in late}

    def move(papers: list[Invoice]) -> list[Invoice]:
        return [
            replace(each, tranches=(*moved, *each.tranches)) if each.reference == paper.reference else each
            for each in rewritten(papers, gone)
        ]

    yield Planting(plants=plants, papers=move, beside=tuple((line.post, line.earned) for line in paper.tranches))


def award_not_recharged(ground: Ground) -> Iterator[Planting]:
    """A service month with arrears of an award, which are never charged."""
    for service in services(ground):
        late = [line for _, line in service.lines if line.is_arrears]
        if late and len(late) < len(service.lines):
            yield from charged_anew(ground, "AWARD_NOT_RECHARGED", service, partial(_but, late))


def estimate_not_trued_up(ground: Ground) -> Iterator[Planting]:
    """A service month that is charged on an estimate, the true-up of which is never charged."""
    for service in services(ground):
        late = [line for _, line in service.lines if line.is_true_up]
        if late and len(late) < len(service.lines):
            known = late_to_bill(ground, late)
            for planting in charged_anew(ground, "ESTIMATE_NOT_TRUED_UP", service, partial(_but, late)):
                yield replace(planting, plants=(replace(planting.first, known_from=known),))


def _but(gone: list[Tranche], line: Tranche) -> int:
    return 0 if line in gone else line.charged


def credit_note_not_issued(ground: Ground) -> Iterator[Planting]:
    """Any credit note, never given."""
    for paper in (each for each in ground.papers if each.credits):
        known = late_to_bill(ground, paper.tranches)
        plants = tuple(
            billed_plant(ground, "CREDIT_NOTE_NOT_ISSUED", (paper.post, month), -amount, known)
            for month, amount in by_service_month(paper).items()
        )
        gone = {(paper.reference, tranche): 0 for tranche in paper.tranches}
        yield Planting(plants=plants, papers=partial(rewritten, new=gone))


def credit_note_mismatched(ground: Ground) -> Iterator[Planting]:
    """Any credit note of one line, given for the service month before."""
    return _astray(ground, "CREDIT_NOTE_MISMATCHED", names_its_invoice=True)


def credit_note_unlinked(ground: Ground) -> Iterator[Planting]:
    """Any credit note of one line, which names no invoice and stands under the service month before."""
    return _astray(ground, "CREDIT_NOTE_UNLINKED", names_its_invoice=False)


def _astray(ground: Ground, kind: str, *, names_its_invoice: bool) -> Iterator[Planting]:
    charged = {(each.post, each.month) for each in services(ground)}
    for paper in (each for each in ground.papers if each.credits and len(each.tranches) == 1):
        line = paper.tranches[0]
        other = replace(line, earned=line.earned.plus(-1))
        if (line.post, other.earned) in charged:
            known = Month.of(paper.posted)
            missed = max(known, late_to_bill(ground, [line]))
            missing = billed_plant(ground, kind, (line.post, line.earned), -line.charged, missed)
            extra = billed_plant(ground, kind, (line.post, other.earned), line.charged, known)
            plants = (replace(missing, partner=other.earned.name), replace(extra, partner=line.earned.name))
            new = replace(paper, tranches=(other,), credits=paper.credits if names_its_invoice else "")
            yield Planting(plants=plants, papers=partial(_replaced, new))


def _replaced(new: Invoice, papers: list[Invoice]) -> list[Invoice]:
    return [new if each.reference == new.reference else each for each in papers]


LATE: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "BILLED_NEXT_PERIOD": billed_later,
    "CATCH_UP_BILLING": catch_up_billing,
    "AWARD_NOT_RECHARGED": award_not_recharged,
    "ESTIMATE_NOT_TRUED_UP": estimate_not_trued_up,
    "CREDIT_NOTE_MISMATCHED": credit_note_mismatched,
    "CREDIT_NOTE_UNLINKED": credit_note_unlinked,
    "CREDIT_NOTE_NOT_ISSUED": credit_note_not_issued,
}
