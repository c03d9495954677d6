"""What readers of the shared database see of a site, added up the way the truth is written down."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Engine, text

from sspipe.model.periods import Period

Key = tuple[str, str, str, str]

COSTS = text(
    "select o.post, o.council, o.paid, o.earned, o.component, o.amount_pence from out_post_costs o"
    " join current_release c on c.release_id = o.release_id"
)
RECHARGES = text(
    "select o.post, o.partner, o.service, o.part_pence, o.due_pence, o.billed_pence, o.booked_pence, o.host"
    " from out_recharges o"
    " join current_release c on c.release_id = o.release_id order by c.period"
)


STATES = text(
    "select c.period, o.post, o.service, o.not_yet_billable_pence, o.unbilled_in_transit_pence,"
    " o.unbooked_in_transit_pence from out_recharges o join current_release c on c.release_id = o.release_id"
)


_COST = "o.release_id, o.post, o.council, o.occupant_ref, o.paid, o.earned, o.tranche, o.component"
MISSED = text(
    f"select {_COST}, sum(o.pence) from ("  # noqa: S608 - our own names
    f"select {_COST}, o.amount_pence as pence from out_post_costs o"
    f" union all select {_COST}, -coalesce(o.amount_pence, 0) from out_post_workings o) o"
    f" group by {_COST} having sum(o.pence) <> 0"
)


def costs_not_explained(engine: Engine) -> list[tuple[Any, ...]]:
    """Costs of any release to which the published steps do not add up, and steps that add up to no cost."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(MISSED)]


def steps_published(engine: Engine) -> int:
    """How many steps there are, of all releases."""
    with engine.connect() as connection:
        return connection.scalar(text("select count(*) from out_post_workings")) or 0


def published_states(engine: Engine) -> set[tuple[str, ...]]:
    """What is no break, by kind, post, service month, pair, pence and the month's close that shows it."""
    kinds = (("not_yet_billable", "billed-due"), ("in_transit", "billed-due"), ("in_transit", "booked-billed"))
    with engine.connect() as connection:
        rows = connection.execute(STATES).tuples().all()
    return {
        (kind, post, service, pair, str(-pence), seen_in)
        for seen_in, post, service, *amounts in rows
        for (kind, pair), pence in zip(kinds, amounts, strict=True)
        if pence and Period.parse(seen_in).is_month
    }


def published_figures(engine: Engine) -> Mapping[Key, int]:
    """Pence by post, month, measure and component, nil where nothing is published."""
    found: dict[Key, int] = defaultdict(int)
    with engine.connect() as connection:
        for post, council, paid, earned, component, pence in connection.execute(COSTS):
            for measure, month in (("expected_paid", paid), ("expected_earned", earned)):
                found[post, month, measure, component] += pence
                found[post, month, measure, "total"] += pence
            found[post, earned, "share", council] += pence
        _add_shares(found, connection.execute(RECHARGES).tuples().all())
    return found


def _add_shares(found: dict[Key, int], recharges: Iterable[tuple[Any, ...]]) -> None:
    """The latest release that shows a service month says how it stands; the host bears what the partner does not."""
    for post, partner, service, part, due, billed, booked, host in recharges:
        found[post, service, "share", partner] = part
        found[post, service, "share", host] = found[post, service, "expected_earned", "total"] - part
        found[post, service, "due", partner] = due
        found[post, service, "billed", partner] = billed
        found[post, service, "booked", partner] = booked
