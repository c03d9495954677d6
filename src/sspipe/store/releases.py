"""A release that readers see whole: built beside the current one, checked, and swapped in one transaction (R18).

Lock, rows, checks, pointer and audit entry share one connection. A build that dies leaves rows that no view shows and
a line in `build`, by which the next build of the same site and period removes them. Nothing published is overwritten.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from sspipe.errors import PublishRefused
from sspipe.store.audit import Act, append_act
from sspipe.store.break_movements import check_movements
from sspipe.store.bulk import load_rows
from sspipe.store.checks import check_build, refuse_draft
from sspipe.store.content import content_hash
from sspipe.store.drafts import Published, ReleaseDraft
from sspipe.store.inputs import input_rows, note_changed_inputs
from sspipe.store.lock import publishing, refuse_if_lost
from sspipe.store.migrate import require_current
from sspipe.store.states import COMES_FROM, ReleaseState
from sspipe.store.tables import PUBLISHED, table_named

_RELEASES = table_named("release")
_CURRENT = table_named("current_release")
_BUILDS = table_named("build")
_INPUTS = table_named("release_input")
Current = Row[tuple[object, ...]] | None


def publish(engine: Engine, draft: ReleaseDraft) -> Published:
    """Publish a draft, or find that its content is what readers see already.

    Raises:
        PublishRefused: when the draft or the build breaks a rule; readers stay on the release before.
        ReleaseLocked: when another run is publishing the same site and period.
        DatabaseBehind: when the database has another schema than this code.
    """
    require_current(engine)
    refuse_draft(draft)
    digest = content_hash(draft.rows)
    with publishing(engine, draft.site, draft.period) as connection:
        with connection.begin():
            _remove_died_builds(connection, draft)
            current = current_release(connection, draft.site, str(draft.period))
            if current is not None and current.content_hash == digest:
                note_changed_inputs(connection, draft, current.release_id)
                return Published(current.release_id, is_new=False, content_hash=digest)
        release_id = _build(connection, draft)
        with connection.begin():
            _swap(connection, draft, release_id, digest, current)
    return Published(release_id, is_new=True, content_hash=digest)


def current_release(connection: Connection, site: str, period: str) -> Current:
    """The release that readers of a site and period see."""
    query = select(_RELEASES).join(_CURRENT, _CURRENT.c.release_id == _RELEASES.c.release_id)
    return connection.execute(query.where(_CURRENT.c.site == site, _CURRENT.c.period == period)).first()


def _remove_died_builds(connection: Connection, draft: ReleaseDraft) -> None:
    where = (_BUILDS.c.site == draft.site) & (_BUILDS.c.period == str(draft.period))
    for release_id in connection.scalars(select(_BUILDS.c.release_id).where(where)).all():
        _remove_build(connection, release_id)


def _remove_build(connection: Connection, release_id: str) -> None:
    for table in PUBLISHED.values():
        connection.execute(delete(table).where(table.c.release_id == release_id))
    connection.execute(delete(_BUILDS).where(_BUILDS.c.release_id == release_id))


def _build(connection: Connection, draft: ReleaseDraft) -> str:
    """Load the rows under a release that no view shows, and check what stands there."""
    with connection.begin():
        refuse_if_lost(connection, draft.site, draft.period)
        release_id = f"{draft.site}-{draft.period}-{_next_number(connection, draft)}"
        build = {"release_id": release_id, "site": draft.site, "period": str(draft.period), "run_id": draft.run_id}
        connection.execute(insert(_BUILDS), build)
        for name, rows in draft.rows.items():
            load_rows(connection, PUBLISHED[name], [{**row, "release_id": release_id} for row in rows])
    try:
        with connection.begin():
            check_movements(connection, release_id, draft.carried_release)
            check_build(connection, release_id, {name: len(rows) for name, rows in draft.rows.items()})
    except PublishRefused:
        with connection.begin():
            refuse_if_lost(connection, draft.site, draft.period)
            _remove_build(connection, release_id)
        raise
    return release_id


def _next_number(connection: Connection, draft: ReleaseDraft) -> int:
    where = (_RELEASES.c.site == draft.site) & (_RELEASES.c.period == str(draft.period))
    return (connection.scalar(select(func.max(_RELEASES.c.release_number)).where(where)) or 0) + 1


def _swap(connection: Connection, draft: ReleaseDraft, release_id: str, digest: str, current: Current) -> None:
    """Show the new release in place of the one before: pointer, states, inputs and audit entry, or none of them."""
    refuse_if_lost(connection, draft.site, draft.period)
    supersedes = "" if current is None else str(current.release_id)
    connection.execute(insert(_RELEASES), _release_row(draft, release_id, digest, supersedes))
    _insert_inputs(connection, input_rows(draft, release_id))
    _point_to(connection, draft, release_id)
    _restate(connection, supersedes)
    connection.execute(delete(_BUILDS).where(_BUILDS.c.release_id == release_id))
    append_act(connection, _published_act(draft, release_id, digest, supersedes))


def _release_row(draft: ReleaseDraft, release_id: str, digest: str, supersedes: str) -> dict[str, object]:
    return {
        "release_id": release_id,
        "site": draft.site,
        "period": str(draft.period),
        "release_number": int(release_id.rsplit("-", 1)[1]),
        "known_on": draft.known_on,
        "state": ReleaseState.PROVISIONAL,
        "state_reason": "",
        "content_hash": digest,
        "run_id": draft.run_id,
        "published_at": draft.published_at,
        "code_version": draft.code_version,
        "supersedes": supersedes,
    }


def _insert_inputs(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        connection.execute(insert(_INPUTS), list(rows))


def _point_to(connection: Connection, draft: ReleaseDraft, release_id: str) -> None:
    site, period = draft.site, str(draft.period)
    connection.execute(delete(_CURRENT).where(_CURRENT.c.site == site, _CURRENT.c.period == period))
    connection.execute(insert(_CURRENT).values(site=site, period=period, release_id=release_id))


def _restate(connection: Connection, release_id: str) -> None:
    """Mark a release as one that a newer has taken the place of; a withdrawn one stays withdrawn."""
    may = _RELEASES.c.state.in_(COMES_FROM[ReleaseState.RESTATED])
    which = update(_RELEASES).where(_RELEASES.c.release_id == release_id, may)
    connection.execute(which.values(state=ReleaseState.RESTATED))


def _published_act(draft: ReleaseDraft, release_id: str, digest: str, supersedes: str) -> Act:
    counts = {name: len(rows) for name, rows in draft.rows.items()}
    return Act(
        happened_at=draft.published_at,
        actor=f"run {draft.run_id}",
        action="published",
        site=draft.site,
        period=str(draft.period),
        release_id=release_id,
        detail={"content_hash": digest, "supersedes": supersedes, "rows": counts, "inputs": len(draft.inputs)},
    )
