"""Which version of a period's file is in use, and what is said of copies, rivals and gaps."""

from dataclasses import replace
from datetime import date

from sspipe.extract.versions import in_use, without_copies
from sspipe.model.findings import Severity
from tests.extract.offering import LEDGER, P06, landed

FIRST = landed("GL_1.txt", "a" * 64, date(2022, 10, 6))
NEWER = landed("GL_2.txt", "b" * 64, date(2022, 10, 20))
COPY = landed("GL_3.txt", "a" * 64, date(2022, 10, 7))


def test_the_latest_version_known_on_the_day_is_in_use() -> None:
    assert in_use(LEDGER, [FIRST, NEWER], P06, date(2022, 10, 19)).landed == FIRST
    assert in_use(LEDGER, [NEWER, FIRST], P06, date(2022, 10, 20)).landed == NEWER


def test_a_copy_is_counted_once_and_told() -> None:
    chosen = in_use(LEDGER, [COPY, FIRST], P06, date(2022, 10, 12))
    assert chosen.landed == FIRST
    (finding,) = chosen.findings
    assert (finding.severity, finding.rule) == (Severity.INFO, "second_copy")
    assert "the same content as GL_1.txt" in finding.message


def test_a_copy_of_an_older_version_does_not_displace_the_newer_one() -> None:
    late_copy = landed("GL_4.txt", "a" * 64, date(2022, 10, 25))
    chosen = in_use(LEDGER, [FIRST, NEWER, late_copy], P06, date(2022, 10, 31))
    assert chosen.landed == NEWER


def test_copies_are_told_within_a_feed_and_period_only() -> None:
    other = landed("GL_5.txt", "a" * 64, date(2022, 10, 6), replace(P06, number=7))
    kept, findings = without_copies([FIRST, other])
    assert (len(kept), findings) == (2, ())


def test_two_contents_of_one_date_are_told_and_the_answer_does_not_depend_on_order() -> None:
    rival = landed("GL_9.txt", "c" * 64, date(2022, 10, 6))
    for files in ([FIRST, rival], [rival, FIRST]):
        chosen = in_use(LEDGER, files, P06, date(2022, 10, 12))
        assert chosen.landed == rival
        assert [(f.severity, f.rule) for f in chosen.findings] == [(Severity.WARN, "rival_versions")]


def test_a_missing_file_of_a_required_feed_says_where_what_and_what_to_do() -> None:
    chosen = in_use(LEDGER, [], P06, date(2022, 10, 12))
    (finding,) = chosen.findings
    assert chosen.landed is None
    assert finding.severity is Severity.CRITICAL
    for words in (
        "stockport/ledger",
        "2022-23 P06",
        "2022-10-12",
        "feeds/stockport/ledger",
        "expected",
        "Ask the council",
    ):
        assert words in finding.message


def test_a_file_known_later_is_not_there_yet() -> None:
    (finding,) = in_use(LEDGER, [NEWER], P06, date(2022, 10, 12)).findings
    assert "(1 known later)" in finding.found


def test_a_missing_file_of_another_feed_is_a_note() -> None:
    (finding,) = in_use(replace(LEDGER, required=False), [], P06, date(2022, 10, 12)).findings
    assert finding.severity is Severity.INFO
