import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from sspipe.errors import PublishRefused
from sspipe.store.audit import FIRST_PREVIOUS, verify_chain
from sspipe.store.engine import is_sqlite, writing
from sspipe.store.releases import publish
from tests.publish.statements import a_cost, a_statement
from tests.store.drafts import a_draft


@pytest.fixture
def chained(database: Engine) -> Engine:
    """A database with three entries."""
    for amount_pence in (1, 2, 3):
        publish(database, a_draft(a_statement(costs=(a_cost(amount_pence=amount_pence),))))
    return database


def unguard(database: Engine) -> None:
    """Take the guards away, as only an owner of the database can."""
    with writing(database) as connection:
        if is_sqlite(connection):
            for guard in ("update", "delete", "replace"):
                connection.execute(text(f"DROP TRIGGER audit_entry_no_{guard}"))
        else:
            connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))


def tamper(database: Engine, statement: str) -> None:
    unguard(database)
    with writing(database) as connection:
        connection.execute(text(statement))


def test_a_chain_that_nobody_touched_is_whole(chained: Engine) -> None:
    chain = verify_chain(chained)
    assert (chain.entries, chain.faults) == (3, ())


def test_an_empty_chain_is_whole(database: Engine) -> None:
    assert verify_chain(database).faults == ()


def test_each_entry_names_the_one_before(chained: Engine) -> None:
    with chained.connect() as connection:
        entries = connection.execute(
            text("SELECT previous_hash, entry_hash FROM audit_entry ORDER BY entry_number")
        ).all()
    assert [row.previous_hash for row in entries] == [FIRST_PREVIOUS, *(row.entry_hash for row in entries[:-1])]


COPY_OF_SECOND = (
    "SELECT {number}, happened_at, actor, 'forged', site, period, release_id, detail, {previous}, {own}"
    " FROM audit_entry WHERE entry_number = 2"
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'nobody' WHERE entry_number = 2",
        "UPDATE audit_entry SET entry_number = 9 WHERE entry_number = 3",
        "DELETE FROM audit_entry WHERE entry_number = 3",
        "DELETE FROM audit_entry",
        "INSERT INTO audit_entry " + COPY_OF_SECOND.format(number=2, previous="'p'", own="'o'"),
    ],
)
def test_no_entry_can_be_changed_or_removed(chained: Engine, statement: str) -> None:
    with pytest.raises(DBAPIError), writing(chained) as connection:
        connection.execute(text(statement))
    assert verify_chain(chained).faults == ()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("number", "previous", "own"), [(2, "'p'", "'o'"), (9, "previous_hash", "'o'"), (9, "'p'", "entry_hash")]
)
def test_no_entry_can_be_replaced_on_sqlite(chained: Engine, number: int, previous: str, own: str) -> None:
    statement = "INSERT OR REPLACE INTO audit_entry " + COPY_OF_SECOND.format(number=number, previous=previous, own=own)
    with pytest.raises(DBAPIError, match="never changed or removed"), writing(chained) as connection:
        connection.execute(text(statement))
    assert verify_chain(chained).faults == ()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_no_row_id_leads_round_the_guard(chained: Engine) -> None:
    columns = (
        "rowid, entry_number, happened_at, actor, action, site, period, release_id, detail, previous_hash, entry_hash"
    )
    forged = (
        "SELECT 2, 9, happened_at, actor, 'forged', site, period, release_id, detail, 'p', 'o' FROM audit_entry LIMIT 1"
    )
    kept = text("SELECT * FROM audit_entry WHERE entry_number <= 3 ORDER BY entry_number")
    with writing(chained) as connection:
        before = connection.execute(kept).all()
        connection.execute(text(f"INSERT OR REPLACE INTO audit_entry ({columns}) {forged}"))
        assert connection.execute(kept).all() == before
    assert verify_chain(chained).faults == ("entry 4 is missing",)


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    ["TRUNCATE audit_entry", "INSERT INTO audit_entry {} ON CONFLICT (entry_number) DO UPDATE SET actor = 'x'"],
)
def test_no_entry_can_be_swept_away_or_overwritten_on_postgresql(chained: Engine, statement: str) -> None:
    forged = COPY_OF_SECOND.format(number=2, previous="'p'", own="'o'")
    with pytest.raises(DBAPIError, match="never changed or removed"), writing(chained) as connection:
        connection.execute(text(statement.format(forged)))


@pytest.mark.parametrize("column", ["actor", "action", "site", "period", "release_id", "detail"])
def test_a_changed_entry_is_found(chained: Engine, column: str) -> None:
    tamper(chained, f"UPDATE audit_entry SET {column} = '{{}}' WHERE entry_number = 2")  # noqa: S608 - a column of our own
    assert "entry 2 is not what its hash states" in verify_chain(chained).faults


def test_a_changed_moment_is_found(chained: Engine) -> None:
    tamper(
        chained,
        "UPDATE audit_entry SET happened_at = '2021-01-01 00:00:00.000000+00' WHERE entry_number = 2"
        if chained.dialect.name == "postgresql"
        else "UPDATE audit_entry SET happened_at = '2021-01-01 00:00:00.000000' WHERE entry_number = 2",
    )
    assert verify_chain(chained).faults == ("entry 2 is not what its hash states",)


def test_an_entry_taken_out_of_the_middle_is_found(chained: Engine) -> None:
    tamper(chained, "DELETE FROM audit_entry WHERE entry_number = 2")
    assert "entry 2 is missing" in verify_chain(chained).faults


def test_a_chain_cut_off_at_its_end_is_found(chained: Engine) -> None:
    tamper(chained, "DELETE FROM audit_entry WHERE entry_number = 3")
    found = verify_chain(chained).faults
    assert found == ("release stockport-tameside-2022-23-P06-3 stands in no entry with its content hash",)


def test_an_entry_whose_own_hash_was_mended_is_found_by_the_next(chained: Engine) -> None:
    tamper(chained, "UPDATE audit_entry SET entry_hash = 'x' WHERE entry_number = 2")
    assert "entry 3 does not follow the entry before it" in verify_chain(chained).faults


def test_a_content_hash_changed_in_the_release_is_found(chained: Engine) -> None:
    with writing(chained) as connection:
        connection.execute(text("UPDATE release SET content_hash = 'x' WHERE release_number = 2"))
    assert len(verify_chain(chained).faults) == 1


def test_nothing_is_published_onto_an_entry_that_was_changed(chained: Engine) -> None:
    tamper(chained, "UPDATE audit_entry SET actor = 'nobody' WHERE entry_number = 3")
    with pytest.raises(PublishRefused, match="entry 3 changed after it was written"):
        publish(chained, a_draft(a_statement(costs=(a_cost(amount_pence=4),))))
    with chained.connect() as connection:
        assert connection.scalars(text("SELECT amount_pence FROM current_post_costs")).all() == [3]
