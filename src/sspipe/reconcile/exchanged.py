"""What a host billed a partner and what that booked from it, sorted by post once for every flow between the two."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sspipe.model.councils import AccountUse
from sspipe.model.dues import DueItem
from sspipe.model.ledger import ClearedItem
from sspipe.model.statement import Posted
from sspipe.reconcile.actual import Placed
from sspipe.reconcile.paid import PaidPart, paid_parts
from sspipe.reconcile.posted import Dues, post_recharges

OfPost = TypeVar("OfPost", Posted, PaidPart)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """The lines of one host and one partner by post; `paid` None where no feed of cleared items evidences cash."""

    billed: Mapping[str, Sequence[Posted]]
    booked: Mapping[str, Sequence[Posted]]
    paid: Mapping[str, Sequence[PaidPart]] | None


def exchanged(  # noqa: PLR0913 - one step of `work_out`
    host: str,
    partner: str,
    *,
    placed: Mapping[str, tuple[Placed, ...]],
    due: Sequence[DueItem],
    posts: Iterable[str],
    cleared: Sequence[ClearedItem] | None,
) -> Exchanged:
    """What stands between a host and a partner, of whom these parts are due and who share these posts."""
    owed, shared = Dues.of(due), sorted(set(posts))
    billed = post_recharges(placed[host], AccountUse.RECHARGE_INCOME, partner, owed, shared)
    booked = post_recharges(placed[partner], AccountUse.RECHARGE_EXPENDITURE, host, owed, shared)
    paid = None if cleared is None else _by_post(paid_parts(placed[host], billed, cleared))
    return Exchanged(billed=_by_post(billed), booked=_by_post(booked), paid=paid)


def _by_post(items: Iterable[OfPost]) -> dict[str, list[OfPost]]:
    found: dict[str, list[OfPost]] = defaultdict(list)
    for item in items:
        found[item.post].append(item)
    return dict(found)
