"""`sspipe lab score` holds published breaks against what was planted, and ends by how they were named."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.databases import address_of
from tests.flows.told_breaks import WIDTH, breaks_draft, pay_break, publish_breaks, told
from tests.sites import DEMO_SITE

HEADINGS = "kind,post,month,pair,amount_pence,council,seen_in,known_from,partner,clears_in"
sqlite_only = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def released(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A release with one break of pay where the command looks for it; the lab's truth beside."""
    monkeypatch.setenv("SSPIPE_OUTPUT", str(tmp_path / "output"))
    monkeypatch.setenv("SSPIPE_DATABASE_URL", address_of(database))
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    publish_breaks(database, breaks_draft(breaks=(pay_break(),)))
    (tmp_path / "truth.csv").write_text("", encoding="utf-8")
    return tmp_path


def plant(folder: Path, *kinds: str) -> None:
    item = pay_break()
    rows = [
        f"{kind},{item.post},{item.month},{item.pair},{item.amount_pence},{item.council},,{item.month},,"
        for kind in kinds
    ]
    waiting = f"in_transit,{item.post},{item.month},booked-billed,-1,{item.council},{item.month},,,"
    (folder / "planted.csv").write_text("\n".join([HEADINGS, *rows, waiting, ""]), encoding="utf-8")


@sqlite_only
def test_a_break_that_is_named_right_ends_well(released: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(released, "FTE_DIFFERS")
    answer = told(capsys, "lab", "score", "--site", str(DEMO_SITE), "--truth", str(released / "truth.csv"))
    assert (answer.code, answer.err) == (0, "")
    row = next(line.split() for line in answer.out.splitlines() if line.startswith("FTE_DIFFERS"))
    assert row[:7] == ["FTE_DIFFERS", "1", "1", "0", "0", "0", "0"]
    assert "wrong name:" not in answer.out


@sqlite_only
def test_a_wrong_name_ends_with_findings(released: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(released, "NI_MISSING")
    answer = told(capsys, "lab", "score", "--site", str(DEMO_SITE), "--truth", str(released / "planted.csv"))
    assert answer.code == 1
    assert "wrong name: NI_MISSING" in answer.out


@sqlite_only
def test_a_program_reads_the_score_with_its_families(released: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(released)
    twins = released / "twins.yaml"
    twins.write_text(
        "causes: [{code: FTE_DIFFERS, twins: [{code: PAY_REDUCED}]}]\nfamilies: [[FTE_DIFFERS, PAY_REDUCED]]\n"
    )
    words = (
        "lab",
        "score",
        "--site",
        str(DEMO_SITE),
        "--truth",
        str(released / "truth.csv"),
        "--twins",
        str(twins),
        "--json",
    )
    answer = told(capsys, *words)
    document = json.loads(answer.out)
    assert answer.code == 1
    assert [each["codes"] for each in document["families"]] == [["FTE_DIFFERS", "PAY_REDUCED"]]
    assert [each["said"] for each in document["false_alarms"]] == [["FTE_DIFFERS"]]


@sqlite_only
@pytest.mark.parametrize("text", ["causes: 3\n", "causes: [[\n"])
def test_a_file_that_is_no_table_of_twins_is_one_sentence(
    released: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(released, "FTE_DIFFERS")
    twins = released / "twins.yaml"
    twins.write_text(text)
    answer = told(
        capsys, "lab", "score", "--site", str(DEMO_SITE), "--truth", str(released / "truth.csv"), "--twins", str(twins)
    )
    assert (answer.code, answer.out) == (2, "")
    assert "is no table of twins" in " ".join(answer.err.split())


@sqlite_only
def test_a_folder_without_planted_breaks_is_one_sentence(released: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "lab", "score", "--site", str(DEMO_SITE), "--truth", str(released / "truth.csv"))
    assert (answer.code, answer.out) == (2, "")
    assert "is no list of planted breaks" in " ".join(answer.err.split())
