"""What earlier releases said that this period carries on: breaks, decisions, settlement, reports, the hash shown."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, select

from sspipe.model.decisions import Decision
from sspipe.model.earlier import EarlierBreak
from sspipe.model.periods import Period
from sspipe.model.resources import EarlierResource, LineKind, Section
from sspipe.model.settlement import Scope, SettlementRow
from sspipe.model.statement import BreakState, Pair
from sspipe.store.decisions import kept_decisions
from sspipe.store.releases import current_release
from sspipe.store.tables import table_named

_CURRENT = table_named("current_release")
_BREAKS = table_named("out_breaks")
_CAUSES = table_named("out_causes")
_SETTLEMENT = table_named("out_settlement")
_RESOURCES = table_named("out_pprr_resources")
_AS_TEXT = (
    *("break_id", "agreement", "post", "cost_centre", "council", "counterparty"),
    *("owner_council", "owner_side"),
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stands before a period is worked: `period` and `release_id` name the release carried forward, if any.

    `breaks` are all that a release ever showed, as it left them; `resources` the service lines of every earlier release
    of the year, which a report is held against. `current_hash` is what readers of this period see now; empty before the
    first.
    """

    period: Period | None
    release_id: str
    breaks: tuple[EarlierBreak, ...]
    settlement: tuple[SettlementRow, ...]
    resources: tuple[EarlierResource, ...]
    decisions: tuple[Decision, ...]
    current_release_id: str
    current_hash: str


def earlier(engine: Engine, site: str, period: Period) -> Earlier:
    """Read back the current release of the latest period before this one, and of this one."""
    with engine.connect() as connection:
        before = _release_before(connection, site, period)
        release_id = before.release_id if before else ""
        current = current_release(connection, site, str(period))
        return Earlier(
            period=Period.parse(before.period) if before else None,
            release_id=release_id,
            breaks=_breaks(connection, site, period, release_id),
            settlement=_settlement(connection, release_id),
            resources=_resources(connection, site, period),
            decisions=kept_decisions(connection, site),
            current_release_id=str(current.release_id) if current else "",
            current_hash=str(current.content_hash) if current else "",
        )


def _release_before(connection: Connection, site: str, period: Period) -> Any:
    """The pointer of the latest earlier period; the text of periods sorts as they follow each other."""
    query = select(_CURRENT).where(_CURRENT.c.site == site, _CURRENT.c.period < str(period))
    return connection.execute(query.order_by(_CURRENT.c.period.desc()).limit(1)).first()


def _breaks(connection: Connection, site: str, period: Period, release_id: str) -> tuple[EarlierBreak, ...]:
    """Every break that the current release of an earlier period shows, as the latest of these left it.

    What the release carried forward does not show any more has cleared, whatever it was when it was seen last.
    """
    last = (
        select(_BREAKS.c.break_id, func.max(_CURRENT.c.period).label("period"))
        .join(_CURRENT, _CURRENT.c.release_id == _BREAKS.c.release_id)
        .where(_CURRENT.c.site == site, _CURRENT.c.period < str(period))
        .group_by(_BREAKS.c.break_id)
        .subquery()
    )
    query = (
        select(_BREAKS)
        .join(_CURRENT, (_CURRENT.c.release_id == _BREAKS.c.release_id) & (_CURRENT.c.site == site))
        .join(last, (last.c.break_id == _BREAKS.c.break_id) & (last.c.period == _CURRENT.c.period))
        .order_by(_BREAKS.c.break_id)
    )
    codes: dict[str, list[str]] = {}
    for row in _rows(connection, _CAUSES, release_id):
        codes.setdefault(row.break_id, []).append(row.code)
    return tuple(
        _earlier_break(row, tuple(codes.get(row.break_id, ())), is_carried=row.release_id == release_id)
        for row in connection.execute(query)
    )


def _earlier_break(row: Any, causes: tuple[str, ...], *, is_carried: bool) -> EarlierBreak:
    return EarlierBreak(
        **{name: getattr(row, name) for name in _AS_TEXT},
        pair=Pair(row.pair),
        month=Period.parse(row.month),
        first_seen=Period.parse(row.first_seen),
        open_since=Period.parse(row.open_since),
        amount_pence=row.amount_pence,
        state=BreakState(row.state) if is_carried else BreakState.CLEARED,
        causes=causes if is_carried else (),
    )


def _settlement(connection: Connection, release_id: str) -> tuple[SettlementRow, ...]:
    rows = (dict(row._mapping) for row in _rows(connection, _SETTLEMENT, release_id))  # noqa: SLF001 - the library's public name
    return tuple(
        SettlementRow(
            scope=Scope(row.pop("scope")), **{name: row[name] for name in row.keys() - {"release_id", "row_number"}}
        )
        for row in rows
    )


def _resources(connection: Connection, site: str, period: Period) -> tuple[EarlierResource, ...]:
    """Lines of the reports that the year's earlier releases published, oldest first."""
    query = (
        select(_CURRENT.c.period.label("release_period"), _RESOURCES)
        .join(_CURRENT, _CURRENT.c.release_id == _RESOURCES.c.release_id)
        .where(_CURRENT.c.site == site, _CURRENT.c.period < str(period), _RESOURCES.c.line_kind == LineKind.LINE)
        .where(_CURRENT.c.period.startswith(f"{period.year}-", autoescape=True))
        .order_by(_CURRENT.c.period, _RESOURCES.c.row_number)
    )
    return tuple(
        EarlierResource(
            period=Period.parse(row.release_period),
            report=row.report,
            council=row.council,
            section=Section(row.section),
            service=row.service,
            service_line=row.service_line,
            budget_pence=row.budget_now_pence,
            variance_pence=row.variance_pence,
        )
        for row in connection.execute(query)
    )


def _rows(connection: Connection, table: Table, release_id: str) -> Any:
    query = select(table).where(table.c.release_id == release_id)
    return connection.execute(query.order_by(table.c.row_number)).all()
