import os
import socket
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, insert, text

from sspipe.errors import PublishRefused, ReleaseLocked
from sspipe.store import lock, releases
from sspipe.store.audit import verify_chain
from sspipe.store.checks import check_build
from sspipe.store.engine import open_database, writing
from sspipe.store.lock import publishing
from sspipe.store.releases import publish
from sspipe.store.tables import table_named
from tests.databases import address_of
from tests.publish.statements import P06, P07, SITE, a_cost, a_statement
from tests.store.drafts import a_draft

sqlite_only = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # PostgreSQL's locks end with their sessions


def test_a_second_publisher_of_the_same_period_is_refused(database: Engine) -> None:
    other = open_database(address_of(database))
    with publishing(database, SITE, P06), pytest.raises(ReleaseLocked, match="another run publishing it"):
        publish(other, a_draft())
    assert publish(other, a_draft()).is_new
    other.dispose()


def test_another_period_may_be_published_at_the_same_time(database: Engine) -> None:
    other = open_database(address_of(database))
    with publishing(database, SITE, P07):
        assert publish(other, a_draft()).is_new
    other.dispose()


def test_publishers_at_once_make_whole_releases_one_after_another(database: Engine) -> None:
    outcomes: list[str] = []

    def publish_own(amount_pence: int) -> None:
        own = open_database(address_of(database))
        try:
            outcomes.append(publish(own, a_draft(a_statement(costs=(a_cost(amount_pence=amount_pence),)))).release_id)
        except ReleaseLocked:
            outcomes.append("locked")
        own.dispose()

    publishers = [threading.Thread(target=publish_own, args=(amount,)) for amount in range(4)]
    for each in publishers:
        each.start()
    for each in publishers:
        each.join()
    made = [outcome for outcome in outcomes if outcome != "locked"]
    assert len(outcomes) == len(publishers)
    assert sorted(made) == [f"{SITE}-2022-23-P06-{number}" for number in range(1, len(made) + 1)]
    with database.connect() as connection:
        states = connection.scalars(text("SELECT state FROM release ORDER BY release_number")).all()
        assert states == ["restated"] * (len(made) - 1) + ["provisional"]
        assert connection.scalar(text("SELECT count(*) FROM current_post_costs")) == 1


def test_the_chain_stays_whole_when_sites_publish_at_once(database: Engine) -> None:
    def publish_site(number: int) -> None:
        own = open_database(address_of(database))
        publish(own, a_draft(a_statement(site=f"site-{number}")))
        own.dispose()

    publishers = [threading.Thread(target=publish_site, args=(number,)) for number in range(6)]
    for each in publishers:
        each.start()
    for each in publishers:
        each.join()
    chain = verify_chain(database)
    assert (chain.entries, chain.faults) == (6, ())


def test_a_failed_publication_lets_go_of_the_lock(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_anything: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(releases, "append_act", fail)
        with pytest.raises(RuntimeError):
            publish(database, a_draft())
    assert publish(database, a_draft()).is_new


def leave_lock(database: Engine, owner: str, expires_in: timedelta) -> None:
    now = datetime.fromtimestamp(time.time(), UTC)
    with writing(database) as connection:
        row = {"site": SITE, "period": str(P06), "owner": owner, "expires_at": now + expires_in}
        connection.execute(insert(table_named("publish_lock")), row)


@sqlite_only
def test_a_lock_of_another_machine_holds_until_it_expires(database: Engine) -> None:
    leave_lock(database, "elsewhere:1:x", timedelta(minutes=1))
    with pytest.raises(ReleaseLocked):
        publish(database, a_draft())


@sqlite_only
def test_an_expired_lock_is_taken_over(database: Engine) -> None:
    leave_lock(database, "elsewhere:1:x", timedelta(minutes=-1))
    assert publish(database, a_draft()).is_new


@sqlite_only
def test_a_lock_of_a_live_process_holds(database: Engine) -> None:
    leave_lock(database, f"{socket.gethostname()}:{os.getpid()}:x", timedelta(minutes=1))
    with pytest.raises(ReleaseLocked):
        publish(database, a_draft())


@sqlite_only
@pytest.mark.parametrize("is_refused", [False, True])
def test_a_publisher_whose_lock_was_taken_over_leaves_the_other_release_alone(
    database: Engine, monkeypatch: pytest.MonkeyPatch, *, is_refused: bool
) -> None:
    monkeypatch.setattr(lock, "LOCK_MINUTES", -1)
    publish(database, a_draft())

    def be_overtaken(connection: Connection, release_id: str, counts: Mapping[str, int]) -> None:
        check_build(connection, release_id, counts)
        connection.rollback()  # lets the other publisher write
        monkeypatch.setattr(releases, "check_build", check_build)
        other = open_database(address_of(database))
        publish(other, a_draft(a_statement(costs=(a_cost(amount_pence=5),))))
        other.dispose()
        if is_refused:
            raise PublishRefused(release_id, "a fault", "none", "Mend it.")

    monkeypatch.setattr(releases, "check_build", be_overtaken)
    with pytest.raises(ReleaseLocked):
        publish(database, a_draft(a_statement(costs=(a_cost(amount_pence=4),))))
    with database.connect() as connection:
        assert connection.scalars(text("SELECT amount_pence FROM current_post_costs")).all() == [5]
