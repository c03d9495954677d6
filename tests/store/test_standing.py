from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from sspipe.errors import PublishRefused
from sspipe.store.audit import verify_chain
from sspipe.store.releases import publish
from sspipe.store.standing import Change, Signature, outdate, sign, withdraw
from sspipe.store.states import COMES_FROM, ReleaseState
from tests.publish.statements import SITE, a_break, a_cause, a_cost, a_statement
from tests.store.drafts import PUBLISHED_AT, a_draft

COUNCILS = ("stockport", "tameside")
FIRST = f"{SITE}-2022-23-P06-1"


@pytest.fixture
def released(database: Engine) -> Engine:
    publish(database, a_draft())
    return database


def a_signature(database: Engine, **changes: Any) -> Signature:
    with database.connect() as connection:
        digest = connection.scalar(text("SELECT content_hash FROM release WHERE release_number = 1"))
    made = Signature(
        release_id=FIRST,
        content_hash=str(digest),
        council="stockport",
        role="finance business partner",
        signed_at=PUBLISHED_AT + timedelta(days=1),
    )
    return replace(made, **changes)


def a_change(reason: str = "a corrected ledger arrived") -> Change:
    return Change(release_id=FIRST, reason=reason, actor="run run-2", happened_at=PUBLISHED_AT + timedelta(days=2))


def state_of(database: Engine, release_number: int = 1) -> tuple[str, str]:
    with database.connect() as connection:
        query = text("SELECT state, state_reason FROM release WHERE release_number = :number")
        found = connection.execute(query, {"number": release_number}).one()
    return found.state, found.state_reason


def sign_both(database: Engine) -> None:
    for council in COUNCILS:
        sign(database, a_signature(database, council=council), COUNCILS, 0)


def test_a_release_is_signed_once_every_council_has(released: Engine) -> None:
    assert sign(released, a_signature(released), COUNCILS, 0) is ReleaseState.PART_SIGNED
    assert sign(released, a_signature(released, council="tameside"), COUNCILS, 0) is ReleaseState.SIGNED
    assert state_of(released) == ("signed", "")
    assert (verify_chain(released).entries, verify_chain(released).faults) == (3, ())


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"content_hash": "x"}, "other content than was read"),
        ({"council": "elsewhere"}, "a signature of elsewhere"),
        ({"release_id": "none"}, "found nothing"),
    ],
)
def test_what_was_not_read_or_is_not_theirs_cannot_be_signed(
    released: Engine, changes: dict[str, str], found: str
) -> None:
    with pytest.raises(PublishRefused, match=found):
        sign(released, a_signature(released, **changes), COUNCILS, 0)
    assert state_of(released)[0] == "provisional"


def test_a_council_signs_once(released: Engine) -> None:
    sign(released, a_signature(released), COUNCILS, 0)
    with pytest.raises(PublishRefused, match="signature already"):
        sign(released, a_signature(released), COUNCILS, 0)


def test_a_release_that_has_been_restated_cannot_be_signed(released: Engine) -> None:
    publish(released, a_draft(a_statement(costs=(a_cost(amount_pence=1),))))
    with pytest.raises(PublishRefused, match="a newer release"):
        sign(released, a_signature(released), COUNCILS, 0)


@pytest.mark.parametrize(("limit_pence", "is_signed"), [(99, False), (100, True)])
def test_more_unexplained_than_the_site_allows_cannot_be_signed(
    database: Engine, limit_pence: int, *, is_signed: bool
) -> None:
    causes = (a_cause(code="UNEXPLAINED", amount_pence=-60), a_cause(code="UNEXPLAINED", amount_pence=40))
    publish(database, a_draft(a_statement(breaks=(a_break(amount_pence=-20, causes=causes),))))
    if is_signed:
        assert sign(database, a_signature(database), COUNCILS, limit_pence) is ReleaseState.PART_SIGNED
        return
    with pytest.raises(PublishRefused, match="100 pence unexplained"):
        sign(database, a_signature(database), COUNCILS, limit_pence)


def test_a_newer_release_restates_a_signed_one(released: Engine) -> None:
    sign_both(released)
    publish(released, a_draft(a_statement(costs=(a_cost(amount_pence=1),))))
    assert (state_of(released)[0], state_of(released, 2)[0]) == ("restated", "provisional")


def test_a_changed_input_outdates_a_signed_release_and_readers_still_see_it(released: Engine) -> None:
    sign_both(released)
    outdate(released, a_change())
    assert state_of(released) == ("outdated", "a corrected ledger arrived")
    with released.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM current_recharges")) == 2
    with pytest.raises(PublishRefused, match="state outdated"):
        outdate(released, a_change())


def test_an_outdated_release_cannot_be_signed(released: Engine) -> None:
    outdate(released, a_change())
    with pytest.raises(PublishRefused, match="may become part_signed"):
        sign(released, a_signature(released), COUNCILS, 0)


def test_a_withdrawn_release_is_seen_by_no_reader_and_the_same_figures_make_a_new_one(released: Engine) -> None:
    withdraw(released, a_change("published by mistake"))
    with released.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM current_recharges")) == 0
    second = publish(released, a_draft())
    assert (second.is_new, second.release_id) == (True, FIRST[:-1] + "2")
    assert state_of(released) == ("withdrawn", "published by mistake")
    with pytest.raises(PublishRefused, match="state withdrawn"):
        withdraw(released, a_change())


def test_no_state_returns() -> None:
    def later(state: ReleaseState) -> set[ReleaseState]:
        return {after for after, before in COMES_FROM.items() if state in before}

    for state in ReleaseState:
        reached, fresh = set[ReleaseState](), later(state)
        while fresh:
            reached |= fresh
            fresh = set().union(*(later(each) for each in fresh)) - reached
        assert state not in reached
