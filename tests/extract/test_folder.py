"""What a feed's folder offers, and what is said of a missing folder and of names that do not fit."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sspipe.extract.folder import folder_of, name_in_words, offered_files
from sspipe.model.feeds import Feed
from sspipe.model.findings import Severity
from sspipe.model.periods import Period
from sspipe.terms.feeds import FeedsFile, feeds_of
from sspipe.terms.strict_yaml import read_strict
from tests.extract.offering import LEDGER

ROOT = Path(__file__).resolve().parents[2]


def _folder(site: Path, *names: str) -> Path:
    folder = site / "feeds/stockport/ledger"
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_bytes(b"x")
    return folder


def test_files_tell_period_and_day_by_their_name(tmp_path: Path) -> None:
    _folder(tmp_path, "GL_2022-23_P07_20221104.txt", "GL_2022-23_P06_20221006.txt")
    files, findings = offered_files(LEDGER, str(tmp_path))
    assert [(file.period, file.known_from) for file in files] == [
        (Period(2022, 6), date(2022, 10, 6)),
        (Period(2022, 7), date(2022, 11, 4)),
    ]
    assert findings == ()


@pytest.mark.parametrize(
    "name", ["notes.docx", "GL_2022-23_P17_20221006.txt", "GL_2022-23_P06_20221399.txt", "Zoë.txt"]
)
def test_a_name_that_does_not_fit_is_told_without_being_printed(tmp_path: Path, name: str) -> None:
    _folder(tmp_path, name, "GL_2022-23_P06_20221006.txt")
    files, (finding,) = offered_files(LEDGER, str(tmp_path))
    assert len(files) == 1
    assert (finding.severity, finding.rule) == (Severity.WARN, "file_name_unknown")
    assert name.split(".", maxsplit=1)[0] not in finding.message


def test_a_missing_folder_of_a_required_feed_is_critical_and_says_what_to_do(tmp_path: Path) -> None:
    files, (finding,) = offered_files(LEDGER, str(tmp_path))
    assert (files, finding.severity) == ((), Severity.CRITICAL)
    for words in ("stockport stockport/ledger", "no such folder at feeds/stockport/ledger", "expected", "feeds.yaml"):
        assert words in finding.message


def test_a_missing_folder_of_another_feed_is_a_note(tmp_path: Path) -> None:
    _, (finding,) = offered_files(replace(LEDGER, required=False), str(tmp_path))
    assert finding.severity is Severity.INFO


def test_a_folder_that_is_a_file_is_told_so(tmp_path: Path) -> None:
    _folder(tmp_path).rmdir()
    (tmp_path / "feeds/stockport/ledger").write_bytes(b"")
    _, (finding,) = offered_files(LEDGER, str(tmp_path))
    assert "a file at" in finding.found


def test_half_written_files_are_passed_over(tmp_path: Path) -> None:
    _folder(tmp_path, "GL_2022-23_P06_20221006.txt.part-0123456789abcdef")
    assert offered_files(LEDGER, str(tmp_path)) == ((), ())


def test_a_feed_may_stand_at_an_address_of_its_own() -> None:
    assert folder_of(replace(LEDGER, path="memory://elsewhere/gl"), "/site") == "memory://elsewhere/gl"
    assert folder_of(LEDGER, "/site/") == "/site/feeds/stockport/ledger"


@pytest.mark.parametrize(
    ("name", "period", "day"),
    [
        ("spend_2014-07.csv", Period(2014, 4), date(2014, 7, 31)),
        ("spend_2015-02.csv", Period(2014, 11), date(2015, 2, 28)),
        ("spend_2016-02.csv", Period(2015, 11), date(2016, 2, 29)),
    ],
)
def test_a_calendar_month_tells_the_period_and_is_known_from_its_end(
    tmp_path: Path, name: str, period: Period, day: date
) -> None:
    feed = replace(LEDGER, name_pattern=r"spend_(?P<calendar_year>\d{4})-(?P<calendar_month>\d{2})\.csv")
    _folder(tmp_path, name, "spend_2014-13.csv")
    ((file,), (strange,)) = offered_files(feed, str(tmp_path))
    assert (file.period, file.known_from) == (period, day)
    assert strange.rule == "file_name_unknown"


def test_a_day_in_the_name_goes_before_the_months_end(tmp_path: Path) -> None:
    pattern = r"spend_(?P<calendar_year>\d{4})-(?P<calendar_month>\d{2})_(?P<published>\d{8})\.csv"
    _folder(tmp_path, "spend_2014-07_20140904.csv")
    ((file,), _) = offered_files(replace(LEDGER, name_pattern=pattern), str(tmp_path))
    assert (file.period, file.known_from) == (Period(2014, 4), date(2014, 9, 4))


def test_a_pattern_of_names_is_shown_as_a_person_reads_it() -> None:
    assert name_in_words(LEDGER) == "GL_<financial year>_P<period number>_<extracted>.txt"


def _site_feeds() -> tuple[Feed, ...]:
    path = ROOT / "deployments/stockport-tameside/feeds.yaml"
    return feeds_of(FeedsFile.model_validate(read_strict(path.read_text(encoding="utf-8"), path.name)))


@pytest.mark.parametrize(
    ("feed", "name", "period", "day"),
    [
        ("tameside/ledger", "TMBC_agltransact_202213_20230504.csv", Period(2022, 13), date(2023, 5, 4)),
        ("tameside/posts", "TMBC_Establishment_2022-23_P06_20221005.xlsx", Period(2022, 6), date(2022, 10, 5)),
        ("dfe/grants", "dedicated-schools-grant_2022-to-2023_published-16-12-2021.ods", None, date(2021, 12, 16)),
        ("stockport/measures", "SMBC_measures_2022-23_Q2.csv", None, date(2022, 9, 30)),
    ],
)
def test_names_of_the_demo_site_are_understood(
    tmp_path: Path, feed: str, name: str, period: Period | None, day: date
) -> None:
    (known,) = [each for each in _site_feeds() if each.feed == feed]
    folder = tmp_path / known.path
    folder.mkdir(parents=True)
    (folder / name).write_bytes(b"x")
    ((file,), findings) = offered_files(known, str(tmp_path))
    assert (file.period, file.known_from, findings) == (period, day, ())
