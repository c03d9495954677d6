"""A release whose breaks do not add up from the one before is not published (R10)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from sspipe.errors import PublishRefused
from sspipe.model.statement import BreakState
from sspipe.store.drafts import ReleaseDraft
from sspipe.store.releases import publish
from tests.publish.statements import P07, SITE, a_break, a_statement
from tests.store.drafts import a_draft

FIRST = f"{SITE}-2022-23-P06-1"
Rows = Mapping[str, Sequence[dict[str, object]]]


def carried(database: Engine, **changes: object) -> ReleaseDraft:
    """October's draft, which carries on the one break that September left."""
    publish(database, a_draft(a_statement(breaks=(a_break(),), decisions=())))
    kept = a_break(before_state=BreakState.OPEN, before_pence=-22500)
    stated = a_statement(period=P07, breaks=(kept,), decisions=(), carried_release=FIRST)
    return replace(a_draft(stated, carried_release=FIRST), **changes)  # type: ignore[arg-type] # a test's own words


def test_breaks_that_add_up_are_published(database: Engine) -> None:
    assert publish(database, carried(database)).is_new


def test_a_break_that_is_left_behind_refuses_the_release(database: Engine) -> None:
    draft = carried(database)
    lost = a_draft(a_statement(period=P07, breaks=(), decisions=()), carried_release=FIRST)
    with pytest.raises(PublishRefused, match="an opening that the release before did not leave"):
        publish(database, lost)
    assert publish(database, draft).is_new


def test_an_opening_of_other_pounds_refuses_the_release(database: Engine) -> None:
    draft = carried(database)
    other = a_break(before_state=BreakState.OPEN, before_pence=-22499)
    moved = a_draft(a_statement(period=P07, breaks=(other,), decisions=()), carried_release=FIRST)
    with pytest.raises(PublishRefused, match="open breaks of stockport: found an opening"):
        publish(database, moved)
    assert publish(database, draft).is_new


def more(key: str) -> Callable[[Mapping[str, object]], Mapping[str, object]]:
    """A row with one more, of count or of pence."""
    return lambda row: {**row, key: int(str(row[key])) + 1}


@pytest.mark.parametrize("key", ["breaks", "amount_pence"])
@pytest.mark.parametrize(
    ("movement", "found"),
    [("new", "do not add up to closing"), ("cleared", "do not add up to closing"), ("closing", "do not add up")],
)
def test_a_movement_that_is_off_by_one_refuses_the_release(
    database: Engine, movement: str, found: str, key: str
) -> None:
    draft = carried(database)
    moved = [more(key)(row) if row["movement"] == movement else row for row in draft.rows["out_break_movements"]]
    with pytest.raises(PublishRefused, match=found):
        publish(database, replace(draft, rows={**draft.rows, "out_break_movements": moved}))


def test_a_closing_that_is_not_what_stands_refuses_the_release(database: Engine) -> None:
    draft = carried(database)
    moved = [
        more("breaks")(row) if row["movement"] in ("new", "closing") and row["stock"] == "open" else row
        for row in draft.rows["out_break_movements"]
    ]
    with pytest.raises(PublishRefused, match="a closing that is not what stands"):
        publish(database, replace(draft, rows={**draft.rows, "out_break_movements": moved}))
