"""`sspipe breaks` lists what a council may see, the most pounds first, in the width of a terminal or as JSON."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.databases import address_of
from tests.flows.told_breaks import (
    BOOKING,
    CLEARED,
    HALF_TIME,
    OWN,
    PAY,
    UNPLACED,
    WIDTH,
    Told,
    breaks_draft,
    own_break,
    publish_breaks,
    told,
)
from tests.publish.statements import P07, SITE
from tests.sites import DEMO_SITE

sqlite_only = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def released(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A release of September 2022 where the commands look for it."""
    monkeypatch.setenv("SSPIPE_OUTPUT", str(tmp_path / "output"))
    monkeypatch.setenv("SSPIPE_DATABASE_URL", address_of(database))
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    publish_breaks(database)
    return database


def ids(answer: Told) -> list[str]:
    return [each["break_id"] for each in json.loads(answer.out)["breaks"]]


@pytest.mark.usefixtures("released")
def test_the_partner_sees_its_own_and_what_is_shared_by_pounds(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "breaks", "--for", "tameside", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert ids(answer) == [BOOKING, PAY, OWN]
    facts = json.loads(answer.out)
    assert (facts["site"], facts["period"], facts["for"]) == (SITE, "2022-23-P06", "tameside")
    # 2,635.04 less and 225.00 less and 3.10 more: 2,863.14 in size, -2,856.94 net
    assert (facts["open_breaks"], facts["open_size_pence"], facts["open_net_pence"]) == (3, 286314, -285694)


@sqlite_only
@pytest.mark.usefixtures("released")
def test_the_host_sees_its_cost_centre_and_not_the_partners_own_post(capsys: pytest.CaptureFixture[str]) -> None:
    assert ids(told(capsys, "breaks", "--for", "stockport", "--json")) == [BOOKING, PAY, UNPLACED]


@sqlite_only
@pytest.mark.usefixtures("released")
def test_cleared_breaks_are_shown_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "breaks", "--for", "stockport", "--all", "--json")
    assert ids(answer) == [BOOKING, PAY, UNPLACED, CLEARED]
    assert json.loads(answer.out)["open_breaks"] == 3


@sqlite_only
@pytest.mark.usefixtures("released")
def test_a_row_names_post_month_owner_age_and_causes(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "breaks", "--for", "tameside", "--json")
    booking = json.loads(answer.out)["breaks"][0]
    assert booking["short_id"] == "7c0d11"
    assert booking["amount_pence"] == -263504
    assert booking["post_title"] == "Head of Early Years and KS1"
    assert (booking["month"], booking["first_seen"]) == ("2022-23-P06", "2022-23-P04")
    assert booking["owner"] == "Tameside must book"
    assert (booking["age_periods"], booking["age_working_days"]) == (2, 41)
    assert [(cause["code"], cause["is_supposed"]) for cause in booking["causes"]] == [("NOT_BOOKED", True)]


@sqlite_only
@pytest.mark.usefixtures("released")
def test_a_cause_of_a_persons_record_is_not_told_to_the_partner(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["breaks", "--for", "tameside"], ["breaks", "--for", "tameside", "--json"]):
        answer = told(capsys, *words)
        assert "FTE_DIFFERS" not in answer.out
        assert HALF_TIME not in answer.out
        assert "RECORDED_CHANGE" in "".join(answer.out.split())
    assert HALF_TIME in told(capsys, "breaks", "--for", "stockport", "--json").out


@sqlite_only
@pytest.mark.usefixtures("released")
def test_on_a_terminal_of_80_columns_no_line_is_longer(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "breaks", "--for", "tameside", "--all")
    assert answer.widest <= WIDTH
    assert "3 open breaks: £2,863.14 in size, -£2,856.94 net" in answer.out
    assert "sspipe explain 7c0d11 --for tameside" in answer.out
    first = next(line for line in answer.out.splitlines() if line.startswith("7c0d11"))
    assert "-£2,635.04" in first
    assert "Tameside" in answer.out, "who must act"


