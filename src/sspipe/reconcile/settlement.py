"""What each partner owes each host, by post and net by pair, for the period and for the year to date (R11)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sspipe.model.settlement import NetRow, Scope, SettlementRow
from sspipe.model.statement import RechargeRow

Key = tuple[str, str, str]
MOVING = ("due", "from_causes", "not_yet_billable", "unbilled", "unbooked", "booked", "in_transit", "paid")
STANDING = ("host_accrued", "partner_accrued")


def settle(scope: Scope, before: Sequence[RechargeRow], after: Sequence[RechargeRow]) -> list[SettlementRow]:
    """One row a flow: what moved between two moments, with due less booked at both ends.

    Movements keep due = not yet billable + unbilled + unbooked + booked, and opening + due - booked = closing; accruals
    stand as they are at the end.
    """
    start, end = _totals(before), _totals(after)
    evidenced = {(row.host, row.partner, row.post) for row in after if row.paid_pence is not None}
    return [
        _row(scope, key, start.get(key, _nothing()), end.get(key, _nothing()), is_evidenced=key in evidenced)
        for key in sorted({*start, *end})
    ]


def _nothing() -> dict[str, int]:
    return dict.fromkeys((*MOVING, *STANDING), 0)


def _totals(rows: Iterable[RechargeRow]) -> dict[Key, dict[str, int]]:
    totals: dict[Key, dict[str, int]] = defaultdict(_nothing)
    for row in rows:
        for name, pence in _columns(row).items():
            totals[row.host, row.partner, row.post][name] += pence
    return dict(totals)


def _columns(row: RechargeRow) -> dict[str, int]:
    return {
        "due": row.due_pence,
        "from_causes": row.from_causes_pence,
        "not_yet_billable": row.not_yet_billable_pence,
        "unbilled": row.unbilled_pence,
        "unbooked": row.unbooked_pence,
        "booked": row.booked_pence,
        "in_transit": row.unbilled_in_transit_pence + row.unbooked_in_transit_pence,
        "paid": row.paid_pence or 0,
        "host_accrued": row.host_accrued_pence,
        "partner_accrued": row.partner_accrued_pence,
    }


def _row(scope: Scope, key: Key, start: dict[str, int], end: dict[str, int], *, is_evidenced: bool) -> SettlementRow:
    moved = {name: end[name] - start[name] for name in MOVING}
    host, partner, post = key
    return SettlementRow(
        scope=scope,
        host=host,
        partner=partner,
        post=post,
        opening_pence=start["due"] - start["booked"],
        due_pence=moved["due"],
        from_causes_pence=moved["from_causes"],
        not_yet_billable_pence=moved["not_yet_billable"],
        unbilled_pence=moved["unbilled"],
        unbooked_pence=moved["unbooked"],
        booked_pence=moved["booked"],
        in_transit_pence=moved["in_transit"],
        closing_pence=end["due"] - end["booked"],
        host_accrued_pence=end["host_accrued"],
        partner_accrued_pence=end["partner_accrued"],
        paid_pence=moved["paid"] if is_evidenced else None,
        owed_pence=moved["due"] - moved["paid"] if is_evidenced else None,
    )


def net_of(settlement: Iterable[SettlementRow]) -> list[NetRow]:
    """Gross both ways, then net: a row for each council of each pair and scope."""
    gross: dict[tuple[Scope, str, str], int] = defaultdict(int)
    closing: dict[tuple[Scope, str, str], int] = defaultdict(int)
    owed: dict[tuple[Scope, str, str], int | None] = defaultdict(int)
    for row in settlement:
        for pair in ((row.host, row.partner), (row.partner, row.host)):
            gross[row.scope, *pair] += row.due_pence if pair[0] == row.host else 0
            closing[row.scope, *pair] += row.closing_pence if pair[0] == row.host else 0
            owed[row.scope, *pair] = _added(owed[row.scope, *pair], row.owed_pence, is_host=pair[0] == row.host)
    return [
        NetRow(
            scope=scope,
            council=council,
            counterparty=other,
            charged_pence=gross[scope, council, other],
            charged_by_pence=gross[scope, other, council],
            net_pence=gross[scope, council, other] - gross[scope, other, council],
            closing_pence=closing[scope, council, other] - closing[scope, other, council],
            owed_pence=owed[scope, council, other],
        )
        for scope, council, other in sorted(gross)
    ]


def _added(owed_pence: int | None, more_pence: int | None, *, is_host: bool) -> int | None:
    """What is owed with one row more, for its host or against its partner; nothing where any of it is not evidenced."""
    if owed_pence is None or more_pence is None:
        return None
    return owed_pence + (more_pence if is_host else -more_pence)
