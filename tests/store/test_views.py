from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from sspipe.store.engine import open_database, writing
from sspipe.store.migrate import upgrade
from sspipe.store.releases import publish
from sspipe.store.tables import PUBLISHED
from sspipe.store.views import all_views
from tests.publish.statements import P07, a_cost, a_statement
from tests.store.drafts import a_draft

VIEWS = sorted(view.name for view in all_views(on_sqlite=True))


def read(database: Engine, view: str) -> list[dict[str, Any]]:
    with database.connect() as connection:
        found = connection.execute(text(f"SELECT * FROM {view} ORDER BY release_id, row_number")).mappings()  # noqa: S608 - a name of our own
        return [{name: _plain(value) for name, value in row.items()} for row in found]


def _plain(value: Any) -> str | None:
    """One way of writing what the two databases hand out in types of their own."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(int(value))
    return f"{Decimal(str(value)):.2f}" if isinstance(value, float | Decimal) else str(value)


def test_there_are_two_sets_of_views_over_every_published_table() -> None:
    nouns = [name.removeprefix("out_") for name in PUBLISHED]
    assert sorted(f"{view_set}_{noun}" for view_set in ("current", "signed") for noun in nouns) == VIEWS
    assert {"post_costs", "recharges", "breaks", "causes", "settlement", "conservation", "pprr_performance"} <= set(
        nouns
    )


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_both_databases_show_the_same(database: Engine, tmp_path: Path) -> None:
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    upgrade(other)
    for each in (database, other):
        publish(each, a_draft())
        publish(each, a_draft(a_statement(period=P07, costs=(a_cost(amount_pence=-123456789012345),))))
        sign_everything(each)
    shown = {view: read(database, view) for view in VIEWS}
    assert shown == {view: read(other, view) for view in VIEWS}
    assert all(shown.values())
    other.dispose()


def sign_everything(database: Engine) -> None:
    with writing(database) as connection:
        connection.execute(text("UPDATE release SET state = 'signed'"))


def test_pounds_stand_beside_pence(database: Engine) -> None:
    publish(database, a_draft(a_statement(costs=(a_cost(amount_pence=-5), a_cost(amount_pence=397208, post="other")))))
    rows = read(database, "current_post_costs")
    assert {(row["amount_pence"], row["amount_pounds"]) for row in rows} == {("-5", "-0.05"), ("397208", "3972.08")}


def test_signed_views_show_signed_releases_only(database: Engine) -> None:
    publish(database, a_draft())
    assert read(database, "signed_recharges") == []
    sign_everything(database)
    assert len(read(database, "signed_recharges")) == 2


def test_current_views_show_one_release_of_each_period(database: Engine) -> None:
    publish(database, a_draft())
    publish(database, a_draft(a_statement(costs=(a_cost(amount_pence=1),))))
    publish(database, a_draft(a_statement(period=P07)))
    shown = {(row["release_period"], row["release_id"]) for row in read(database, "current_post_costs")}
    assert {(period, release_id[-1]) for period, release_id in shown} == {("2022-23-P06", "2"), ("2022-23-P07", "1")}


def test_figures_of_two_periods_stand_side_by_side(database: Engine) -> None:
    publish(database, a_draft(a_statement(costs=(a_cost(amount_pence=1),))))
    publish(database, a_draft(a_statement(period=P07, costs=(a_cost(amount_pence=2),))))
    rows = read(database, "current_post_costs")
    assert [(row["release_period"], row["amount_pounds"]) for row in rows] == [
        ("2022-23-P06", "0.01"),
        ("2022-23-P07", "0.02"),
    ]
