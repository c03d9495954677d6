import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from sspipe.errors import DatabaseBehind, PublishRefused
from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.statement import Statement
from sspipe.store.content import changed_releases, content_hash, stored_hash
from sspipe.store.drafts import DraftInput, ReleaseDraft
from sspipe.store.engine import writing
from sspipe.store.releases import publish
from sspipe.store.states import InputKind
from sspipe.store.tables import PUBLISHED
from tests.publish.statements import (
    P07,
    SITE,
    a_break,
    a_cause,
    a_conservation,
    a_cost,
    a_count,
    a_recharge,
    a_statement,
)
from tests.store.drafts import PUBLISHED_AT, a_draft

FIRST = f"{SITE}-2022-23-P06-1"
SECOND = f"{SITE}-2022-23-P06-2"


def other_draft(**changes: Any) -> ReleaseDraft:
    return a_draft(a_statement(costs=(a_cost(amount_pence=1),)), **changes)


def states(database: Engine) -> dict[str, str]:
    with database.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(text("SELECT release_id, state FROM release"))}


def count(database: Engine, relation: str) -> int:
    with database.connect() as connection:
        return connection.scalar(text(f"SELECT count(*) FROM {relation}")) or 0  # noqa: S608 - a name of our own


def test_a_published_release_is_what_readers_see(database: Engine) -> None:
    published = publish(database, a_draft())
    assert (published.release_id, published.is_new) == (FIRST, True)
    draft = a_draft()
    for name, rows in draft.rows.items():
        assert count(database, name.replace("out_", "current_")) == len(rows) > 0
    assert states(database) == {FIRST: "provisional"}


def test_what_the_database_holds_hashes_like_the_draft(database: Engine) -> None:
    published = publish(database, a_draft())
    with database.connect() as connection:
        assert stored_hash(connection, published.release_id) == published.content_hash == content_hash(a_draft().rows)


def test_rows_changed_behind_the_release_are_found(database: Engine) -> None:
    publish(database, a_draft())
    publish(database, other_draft())
    assert changed_releases(database) == ()
    with writing(database) as connection:
        change = text("UPDATE out_post_costs SET amount_pence = 1 WHERE release_id = :release_id")
        connection.execute(change, {"release_id": FIRST})
    assert changed_releases(database) == (FIRST,)


def test_publishing_the_same_again_makes_no_release(database: Engine) -> None:
    first = publish(database, a_draft())
    later = a_draft(run_id="run-2", published_at=PUBLISHED_AT + timedelta(days=1), code_version="0.2.0")
    again = publish(database, later)
    assert (again.release_id, again.is_new) == (first.release_id, False)
    assert count(database, "release") == count(database, "audit_entry") == 1
    assert count(database, "build") == count(database, "publish_lock") == 0


def test_other_figures_make_a_release_and_restate_the_one_before(database: Engine) -> None:
    publish(database, a_draft())
    second = publish(database, other_draft())
    assert (second.release_id, second.is_new) == (SECOND, True)
    assert states(database) == {FIRST: "restated", SECOND: "provisional"}
    assert count(database, "current_post_costs") == 1
    assert count(database, "out_post_costs") == 4
    with database.connect() as connection:
        assert connection.scalar(text("SELECT supersedes FROM release WHERE release_number = 2")) == FIRST


def test_figures_that_return_make_a_release_of_their_own(database: Engine) -> None:
    publish(database, a_draft())
    publish(database, other_draft())
    third = publish(database, a_draft())
    assert third.is_new
    assert states(database) == {FIRST: "restated", SECOND: "restated", third.release_id: "provisional"}


def test_each_period_has_a_current_release_of_its_own(database: Engine) -> None:
    publish(database, a_draft())
    publish(database, a_draft(a_statement(period=P07)))
    assert states(database) == {FIRST: "provisional", f"{SITE}-2022-23-P07-1": "provisional"}
    assert count(database, "current_release") == 2


def test_changed_bytes_of_equal_content_are_noted(database: Engine) -> None:
    publish(database, a_draft())
    changed = DraftInput(
        name="stockport/ledger", kind=InputKind.FEED, source_file="b" * 64, known_from=date(2022, 10, 7)
    )
    for _ in range(2):
        assert not publish(database, a_draft(inputs=(changed,))).is_new
    with database.connect() as connection:
        noted = connection.execute(text("SELECT source_file, note FROM release_input ORDER BY source_file")).all()
    assert [tuple(row) for row in noted] == [
        ("a" * 64, ""),
        ("b" * 64, "its bytes changed after publication; every published figure stayed as it was"),
    ]
    assert count(database, "audit_entry") == 2
    assert states(database) == {FIRST: "provisional"}


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_the_order_of_records_changes_neither_rows_nor_hash(order: random.Random) -> None:
    stated = a_statement()
    mixed = replace(
        stated, **{name: shuffled(getattr(stated, name), order) for name in ("costs", "recharges", "settlement")}
    )
    breaks = [replace(each, causes=shuffled(each.causes, order)) for each in stated.breaks]
    mixed = replace(mixed, breaks=shuffled(tuple(breaks), order))
    assert a_draft(mixed).rows == a_draft(stated).rows


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_the_hash(order: random.Random) -> None:
    rows = a_draft().rows
    mixed = {name: shuffled(tuple(each), order) for name, each in shuffled(tuple(rows.items()), order)}
    assert content_hash(mixed) == content_hash(rows)


