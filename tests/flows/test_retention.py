"""Raw files go by the site's rule alone, once what is kept of them does their service; no published figure moves."""

import json
import os
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from flows import command_retention
from flows.closing import Closed
from flows.due import ledger_periods
from sspipe import storage
from sspipe.errors import ConformedDamaged
from sspipe.extract.index import ArrivalIndex, Arrived
from sspipe.extract.landing import Landing
from tests.databases import address_of
from tests.flows.small_sites import P01, P02, SmallSite, change_line, change_text
from tests.flows.told_breaks import Told, told

MOMENT = datetime(2031, 4, 5, 9, tzinfo=UTC)
SAID = "destroyed on 2031-04-05 by the site's retention rule; its figures stand in the conformed table stockport/"
RULE = """schema_version: 1
rules:
  - rule: pay
    publisher: stockport
    nouns: [{nouns}]
    keep_months:
      2022-04-01: {{value: {months}, source: "a schedule made for the test"}}
"""
BASIC = (";401000;CE4101;SP4101;",)
WHEN_IT_GOES = "2029-04-01"
Files = dict[str, bytes]


@pytest.fixture
def site(two_months: SmallSite, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """The first month closed, the clock in 2031, and six years for Stockport's posts and ledgers."""
    monkeypatch.setattr(command_retention, "now", lambda: MOMENT)
    rule(two_months)
    return two_months


def rule(site: SmallSite, nouns: str = "posts, ledger", months: int = 72) -> None:
    (site.site / "retention.yaml").write_text(RULE.format(nouns=nouns, months=months), encoding="utf-8")


def raw(site: SmallSite, council: str = "stockport") -> Files:
    """The raw contents of a council in the landing area."""
    folder = site.output / "landing" / council
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def senders(site: SmallSite) -> Files:
    return {str(path): path.read_bytes() for path in (site.site / "feeds").rglob("*") if path.is_file()}


def asked(capsys: pytest.CaptureFixture[str], site: SmallSite, word: str, *words: str) -> Told:
    return told(capsys, "retention", word, "--site", str(site.site), *words)


def destroyed(capsys: pytest.CaptureFixture[str], site: SmallSite) -> Told:
    answer = asked(capsys, site, "destroy", "--yes")
    assert (answer.code, answer.err) == (0, ""), answer
    return answer


def entries(site: SmallSite) -> list[dict[str, object]]:
    """What the chain says of each destroyed content."""
    found = site.rows("select detail from audit_entry where action = 'destroyed by rule' order by entry_number")
    return [json.loads(str(detail)) for (detail,) in found]


def content_of(closed: Closed) -> str:
    assert closed.published is not None, [finding.message for finding in closed.findings]
    return closed.published.content_hash


def is_same_release(site: SmallSite) -> bool:
    """Whether the first month, closed again, is the release that readers see."""
    ((before,),) = site.rows("select content_hash from release where period = '2022-23-P01'")
    closed = site.close(P01)
    assert content_of(closed) == before
    return closed.published is not None and not closed.published.is_new


def test_without_a_rule_nothing_is_ever_destroyed(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    (site.site / "retention.yaml").unlink()
    before = raw(site)
    for word, words in (("list", ()), ("destroy", ("--yes",))):
        assert "nothing is ever destroyed" in asked(capsys, site, word, *words).out
    assert (raw(site), entries(site)) == (before, [])


def test_a_feed_that_no_rule_names_is_kept(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    rule(site, "posts")
    before = raw(site)
    destroyed(capsys, site)
    assert len(before) == 2
    assert list(raw(site).values()) == [site.feed_file("stockport/ledger", P01).read_bytes()]


def test_nothing_goes_before_its_term(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    before = raw(site)
    answer = asked(capsys, site, "destroy", "--as-of", "2029-03-31", "--yes")
    assert (answer.code, raw(site), entries(site)) == (0, before, [])
    listed = json.loads(asked(capsys, site, "list", "--as-of", "2029-03-31", "--json").out)
    assert (listed["past"], listed["within_term"]) == ([], 2)
    listed = json.loads(asked(capsys, site, "list", "--as-of", WHEN_IT_GOES, "--json").out)
    assert [(each["kept_until"], each["obstacles"]) for each in listed["past"]] == [("2029-03-31", [])] * 2


def test_a_day_that_has_not_come_destroys_nothing(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    before = raw(site)
    answer = asked(capsys, site, "destroy", "--as-of", "2031-04-06", "--yes")
    assert (answer.code, raw(site)) == (2, before)
    assert "has not come yet" in answer.err


def test_nothing_goes_unless_it_is_meant(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    before = raw(site)
    answer = asked(capsys, site, "destroy")
    assert (answer.code, raw(site), entries(site)) == (0, before, [])
    assert "2 raw contents" in answer.out
    assert "--yes is not given" in answer.out


def test_a_schedule_that_had_not_begun_destroys_nothing(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    change_text(site.site / "retention.yaml", "2022-04-01", "2031-04-06")
    assert "0 raw contents" in asked(capsys, site, "list").out
    before = raw(site)
    destroyed(capsys, site)
    assert raw(site) == before


def test_a_run_destroys_nothing_by_itself(site: SmallSite) -> None:
    before = raw(site)
    site.close(P01)
    assert raw(site) == before


def test_nothing_of_an_unpublished_period_goes(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    site.close(P02, dry_run=True)
    destroyed(capsys, site)
    left = [site.feed_file(f"stockport/{noun}").read_bytes() for noun in ("ledger", "posts")]
    assert sorted(raw(site).values()) == sorted(left)
    answer = asked(capsys, site, "list", "--json")
    assert [each["obstacles"] for each in json.loads(answer.out)["past"]] == [["2022-23 P02 is not published"]] * 2


def test_nothing_of_a_withdrawn_release_goes(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    site.change("update release set state = 'withdrawn'")
    before = raw(site)
    assert "the release of 2022-23 P01 is withdrawn" in " ".join(destroyed(capsys, site).out.split())
    assert raw(site) == before


def test_a_file_that_came_after_its_period_was_published_stays_until_a_release_knows_it(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    path = site.feed_file("stockport/ledger", P01)
    newer = path.with_name(path.name.replace("20220506", "20220610"))
    newer.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    site.close(P01, dry_run=True)
    destroyed(capsys, site)
    assert list(raw(site).values()) == [newer.read_bytes()]
    assert "no period was published since it came" in " ".join(asked(capsys, site, "list").out.split())


def test_what_a_waiting_period_is_worked_out_from_stays(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    site.close(P02, dry_run=True)
    site.change("update feed_status set status = 'out_of_order' where period = '2022-23-P02'")
    before = raw(site)
    assert "2022-23 P02 waits" in " ".join(destroyed(capsys, site).out.split())
    assert raw(site) == before


def test_what_is_destroyed_has_its_entry_and_the_chain_holds(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    before = raw(site)
    answer = destroyed(capsys, site)
    assert "2 raw contents" in answer.out
    assert raw(site) == {}
    found = entries(site)
    assert {str(entry["source_file"]) for entry in found} == set(before)
    assert {(entry["rule"], entry["rule_source"], entry["as_of"]) for entry in found} == {
        ("pay", "a schedule made for the test", "2031-04-05")
    }
    assert "The audit chain holds" in told(capsys, "verify").out
    again = destroyed(capsys, site)
    assert "0 raw contents" in again.out
    assert len(entries(site)) == 2


def test_the_index_keeps_what_came_and_says_that_it_is_destroyed(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ArrivalIndex(str(site.output / "landing/stockport/index/stockport-tameside/ledger"))
    came = index.entries()
    destroyed(capsys, site)
    assert index.entries() == came
    ((key, mark),) = index.destroyed().items()
    assert (key, mark.rule, mark.destroyed_at) == ((came[0].source_file, P01), "pay", MOMENT)


def test_another_council_and_every_senders_folder_stay_as_they_are(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs, sent = raw(site, "tameside"), senders(site)
    destroyed(capsys, site)
    assert theirs
    assert (raw(site, "tameside"), senders(site)) == (theirs, sent)


def test_run_again_it_is_the_same_release_though_the_sender_still_offers_the_file(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    destroyed(capsys, site)
    os.utime(site.feed_file("stockport/ledger", P01))  # known by its hash, no longer by its mark
    assert is_same_release(site)
    assert raw(site) == {}
    found = [str(words) for (words,) in site.rows("select found from finding where rule = 'FILE_DESTROYED'")]
    assert len(found) == 2
    assert all(SAID in words for words in found)


def test_run_again_it_is_the_same_release_where_the_sender_has_the_file_no_more(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    destroyed(capsys, site)
    for noun in ("posts", "ledger"):
        site.feed_file(f"stockport/{noun}", P01).unlink()
    assert is_same_release(site)
    assert ledger_periods(site.site) == [P01, P02]
    assert site.close(P02).published is not None


def test_a_file_that_its_sender_had_taken_away_before_stays_in_use(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    for noun in ("posts", "ledger"):
        site.feed_file(f"stockport/{noun}", P01).unlink()
    destroyed(capsys, site)
    assert raw(site) == {}
    assert is_same_release(site)


def test_a_changed_site_is_rebuilt_from_what_was_kept(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    destroyed(capsys, site)
    for name in ("councils.yaml", "layouts/stockport_ledger.yaml"):
        path = site.site / name
        path.write_text(path.read_text(encoding="utf-8") + "# looked at again\n", encoding="utf-8")
    assert is_same_release(site)


def test_the_next_month_is_worked_out_as_if_the_raw_files_were_there(
    site: SmallSite, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = SmallSite(tmp_path / "other")
    shutil.copytree(site.folder, other.folder)
    destroyed(capsys, site)
    without = content_of(site.close(P02))
    monkeypatch.setenv("SSPIPE_OUTPUT", str(other.output))
    assert content_of(other.close(P02)) == without


def test_every_version_goes_and_the_newest_stays_in_use(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    path = site.feed_file("stockport/ledger")
    site.close(P02)
    change_line(path, BASIC, "SP4101", "SP4102", "cp1252")
    kept = content_of(site.close(P02))
    assert len(raw(site)) == 5
    destroyed(capsys, site)
    assert raw(site) == {}
    closed = site.close(P02)
    assert content_of(closed) == kept
    assert "CHANGED_LINES" in {finding.rule for finding in closed.findings}


def test_the_error_file_says_that_the_rows_are_gone_and_what_was_wrong(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    row = change_line(site.feed_file("stockport/ledger"), BASIC, r"[\d,]+\.\d\d(?=\r?$)", "x", "cp1252")
    assert site.close(P02).published is not None
    destroyed(capsys, site)
    out = site.folder / "out"
    answer = told(capsys, "quarantine", "export", "--site", str(site.site), "--for", "stockport", "--out", str(out))
    assert (answer.code, answer.err) == (0, "")
    (path,) = out.glob("*.csv")
    _, line = path.read_text(encoding="utf-8-sig").splitlines()
    assert f",{row}," in line
    assert line.endswith("unreadable_amount_pence")
    assert SAID in workbook_text(next(out.glob("*.xlsx")))


def workbook_text(path: Path) -> str:
    import openpyxl  # type: ignore[import-untyped] # noqa: PLC0415 - it ships no types, and takes its time

    cells = (
        cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row
    )
    return " ".join(str(cell) for cell in cells if cell)


@pytest.mark.parametrize(
    ("part", "method"), [(ArrivalIndex, "keep_destroyed"), (Landing, "destroy")], ids=["unmarked", "undeleted"]
)
def test_a_crash_half_way_is_healed_by_the_next_run(
    part: type,
    method: str,
    site: SmallSite,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = raw(site)
    with monkeypatch.context() as patch:
        patch.setattr(part, method, stop)
        assert asked(capsys, site, "destroy", "--yes").code == 1
    assert (raw(site), len(entries(site))) == (before, 1)
    assert is_same_release(site)
    destroyed(capsys, site)
    assert raw(site) == {}
    assert sorted(str(entry["source_file"]) for entry in entries(site)) == sorted(before)
    assert is_same_release(site)
    assert "The audit chain holds" in told(capsys, "verify").out


def test_a_crash_is_healed_though_the_rule_has_been_taken_back(
    site: SmallSite, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(ArrivalIndex, "keep_destroyed", stop)
        assert asked(capsys, site, "destroy", "--yes").code == 1
    rule(site, months=1200)
    destroyed(capsys, site)
    (entry,) = entries(site)
    assert str(entry["source_file"]) not in raw(site)
    assert len(raw(site)) == 1


def stop(*_: object) -> None:
    """A planted fault."""
    raise RuntimeError


def kept_files(site: SmallSite, ending: str) -> Sequence[Path]:
    return sorted((site.output / "conformed/stockport/ledger").glob(f"*{ending}"))


@pytest.mark.parametrize("ending", [".parquet", ".json"])
def test_a_content_whose_conformed_table_is_damaged_stays(
    ending: str, site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in kept_files(site, ending):
        path.write_bytes(path.read_bytes()[:-40])
    answer = asked(capsys, site, "destroy", "--yes")
    assert answer.code == 1
    assert list(raw(site).values()) == [site.feed_file("stockport/ledger", P01).read_bytes()]
    assert [entry["uses"][0]["feed"] for entry in entries(site)] == ["stockport/posts"]  # type: ignore[index]


def test_a_content_whose_conformed_table_says_something_else_stays(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, right = (
        (path for path in kept_files(site, ".parquet") if "-joint" not in path.name),
        kept_files(site, "-joint.parquet"),
    )
    for path in wrong:
        shutil.copy(right[0], path)
    assert asked(capsys, site, "destroy", "--yes").code == 1
    assert len(raw(site)) == 1


def test_a_content_whose_conformed_table_is_missing_is_conformed_once_more_before_it_goes(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(site.output / "conformed")
    destroyed(capsys, site)
    assert raw(site) == {}
    assert is_same_release(site)


def test_what_was_kept_and_is_damaged_since_breaks_the_run_in_words(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    destroyed(capsys, site)
    for path in kept_files(site, ".parquet"):
        path.write_bytes(path.read_bytes() + b"more")
    with pytest.raises(ConformedDamaged, match="another content"):
        site.close(P01)


def test_bytes_that_cannot_be_deleted_are_told_and_go_later(
    site: SmallSite, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    discard = storage.discard

    def no_right(url: str) -> None:
        if url.rpartition("/")[0].endswith("landing/stockport") and ".part-" not in url:
            raise PermissionError
        discard(url)

    with monkeypatch.context() as patch:
        patch.setattr(storage, "discard", no_right)
        answer = asked(capsys, site, "destroy", "--yes")
    assert answer.code == 1
    assert "found bytes that cannot be deleted" in answer.err
    destroyed(capsys, site)
    assert (raw(site), len(entries(site))) == ({}, 2)


def test_a_content_that_another_site_has_too_stays(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    own = site.output / "landing/stockport/index/stockport-tameside/ledger"
    (entry,) = ArrivalIndex(str(own)).entries()
    ArrivalIndex(str(own.parent.parent / "elsewhere" / "ledger")).keep([entry])
    assert "the site elsewhere has it too" in " ".join(destroyed(capsys, site).out.split())
    assert list(raw(site)) == [entry.source_file]


def test_the_same_content_of_another_period_lands_and_has_its_own_term(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    destroyed(capsys, site)
    content = site.feed_file("stockport/posts", P01).read_bytes()
    site.feed_file("stockport/posts").write_bytes(content)
    site.close(P02, dry_run=True)
    assert content in raw(site).values()


def test_what_nobody_knows_is_told_and_stays(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    stray = site.output / "landing/stockport" / ("e" * 64)
    stray.write_bytes(b"of no feed")
    assert "1 file of stockport in no entry" in destroyed(capsys, site).out
    assert list(raw(site)) == [stray.name]


def test_a_name_that_fits_the_feed_no_more_keeps_its_content(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ArrivalIndex(str(site.output / "landing/stockport/index/stockport-tameside/ledger"))
    stray = Arrived(file_name="old form.txt", source_file="f" * 64, size_bytes=3, origin="", mark="", arrived_at=MOMENT)
    index.keep([stray])
    (site.output / "landing/stockport" / stray.source_file).write_bytes(b"old")
    destroyed(capsys, site)
    assert list(raw(site)) == [stray.source_file]


def test_on_either_database_what_is_destroyed_is_entered_and_the_release_stays(
    site: SmallSite, capsys: pytest.CaptureFixture[str], database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSPIPE_DATABASE_URL", address_of(database))
    first = site.close(P01)
    destroyed(capsys, site)
    again = site.close(P01)
    assert raw(site) == {}
    assert (content_of(again), again.published and again.published.is_new) == (content_of(first), False)
    assert "The audit chain holds in 3 entries" in told(capsys, "verify").out
