"""A destroyed content stands in the chain once for what it served, on either database."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from sspipe.store.audit import verify_chain
from sspipe.store.destructions import DestroyedUse, Destruction, destroyed_contents, destructions, record_destruction

SITE = "stockport-tameside"
USE = DestroyedUse(
    feed="stockport/ledger",
    period="2022-23-P06",
    kept="stockport/ledger/abc-def",
    parts=((".json", "0" * 64), (".parquet", "1" * 64)),
    is_served=True,
)
LEDGER = Destruction(
    publisher="stockport",
    source_file="a" * 64,
    size_bytes=12,
    rule="pay",
    rule_source="the schedule",
    as_of=date(2031, 4, 5),
    uses=(USE,),
    destroyed_at=datetime(2031, 4, 5, 9, tzinfo=UTC),
)


def test_what_was_entered_is_read_back(database: Engine) -> None:
    assert record_destruction(database, SITE, LEDGER) == LEDGER
    assert destructions(database, SITE) == (LEDGER,)
    assert destructions(database, "elsewhere") == ()
    assert verify_chain(database).faults == ()


def test_a_content_is_entered_once_for_what_it_served(database: Engine) -> None:
    record_destruction(database, SITE, LEDGER)
    later = replace(LEDGER, destroyed_at=datetime(2031, 4, 6, 9, tzinfo=UTC))
    assert record_destruction(database, SITE, later) == LEDGER
    other = replace(later, uses=(replace(USE, period="2022-23-P07"),))
    assert record_destruction(database, SITE, other) == other
    assert destroyed_contents(database, SITE) == {LEDGER.source_file: other}
    assert verify_chain(database).entries == 2


@pytest.mark.parametrize("change", [{"publisher": "tameside"}, {"source_file": "b" * 64}])
def test_another_content_and_another_publisher_have_entries_of_their_own(
    database: Engine, change: dict[str, str]
) -> None:
    record_destruction(database, SITE, LEDGER)
    record_destruction(database, SITE, replace(LEDGER, **change))  # type: ignore[arg-type]
    assert len(destructions(database, SITE)) == 2


def test_it_is_said_with_its_day_and_where_its_figures_stand() -> None:
    assert LEDGER.sentence == (
        "the raw file was destroyed on 2031-04-05 by the site's retention rule; "
        "its figures stand in the conformed table stockport/ledger/abc-def…"
    )
