"""Bad input is told in one sentence that helps, and readers never see half of anything."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.closing import Closed
from sspipe.errors import SiteFileWrong
from sspipe.model.findings import Finding, Severity
from sspipe.model.statement import Pair
from tests.flows.small_sites import P01, P02, SmallSite, change_line, change_text

BASIC_OF_HEAD = (";401000;CE4101;SP4101;",)
LEDGER_P02 = "stockport stockport/ledger SMBC_GL_LINE_ITEMS_2022-23_P02_20220608.txt"
RATES = "rates/lgps_employer_rate.yaml"
STOCKPORT_RATE = '2020-04-01: {value: "0.20", source: "not public: set for the demonstration", illustrative: true}'
Spoil = Callable[[SmallSite], object]


@dataclass(frozen=True)
class Told:
    """The parts that one sentence must have."""

    where: str
    found: str
    expected: str
    action: str


def _missing(site: SmallSite) -> None:
    site.feed_file("stockport/ledger").unlink()


def _empty(site: SmallSite) -> None:
    site.feed_file("tameside/ledger").write_bytes(b"")


def _headings_alone(site: SmallSite) -> None:
    path = site.feed_file("stockport/ledger")
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")


def _heading_renamed(site: SmallSite) -> None:
    change_text(site.feed_file("stockport/ledger"), "Amount in Local Currency", "Local Amount", "cp1252")


def _title_unknown(site: SmallSite) -> None:
    change_text(site.feed_file("stockport/posts"), "Lead Officer for QTS work", "Lead Officer for Zebra work")


def _hours_in_letters(site: SmallSite) -> None:
    change_line(site.feed_file("stockport/posts"), ["SP4101"], ",37,37,", ",thirty,37,")


def _months_confused(site: SmallSite) -> None:
    shutil.copy(site.feed_file("stockport/ledger", P01), site.feed_file("stockport/ledger"))


def _four_amounts_in_letters(site: SmallSite) -> None:
    for line in ("001", "002", "003", "004"):
        _amount_in_letters(site, f";4900000002;{line};")


def _amount_in_letters(site: SmallSite, *marks: str) -> int:
    path = site.feed_file("stockport/ledger")
    return change_line(path, marks or BASIC_OF_HEAD, r"[\d,]+\.\d\d(?=\r?$)", "ThreeThousand", "cp1252")


def _period_17(site: SmallSite) -> int:
    return change_line(site.feed_file("stockport/ledger"), BASIC_OF_HEAD, ";002;", ";017;", "cp1252")


def _workbook_cut_short(site: SmallSite) -> None:
    path = site.feed_file("tameside/posts")
    path.write_bytes(path.read_bytes()[:2000])


def _workbook_damaged_within(site: SmallSite) -> None:
    path = site.feed_file("tameside/posts")
    content = bytearray(path.read_bytes())
    content[1500:1600] = b"x" * 100
    path.write_bytes(bytes(content))


def _page_named_workbook(site: SmallSite) -> None:
    site.feed_file("tameside/posts").write_bytes(b"<html><body>Please sign in</body></html>")


def _workbook_named_text(site: SmallSite) -> None:
    shutil.copy(site.feed_file("tameside/posts"), site.feed_file("stockport/posts"))


def _rate_confirmed_to_april(site: SmallSite) -> None:
    change_text(site.site / RATES, "confirmed_to: 2026-03-31", "confirmed_to: 2022-04-30")


def _rate_unset(site: SmallSite) -> None:
    change_text(site.site / RATES, STOCKPORT_RATE, '2020-04-01: {value: unset, source: "not public"}')


def _rate_that_starts_later(site: SmallSite) -> None:
    change_text(site.site / RATES, f"    {STOCKPORT_RATE}\n", "")


REFUSED: dict[str, tuple[Spoil, Told]] = {
    "a missing file": (
        _missing,
        Told(
            "stockport stockport/ledger:",
            "no file of 2022-23 P02 known on 2022-06-13 in feeds/stockport/ledger",
            "SMBC_GL_LINE_ITEMS_<financial year>_P<period number>_<extracted>.txt",
            "Ask the council for the file",
        ),
    ),
    "an empty file": (
        _empty,
        Told(
            "tameside tameside/ledger TMBC_agltransact_202202_20220608.csv:",
            "an empty file",
            "a file with headings and rows",
            "Ask the council to export the file again",
        ),
    ),
    "a file of headings alone": (
        _headings_alone,
        Told(LEDGER_P02, "no rows", "at least one row", "Ask the publisher for the file again"),
    ),
    "a heading with another name": (
        _heading_renamed,
        Told(
            LEDGER_P02,
            "no column headed 'Amount in Local Currency'; columns whose headings the layout does not know, counted from"
            " the left: 1, 14",
            "every heading of the layout",
            "add a version of the layout from the day of this file",
        ),
    ),
    "an unknown post title": (
        _title_unknown,
        Told(
            "stockport stockport/posts SMBC_HR_ESTABLISHMENT_2022-23_P02_20220607.csv row 4:",
            "an unknown post title (23 letters and 4 spaces)",
            "a title listed for a post of this council",
            "Add the title to the post in posts.yaml",
        ),
    ),
    "an establishment with a row that cannot be read": (
        _hours_in_letters,
        Told(
            "stockport stockport/posts SMBC_HR_ESTABLISHMENT_2022-23_P02_20220607.csv:",
            "1 of 6 rows to be set aside (1 unreadable_fte)",
            "none (a person who is missing from the establishment would cost nothing)",
            "Ask the council to mend the file",
        ),
    ),
    "another month's lines under this month's name": (
        _months_confused,
        Told(LEDGER_P02, "45 of 45 rows to be set aside (45 other_period)", "at most 2", "Ask the council to mend"),
    ),
    "more bad amounts than a slip explains": (
        _four_amounts_in_letters,
        Told(
            LEDGER_P02,
            "4 of 31 rows to be set aside (4 unreadable_amount_pence)",
            "at most 1 (so many bad rows mean that the file or its layout is wrong)",
            "compare the feed's layout with the file",
        ),
    ),
    "a workbook cut short": (
        _workbook_cut_short,
        Told(
            "tameside tameside/posts TMBC_Establishment_2022-23_P02_20220607.xlsx:",
            "a file named .xlsx whose content is a damaged workbook",
            "an xlsx workbook",
            "export the file again",
        ),
    ),
    "a workbook damaged within": (
        _workbook_damaged_within,
        Told("TMBC_Establishment", "a workbook that cannot be read", "a sound xlsx", "export the file again"),
    ),
    "a web page that is named as a workbook": (
        _page_named_workbook,
        Told(
            "TMBC_Establishment_2022-23_P02_20220607.xlsx:",
            "a file named .xlsx whose content is a web page",
            "an xlsx workbook that is named so",
            "export the file again in the agreed form",
        ),
    ),
    "a workbook that is named as text": (
        _workbook_named_text,
        Told("SMBC_HR_ESTABLISHMENT", "named .csv whose content is an xlsx workbook", "delimited text", "agreed form"),
    ),
    "a rate confirmed to an earlier day": (
        _rate_confirmed_to_april,
        Told(
            "stockport on 2022-05-25:",
            "values confirmed only to 2022-04-30",
            "a value in force that day",
            "Check it, and move confirmed_to with its source",
        ),
    ),
    "a rate that is unset": (
        _rate_unset,
        Told("stockport on 2022-05-25:", "a value marked unset", "a value in force", "Fill it in with its source"),
    ),
    "a rate that starts only later": (
        _rate_that_starts_later,
        Told(
            "Local Government Pension Scheme employer contribution rate, stockport on 2022-05-25:",
            "no value in force",
            "the earliest starts 2023-04-01",
            "Add the earlier value with its source",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_refused_in_a_sentence_and_readers_see_what_they_saw(
    name: str, two_months: SmallSite
) -> None:
    spoil, told = REFUSED[name]
    before = two_months.what_readers_see()
    spoil(two_months)

    closed = two_months.close(P02)

    assert closed.is_refused
    assert closed.published is None
    assert_one_says(closed, told)
    assert two_months.what_readers_see() == before
    assert not two_months.rows("select 1 from release where period = '2022-23-P02'")
    assert two_months.rows("select outcome from run order by started_at desc limit 1") == [("refused",)]


def assert_one_says(closed: Closed, told: Told) -> None:
    critical = [finding for finding in closed.findings if finding.severity is Severity.CRITICAL]
    matching = [finding for finding in critical if told.found in finding.found and told.where in _until_found(finding)]
    assert matching, [finding.message for finding in critical]
    finding = matching[0]
    assert told.expected in finding.expected
    assert told.action in finding.action
    assert "\n" not in finding.message
    assert finding.message.count(": found ") == 1


def _until_found(finding: Finding) -> str:
    return finding.message.split(" found ", 1)[0]


SITE_FAULTS: dict[str, tuple[Spoil, Told]] = {
    "a rate as a float": (
        lambda site: change_text(site.site / RATES, '{value: "0.20"', "{value: 0.20"),
        Told(
            "rates/lgps_employer_rate.yaml line 9",
            "the bare number 0.20",
            "whole numbers only, others in quotes",
            "Put it in quotes.",
        ),
    ),
    "a rate without a source": (
        lambda site: change_text(site.site / RATES, STOCKPORT_RATE, '2020-04-01: {value: "0.20"}'),
        Told("rates/lgps_employer_rate.yaml line 9", "no 'keyed stockport 2020-04-01 source'", "a value", "Add it"),
    ),
    "an agreement with a host nobody knows": (
        lambda site: change_text(site.site / "agreements/director.yaml", "{value: tameside,", "{value: elsewhere,"),
        Told(
            "agreements/director.yaml line",
            "the unknown council 'elsewhere'",
            "a council of the agreement (stockport, tameside)",
            "Correct the entry",
        ),
    ),
}


@pytest.mark.parametrize("name", SITE_FAULTS)
def test_a_fault_in_the_site_names_file_and_line_and_nothing_runs(name: str, two_months: SmallSite) -> None:
    spoil, told = SITE_FAULTS[name]
    before = two_months.what_readers_see()
    spoil(two_months)

    with pytest.raises(SiteFileWrong) as raised:
        two_months.close(P02)

    wrong = raised.value
    assert told.where in wrong.where
    assert told.found in wrong.found
    assert told.expected in wrong.expected
    assert told.action in wrong.action
    assert two_months.what_readers_see() == before


def test_a_spoilt_newer_version_leaves_readers_on_the_release_before(two_months: SmallSite) -> None:
    before = two_months.what_readers_see()
    path = two_months.feed_file("stockport/ledger", P01)
    path.with_name(path.name.replace("20220506", "20220510")).write_bytes(b"\n")

    closed = two_months.close(P01)

    assert closed.published is not None
    assert not closed.published.is_new
    assert {finding.rule for finding in closed.findings} >= {"file_refused", "EARLIER_VERSION_IN_USE"}
    assert two_months.what_readers_see() == before
    assert two_months.rows("select period, release_id from current_release") == [
        ("2022-23-P01", "stockport-tameside-2022-23-P01-1")
    ]


def test_a_mended_file_is_published_as_if_nothing_had_been_wrong(
    two_months: SmallSite, first_month_closed: SmallSite
) -> None:
    _heading_renamed(two_months)
    assert two_months.close(P02).is_refused
    shutil.copy(first_month_closed.feed_file("stockport/ledger"), two_months.feed_file("stockport/ledger"))

    closed = two_months.close(P02)

    assert closed.published is not None
    assert closed.published.release_id == "stockport-tameside-2022-23-P02-1"
    assert two_months.rows("select count(*) from out_breaks where release_id like '%P02%'") == [(0,)]


def _quarantined(site: SmallSite) -> list[tuple[object, ...]]:
    return list(
        site.rows(
            "select rule, rows, amount_pence from out_conservation"
            " where fate = 'quarantined' and feed = 'stockport/ledger' and release_id like '%P02%'"
        )
    )


def _set_aside_by_rule(site: SmallSite) -> list[tuple[object, ...]]:
    """What the release says of each rule, over all files."""
    return list(
        site.rows(
            "select rule, sum(rows), sum(debit_pence), sum(credit_pence) from out_conservation"
            " where fate = 'quarantined' and release_id like '%P02%' group by rule order by rule"
        )
    )


def _kept_by_rule(site: SmallSite) -> list[tuple[object, ...]]:
    """The rows that the run set aside, added up by rule."""
    return list(
        site.rows(
            "select rule, count(*), sum(debit_pence), sum(credit_pence) from quarantined_row"
            " where run_id = (select run_id from run order by started_at desc limit 1) group by rule order by rule"
        )
    )


def _is_conserved(site: SmallSite) -> bool:
    """In = used + quarantined + excluded, for every file of every release."""
    return not site.rows(
        "select release_id, file_name, sum(case fate when 'read' then 1 else -1 end * rows) as r,"
        " sum(case fate when 'read' then 1 else -1 end * debit_pence) as d,"
        " sum(case fate when 'read' then 1 else -1 end * credit_pence) as c from out_conservation"
        " where kind = 'file' group by release_id, file_name, source_file having r <> 0 or d <> 0 or c <> 0"
    )


def _breaks_of_head(closed: Closed) -> list[tuple[Pair, int]]:
    assert closed.statement is not None
    return [(item.pair, item.amount_pence) for item in closed.statement.breaks if item.post == "ey-head"]


@pytest.mark.parametrize(
    ("spoil", "rule", "found", "pence"),
    [
        (_amount_in_letters, "unreadable_amount_pence", "13 letters where an amount belongs", 0),
        (_period_17, "unreadable_period", "2022 and 017 where a ledger period belongs", 3_804_00),
    ],
)
def test_one_bad_line_of_a_joint_post_is_set_aside_and_seen_everywhere(
    spoil: Callable[[SmallSite], int], rule: str, found: str, pence: int, two_months: SmallSite
) -> None:
    """The head's basic pay of May, £3,804.00: the period is published, and says what it lacks."""
    row = spoil(two_months)

    closed = two_months.close(P02)

    assert closed.published is not None
    (finding,) = [each for each in closed.findings if each.severity is Severity.REJECT]
    assert finding.message.startswith(f"{LEDGER_P02} row {row}: found {found}; expected ")
    assert finding.action == "Ask the council to correct the row and send the file again."
    kept = "select source_row, severity from finding where rule = '{}' and run_id = (select run_id from run order by"
    assert two_months.rows(f"{kept.format(rule)} started_at desc limit 1)") == [(row, "reject")]
    assert two_months.rows("select source_row, rule, debit_pence, credit_pence from quarantined_row") == [
        (row, rule, pence, 0)
    ]
    assert _set_aside_by_rule(two_months) == _kept_by_rule(two_months)
    assert _quarantined(two_months) == [(rule, 1, pence)]
    assert _is_conserved(two_months)
    assert _breaks_of_head(closed) == [(Pair.LEDGER_EXPECTED, -3_804_00)]


