"""Every release with how far it has come, the breaks that it left open, and the inputs that it does not share.

A release's inputs are held against those of the release before it, of the same site and period. Nothing here says the
amount of one post: pounds of open breaks are missing where they all stand on one (R20).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, case, func, select

from sspipe.model.statement import BreakState
from sspipe.store.states import InputKind
from sspipe.store.tables import table_named

FEWEST_SUBJECTS = 2
"""So many posts or cost centres make a total that is the amount of none of them."""
_RELEASES = table_named("release")
_CURRENT = table_named("current_release")
_INPUTS = table_named("release_input")
_BREAKS = table_named("out_breaks")
_AS_STORED = ("site", "period", "release_id", "release_number", "state", "state_reason")
_WHEN = ("known_on", "published_at", "code_version")
Inputs = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBreaks:
    """How many breaks a release left open, and their size in pence, overs and unders alike; None: all on one post."""

    count: int = 0
    size_pence: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedInputs:
    """Inputs by name that differ from the release before: of other bytes, not there before, or not there any more."""

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRelease:
    """One release; `before` is the one that came before it, empty for the first."""

    site: str
    period: str
    release_id: str
    release_number: int
    state: str
    state_reason: str
    known_on: date
    published_at: datetime
    code_version: str
    is_current: bool
    before: str
    open_breaks: OpenBreaks
    inputs: ChangedInputs


def list_releases(engine: Engine, site: str = "", period: str = "") -> tuple[ListedRelease, ...]:
    """Every release of a site and period, or (empty) of all, in order of site, period and number."""
    query = select(_RELEASES, _CURRENT.c.release_id.is_not(None).label("is_current"))
    query = query.join(_CURRENT, _CURRENT.c.release_id == _RELEASES.c.release_id, isouter=True)
    query = query.where(_RELEASES.c.site == site) if site else query
    query = query.where(_RELEASES.c.period == period) if period else query
    query = query.order_by(_RELEASES.c.site, _RELEASES.c.period, _RELEASES.c.release_number)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
        return tuple(_listed(rows, _open_breaks(connection), _inputs(connection)))


def site_files_of(engine: Engine, release_id: str) -> Mapping[str, str]:
    """Hashes by name of the site's own files that a release was built from."""
    query = select(_INPUTS.c.name, _INPUTS.c.source_file).where(
        _INPUTS.c.release_id == release_id, _INPUTS.c.kind == InputKind.SITE, _INPUTS.c.note == ""
    )
    with engine.connect() as connection:
        return {row.name: row.source_file for row in connection.execute(query)}


def releases_with_break(engine: Engine, site: str, beginning: str) -> tuple[str, ...]:
    """Current releases of a site that show a break whose id begins so, the newest period first."""
    query = (
        select(_CURRENT.c.release_id)
        .join(_BREAKS, _BREAKS.c.release_id == _CURRENT.c.release_id)
        .where(_CURRENT.c.site == site, _BREAKS.c.break_id.startswith(beginning, autoescape=True))
        .group_by(_CURRENT.c.release_id, _CURRENT.c.period)
        .order_by(_CURRENT.c.period.desc())
    )
    with engine.connect() as connection:
        return tuple(connection.scalars(query))


def _open_breaks(connection: Connection) -> Mapping[str, OpenBreaks]:
    subject = case((_BREAKS.c.post == "", _BREAKS.c.cost_centre), else_=_BREAKS.c.post)
    query = (
        select(
            _BREAKS.c.release_id,
            func.count().label("breaks"),
            func.count(subject.distinct()).label("subjects"),
            func.sum(func.abs(_BREAKS.c.amount_pence)).label("size_pence"),
        )
        .where(_BREAKS.c.state == BreakState.OPEN)
        .group_by(_BREAKS.c.release_id)
    )
    return {row.release_id: _open(row) for row in connection.execute(query)}


def _open(row: Any) -> OpenBreaks:
    return OpenBreaks(count=row.breaks, size_pence=int(row.size_pence) if row.subjects >= FEWEST_SUBJECTS else None)


def _inputs(connection: Connection) -> Mapping[str, Inputs]:
    """By release, the hashes of each input that it was built from; what was noted later is no reason for it."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    query = select(_INPUTS.c.release_id, _INPUTS.c.name, _INPUTS.c.source_file).where(_INPUTS.c.note == "")
    for release_id, name, source_file in connection.execute(query):
        found[release_id][name].add(source_file)
    return {key: {name: frozenset(files) for name, files in names.items()} for key, names in found.items()}


def _listed(
    rows: Sequence[Any], breaks: Mapping[str, OpenBreaks], inputs: Mapping[str, Inputs]
) -> Iterable[ListedRelease]:
    newest: dict[tuple[str, str], str] = {}
    for row in rows:
        before = newest.get((row.site, row.period), "")
        newest[row.site, row.period] = row.release_id
        yield ListedRelease(
            **{name: getattr(row, name) for name in (*_AS_STORED, *_WHEN)},
            is_current=bool(row.is_current),
            before=before,
            open_breaks=breaks.get(row.release_id, OpenBreaks()),
            inputs=_changed(inputs.get(before, {}), inputs.get(row.release_id, {})) if before else ChangedInputs(),
        )


def _changed(before: Inputs, now: Inputs) -> ChangedInputs:
    return ChangedInputs(
        changed=tuple(sorted(name for name in now.keys() & before.keys() if now[name] != before[name])),
        added=tuple(sorted(now.keys() - before.keys())),
        gone=tuple(sorted(before.keys() - now.keys())),
    )
