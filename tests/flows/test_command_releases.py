"""`sspipe releases` lists every release, what stands open in it, and inputs that the one before had not."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from sspipe.store.drafts import DraftInput, ReleaseDraft
from sspipe.store.states import InputKind
from tests.databases import address_of
from tests.flows.told_breaks import WIDTH, breaks_draft, own_break, pay_break, publish_breaks, told
from tests.publish.statements import P06, P07, SITE

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
LONG = "stockport/ledger/SMBC_GL_LINE_ITEMS_2022-23_P06_20221006.txt"
NEWER = "stockport/ledger/SMBC_GL_LINE_ITEMS_2022-23_P06_20221019.txt"


def resting_on(name: str, **changes: Any) -> ReleaseDraft:
    """A release of September that rests on one ledger file."""
    ledger = DraftInput(name=name, kind=InputKind.FEED, source_file="a" * 64, known_from=date(2022, 10, 6))
    return replace(breaks_draft(P06, **changes), inputs=(ledger,))


@pytest.fixture(autouse=True)
def released(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two releases of September, the second after a newer ledger."""
    monkeypatch.setenv("SSPIPE_OUTPUT", str(tmp_path / "output"))
    monkeypatch.setenv("SSPIPE_DATABASE_URL", address_of(database))
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    publish_breaks(database, resting_on(LONG), resting_on(NEWER, breaks=(pay_break(),)))


def test_each_release_says_what_stands_open_and_which_file_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "releases", "--json")
    assert (answer.code, answer.err) == (0, "")
    first, second = json.loads(answer.out)["releases"]
    assert (first["release_number"], first["state"], first["is_current"]) == (1, "restated", False)
    # 2,635.04 + 225.00 + 225.00 + 3.10
    assert (first["open_breaks"], first["open_size_pence"]) == (4, 308814)
    assert (second["state"], second["is_current"]) == ("provisional", True)
    assert second["before"] == f"{SITE}-2022-23-P06-1"
    assert (second["inputs_added"], second["inputs_gone"], second["inputs_changed"]) == ([NEWER], [LONG], [])
    assert (second["known_on"], second["published_at"]) == ("2022-10-12", "2022-10-12T09:30:00+00:00")


def test_the_amount_of_one_post_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    second = json.loads(told(capsys, "releases", "--json").out)["releases"][1]
    assert (second["open_breaks"], second["open_size_pence"]) == (1, None)
    answer = told(capsys, "releases")
    assert "225.00" not in answer.out
    assert "see sspipe breaks --for COUNCIL" in " ".join(answer.out.split())


def test_on_a_terminal_of_80_columns_no_line_is_longer(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "releases")
    assert answer.widest <= WIDTH
    assert answer.out.splitlines()[0] == SITE
    rows = [line.split()[:4] for line in answer.out.splitlines() if line.startswith("2022-23 P06  ")]
    assert rows == [["2022-23", "P06", "1", "restated"], ["2022-23", "P06", "2", "provisional"]]
    said = " ".join(answer.out.split())
    assert f"2022-23 P06 release 2 follows release 1. New: {NEWER}. No longer used: {LONG}." in said


def test_one_period_may_be_named(capsys: pytest.CaptureFixture[str], database: Engine) -> None:
    publish_breaks(database, breaks_draft(P07, breaks=(own_break(),)))
    listed = json.loads(told(capsys, "releases", "--period", "2022-23-P07", "--json").out)["releases"]
    assert [each["period"] for each in listed] == ["2022-23-P07"]
    assert len(json.loads(told(capsys, "releases", "--json").out)["releases"]) == 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--site", "elsewhere"], "no release of 'elsewhere' is on record; there are releases of stockport-tameside"),
        (["--period", "2023-24-P01"], "no release of 2023-24-P01 was ever made"),
        (["--period", "P01"], "'P01' is no period such as 2022-23-P06"),
    ],
)
def test_an_unknown_site_or_period_is_one_sentence(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = told(capsys, "releases", *words)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
