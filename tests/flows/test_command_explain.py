"""`sspipe explain` tells one break in full, as far as the council that asks may see it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sspipe.store.destructions import DestroyedUse, Destruction, record_destruction
from tests.databases import address_of
from tests.flows.told_breaks import (
    BOOKING,
    CLEARED,
    FILE,
    HALF_TIME,
    OWN,
    PAY,
    UNPLACED,
    WIDTH,
    breaks_draft,
    own_break,
    publish_breaks,
    told,
)
from tests.publish.statements import P07

sqlite_only = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
LEDGER = "SMBC_GL_LINE_ITEMS_2022-23_P06_20221006.txt"


@pytest.fixture
def released(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A release of September 2022 where the commands look for it."""
    monkeypatch.setenv("SSPIPE_OUTPUT", str(tmp_path / "output"))
    monkeypatch.setenv("SSPIPE_DATABASE_URL", address_of(database))
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    publish_breaks(database)
    return database


@pytest.mark.usefixtures("released")
def test_the_host_reads_expected_and_ledger_by_component(capsys: pytest.CaptureFixture[str]) -> None:
    # expected 3,972.08 + 483.72 + 19.86 = 4,475.66; the ledger holds 225.00 less of basic pay: 4,250.66
    answer = told(capsys, "explain", "3f", "--for", "stockport", "--json")
    assert (answer.code, answer.err) == (0, "")
    found = json.loads(answer.out)["break"]
    assert found["break_id"] == PAY
    assert [tuple(part.values()) for part in found["components"]] == [
        ("basic", 397208, 374708),
        ("ni", 48372, 48372),
        ("levy", 1986, 1986),
    ]
    assert found["figures"] == {"expected_pence": 447566, "ledger_pence": 425066}
    assert found["causes"][0]["sentence"] == HALF_TIME
    assert found["causes"][0]["tried"] == 7
    assert [(row["file_name"], row["source_row"]) for row in found["causes"][0]["evidence"]] == [
        (LEDGER, 214),
        (LEDGER, 215),
    ]


@sqlite_only
@pytest.mark.usefixtures("released")
def test_in_words_the_figures_the_cause_and_the_rows_stand_in_80_columns(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "explain", PAY, "--for", "stockport")
    said = " ".join(answer.out.split())
    assert answer.widest <= WIDTH
    assert f"Break {PAY}: Head of Education Improvement for Early Years, 2022-23 P06" in said
    assert "Stockport must check its payroll." in said
    assert "Basic pay £3,972.08 £3,747.08 -£225.00" in said
    assert "Together £4,475.66 £4,250.66 -£225.00" in said
    assert f"FTE_DIFFERS -£225.00 {HALF_TIME} 7 hypotheses were weighed." in said
    assert f"Rests on {LEDGER}, rows 214, 215" in said


