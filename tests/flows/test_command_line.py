"""The command line over a month that was really closed: what was landed and published is all that it needs."""

import json

import pytest

from tests.flows.small_sites import SmallSite, pay_an_odd_pound
from tests.flows.told_breaks import told


def an_odd_pound(site: SmallSite) -> None:
    """The second month with a pound too much in Stockport's ledger."""
    pay_an_odd_pound(site)
    assert site.close().published is not None


def test_a_break_of_a_real_month_is_listed_and_explained(
    two_months: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    an_odd_pound(two_months)
    listed = told(capsys, "breaks", "--for", "stockport", "--json")
    assert listed.code == 0, listed.err
    (odd,) = [each for each in json.loads(listed.out)["breaks"] if each["amount_pence"] == 100]
    assert (odd["post"], odd["pair"], odd["month"]) == ("ey-head", "ledger-expected", "2022-23-P02")

    answer = told(capsys, "explain", odd["short_id"], "--for", "stockport", "--json")
    found = json.loads(answer.out)["break"]
    (basic,) = [part for part in found["components"] if part["component"] == "basic"]
    assert (basic["expected_pence"], basic["ledger_pence"]) == (380400, 380500)
    assert found["figures"]["ledger_pence"] - found["figures"]["expected_pence"] == 100
    (cause,) = found["causes"]
    assert cause["code"] == "UNEXPLAINED"
    assert {row["file_name"] for row in cause["evidence"]} == {"SMBC_GL_LINE_ITEMS_2022-23_P02_20220608.txt"}


def test_before_the_post_is_shared_the_other_council_sees_nothing_of_it(
    two_months: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    an_odd_pound(two_months)
    (odd,) = [
        each
        for each in json.loads(told(capsys, "breaks", "--for", "stockport", "--json").out)["breaks"]
        if each["amount_pence"] == 100
    ]
    listed = json.loads(told(capsys, "breaks", "--for", "tameside", "--json").out)["breaks"]
    assert odd["break_id"] not in {each["break_id"] for each in listed}
    assert told(capsys, "explain", odd["break_id"], "--for", "tameside").code == 2


def test_a_run_answers_a_program_with_one_document(two_months: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["run", "--site", str(two_months.site), "--plain", "--json"]
    answer = told(capsys, *words, "--period", "2022-23-P02")
    assert (answer.code, answer.err) == (0, "")
    (closed,) = json.loads(answer.out)
    assert (closed["period"], closed["release"]) == ("2022-23-P02", "stockport-tameside-2022-23-P02-1")
    assert closed["is_new"] is True
    assert closed.keys() == {
        "period",
        "release",
        "is_new",
        "content_hash",
        "breaks",
        "findings",
        "mended",
        "set_aside",
        "packs",
    }


def test_a_run_that_is_refused_answers_a_program_on_its_own_stream(
    two_months: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    two_months.feed_file("tameside/ledger").unlink()
    answer = told(capsys, "run", "--site", str(two_months.site), "--plain", "--json", "--period", "2022-23-P02")
    assert (answer.code, answer.err) == (1, "")
    (closed,) = json.loads(answer.out)
    assert closed["release"] is None
    assert "found no file of 2022-23 P02" in closed["findings"][0]


def test_the_audit_chain_of_what_was_published_holds(two_months: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "verify").out == "The audit chain holds in 1 entry.\n"
    two_months.change("update release set content_hash = 'another'")
    broken = told(capsys, "verify")
    assert broken.code == 1
    assert "The audit chain is broken" in broken.out
    assert json.loads(told(capsys, "verify", "--json").out)["faults"]
