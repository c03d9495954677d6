from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import NoResultFound

from sspipe.model.periods import Period
from sspipe.store.reading import read_months_before, read_release
from sspipe.store.releases import publish
from tests.publish.statements import FILE, a_cost, a_statement
from tests.store.drafts import a_draft


def test_a_release_is_read_back_as_it_was_shaped(database: Engine) -> None:
    draft = a_draft()
    release = read_release(database, publish(database, draft).release_id)
    assert {name: list(rows) for name, rows in release.rows.items()} == {
        name: [dict(row) for row in rows] for name, rows in draft.rows.items()
    }
    assert (release.site, release.period, release.known_on) == (draft.site, draft.period, draft.known_on)
    assert release.inputs == (("stockport/ledger", FILE),)
    assert (release.state, release.published_at) == ("provisional", draft.published_at)


def test_an_earlier_release_is_read_as_it_was(database: Engine) -> None:
    first = publish(database, a_draft()).release_id
    publish(database, a_draft(a_statement(costs=(a_cost(amount_pence=1),))))
    assert len(read_release(database, first).rows["out_post_costs"]) == 3
    assert read_release(database, first).state == "restated"


def test_the_months_before_are_read_from_the_releases_that_stood_then(database: Engine) -> None:
    def published(period: Period, pence: int, day: int) -> str:
        statement = a_statement(period=period, costs=(a_cost(paid=period, amount_pence=pence),))
        return publish(database, a_draft(statement, published_at=datetime(2022, 10, day, tzinfo=UTC))).release_id

    published(Period(2021, 12), 1, 1)
    published(Period(2022, 4), 10, 2)
    published(Period(2022, 5), 100, 3)
    published(Period(2022, 5), 200, 4)
    release = read_release(database, published(Period(2022, 6), 1000, 5))
    published(Period(2022, 5), 300, 6)
    published(Period(2022, 7), 5000, 7)
    before = read_months_before(database, release, ["out_post_costs"])
    assert [(period, [row["amount_pence"] for row in rows["out_post_costs"]]) for period, rows in before] == [
        (Period(2022, 4), [10]),
        (Period(2022, 5), [200]),
    ]


def test_a_release_that_was_never_published_is_not_read(database: Engine) -> None:
    with pytest.raises(NoResultFound):
        read_release(database, "stockport-tameside-2022-23-P06-9")
