"""What HR's extracts say of recorded pay elements, as the readers hold it."""

from collections.abc import Iterator

from sspipe.lab.ground import Ground
from sspipe.lab.recorded_pay import Element
from sspipe.lab.site import MONTHS
from sspipe.lab.snapshots import extract_day
from sspipe.model.pay_elements import ElementFrequency, ElementKind, ElementSnapshot, PayElement


def element_snapshots(ground: Ground) -> Iterator[ElementSnapshot]:
    """One extract a month and council that has recorded elements."""
    facts = ground.payroll.facts
    for council in sorted({facts.hosts[each.post] for each in facts.elements}):
        own = [each for each in facts.elements if facts.hosts[each.post] == council]
        for month in MONTHS:
            day = extract_day(ground.site.days(council), month)
            known = sorted((each for each in own if each.recorded <= day), key=lambda each: (each.start, each.kind))
            file = f"{council} pay elements {month.name}"
            rows = (_element(ground, council, each, (file, row)) for row, each in enumerate(known, 2))
            yield ElementSnapshot(council=council, extracted_on=day, rows=tuple(rows))


def _element(ground: Ground, council: str, element: Element, at: tuple[str, int]) -> PayElement:
    return PayElement(
        council=council,
        post_ref=ground.books.post_ref(element.post, council),
        occupant_ref=element.person,
        occupant_key_id="",
        kind=ElementKind(element.kind),
        amount_pence=element.amount if element.fraction is None else 0,
        fraction=element.fraction,
        frequency=ElementFrequency.ONCE if element.is_once else ElementFrequency.MONTHLY,
        fte_scaled=False,
        ni_able=element.is_insured,
        pensionable=element.is_pensionable,
        uplifted=False,
        assumed_pay_pence=element.assumed or None,
        valid_from=element.start,
        valid_to=element.month.last,
        recorded_on=element.recorded,
        source_file=at[0],
        source_row=at[1],
    )
