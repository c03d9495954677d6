"""`sspipe lab make` says where the site and its truth stand, for people and for programs."""

import json
from pathlib import Path
from typing import Any

import pytest

from flows import command_lab
from sspipe.lab.make import LabReport
from tests.flows.told_breaks import told


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The lab that writes nothing and says that it did; what it was asked."""
    asked: list[dict[str, Any]] = []

    def make(base: Path, out: Path, **options: Any) -> LabReport:
        asked.append({"base": base, "out": out, **options})
        return LabReport(
            site=out / "site",
            truth=out / "truth.csv",
            planted=out / "planted.csv",
            files=120,
            ledger_lines=9000,
            truth_rows=400,
            breaks=4,
        )

    monkeypatch.setattr(command_lab, "make_site", make)
    return asked


def test_a_person_reads_one_line(made: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "lab", "make", "--out", "demo", "--seed", "3", "--lines", "10", "--breaks", "NOT_BILLED")
    assert (answer.code, answer.out, answer.err) == (0, "120 files in demo/site; the truth is in demo/truth.csv\n", "")
    (asked,) = made
    assert (asked["seed"], asked["lines"], asked["breaks"]) == (3, 10, "NOT_BILLED")


@pytest.mark.usefixtures("made")
def test_a_program_reads_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "lab", "make", "--out", "demo", "--seed", "3", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert json.loads(answer.out) == {
        "seed": 3,
        "site": "demo/site",
        "truth": "demo/truth.csv",
        "planted": "demo/planted.csv",
        "files": 120,
        "ledger_lines": 9000,
        "truth_rows": 400,
        "breaks": 4,
    }


def test_a_folder_is_emptied_only_when_asked(
    made: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kept.txt").write_text("mine", encoding="utf-8")
    told(capsys, "lab", "make", "--out", str(tmp_path), "--seed", "1")
    assert (tmp_path / "kept.txt").exists()
    told(capsys, "lab", "make", "--out", str(tmp_path), "--seed", "1", "--replace")
    assert not tmp_path.exists()
    assert len(made) == 2


def test_a_break_that_the_lab_cannot_plant_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "lab", "make", "--out", str(tmp_path / "demo"), "--seed", "1", "--breaks", "NONSENSE")
    assert (answer.code, answer.out) == (2, "")
    assert "the lab cannot plant NONSENSE; it plants" in answer.err