@sqlite_only
@pytest.mark.usefixtures("released")
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_the_partner_reads_neither_ledger_nor_record_of_the_hosts_post(
    form: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = told(capsys, "explain", PAY, "--for", "tameside", *form)
    assert answer.code == 0
    for secret in (HALF_TIME, "FTE_DIFFERS", "3,747.08", "374708", "425066", "4,250.66", LEDGER):
        assert secret not in answer.out
    assert "holds the record" in " ".join(answer.out.split())
    assert "397208" in answer.out or "£3,972.08" in answer.out


@sqlite_only
@pytest.mark.usefixtures("released")
@pytest.mark.parametrize("council", ["stockport", "tameside"])
def test_both_councils_read_what_was_billed_and_booked_between_them(
    council: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = told(capsys, "explain", "7c0d1", "--for", council)
    said = " ".join(answer.out.split())
    assert answer.widest <= WIDTH
    assert "Booked less billed: -£2,635.04, less than it should be." in said
    assert "Billed, net of VAT £2,635.04 Booked, net of VAT £0.00 Billed less booked £2,635.04" in said
    assert "First seen in 2022-23 P04; standing for 2 periods, 41 working days." in said
    assert "NOT_BOOKED -£2,635.04; supposed, until a later posting settles it" in said
    assert "1 hypothesis was weighed." in said
    assert "Agreement: Early years leadership." in said


@sqlite_only
@pytest.mark.usefixtures("released")
def test_a_cost_centre_is_told_by_where_its_total_went(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, "explain", UNPLACED, "--for", "stockport", "--json").out)["break"]
    assert found["figures"] == {
        "total_pence": 497500,
        "attributed_pence": 500000,
        "not_joint_pence": 20000,
        "break_pence": -22500,
    }
    said = " ".join(told(capsys, "explain", UNPLACED, "--for", "stockport").out.split())
    assert "cost centre S100, 2022-23 P06" in said
    assert "Of that: attributed to nothing -£225.00" in said


@sqlite_only
@pytest.mark.usefixtures("released")
def test_a_cleared_break_says_that_it_has(capsys: pytest.CaptureFixture[str]) -> None:
    said = " ".join(told(capsys, "explain", CLEARED, "--for", "stockport").out.split())
    assert "Cleared. Billed less due: £0.00, nothing left." in said
    assert "No cause is on file." in said


@pytest.mark.usefixtures("released")
def test_a_break_of_an_earlier_period_is_found_and_so_said(
    capsys: pytest.CaptureFixture[str], database: Engine
) -> None:
    publish_breaks(database, breaks_draft(P07, breaks=(own_break(),)))
    answer = told(capsys, "explain", "3F9A", "--for", "stockport")
    assert answer.code == 0
    assert "The release of 2022-23-P07, the newest, shows it no more." in answer.out
    facts = json.loads(told(capsys, "explain", "3f9a", "--for", "stockport", "--json").out)
    assert (facts["period"], facts["newest_period"]) == ("2022-23-P06", "2022-23-P07")
    named = told(capsys, "explain", "3f9a", "--for", "stockport", "--period", "2022-23-P07")
    assert named.code == 2
    assert "in 2022-23-P07" in named.err


@sqlite_only
@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["7c0d", "--for", "tameside"], f"'7c0d' begins 2 breaks: {BOOKING}, {OWN}; write more of the id"),
        (["ffff", "--for", "tameside"], "no break that tameside may see begins with 'ffff' in any period"),
        ([UNPLACED, "--for", "tameside"], f"no break that tameside may see begins with '{UNPLACED}'"),
        (["%", "--for", "tameside"], "no break that tameside may see begins with '%'"),
        ([PAY], "name the council that reads"),
        ([PAY, "--for", "oldham"], "the site has no council 'oldham'"),
    ],
)
def test_an_id_that_names_no_break_or_several_is_one_sentence(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = told(capsys, "explain", *words)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert len(answer.err.splitlines()) == 1


@sqlite_only
@pytest.mark.usefixtures("released")
def test_an_id_that_another_councils_breaks_share_is_not_ambiguous_for_who_cannot_see_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = json.loads(told(capsys, "explain", "7c0d", "--for", "stockport", "--json").out)["break"]
    assert found["break_id"] == BOOKING


def test_rows_of_a_destroyed_file_are_told_with_the_day_and_where_their_figures_stand(
    released: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    use = DestroyedUse(
        feed="tameside/ledger", period="2022-23-P06", kept="tameside/ledger/kept", parts=(), is_served=True
    )
    entry = Destruction(
        publisher="tameside",
        source_file=FILE,
        size_bytes=1,
        rule="pay",
        rule_source="the schedule",
        as_of=date(2031, 4, 5),
        uses=(use,),
        destroyed_at=datetime(2031, 4, 5, 9, tzinfo=UTC),
    )
    record_destruction(released, "stockport-tameside", entry)
    said = " ".join(told(capsys, "explain", BOOKING, "--for", "stockport").out.split())
    assert f"row 9; {entry.sentence}" in said
    found = json.loads(told(capsys, "explain", BOOKING, "--for", "stockport", "--json").out)["break"]
    assert [row["raw_file"] for cause in found["causes"] for row in cause["evidence"]] == [entry.sentence]
