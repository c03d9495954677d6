import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import NoResultFound

from sspipe.store.reading import read_release
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


def test_a_release_that_was_never_published_is_not_read(database: Engine) -> None:
    with pytest.raises(NoResultFound):
        read_release(database, "stockport-tameside-2022-23-P06-9")
