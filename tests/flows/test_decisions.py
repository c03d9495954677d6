"""Decisions of people, from the site's file and from a returned pack, through the closes of months (R10, R18)."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import openpyxl  # type: ignore[import-untyped] # it ships no types
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.command_run import close_periods
from sspipe.model.findings import Severity
from sspipe.model.periods import Period
from tests.flows.conftest import MakeLab
from tests.flows.inbox import HEAD_ROW, return_pack
from tests.flows.small_sites import P01, P02, SmallSite, copied_months, pay_an_odd_pound

P03 = Period(2022, 3)
AFTER_CLOSE, IN_TIME = "2022-06-15", "2022-06-10"
"""P02 closes on Monday 13 June 2022, P03 on 12 July."""
STOOD = "select state, decision, accepted_pence, before_state from current_breaks where release_period = '2022-23-P03'"
MOVED = (
    "select stock, movement, breaks, amount_pence from current_break_movements"
    " where release_period = '2022-23-P03' and (breaks != 0 or amount_pence != 0) and council = 'stockport'"
    " order by stock desc, movement"
)


@dataclass(frozen=True, slots=True)
class OddPound:
    """The site with May closed, and the break of a pound that its release shows."""

    small: SmallSite
    break_id: str
    cause: str

    def decide(self, kind: str, decided_on: str, *, amount: str = "£1.00", until: str = "2022-12-31") -> None:
        """Write a decision into the site's own file."""
        entry = (
            f'  - {{break_id: "{self.break_id}", cause: {self.cause}, amount: "{amount}", kind: {kind},\n'
            f"     council: stockport, role: finance_officer, second_role: null, decided_on: {decided_on},\n"
            f"     expires_on: {until}, reason: host_error}}\n"
        )
        path = self.small.site / "decisions.yaml"
        path.write_text(f"schema_version: 1\ndecisions:\n{entry}", encoding="utf-8")

    def told(self, *words: str) -> str:
        """What a command answers."""
        return CliRunner().invoke(app, [*words]).output


@pytest.fixture(scope="module")
def may_closed(lab_of: MakeLab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallSite]:
    """April and May closed, a pound too much of pay in May; June's files are there."""
    small = copied_months(lab_of(1) / "site", tmp_path_factory.mktemp("odd"), (P01, P02, P03))
    pay_an_odd_pound(small)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSPIPE_OUTPUT", str(small.output))
        patch.delenv("SSPIPE_DATABASE_URL", raising=False)
        close_periods(small.site, (P01, P02), None, dry_run=False, plain=True)
        yield small