def test_a_line_that_a_check_sets_aside_keeps_its_pounds(two_months: SmallSite) -> None:
    """The head's basic pay of May, £3,804.00, stands in the file a second time."""
    path = two_months.feed_file("stockport/ledger")
    line = next(line for line in path.read_bytes().split(b"\n") if BASIC_OF_HEAD[0].encode() in line)
    path.write_bytes(path.read_bytes() + line + b"\n")

    closed = two_months.close(P02)

    assert closed.published is not None
    kept = two_months.rows("select rule, debit_pence, credit_pence from quarantined_row")
    assert kept == [("LEDGER_LINE_REPEATED", 3_804_00, 0)]
    assert _set_aside_by_rule(two_months) == _kept_by_rule(two_months)
    assert _is_conserved(two_months)


def test_a_ledger_that_lost_an_amount_is_not_proved_complete(two_months: SmallSite) -> None:
    _amount_in_letters(two_months)
    closed = two_months.close(P02)

    (finding,) = [each for each in closed.findings if each.severity is Severity.WARN]
    assert "found debits of £100,049.57 and credits of £103,853.57" in finding.message
    proved = "select distinct is_proved_complete from out_conservation where feed = 'stockport/ledger'"
    assert two_months.rows(f"{proved} and release_id like '%P02%' and file_name like '%P02%'") == [(0,)]
    assert two_months.rows(f"{proved} and release_id like '%P02%' and file_name like '%P01%'") == [(1,)]


