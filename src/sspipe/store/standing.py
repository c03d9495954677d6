"""A release's standing after it is published: signed by the councils, outdated by its inputs, or withdrawn (R18).

A state never returns. Each change is one transaction with its audit entry, and is refused where the standing that the
caller saw has moved on meanwhile.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from sspipe.errors import PublishRefused
from sspipe.store.audit import Act, append_act
from sspipe.store.engine import writing
from sspipe.store.states import COMES_FROM, ReleaseState
from sspipe.store.tables import table_named

UNEXPLAINED = "UNEXPLAINED"
_RELEASES = table_named("release")
_CURRENT = table_named("current_release")
_SIGNATURES = table_named("sign_off")
_CAUSES = table_named("out_causes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One council's signature under the content of a release, by role."""

    release_id: str
    content_hash: str
    council: str
    role: str
    signed_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Why a release is outdated or withdrawn, by which run or role, and when."""

    release_id: str
    reason: str
    actor: str
    happened_at: datetime


def sign(engine: Engine, signature: Signature, councils: Collection[str], unexplained_limit_pence: int) -> ReleaseState:
    """Add a signature; the release is signed once every council has.

    Raises:
        PublishRefused: when the release is not the current one, has other content, is signed by the council already,
            or leaves more unexplained than the site allows.
    """
    with writing(engine) as connection:
        release = _locked_release(connection, signature.release_id)
        _refuse_signature(connection, release, signature, councils)
        _refuse_unexplained(connection, signature.release_id, unexplained_limit_pence)
        connection.execute(insert(_SIGNATURES), asdict(signature))
        state = _state_after(connection, signature.release_id, councils)
        if release.state != state:
            _set_state(connection, release, state, reason="")
        append_act(connection, _signed_act(release, signature))
    return state


def _refuse_signature(connection: Connection, release: Any, signature: Signature, councils: Collection[str]) -> None:
    where = f"release {signature.release_id}"
    if connection.scalar(select(_CURRENT.c.release_id).where(_CURRENT.c.release_id == signature.release_id)) is None:
        raise PublishRefused(where, "a newer release, or none", "the current release", "Sign the one that stands now.")
    if release.content_hash != signature.content_hash:
        raise PublishRefused(where, "other content than was read", "the content signed", "Read it again, then sign.")
    if signature.council not in councils:
        raise PublishRefused(where, f"a signature of {signature.council}", "a council of the site", "Name the council.")
    if signature.council in _signed_by(connection, signature.release_id):
        raise PublishRefused(where, f"{signature.council}'s signature already", "one of each council", "Nothing to do.")


def _refuse_unexplained(connection: Connection, release_id: str, limit_pence: int) -> None:
    where = (_CAUSES.c.release_id == release_id) & (_CAUSES.c.code == UNEXPLAINED)
    found = int(connection.scalar(select(func.sum(func.abs(_CAUSES.c.amount_pence))).where(where)) or 0)
    if found > limit_pence:
        raise PublishRefused(
            f"release {release_id}",
            f"{found} pence unexplained",
            f"at most {limit_pence}",
            "Explain the differences, or publish anew when they are mended.",
        )


def _signed_by(connection: Connection, release_id: str) -> set[str]:
    return set(connection.scalars(select(_SIGNATURES.c.council).where(_SIGNATURES.c.release_id == release_id)))


def _state_after(connection: Connection, release_id: str, councils: Collection[str]) -> ReleaseState:
    is_whole = set(councils) <= _signed_by(connection, release_id)
    return ReleaseState.SIGNED if is_whole else ReleaseState.PART_SIGNED


def outdate(engine: Engine, change: Change) -> None:
    """Mark a release whose input has changed.

    Raises:
        PublishRefused: when its standing does not allow it.
    """
    with writing(engine) as connection:
        _change_state(connection, change, ReleaseState.OUTDATED)


def withdraw(engine: Engine, change: Change) -> None:
    """Take a release from the readers; its rows and its reason stay.

    Raises:
        PublishRefused: when it is withdrawn already.
    """
    with writing(engine) as connection:
        _change_state(connection, change, ReleaseState.WITHDRAWN)
        connection.execute(delete(_CURRENT).where(_CURRENT.c.release_id == change.release_id))


def _change_state(connection: Connection, change: Change, state: ReleaseState) -> None:
    release = _locked_release(connection, change.release_id)
    _set_state(connection, release, state, reason=change.reason)
    append_act(connection, _changed_act(release, change, state))


def _locked_release(connection: Connection, release_id: str) -> Any:
    """The release, held against other changes until the transaction ends."""
    query = select(_RELEASES).where(_RELEASES.c.release_id == release_id).with_for_update()
    release = connection.execute(query).first()
    if release is None:
        raise PublishRefused(f"release {release_id}", "nothing", "a release of this database", "Look it up again.")
    return release


def _set_state(connection: Connection, release: Any, state: ReleaseState, *, reason: str) -> None:
    if ReleaseState(release.state) not in COMES_FROM[state]:
        raise PublishRefused(
            f"release {release.release_id}",
            f"state {release.state}",
            f"a state from which it may become {state}",
            "Look at the release that stands now.",
        )
    which = update(_RELEASES).where(_RELEASES.c.release_id == release.release_id)
    connection.execute(which.values(state=state, state_reason=reason))


def _signed_act(release: Any, signature: Signature) -> Act:
    return Act(
        happened_at=signature.signed_at,
        actor=f"{signature.council} {signature.role}",
        action="signed",
        site=release.site,
        period=release.period,
        release_id=release.release_id,
        detail={"content_hash": signature.content_hash},
    )


def _changed_act(release: Any, change: Change, state: ReleaseState) -> Act:
    return Act(
        happened_at=change.happened_at,
        actor=change.actor,
        action=str(state),
        site=release.site,
        period=release.period,
        release_id=release.release_id,
        detail={"reason": change.reason},
    )