@pytest.fixture
def odd_pound(
    may_closed: SmallSite, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> OddPound:
    """A copy of it for one test."""
    small = SmallSite(tmp_path_factory.mktemp("one") / "own")
    shutil.copytree(may_closed.folder, small.folder)
    monkeypatch.setenv("SSPIPE_OUTPUT", str(small.output))
    found = small.rows("select b.break_id, c.code from out_breaks b join out_causes c on c.break_id = b.break_id")
    ((break_id, cause),) = found
    return OddPound(small, str(break_id), str(cause))


def test_what_the_sites_file_accepts_is_no_longer_open_and_every_pack_lists_it(odd_pound: OddPound) -> None:
    odd_pound.decide("accepted_until", AFTER_CLOSE)
    closed = odd_pound.small.close(P03)

    assert closed.published, [finding.message for finding in closed.findings]
    assert odd_pound.small.rows(STOOD) == [("accepted", "accepted_until", 100, "open")]
    assert odd_pound.small.rows(MOVED) == [
        ("open", "accepted", -1, -100),
        ("open", "opening", 1, 100),
        ("accepted", "accepted", 1, 100),
        ("accepted", "closing", 1, 100),
    ]
    book = openpyxl.load_workbook(odd_pound.small.output / "packs" / "stockport-tameside" / str(P03) / "stockport.xlsx")
    _, _, headings, row, *_ = book["Accepted and disputed"].iter_rows(values_only=True)
    shown = dict(zip(headings, row, strict=True))
    assert (shown["Now"], shown["Role"], shown["Break"]) == (
        "accepted, no longer open",
        "finance officer",
        odd_pound.break_id,
    )
    words = [str(row[1]) for row in book["First page"].iter_rows(values_only=True)]
    assert any(said.startswith("No break is open") for said in words)
    assert any(said.startswith("1 difference accepted, too much; see the sheet") for said in words)


def test_breaks_and_explain_tell_states_decisions_and_history(odd_pound: OddPound) -> None:
    odd_pound.decide("disputed", AFTER_CLOSE, until="null")
    odd_pound.small.close(P03)

    document = json.loads(odd_pound.told("breaks", "--for", "stockport", "--json"))
    (told,) = document["breaks"]
    assert (told["state"], told["decision"], document["accepted_breaks"]) == ("open", "disputed", 0)
    assert [each["standing"] for each in told["decisions"]] == ["in_force"]
    whole = json.loads(odd_pound.told("explain", odd_pound.break_id, "--for", "stockport", "--json"))["break"]
    assert [(each["period"], each["state"], each["decided"][:8]) for each in whole["history"]] == [
        ("2022-23-P02", "open", ""),
        ("2022-23-P03", "open", "disputed"),
    ]
    said = odd_pound.told("explain", odd_pound.break_id, "--for", "stockport")
    assert "Open: disputed by Stockport" in said
    assert "2022-23 P02" in said
    assert "disputed by" in odd_pound.told("breaks", "--for", "stockport")


def test_a_wrong_decision_of_a_returned_pack_is_told_with_its_file_and_row(odd_pound: OddPound) -> None:
    filled = {
        "Break": odd_pound.break_id,
        "Cause": odd_pound.cause,
        "Amount, £ (as on the sheet Breaks)": 1,
        "Decision": "accepted_until",
        "Role that decides (never a name)": "finance_officer",
        "Date": date(2022, 6, 14),
        "Reason": "host_error",
        "Expires on": date(2022, 12, 31),
    }
    strange = {**filled, "Break": "0123456789abcdef"}
    return_pack(odd_pound.small, P02, "returned_2022-23-P02_20220616.xlsx", filled, strange)
    closed = odd_pound.small.close(P03)

    assert odd_pound.small.rows(STOOD) == [("accepted", "accepted_until", 100, "open")]
    (told,) = (each for each in closed.findings if each.where.feed == "stockport/decisions")
    assert (told.severity, told.rule) == (Severity.WARN, "DECISION_UNKNOWN_BREAK")
    assert (told.where.file_name, told.where.source_row) == ("returned_2022-23-P02_20220616.xlsx", HEAD_ROW + 2)


def test_a_decision_corrected_for_a_day_already_used_outdates_what_used_it(odd_pound: OddPound) -> None:
    odd_pound.decide("accepted_until", IN_TIME)
    closed = odd_pound.small.close(P03)

    states = "select period, state, release_number from release order by period, release_number"
    assert ("2022-23-P02", "outdated", 1) in odd_pound.small.rows(states)
    assert [each.rule for each in closed.findings if each.where.file_name == "decisions"] == ["DECISION_CORRECTED"]
    odd_pound.small.close(P02)
    again = odd_pound.small.close(P03)
    assert ("2022-23-P02", "restated", 1) in odd_pound.small.rows(states)
    assert ("2022-23-P02", "provisional", 2) in odd_pound.small.rows(states)
    assert odd_pound.small.rows(STOOD) == [("accepted", "accepted_until", 100, "accepted")]
    assert "DECISION_CORRECTED" not in [each.rule for each in again.findings]


def test_a_decision_of_a_later_day_outdates_nothing(odd_pound: OddPound) -> None:
    odd_pound.decide("accepted_until", AFTER_CLOSE)
    odd_pound.small.close(P03)

    assert odd_pound.small.rows("select distinct state from release") == [("provisional",)]


def test_a_dry_run_tells_of_a_corrected_decision_and_outdates_nothing(odd_pound: OddPound) -> None:
    odd_pound.decide("accepted_until", IN_TIME)
    closed = odd_pound.small.close(P03, dry_run=True)

    assert "DECISION_CORRECTED" in [each.rule for each in closed.findings]
    assert odd_pound.small.rows("select distinct state from release") == [("provisional",)]