def test_a_second_copy_of_a_file_counts_once(two_months: SmallSite) -> None:
    hash_without = two_months.close(P02).published
    path = two_months.feed_file("stockport/ledger")
    copy = path.with_name(path.name.replace("20220608", "20220609"))
    shutil.copy(path, copy)

    closed = two_months.close(P02)

    (finding,) = [each for each in closed.findings if each.rule == "second_copy"]
    assert finding.where.file_name == copy.name
    assert finding.found == f"the same content as {path.name}"
    assert finding.action == "Nothing to do: the content is counted once."
    assert closed.published is not None
    assert hash_without is not None
    assert (closed.published.is_new, closed.published.content_hash) == (False, hash_without.content_hash)


def test_a_copy_under_a_name_that_no_feed_knows_is_told_and_not_read(two_months: SmallSite) -> None:
    path = two_months.feed_file("stockport/ledger")
    shutil.copy(path, path.with_name(f"Copy of {path.name}"))

    closed = two_months.close(P02)

    (finding,) = [each for each in closed.findings if each.severity is Severity.WARN]
    assert finding.rule == "file_name_unknown"
    assert "a file whose name does not fit the feed" in finding.found
    assert finding.action == "Rename or remove the file; it was not read."
    assert closed.published is not None
    assert closed.published.is_new


