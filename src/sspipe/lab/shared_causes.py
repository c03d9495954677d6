"""What falls due of a planted cause of the cost, where the agreement shares it, and the line that bills it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sspipe.lab.ground import Ground
from sspipe.lab.months import Month
from sspipe.lab.pence import half_up, split
from sspipe.lab.plant import LEDGER, Plant, Planting
from sspipe.lab.recharges import Invoice, billable_on, posting_day
from sspipe.lab.shares import Tranche, post_segments, weights
from sspipe.lab.site import LAST

TERMS: Mapping[str, str] = {
    "PENSION_RATE_STALE": "pension_basis",
    "WRONG_PENSION_SCHEME": "pension_basis",
    "LEVY_MISSING": "levy",
    "CENTRAL_ONCOST": "levy",
    "PRIOR_YEAR_ITEM": "retrospection",
    "NON_PAY_COST": "non_pay_costs",
    "AGENCY_COVER": "cover_and_overlap",
    "OVERLAP_HANDOVER": "cover_and_overlap",
    "ONE_OFF_PAY": "one_off_pay",
    "SALARY_SACRIFICE": "one_off_pay",
    "PAY_REDUCED": "absence",
    "STATUTORY_PAY_RECOVERED": "absence",
    "PENSION_LUMP_SUM": "lump_sums",
    "LEAVER_FINAL_PAY": "exit_costs",
    "EXIT_COST": "exit_costs",
    **dict.fromkeys(
        (
            *("AWARD_PAID_EARLY", "FTE_DIFFERS", "POINT_DIFFERS", "NI_RATE_STALE", "NI_THRESHOLD_STALE"),
            *("NI_AGGREGATED", "NI_CATEGORY", "ROUNDING"),
        ),
        "host_errors",
    ),
}
"""The term of an agreement that says whether a cause is shared; a cause that is not named here is the host's."""
OF_COMPONENTS: Mapping[str, str] = {"levy": "levy", "pension": "pension_basis"}
"""Components that an agreement may keep out of what it shares, whatever the cause."""


def with_due(ground: Ground, planting: Planting) -> Ground | None:
    """The ground with what a planting makes due, billed on a line of its own; None where no invoice is left for it."""
    for tranche, known in _due(ground, planting):
        papers = _billed(ground, tranche, known)
        if papers is None:
            return None
        ground = replace(ground, tranches=(*ground.tranches, tranche), papers=papers)
    return ground


def _due(ground: Ground, planting: Planting) -> Iterator[tuple[Tranche, Month]]:
    """The partner's part of each cause that its agreement shares, split by the shares of the month it belongs to.

    With it the first month at whose close the files tell the cause.
    """
    as_at = ground.site.close_day(LAST.period)
    for plant in planting.plants:
        sharing, mirrored = ground.agreed.sharings.get(plant.post), _mirrored(planting, plant)
        if plant.pair != LEDGER or sharing is None or TERMS.get(mirrored.kind) not in sharing.shared_terms:
            continue
        shared = sum(
            pence
            for part, pence in plant.components.items()
            if OF_COMPONENTS.get(part) is None or OF_COMPONENTS[part] in sharing.shared_terms
        )
        services = {
            change.service for change in planting.pay if (change.post, change.month) == (plant.post, plant.month)
        }
        earned = min((each for each in services if each is not None), default=mirrored.month)
        by_weight = weights(sharing, post_segments(ground.payroll, plant.post, earned, plant.month), earned, as_at)
        part = split(shared, by_weight)[sharing.partner]
        if part:
            tranche = Tranche(
                post=plant.post,
                earned=earned,
                paid=plant.month,
                total=shared,
                partner_part=part,
                due=half_up(part * (1 + sharing.overhead)),
                cause=plant.kind,
            )
            yield tranche, plant.known_from


def _mirrored(planting: Planting, plant: Plant) -> Plant:
    """The plant whose money another one of the same planting puts right: a payment made before its record came.

    What payroll rightly does not pay a second time is shared as the payment was: else it would be owed twice.
    """
    first = planting.first
    is_correction = plant.kind == "LATE_CHANGE_NOT_PAID" and plant is not first and plant.partner == first.month.name
    return first if is_correction else plant


def _billed(ground: Ground, tranche: Tranche, known: Month) -> tuple[Invoice, ...] | None:
    """The invoices with a line more on that of the tranche's billing day; as they are where that is after the span.

    A host that learns later why its pay differed bills it then.
    """
    billable = billable_on(ground.agreed, tranche)
    posted = posting_day(ground.site.days(ground.host(tranche.post)), billable)
    if max(Month.of(posted), known) > LAST:
        return ground.papers
    ours = [
        each
        for each in ground.papers
        if each.post == tranche.post
        and not each.credits
        and (Month.of(each.posted) == known if known > Month.of(posted) else each.billable == billable)
    ]
    if not ours or ours[0].entries is not None:
        return None
    longer = replace(ours[0], tranches=(*ours[0].tranches, tranche))
    return tuple(longer if each is ours[0] else each for each in ground.papers)
