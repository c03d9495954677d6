"""What a release rests on, by name and hash; bytes that changed without changing a figure are noted (R18)."""

from sqlalchemy import Connection, insert, select

from sspipe.store.audit import Act, append_act
from sspipe.store.drafts import DraftInput, ReleaseDraft
from sspipe.store.tables import table_named

_INPUTS = table_named("release_input")
EQUAL_CONTENT = "its bytes changed after publication; every published figure stayed as it was"


def input_rows(draft: ReleaseDraft, release_id: str) -> list[dict[str, object]]:
    """A release's inputs as rows, each once."""
    rows = {(each.name, each.source_file): _input_row(each, release_id, note="") for each in draft.inputs}
    return list(rows.values())


def _input_row(each: DraftInput, release_id: str, *, note: str) -> dict[str, object]:
    return {
        "release_id": release_id,
        "name": each.name,
        "source_file": each.source_file,
        "kind": each.kind,
        "version": each.version,
        "known_from": each.known_from,
        "note": note,
    }


def note_changed_inputs(connection: Connection, draft: ReleaseDraft, release_id: str) -> None:
    """Add the inputs that a release of equal content was not built from."""
    query = select(_INPUTS.c.name, _INPUTS.c.source_file).where(_INPUTS.c.release_id == release_id)
    known = {(row.name, row.source_file) for row in connection.execute(query)}
    new = {(each.name, each.source_file): each for each in draft.inputs if (each.name, each.source_file) not in known}
    if not new:
        return
    connection.execute(insert(_INPUTS), [_input_row(each, release_id, note=EQUAL_CONTENT) for each in new.values()])
    append_act(connection, _noted_act(draft, release_id, sorted(name for name, _ in new)))


def _noted_act(draft: ReleaseDraft, release_id: str, names: list[str]) -> Act:
    return Act(
        happened_at=draft.published_at,
        actor=f"run {draft.run_id}",
        action="noted changed inputs",
        site=draft.site,
        period=str(draft.period),
        release_id=release_id,
        detail={"inputs": names},
    )