def test_what_was_prepared_is_found_again_where_the_output_folder_was_moved_to(two_months: SmallSite) -> None:
    shutil.rmtree(two_months.output / "conformed")
    assert two_months.close(P02).published is not None
    moved = SmallSite(two_months.folder.with_name("moved"))
    two_months.folder.rename(moved.folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSPIPE_OUTPUT", str(moved.output))
        again = moved.close(P02)
    assert again.published is not None
    assert not again.published.is_new


def _command(site: SmallSite) -> subprocess.CompletedProcess[str]:
    words = ["run", "--site", str(site.site), "--period", "2022-23-P02", "--plain"]
    code = "import sys; from flows.cli import main; sys.argv[0] = 'sspipe'; main()"
    environment = {**os.environ, "SSPIPE_OUTPUT": str(site.output)}  # noqa: TID251 - a process of its own needs its own
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, env=environment
    )


def test_the_command_says_a_refusal_in_sentences_and_ends_with_one(two_months: SmallSite) -> None:
    _missing(two_months)
    ended = _command(two_months)

    assert ended.returncode == 1
    assert ended.stderr == ""
    refused, sentence, database = ended.stdout.splitlines()
    assert refused == "2022-23 P02: refused; readers stay on the last release"
    assert sentence.startswith("  stockport stockport/ledger: found no file of 2022-23 P02 known on 2022-06-13")
    assert database.startswith("The database is ")


def test_the_command_says_a_fault_of_the_site_in_one_sentence_without_a_stack(two_months: SmallSite) -> None:
    change_text(two_months.site / RATES, '{value: "0.20"', "{value: 0.20")
    ended = _command(two_months)

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        "sspipe: rates/lgps_employer_rate.yaml line 9: found the bare number 0.20; expected whole numbers only,"
        " others in quotes. Put it in quotes.\n"
    )


def test_the_command_names_a_row_that_was_set_aside(two_months: SmallSite) -> None:
    row = _amount_in_letters(two_months)
    ended = CliRunner().invoke(app, ["run", "--site", str(two_months.site), "--period", "2022-23-P02", "--plain"])

    assert ended.exit_code == 0
    published, aside, *_ = ended.stdout.splitlines()
    assert published == "2022-23 P02: published stockport-tameside-2022-23-P02-1, 1 break"
    assert aside.startswith(f"  set aside: {LEDGER_P02} row {row}: found 13 letters where an amount belongs")
