"""One release read back whole, as readers see it: its facts and the rows of every published table."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, Table, select

from sspipe.model.periods import Period
from sspipe.store.tables import PUBLISHED, table_named

_RELEASES = table_named("release")
_INPUTS = table_named("release_input")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRelease:
    """What a release says, and of what it is; `rows` by table, in the order of their numbers.

    `inputs` are the names and hashes of the files that it was made from, by name.
    """

    release_id: str
    site: str
    period: Period
    known_on: date
    state: str
    published_at: datetime
    rows: Mapping[str, Sequence[dict[str, object]]]
    inputs: tuple[tuple[str, str], ...]


def read_release(engine: Engine, release_id: str) -> PublishedRelease:
    """Read a release that stands in the database.

    Raises:
        sqlalchemy.exc.NoResultFound: when no such release was published.
    """
    with engine.connect() as connection:
        found = connection.execute(select(_RELEASES).where(_RELEASES.c.release_id == release_id)).one()
        return PublishedRelease(
            release_id=release_id,
            site=found.site,
            period=Period.parse(found.period),
            known_on=found.known_on,
            state=found.state,
            published_at=found.published_at,
            rows={name: _rows(connection, table, release_id) for name, table in PUBLISHED.items()},
            inputs=_inputs(connection, release_id),
        )


def read_months_before(
    engine: Engine, release: PublishedRelease, tables: Collection[str]
) -> tuple[tuple[Period, Mapping[str, Sequence[dict[str, object]]]], ...]:
    """Rows of some tables of the year's earlier periods, oldest first, from the releases that stood when this one came.

    A release that is published later changes nothing of it: the same release reads the same rows for ever.
    """
    with engine.connect() as connection:
        return tuple(
            (period, {name: _rows(connection, PUBLISHED[name], release_id) for name in tables})
            for period, release_id in _stood_before(connection, release)
        )


def _stood_before(connection: Connection, release: PublishedRelease) -> Iterator[tuple[Period, str]]:
    """The newest release of each earlier period of the year, as it was when this one was published."""
    earlier = [str(Period(release.period.year_start, number)) for number in range(1, release.period.number)]
    query = (
        select(_RELEASES.c.period, _RELEASES.c.release_id)
        .where(
            _RELEASES.c.site == release.site,
            _RELEASES.c.period.in_(earlier),
            _RELEASES.c.published_at <= release.published_at,
        )
        .order_by(_RELEASES.c.release_number)
    )
    newest = dict(map(tuple, connection.execute(query)))
    return ((Period.parse(period), newest[period]) for period in sorted(newest))


def _inputs(connection: Connection, release_id: str) -> tuple[tuple[str, str], ...]:
    query = select(_INPUTS.c.name, _INPUTS.c.source_file).where(_INPUTS.c.release_id == release_id)
    return tuple(sorted((name, source_file) for name, source_file in connection.execute(query)))


def _rows(connection: Connection, table: Table, release_id: str) -> list[dict[str, object]]:
    columns = [column for column in table.columns if column.name != "release_id"]
    query = select(*columns).where(table.c.release_id == release_id).order_by(table.c.row_number)
    return [dict(row) for row in connection.execute(query).mappings()]
