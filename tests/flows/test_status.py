"""`sspipe status` names each period's release, and what was refused and why, within the width of a terminal."""

import json
from datetime import datetime

import pytest
from typer.testing import CliRunner

from flows.cli import app
from tests.flows.small_sites import SmallSite

WIDTH = 80


def status(*words: str) -> str:
    done = CliRunner().invoke(app, ["status", *words])
    assert done.exit_code == 0
    return done.output


def test_a_refused_period_stands_beside_the_releases(two_months: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    two_months.feed_file("tameside/ledger").unlink()
    assert two_months.told("--due").exit_code == 1

    told = status()
    lines = told.splitlines()
    assert lines[0] == "stockport-tameside"
    assert any(line.split()[:3] == ["2022-23-P01", "1", "provisional"] for line in lines)
    assert any("2022-23-P02" in line and "refused" in line and "ledger tameside missing" in line for line in lines)
    assert max(len(line) for line in lines) <= WIDTH


def test_as_json_a_program_reads_the_same(two_months: SmallSite) -> None:
    two_months.feed_file("tameside/ledger").unlink()
    two_months.told("--due")

    told = json.loads(status("--json", "--site", "stockport-tameside"))
    (release,) = told["releases"]
    (run,) = told["runs"]
    assert (release["period"], release["release_id"]) == ("2022-23-P01", "stockport-tameside-2022-23-P01-1")
    assert (run["period"], run["outcome"], run["message"]) == ("2022-23-P02", "refused", "ledger tameside missing")


def test_another_site_has_nothing_to_tell(two_months: SmallSite) -> None:
    assert two_months.site.exists()
    said = "Nothing was run yet for elsewhere; on record: stockport-tameside"
    assert status("--site", "elsewhere").strip() == said


def test_a_site_may_be_named_by_its_folder(two_months: SmallSite) -> None:
    assert status("--site", str(two_months.site)) == status("--site", "stockport-tameside")


def test_moments_are_written_as_iso_8601_writes_them(two_months: SmallSite) -> None:
    assert two_months.site.exists()
    (release,) = json.loads(status("--json"))["releases"]
    assert datetime.fromisoformat(release["published_at"]).tzinfo is not None
    assert "T" in release["published_at"]