def shuffled(values: Any, order: random.Random) -> Any:
    return tuple(order.sample(values, len(values)))


def test_keys_files_and_row_numbers_are_no_content() -> None:
    stated = a_statement(costs=(a_cost(),))
    keyed = a_statement(costs=(a_cost(occupant_ref="1e" * 16, occupant_key_id="stockport-2"),))
    refiled = a_draft(
        stated,
        (
            a_conservation(
                source_file="c" * 64,
                read=a_count(8, 700, 900),
                excluded=(),
                quarantined=(("amount_is_missing", a_count(1, 0, 0)),),
            ),
        ),
    )
    assert content_hash(a_draft(stated).rows) == content_hash(a_draft(keyed).rows) == content_hash(refiled.rows)


@pytest.mark.parametrize(
    "changed",
    [
        a_statement(costs=(a_cost(amount_pence=397209),)),
        a_statement(recharges=(a_recharge(is_assumed=True),)),
        a_statement(breaks=(a_break(causes=(a_cause(sentence="Another sentence."),)),)),
    ],
)
def test_any_figure_flag_or_sentence_is_content(changed: Statement) -> None:
    assert content_hash(a_draft(changed).rows) != content_hash(a_draft().rows)


def test_pence_above_two_to_the_thirty_first_are_kept(database: Engine) -> None:
    amount = 2**31 * 1000
    publish(
        database, a_draft(a_statement(costs=(a_cost(amount_pence=amount), a_cost(amount_pence=-amount, post="other"))))
    )
    with database.connect() as connection:
        found = connection.scalars(text("SELECT amount_pence FROM current_post_costs ORDER BY amount_pence")).all()
    assert list(found) == [-amount, amount]


def test_a_critical_finding_refuses(database: Engine) -> None:
    finding = Finding(
        severity=Severity.CRITICAL, rule="rate_unset", where=Where(), found="none", expected="a rate", action="Add it."
    )
    with pytest.raises(PublishRefused, match="critical findings: rate_unset"):
        publish(database, a_draft(findings=(finding,)))
    assert count(database, "release") == 0


def test_a_warning_does_not_refuse(database: Engine) -> None:
    finding = Finding(severity=Severity.WARN, rule="late", where=Where(), found="a day", expected="none", action="Ask.")
    assert publish(database, a_draft(findings=(finding,))).is_new


def test_a_row_that_went_missing_refuses_and_readers_stay_on_the_release_before(database: Engine) -> None:
    publish(database, a_draft())
    lost = a_conservation(read=a_count(11, 1000, 900))
    with pytest.raises(PublishRefused, match="1 rows and 0 pence unaccounted for"):
        publish(database, other_draft(rows=a_draft(a_statement(costs=()), (lost,)).rows))
    assert states(database) == {FIRST: "provisional"}
    assert count(database, "out_post_costs") == count(database, "current_post_costs") == 3
    assert count(database, "build") == count(database, "publish_lock") == 0


def test_debits_and_credits_that_cancel_are_still_missed(database: Engine) -> None:
    with pytest.raises(PublishRefused, match="0 pence unaccounted"):
        publish(database, a_draft(conservation=(a_conservation(read=a_count(10, 1100, 1000)),)))


def test_a_cost_centre_that_does_not_add_up_refuses(database: Engine) -> None:
    total = replace(a_statement().ledger_totals[0], total_pence=497501)
    with pytest.raises(PublishRefused, match="stockport S100 2022-23-P06"):
        publish(database, a_draft(a_statement(ledger_totals=(total,))))


def test_causes_that_do_not_add_up_refuse(database: Engine) -> None:
    broken = a_break(causes=(a_cause(amount_pence=-22499),))
    with pytest.raises(PublishRefused, match="break b1: found causes that do not add up"):
        publish(database, a_draft(a_statement(breaks=(broken,))))


def test_a_break_that_stands_twice_refuses(database: Engine) -> None:
    with pytest.raises(PublishRefused, match="repeat another's break_id"):
        publish(database, a_draft(a_statement(breaks=(a_break(), a_break()))))


def test_rows_of_no_table_and_rows_of_other_columns_refuse(database: Engine) -> None:
    with pytest.raises(PublishRefused, match="rows for out_nothing"):
        publish(database, a_draft(rows={"out_nothing": []}))
    row = {**a_draft().rows["out_recharges"][0], "surplus": 1}
    with pytest.raises(PublishRefused, match="lacks or adds surplus"):
        publish(database, a_draft(rows={"out_recharges": [row]}))
    assert count(database, "build") == count(database, "publish_lock") == count(database, "out_recharges") == 0


def test_an_empty_statement_is_a_release_too(database: Engine) -> None:
    assert publish(database, a_draft(rows={name: [] for name in PUBLISHED})).is_new


def test_a_database_that_is_behind_is_not_published_to(empty_database: Engine) -> None:
    with pytest.raises(DatabaseBehind):
        publish(empty_database, a_draft())
