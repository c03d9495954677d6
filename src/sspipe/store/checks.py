"""Whether a release that has been built may be shown: nothing critical, nothing lost, every difference explained."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, UniqueConstraint, case, func, select

from sspipe.errors import PublishRefused
from sspipe.model.findings import Severity
from sspipe.model.statement import BreakState
from sspipe.store.bulk import Row
from sspipe.store.drafts import ReleaseDraft
from sspipe.store.states import ConservationKind, Fate
from sspipe.store.tables import PUBLISHED, table_named

_CONSERVATION = table_named("out_conservation")
_BREAKS = table_named("out_breaks")
_CAUSES = table_named("out_causes")
_WHOLES = (Fate.READ, Fate.TOTAL)


def refuse_draft(draft: ReleaseDraft) -> None:
    """Refuse what needs no database to be found wrong.

    Raises:
        PublishRefused: when a critical finding is open, a table is none of ours, or a row stands twice.
    """
    where = f"{draft.site} {draft.period.label}"
    critical = sorted({finding.rule for finding in draft.findings if finding.severity is Severity.CRITICAL})
    if critical:
        raise _refused(where, f"critical findings: {', '.join(critical)}", "none", "Mend what they name and run again.")
    unknown = sorted(draft.rows.keys() - PUBLISHED.keys())
    if unknown:
        raise _refused(where, f"rows for {', '.join(unknown)}", "published tables only", "Add the table to the store.")
    for name, rows in draft.rows.items():
        _refuse_twice(where, PUBLISHED[name], rows)


def _refuse_twice(where: str, table: Table, rows: Sequence[Row]) -> None:
    for names in _unique_keys(table):
        if all(name in row for row in rows for name in names):
            keys = {tuple(row[name] for name in names) for row in rows}
            if len(keys) != len(rows):
                found = f"{len(rows) - len(keys)} rows of {table.name} that repeat another's {' and '.join(names)}"
                raise _refused(where, found, "each once", "This is a fault of the program; report it.")


def _unique_keys(table: Table) -> list[tuple[str, ...]]:
    keys = [table.primary_key, *(each for each in table.constraints if isinstance(each, UniqueConstraint))]
    return [tuple(column.name for column in key.columns if column.name != "release_id") for key in keys]


def check_build(connection: Connection, release_id: str, counts: Mapping[str, int]) -> None:
    """Refuse a build that lost a row, a pound or an explanation.

    Raises:
        PublishRefused: naming the table, the file or cost centre, or the break.
    """
    _check_counts(connection, release_id, counts)
    _check_conservation(connection, release_id)
    _check_causes(connection, release_id)


def _check_counts(connection: Connection, release_id: str, counts: Mapping[str, int]) -> None:
    for name, table in PUBLISHED.items():
        query = select(func.count()).select_from(table).where(table.c.release_id == release_id)
        found, expected = connection.scalar(query), counts.get(name, 0)
        if found != expected:
            raise _refused(f"{release_id} {name}", f"{found} rows", f"{expected} rows", "Run again.")


def _check_conservation(connection: Connection, release_id: str) -> None:
    """In = used + quarantined + excluded; attributed + not joint + breaks = total (R5, R17)."""
    t = _CONSERVATION.c
    sign = case((t.fate.in_(_WHOLES), 1), else_=-1)
    sums = [
        func.sum(sign * func.coalesce(column, 0)) for column in (t.rows, t.debit_pence, t.credit_pence, t.amount_pence)
    ]
    place = (t.kind, t.publisher, t.feed, t.file_name, t.source_file, t.council, t.cost_centre, t.period)
    query = select(*place, *sums).where(t.release_id == release_id).group_by(*place).order_by(*place)
    for row in connection.execute(query):
        if any(row[len(place) :]):
            raise _not_conserved(row[: len(place)], row[len(place)], row[-1])


def _not_conserved(place: Sequence[str], rows: int, amount_pence: int) -> PublishRefused:
    kind, publisher, feed, file_name, _, council, cost_centre, period = place
    where = f"{publisher} {feed} {file_name}" if kind == ConservationKind.FILE else f"{council} {cost_centre} {period}"
    return _refused(
        where,
        f"{rows} rows and {amount_pence} pence unaccounted for",
        "every row and pound used, quarantined, excluded or attributed",
        "Find the rows before anything is published.",
    )


def _check_causes(connection: Connection, release_id: str) -> None:
    """The causes of a break that stands add up to it exactly (R9)."""
    explained = (
        select(func.coalesce(func.sum(_CAUSES.c.amount_pence), 0))
        .where(_CAUSES.c.release_id == release_id, _CAUSES.c.break_id == _BREAKS.c.break_id)
        .scalar_subquery()
    )
    query = select(_BREAKS.c.break_id).where(
        _BREAKS.c.release_id == release_id, _BREAKS.c.state != BreakState.CLEARED, _BREAKS.c.amount_pence != explained
    )
    wrong = connection.scalars(query.order_by(_BREAKS.c.break_id)).all()
    if wrong:
        raise _refused(
            f"break {wrong[0]}",
            f"causes that do not add up to the difference ({len(wrong)} such breaks)",
            "a sum to the penny",
            "This is a fault of the program; report it.",
        )


def _refused(where: str, found: str, expected: str, action: str) -> PublishRefused:
    return PublishRefused(where, found, expected, action)