@sqlite_only
@pytest.mark.usefixtures("released")
def test_a_wide_terminal_is_used(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = len(told(capsys, "breaks", "--for", "tameside").out.splitlines())
    monkeypatch.setenv("COLUMNS", "200")
    wide = told(capsys, "breaks", "--for", "tameside")
    assert WIDTH < wide.widest <= 200
    assert len(wide.out.splitlines()) < narrow


@pytest.mark.usefixtures("released")
def test_the_newest_period_is_told_unless_another_is_named(
    capsys: pytest.CaptureFixture[str], database: Engine
) -> None:
    publish_breaks(database, breaks_draft(P07, breaks=(own_break(),)))
    assert ids(told(capsys, "breaks", "--for", "tameside", "--json")) == [OWN]
    for named in ("2022-23-P06", "2022-23 P06"):
        answer = told(capsys, "breaks", "--for", "tameside", "--period", named, "--json")
        assert ids(answer) == [BOOKING, PAY, OWN]
    assert "--period 2022-23-P06" in told(capsys, "breaks", "--for", "tameside", "--period", "2022-23-P06").out


@sqlite_only
@pytest.mark.usefixtures("released")
def test_no_open_break_is_said(capsys: pytest.CaptureFixture[str], database: Engine) -> None:
    publish_breaks(database, breaks_draft(P07, breaks=()))
    answer = told(capsys, "breaks", "--for", "tameside")
    assert answer.code == 0
    assert answer.out.splitlines()[-1] == "No break is open."


@sqlite_only
@pytest.mark.usefixtures("released")
def test_the_site_may_be_named_by_its_folder(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "breaks", "--for", "tameside", "--site", str(DEMO_SITE), "--json")
    assert ids(answer) == [BOOKING, PAY, OWN]


@sqlite_only
@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "name the council that reads: amounts of one post stand only in a council's own edition"),
        (["--for", "oldham"], "the site has no council 'oldham'; it has stockport, tameside"),
        (["--for", "tameside", "--site", "elsewhere"], "no release of 'elsewhere' is on record; there are releases of"),
        (["--for", "tameside", "--period", "2022-23-P09"], "no release of 2022-23-P09 stands for stockport-tameside"),
        (["--for", "tameside", "--period", "June"], "'June' is no period such as 2022-23-P06"),
    ],
)
def test_what_was_named_wrongly_is_one_sentence(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = told(capsys, "breaks", *words)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert len(answer.err.splitlines()) == 1


@sqlite_only
@pytest.mark.usefixtures("released")
def test_of_several_sites_one_must_be_named(capsys: pytest.CaptureFixture[str], database: Engine) -> None:
    publish_breaks(database, breaks_draft(site="another-pair"))
    answer = told(capsys, "breaks", "--for", "tameside")
    assert answer.code == 2
    assert "the database holds several sites; name one of another-pair, stockport-tameside" in answer.err
    assert ids(told(capsys, "breaks", "--for", "tameside", "--site", SITE, "--json")) == [BOOKING, PAY, OWN]


@sqlite_only
@pytest.mark.usefixtures("released")
def test_where_the_landed_files_are_out_of_reach_the_folder_is_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSPIPE_LANDING_URL", str(tmp_path / "nowhere"))
    answer = told(capsys, "breaks", "--for", "tameside")
    assert (answer.code, answer.out) == (1, "")
    assert "Name the site's folder (--site DIR)" in answer.err


@sqlite_only
@pytest.mark.usefixtures("released")
def test_a_landed_file_that_was_changed_is_not_believed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for path in (tmp_path / "output" / "landing" / "site").iterdir():
        path.write_bytes(path.read_bytes() + b"\n# changed\n")
    answer = told(capsys, "breaks", "--for", "tameside")
    assert answer.code == 1
    assert "content with another hash" in answer.err
