"""What was set aside goes back to its sender, and to nobody else, and leaves its text in no other place."""

import csv
import io
import json
import logging
import shutil
import stat
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped] # it ships no types
import pytest

from flows import command_export
from flows.returning import Returning, error_file_of
from sspipe.errors import LandingDamaged
from sspipe.settings import Settings
from sspipe.store.engine import open_database
from sspipe.store.tickets import faults_of, looked_runs, open_files
from sspipe.terms.site import read_site
from tests.flows.small_sites import SmallSite, change_line
from tests.flows.test_privacy import FULL_NAME, PLANTED, left_behind
from tests.flows.told_breaks import Told, told

LEDGER = "SMBC_GL_LINE_ITEMS_2022-23_P02_20220608"
LATER = "SMBC_GL_LINE_ITEMS_2022-23_P02_20220610"
STEM = f"stockport-ledger-{LEDGER}-rows-to-mend"
FORMULA = "=HYPERLINK(ZZFAKE)"
BASIC = (";401000;CE4101;SP4101;",)
AMOUNT = r"[\d,]+\.\d\d(?=\r?$)"


@pytest.fixture(scope="module")
def spoiled_once(first_month_closed: SmallSite, tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The second month closed with one row a ledger set aside: a formula for an amount, and a name for a number."""
    small = SmallSite(tmp_path_factory.mktemp("spoiled") / "own")
    shutil.copytree(first_month_closed.folder, small.folder)
    change_line(small.feed_file("stockport/ledger"), BASIC, AMOUNT, FORMULA, "cp1252")
    change_line(small.feed_file("tameside/ledger"), ["7104,TP7104", ",1100,"], r"\b99\d{5}\b", FULL_NAME)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSPIPE_OUTPUT", str(small.output))
        patch.delenv("SSPIPE_DATABASE_URL", raising=False)
        assert small.close().published is not None
    return small


@pytest.fixture
def spoiled(spoiled_once: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """A copy of it for one test."""
    small = SmallSite(tmp_path / "own")
    shutil.copytree(spoiled_once.folder, small.folder)
    monkeypatch.setenv("SSPIPE_OUTPUT", str(small.output))
    monkeypatch.delenv("SSPIPE_DATABASE_URL", raising=False)
    return small


def exported(site: SmallSite, capsys: pytest.CaptureFixture[str], *words: str, council: str = "stockport") -> Told:
    site_words = ["--site", str(site.site), "--for", council, "--out", str(out_of(site, council))]
    return told(capsys, "quarantine", "export", *site_words, *words)


def out_of(site: SmallSite, council: str = "stockport") -> Path:
    return site.folder / "out" / council


def rows_of(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    _, _, heads, *rows = openpyxl.load_workbook(path)["Rows to mend"].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def damaged_line(site: SmallSite, mark: str, feed: str = "stockport/ledger") -> tuple[int, str]:
    """The number and the text of the one line that holds a mark."""
    lines = site.feed_file(feed).read_bytes().decode("cp1252" if feed.startswith("stock") else "utf-8").splitlines()
    ((number, line),) = [(number, line) for number, line in enumerate(lines, 1) if mark in line]
    return number, line


def test_a_row_comes_back_as_it_was_sent_with_what_is_wrong(
    spoiled: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = exported(spoiled, capsys)
    number, line = damaged_line(spoiled, FORMULA)
    assert (answer.code, answer.err) == (0, "")
    assert {path.name for path in out_of(spoiled).iterdir()} == {f"{STEM}.xlsx", f"{STEM}.csv"}
    (row,) = rows_of(out_of(spoiled) / f"{STEM}.xlsx")
    assert row["File"] == f"{LEDGER}.txt"
    assert row["Row in the file"] == str(number)
    assert row["What is wrong"].endswith("where an amount belongs (under Amount in Local Currency)")
    assert row["What to do"] == "Correct the row and send the file again."
    assert row["Rule"] == "unreadable_amount_pence"
    assert [cell or "" for cell in list(row.values())[6:]] == line.split(";")
    (again,) = rows_of(out_of(spoiled) / f"{STEM}.csv")
    assert again["Amount in Local Currency"] == f"'{FORMULA}"


def test_the_first_sheet_names_the_next_close(spoiled: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    exported(spoiled, capsys)
    sheet = openpyxl.load_workbook(out_of(spoiled) / f"{STEM}.xlsx")["About this file"]
    said = {row[0]: row[1] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert said["Who may read it"].startswith("Stockport Metropolitan Borough Council alone")
    assert said["How many rows"].endswith(": 1 unreadable_amount_pence")
    assert "1 amount that could not be read is not in it" in said["What pounds"]
    assert said["By when"].startswith("By 12 July 2022, when 2022-23 P03 is closed")


def test_no_councils_row_is_in_anothers_file(spoiled: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    for council in ("stockport", "tameside"):
        assert exported(spoiled, capsys, council=council).code == 0
    own, theirs = (
        b"".join(path.read_bytes() for path in out_of(spoiled, c).iterdir()) for c in ("stockport", "tameside")
    )
    assert b"HYPERLINK" in own
    assert b"HYPERLINK" not in theirs
    assert {path.name.partition("-")[0] for path in out_of(spoiled, "tameside").iterdir()} == {"tameside"}
    for path in out_of(spoiled, "tameside").iterdir():
        assert [FULL_NAME in row.values() for row in rows_of(path)] == [True]


def _returning(site: SmallSite, publisher: str) -> Returning:
    engine = open_database(Settings().database)
    run = looked_runs(engine)[0]
    engine.dispose()
    return Returning(
        site_folder=site.site, site=read_site(site.site), publisher=publisher, run=run, settings=Settings()
    )


def test_a_file_of_another_council_is_refused_even_where_it_is_handed_over(spoiled: SmallSite) -> None:
    theirs = _returning(spoiled, "tameside")
    engine = open_database(Settings().database)
    (own,) = [file for file in open_files(engine, theirs.run.run_id) if file.publisher == "stockport"]
    faults = faults_of(engine, theirs.run.run_id, own.source_file)
    engine.dispose()
    with pytest.raises(LandingDamaged, match="files of tameside alone"):
        error_file_of(theirs, own, faults)


def test_only_the_owner_opens_the_folder_and_the_files(spoiled: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    exported(spoiled, capsys)
    assert stat.S_IMODE(out_of(spoiled).stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in out_of(spoiled).iterdir()} == {0o600}
    assert exported(spoiled, capsys).code == 0, "its own folder may be written again"


def test_a_folder_that_others_open_is_refused(spoiled: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    out_of(spoiled).mkdir(parents=True)
    out_of(spoiled).chmod(0o755)
    answer = exported(spoiled, capsys)
    assert (answer.code, answer.out) == (2, "")
    assert "can be opened by others than its owner" in answer.err
    assert list(out_of(spoiled).iterdir()) == []


def test_nothing_of_a_row_is_left_anywhere_but_in_the_error_file(
    spoiled: SmallSite, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for path in (spoiled.output / "conformed").rglob("*.parquet"):
        path.unlink()
    said = [
        exported(spoiled, capsys, *words, council=council)
        for council in ("stockport", "tameside")
        for words in ([], ["--json"])
    ]
    said.append(told(capsys, "quarantine", "list"))
    said.append(told(capsys, "quarantine", "list", "--json"))
    places = {**left_behind(spoiled), "logs": caplog.text, "said": "".join(each.out + each.err for each in said)}
    assert [each.code for each in said] == [0] * 6
    assert {
        f"{word} in {name}" for name, text in places.items() for word in (*PLANTED, "HYPERLINK") if word in text
    } == set()


def test_the_audit_chain_tells_of_it_in_counts(spoiled: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    before = spoiled.rows("select count(*) from audit_entry")
    exported(spoiled, capsys)
    ((actor, period, release, detail),) = spoiled.rows(
        "select actor, period, release_id, detail from audit_entry where action = 'export'"
    )
    facts = json.loads(str(detail))
    assert (actor, period, release) == ("quarantine export for stockport", "2022-23-P02", "")
    assert (facts["publisher"], facts["rows"], list(facts["files"].values())) == ("stockport", 1, [1])
    assert spoiled.rows("select count(*) from audit_entry") != before
    assert told(capsys, "verify").out.startswith("The audit chain holds")


def test_an_export_that_fails_leaves_no_file_and_no_entry(
    spoiled: SmallSite, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bytes:
        raise OSError

    monkeypatch.setattr(command_export, "error_csv", full)
    assert exported(spoiled, capsys).code == 1
    assert list(out_of(spoiled).iterdir()) == []
    assert spoiled.rows("select 1 from audit_entry where action = 'export'") == []


@pytest.mark.parametrize(
    ("words", "council", "said"),
    [
        ([], "cheshire", "no feed of the site is published by 'cheshire'; there are dfe, stockport, tameside"),
        (
            ["--feed", "grants"],
            "stockport",
            "stockport publishes no 'grants'; it publishes decisions, ledger, measures, posts",
        ),
        (["--period", "2022-23-P07"], "stockport", "no run has looked at 2022-23-P07"),
        (["--period", "May"], "stockport", "'May' is no period"),
    ],
)
def test_what_was_named_wrongly_is_said(
    words: list[str], council: str, said: str, spoiled: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = exported(spoiled, capsys, *words, council=council)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert not out_of(spoiled, council).exists()


@pytest.mark.parametrize("words", [["--feed", "posts"], ["--period", "2022-23-P01"]])
def test_where_nothing_is_set_aside_nothing_is_written(
    words: list[str], spoiled: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = exported(spoiled, capsys, *words)
    assert (answer.code, answer.out) == (0, "No row of stockport is set aside; nothing was written.\n")
    assert not out_of(spoiled).exists()
    assert json.loads(exported(spoiled, capsys, *words, "--json").out) == {"files": []}


def test_a_feed_may_be_named(spoiled: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    answer = exported(spoiled, capsys, "--feed", "ledger", "--json")
    (file,) = json.loads(answer.out)["files"]
    assert (file["feed"], file["rows"], file["workbook"]) == ("stockport/ledger", 1, f"{STEM}.xlsx")


def test_a_file_that_left_the_landing_area_is_named(spoiled: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    ((source_file,),) = spoiled.rows("select distinct source_file from quarantined_row where feed = 'stockport/ledger'")
    landed = spoiled.output / "landing" / "stockport" / str(source_file)
    content = landed.read_bytes()
    landed.unlink()
    answer = exported(spoiled, capsys)
    assert answer.code == 1
    assert f"expected {LEDGER}.txt as it was landed" in answer.err
    landed.write_bytes(content + b"more")
    assert "content with another hash" in exported(spoiled, capsys).err
    assert list(out_of(spoiled).iterdir()) == []


def spoil_four_rows(site: SmallSite) -> list[int]:
    """More bad amounts than a slip explains, so that the file is refused; the rows."""
    path = site.feed_file("stockport/ledger")
    lines = ("001", "002", "003", "004")
    rows = [change_line(path, [f";4900000002;{line};"], AMOUNT, FORMULA, "cp1252") for line in lines]
    assert site.close().is_refused
    return rows


def test_a_refused_file_is_wanted_at_once(two_months: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    rows = spoil_four_rows(two_months)
    assert exported(two_months, capsys).code == 0
    assert [row["Row in the file"] for row in rows_of(out_of(two_months) / f"{STEM}.xlsx")] == list(map(str, rows))
    sheet = openpyxl.load_workbook(out_of(two_months) / f"{STEM}.xlsx")["About this file"]
    said = {row[0]: row[1] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert said["By when"].startswith(
        "At once: nothing of the file is used until then, and 2022-23 P02 was to be closed"
    )


def test_a_row_that_no_finding_names_is_told_by_its_rule(two_months: SmallSite) -> None:
    first, second, *_ = spoil_four_rows(two_months)
    own = _returning(two_months, "stockport")
    engine = open_database(Settings().database)
    (aside,) = open_files(engine, own.run.run_id)
    faults = [fault for fault in faults_of(engine, own.run.run_id, aside.source_file) if fault.source_row == first]
    engine.dispose()
    named, alike, *_ = error_file_of(own, aside, faults).rows
    assert named.wrong.endswith("where an amount belongs (under Amount in Local Currency)")
    assert (alike.source_row, alike.rule) == (second, "unreadable_amount_pence")
    assert alike.wrong == f"the same fault as in row {first} (under Amount in Local Currency)"
    assert (alike.expected, alike.action) == (named.expected, named.action)
    bare, *_ = error_file_of(own, aside, ()).rows
    assert bare.wrong.startswith("a row that breaks the rule unreadable_amount_pence")
    assert bare.expected == "a value of the form that the layout states for the column"


def test_a_row_with_two_faults_lists_both(two_months: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    path = two_months.feed_file("stockport/ledger")
    change_line(path, BASIC, AMOUNT, FORMULA, "cp1252")
    change_line(path, [FORMULA], r"\d\d\.\d\d\.\d{4}", "yesterday", "cp1252")
    two_months.close()
    assert exported(two_months, capsys).code == 0
    (row,) = rows_of(out_of(two_months) / f"{STEM}.xlsx")
    assert row["Rule"].splitlines() == ["1. unreadable_posting_date", "2. unreadable_amount_pence"]
    assert row["What is wrong"].splitlines()[0].endswith("where a date belongs (under Posting Date)")
    assert row["What to do"] == "Correct the row and send the file again."


def test_a_row_that_breaks_a_rule_of_its_table_goes_back_too(
    two_months: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    path = two_months.feed_file("stockport/ledger")
    lines = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join([*lines[:-1], lines[1], b""]))
    two_months.close()
    assert exported(two_months, capsys).code == 0
    (row,) = rows_of(out_of(two_months) / f"{STEM}.xlsx")
    assert (row["Rule"], row["Row in the file"]) == ("LEDGER_LINE_REPEATED", str(len(lines)))
    assert row["What to do"] == "Look for a block of rows that was written twice."


def test_open_tickets_are_listed_and_closed_ones_say_by_which_file(
    spoiled: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = told(capsys, "quarantine", "list")
    assert answer.code == 0
    assert answer.out.splitlines()[0] == "2022-23 P02 of stockport-tameside, as its last run found it on 2022-06-13."
    assert "2 rows of 2 files set aside." in answer.out
    assert answer.widest <= 80
    path = spoiled.feed_file("stockport/ledger")
    whole = path.read_bytes().decode("cp1252").replace(FORMULA, "3,804.00").encode("cp1252")
    path.with_name(f"{LATER}.txt").write_bytes(whole)
    spoiled.close()
    document = json.loads(told(capsys, "quarantine", "list", "--json").out)
    assert [(file["publisher"], file["rows"], file["by_rule"]) for file in document["open"]] == [
        ("tameside", 1, {"unreadable_occupant_ref": 1})
    ]
    (closed,) = document["closed"]
    assert (closed["file_name"], closed["rows"], closed["closed_by"]) == (f"{LEDGER}.txt", 1, f"{LATER}.txt")
    listed = told(capsys, "quarantine", "list", "--for", "stockport").out
    assert "No row is set aside." in listed
    assert "Closed, for a newer file is in use:" in listed
    assert exported(spoiled, capsys).out == "No row of stockport is set aside; nothing was written.\n"


@pytest.mark.usefixtures("spoiled")
def test_tickets_of_a_release_before_stand_as_its_last_run_left_them(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(told(capsys, "quarantine", "list", "--json", "--period", "2022-23-P01").out)
    assert (document["period"], document["open"]) == ("2022-23-P01", [])


@pytest.mark.usefixtures("spoiled")
def test_nobody_of_whom_no_file_is_on_record_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "quarantine", "list", "--for", "cheshire", "--site", "stockport-tameside")
    assert (answer.code, answer.out) == (2, "")
    assert "no file of 'cheshire' is on record; there are files of stockport, tameside" in answer.err
    assert "no run of 'bolton' is on record" in told(capsys, "quarantine", "list", "--site", "bolton").err


def test_before_any_run_there_is_nothing_to_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSPIPE_OUTPUT", str(tmp_path / "output"))
    monkeypatch.delenv("SSPIPE_DATABASE_URL", raising=False)
    assert "Close a period first" in told(capsys, "quarantine", "list").err
