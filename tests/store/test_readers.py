import threading
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Engine, text

from sspipe.store import releases
from sspipe.store.checks import check_build
from sspipe.store.engine import open_database
from sspipe.store.releases import publish
from tests.databases import address_of
from tests.publish.statements import a_cost, a_statement
from tests.store.drafts import a_draft

MANY = 400


def many_costs(amount_pence: int, count: int = MANY) -> Any:
    return a_statement(costs=tuple(a_cost(post=f"post-{number}", amount_pence=amount_pence) for number in range(count)))


def seen(reader: Engine) -> tuple[int, int, int]:
    """Rows, different amounts and different releases that a reader sees."""
    query = "SELECT count(*), count(DISTINCT amount_pence), count(DISTINCT release_id) FROM current_post_costs"
    with reader.connect() as connection:
        return tuple(connection.execute(text(query)).one())


def test_a_reader_sees_the_old_release_while_the_new_one_is_built(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = open_database(address_of(database))
    publish(database, a_draft(many_costs(1)))
    looks: list[tuple[int, int, int]] = []

    def look_then_check(connection: Any, release_id: str, counts: Mapping[str, int]) -> None:
        looks.append(seen(reader))
        check_build(connection, release_id, counts)

    monkeypatch.setattr(releases, "check_build", look_then_check)
    publish(database, a_draft(many_costs(2, count=10)))
    reader.dispose()
    assert looks == [(MANY, 1, 1)]
    assert seen(database) == (10, 1, 1)


def test_a_reader_that_looks_all_the_time_never_sees_half_a_release(database: Engine) -> None:
    reader = open_database(address_of(database))
    publish(database, a_draft(many_costs(1)))
    looks: set[tuple[int, int, int]] = set()
    is_over = threading.Event()

    def look() -> None:
        while not is_over.is_set():
            looks.add(seen(reader))

    looking = threading.Thread(target=look)
    looking.start()
    for amount_pence in range(2, 8):
        publish(database, a_draft(many_costs(amount_pence, count=MANY + amount_pence % 2)))
    is_over.set()
    looking.join()
    reader.dispose()
    assert looks <= {(MANY, 1, 1), (MANY + 1, 1, 1)}
    assert looks


def test_a_reader_in_one_transaction_sees_one_release_over_several_views(database: Engine) -> None:
    publish(database, a_draft(many_costs(1)))
    reader = open_database(address_of(database))
    level = {"sqlite": "SERIALIZABLE", "postgresql": "REPEATABLE READ"}[database.dialect.name]
    with reader.connect().execution_options(isolation_level=level) as connection:
        first = connection.scalar(text("SELECT max(release_id) FROM current_post_costs"))
        publish(database, a_draft(many_costs(2)))
        assert connection.scalar(text("SELECT max(release_id) FROM current_settlement")) == first
    reader.dispose()
